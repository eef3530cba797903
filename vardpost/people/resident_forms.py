"""What an administrator types about residents: numbers, reasons and days; text in, values out."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel import clock, typed
from vardpost.kernel.errors import BadInput
from vardpost.people.numbers import BadNumber, IdentityNumber, NumberFault, parse

FAULTS = {
    NumberFault.LENGTH: later("Skriv tio eller tolv siffror"),
    NumberFault.CHARACTERS: later("Skriv numret med siffrorna 0–9, till exempel 19121212-1212"),
    NumberFault.DATE: later("Numret börjar inte med ett datum som finns"),
    NumberFault.FUTURE: later("Numret börjar med ett datum som inte har varit"),
    NumberFault.CHECK_DIGIT: later("Numret är felskrivet. Kontrollera den sista siffran"),
}
LONGEST_REASON = 200
#: Longer than any number with its spaces and hyphens.
_LONGEST_NUMBER = 40


def kept_number(text: str) -> str:
    """Return a number as it is shown again."""
    return typed.kept(text, figures=True)[:_LONGEST_NUMBER]


def number(text: str) -> IdentityNumber:
    """Return the number that was typed. Raises `BadInput` at `number`."""
    try:
        return parse(text, clock.today())
    except BadNumber as error:
        raise BadInput({"number": _(FAULTS[error.fault])}) from error


def kept_reason(text: str) -> str:
    """Return a reason as it is shown again."""
    return typed.one_line(typed.kept(text))


def reason(text: str) -> str:
    """Return a reason; empty is for the verb to refuse. Raises `BadInput` at `reason`."""
    if len(text) > LONGEST_REASON:
        left = str(len(text) - LONGEST_REASON)
        raise BadInput({"reason": _("Korta texten med {n} tecken").replace("{n}", left)})
    if typed.has_refused(text):
        told = _("Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas")
        raise BadInput({"reason": told})
    return text


def day(text: str, name: str = "until") -> date | None:
    """Return a day, or None for an empty text. Raises `BadInput` at `name`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput({name: _("Skriv en dag, till exempel 2027-07-01")}) from None
