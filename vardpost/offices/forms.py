"""An application as it is typed: text in, clean values out."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.offices.values import (
    LONGEST_NAME,
    LONGEST_ORDER,
    LONGEST_PHONE,
    LONGEST_TEXT,
    ApplicationData,
)
from vardpost.units.hsa import BadHsaId, normalise

Fields = dict[str, str]
_ONE_LINE = {
    "candidate_name": LONGEST_NAME,
    "email": 254,
    "phone": LONGEST_PHONE,
    "employment": LONGEST_NAME,
    "order_number": LONGEST_ORDER,
}
_TEXTS = {"reason": LONGEST_TEXT, "training_plan": LONGEST_TEXT, "words": LONGEST_TEXT}
_NAMES = (
    *_ONE_LINE,
    *_TEXTS,
    *("hsa_id", "starts_on", "replaces", "handed_over", "order_on"),
)


def empty() -> Fields:
    """Return the fields of a new application."""
    return dict.fromkeys(_NAMES, "")


def shown(data: ApplicationData) -> Fields:
    """Return an application as the form shows it."""
    return empty() | {
        **{name: str(getattr(data, name)) for name in _ONE_LINE},
        "reason": data.reason,
        "training_plan": data.training_plan,
        "hsa_id": data.hsa_id,
        "starts_on": data.starts_on.isoformat(),
        "replaces": str(data.replaces_id or ""),
        "handed_over": "1" if data.handed_over else "",
        "order_on": data.order_on.isoformat() if data.order_on else "",
    }


def typed(posted: QueryDict) -> Fields:
    """Return what was typed, as the form shows it."""
    return {name: posted.get(name, "")[:9999] for name in _NAMES}


def parse(posted: QueryDict, *, answers: bool = False) -> tuple[ApplicationData, str]:
    """Return the application of a posted form, and the answer that comes with it.

    Raises `BadInput` with a message a field; `answers` demands an answer.
    """
    errors = dict[str, str]()
    lines = {
        name: _short(" ".join(posted.get(name, "").split()), name, most, errors)
        for name, most in _ONE_LINE.items()
    }
    texts = {
        name: _short(posted.get(name, "").replace("\r\n", "\n").strip(), name, most, errors)
        for name, most in _TEXTS.items()
    }
    for name, message in _wanted(answers).items():
        if not (lines | texts)[name]:
            errors[name] = message
    _check_email(lines["email"], errors)
    hsa_id = _hsa_id(posted.get("hsa_id", ""), errors)
    starts_on = _day(posted, "starts_on", errors)
    if starts_on is None:
        errors.setdefault("starts_on", _("Skriv vilken dag personen börjar"))
    order_on = _day(posted, "order_on", errors)
    replaces = _key(posted.get("replaces", ""), errors)
    if errors or starts_on is None:
        raise BadInput(errors)
    data = ApplicationData(
        candidate_name=lines["candidate_name"],
        hsa_id=hsa_id,
        email=lines["email"],
        phone=lines["phone"],
        employment=lines["employment"],
        reason=texts["reason"],
        starts_on=starts_on,
        replaces_id=replaces,
        training_plan=texts["training_plan"],
        handed_over=posted.get("handed_over") == "1",
        order_number=lines["order_number"],
        order_on=order_on,
    )
    return data, texts["words"]


def words_of(posted: QueryDict, name: str) -> str:
    """Return a longer text of a posted form; whether it is there, and how long, the verb asks."""
    return posted.get(name, "").replace("\r\n", "\n").strip()[:9999]


def _wanted(answers: bool) -> dict[str, str]:
    found = {
        "candidate_name": _("Skriv personens namn"),
        "email": _("Skriv personens e-post i arbetet"),
        "reason": _("Skriv varför regionen behöver personen"),
        "training_plan": _("Skriv hur personen ska utbildas"),
    }
    return found | ({"words": _("Svara på frågan")} if answers else {})


def _short(text: str, name: str, most: int, errors: dict[str, str]) -> str:
    if len(text) > most:
        errors[name] = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - most))
    return text


def _check_email(address: str, errors: dict[str, str]) -> None:
    if address and "email" not in errors:
        try:
            validate_email(address)
        except ValidationError:
            errors["email"] = _("Skriv en hel e-postadress, till exempel namn@exempel.se")


def _hsa_id(text: str, errors: dict[str, str]) -> str:
    try:
        return normalise(text)
    except BadHsaId:
        errors["hsa_id"] = _("Skriv personens HSA-id, till exempel SE2321000016-1A2B")
        return ""


def _day(posted: QueryDict, name: str, errors: dict[str, str]) -> date | None:
    text = posted.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        errors[name] = _("Skriv datumet som ÅÅÅÅ-MM-DD")
        return None
    if not 2000 <= found.year <= 2100:
        errors[name] = _("Välj ett år mellan 2000 och 2100")
        return None
    return found


def _key(text: str, errors: dict[str, str]) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        errors["replaces"] = _("Välj någon i listan")
        return None
