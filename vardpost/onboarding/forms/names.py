"""A unit's new name as the office types it."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.units.actions.names import LONGEST, SHORTEST, NewName

Fields = dict[str, str]


def parse(posted: QueryDict) -> NewName:
    """Return the name of a posted form. Raises `BadInput` with a message a field."""
    errors = dict[str, str]()
    name = " ".join(posted.get("name", "").split())
    if len(name) < SHORTEST:
        errors["name"] = _("Skriv vad mottagningen ska heta")
    elif len(name) > LONGEST:
        errors["name"] = _("Korta namnet till högst {n} tecken").replace("{n}", str(LONGEST))
    elif not name.isprintable():
        errors["name"] = _("Namnet har tecken som inte går att visa")
    day = _day(posted.get("from_on", ""))
    if day is None:
        errors["from_on"] = _("Skriv en dag så här: 2026-12-24")
    if errors or day is None:
        raise BadInput(errors)
    return NewName(name, day)


def typed(posted: QueryDict) -> Fields:
    """Return what was typed, as the form shows it."""
    return {name: posted.get(name, "")[:999] for name in ("name", "from_on")}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
