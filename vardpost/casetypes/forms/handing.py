"""To whom a case type is handed out: text in, clean values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.decided import Given
from vardpost.kernel import clock, typed
from vardpost.kernel.errors import BadInput
from vardpost.people import resident_forms
from vardpost.people.numbers import IdentityNumber

#: More lines than this are for two times.
MOST_LINES = 200
#: A line is shown again up to so many characters.
_SHOWN = 60


def shown(posted: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a hand-out as they were typed."""
    return {
        "reason": resident_forms.kept_reason(posted.get("reason", "")),
        "starts": posted.get("starts", "").strip()[:10],
        "until": posted.get("until", "").strip()[:10],
    }


def given(fields: Mapping[str, str]) -> Given:
    """Return what residents are given. Raises `BadInput` with a message a field."""
    errors: dict[str, str] = {}
    days: dict[str, date | None] = {}
    reason = ""
    try:
        reason = resident_forms.reason(fields["reason"])
    except BadInput as error:
        errors |= error.errors
    for name in ("starts", "until"):
        try:
            days[name] = resident_forms.day(fields[name], name)
        except BadInput as error:
            errors |= error.errors
    if not reason:
        errors.setdefault("reason", _("Skriv varför"))
    if errors:
        raise BadInput(errors)
    return Given(days["starts"] or clock.today(), days["until"], reason)


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line of a pasted list: which, what it says, its number or what is wrong with it."""

    place: int
    text: str
    number: IdentityNumber | None
    fault: str = ""


def lines_of(text: str) -> list[WrittenLine]:
    """Return the lines of a pasted list; empty ones are passed over, but counted.

    Raises `BadInput` at `numbers` when there is none or there are too many.
    """
    rows = [(place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not rows:
        raise BadInput({"numbers": _("Skriv minst ett personnummer")})
    if len(rows) > MOST_LINES:
        told = _("Skriv högst {n} rader. Du har {m}. Dela upp listan.")
        told = told.replace("{n}", str(MOST_LINES)).replace("{m}", str(len(rows)))
        raise BadInput({"numbers": told})
    first: dict[str, int] = {}
    found = []
    for place, line in rows:
        one = _line(place, line)
        if one.number is not None:
            before = first.setdefault(one.number.value, place)
            if before != place:
                fault = _("Samma nummer som på rad {n}").replace("{n}", str(before))
                one = WrittenLine(place, one.text, None, fault)
        found.append(one)
    return found


def kept_list(posted: QueryDict) -> str:
    """Return a pasted list as it is shown again."""
    return typed.lines(typed.kept(posted.get("numbers", ""), figures=True))


def _line(place: int, line: str) -> WrittenLine:
    text = line.strip()
    try:
        return WrittenLine(place, text[:_SHOWN], resident_forms.number(text))
    except BadInput as error:
        return WrittenLine(place, text[:_SHOWN], None, error.errors["number"])
