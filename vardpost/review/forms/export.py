"""An order of an export: which sort of file, to whom, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.review.export_stream import NotAKey, recipient
from vardpost.review.values import Form

LONGEST_REASON = 300
#: How age writes a key that opens, which nobody is to send us.
_PRIVATE = "AGE-SECRET-KEY-"


@dataclass(frozen=True, slots=True)
class Order:
    """Clean values."""

    form: Form
    recipient: str
    reason: str


def as_typed(posted: Mapping[str, str], reason: str = "") -> dict[str, str]:
    """Return what was typed, as it was; a secret key is never shown again."""
    key = typed.kept(posted.get("recipient", "")[:500])
    return {
        "form": posted.get("form", "csv")[:10],
        "recipient": "" if _PRIVATE in key.upper() else key,
        "reason": typed.kept(posted.get("reason", reason)[:20_000]),
    }


def parse(posted: Mapping[str, str]) -> Order:
    """Return an order. Raises `BadInput`."""
    errors = dict[str, str]()
    form, key = posted.get("form", ""), typed.one_line(typed.kept(posted.get("recipient", "")))
    if form not in ("csv", "json"):
        errors["form"] = _("Välj något av alternativen")
    to = _recipient(key[:500], errors)
    reason = typed.one_line(typed.kept(posted.get("reason", "")))
    if not reason:
        errors["reason"] = _("Skriv varför du exporterar")
    elif len(reason) > LONGEST_REASON:
        words = _("Korta texten med {n} tecken")
        errors["reason"] = words.replace("{n}", str(len(reason) - LONGEST_REASON))
    elif typed.has_refused(reason):
        errors["reason"] = _(
            "Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas"
        )
    if errors:
        raise BadInput(errors)
    return Order("json" if form == "json" else "csv", to, reason)


def _recipient(key: str, errors: dict[str, str]) -> str:
    if not key:
        errors["recipient"] = _("Klistra in mottagarens offentliga nyckel")
        return ""
    if _PRIVATE in key.upper():
        errors["recipient"] = _(
            "Det där är en hemlig nyckel. Den ska bara mottagaren ha, så vi sparade den inte. "
            "Klistra in den offentliga, som börjar på age1"
        )
        return ""
    try:
        return recipient(key)
    except NotAKey:
        errors["recipient"] = _(
            "Det är ingen nyckel. Den börjar på age1 och har 62 tecken. Kopiera hela"
        )
        return ""
