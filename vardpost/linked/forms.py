"""A service as an office types it: text in, clean values out."""

from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.linked.values import LONGEST_ABOUT, LONGEST_ADDRESS, LONGEST_NAME, ServiceData

_TEXTS = {
    "internal_name": LONGEST_NAME,
    "name_sv": LONGEST_NAME,
    "name_en": LONGEST_NAME,
    "about_sv": LONGEST_ABOUT,
    "about_en": LONGEST_ABOUT,
}
Fields = dict[str, str]


def empty() -> Fields:
    """Return the fields of a new service."""
    return dict.fromkeys((*_TEXTS, "address"), "")


def shown(data: ServiceData) -> Fields:
    """Return a service as the form shows it."""
    return {name: str(getattr(data, name)) for name in (*_TEXTS, "address")}


def typed(posted: QueryDict) -> Fields:
    """Return what was typed, as the form shows it."""
    return {name: posted.get(name, "") for name in (*_TEXTS, "address")}


def parse(posted: QueryDict) -> ServiceData:
    """Return the service of a posted form. Raises `BadInput` with a message a field."""
    errors = dict[str, str]()
    texts = {name: _text(posted, name, most, errors) for name, most in _TEXTS.items()}
    wanted = {
        "internal_name": _("Skriv vad ni kallar tjänsten"),
        "name_sv": _("Skriv vad tjänsten heter"),
        "about_sv": _("Skriv vad man gör i tjänsten"),
    }
    for name, message in wanted.items():
        if not texts[name]:
            errors[name] = message
    if bool(texts["name_en"]) != bool(texts["about_en"]):
        missing = "about_en" if texts["name_en"] else "name_en"
        errors.setdefault(missing, _("Skriv både namn och beskrivning på engelska, eller inget"))
    address = _address(posted.get("address", ""), errors)
    if errors:
        raise BadInput(errors)
    return ServiceData(
        internal_name=texts["internal_name"],
        name_sv=texts["name_sv"],
        name_en=texts["name_en"],
        about_sv=texts["about_sv"],
        about_en=texts["about_en"],
        address=address,
    )


def _text(posted: QueryDict, name: str, most: int, errors: dict[str, str]) -> str:
    text = " ".join(posted.get(name, "").split())
    if len(text) > most:
        errors[name] = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - most))
    return text


def _address(text: str, errors: dict[str, str]) -> str:
    """Return a whole https address; anything else could lead a resident astray."""
    address = text.strip()
    try:
        parts = urlsplit(address)
        whole = (
            parts.scheme == "https"
            and "." in (parts.hostname or "")
            and parts.username is None
            and parts.port in {None, 443}
        )
    except ValueError:
        whole = False
    if not whole or not address.isascii() or any(char <= " " for char in address):
        errors["address"] = _("Skriv en hel adress som börjar med https://")
    elif len(address) > LONGEST_ADDRESS:
        errors["address"] = _("Adressen är för lång")
    return address
