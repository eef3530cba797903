"""A region's settings: text in, clean values out."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput
from vardpost.units.values import KEEP_ACTIONS, KeepRule

LONGEST_NAME = 80
LONGEST_DECISION = 80
LONGEST_BY = 120
_MOST_YEARS = 200
#: How far ahead a day of a region is told.
_AHEAD_YEARS = 3


def age(posted: QueryDict) -> int | None:
    """Return the age, None for the nation's. Raises `BadInput`."""
    text = posted.get("age", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise BadInput({"age": _("Skriv åldern med siffror")})
    return int(text)


def board(posted: QueryDict) -> str:
    """Return the name of the board, empty for none. Raises `BadInput`."""
    errors: dict[str, str] = {}
    name = _line(posted, "patient_board", LONGEST_BY, errors)
    if errors:
        raise BadInput(errors)
    return name


def retention(posted: QueryDict) -> KeepRule:
    """Return what becomes of cases. Raises `BadInput`: whatever is no longer kept was decided."""
    errors: dict[str, str] = {}
    action = posted.get("keep_action", "")
    if action not in KEEP_ACTIONS:
        raise BadInput({"keep_action": _("Välj vad som ska hända med ärendena")})
    if action == "keep":
        return KeepRule()
    decision = _line(posted, "keep_decision", LONGEST_DECISION, errors)
    if not decision:
        errors.setdefault("keep_decision", _("Skriv beslutets nummer"))
    by = _line(posted, "keep_decided_by", LONGEST_BY, errors)
    if not by:
        errors.setdefault("keep_decided_by", _("Skriv vem som fattade beslutet"))
    years = posted.get("keep_years", "").strip()
    told = years.isascii() and years.isdigit() and len(years) < 4
    if not (told and 1 <= int(years) <= _MOST_YEARS):
        errors["keep_years"] = _("Skriv hur många år ärendena sparas")
    on = _day(posted.get("keep_decided_on", ""))
    if on is None or on > clock.today():
        errors["keep_decided_on"] = _("Skriv dagen för beslutet, till exempel 2026-03-01")
    if errors or on is None:
        raise BadInput(errors)
    return KeepRule(action, int(years), decision, by, on.isoformat())


def day(posted: QueryDict) -> tuple[date, str]:
    """Return a day on which a region is closed, and its name. Raises `BadInput`."""
    errors: dict[str, str] = {}
    name = _line(posted, "name", LONGEST_NAME, errors)
    if not name:
        errors.setdefault("name", _("Skriv vad dagen heter"))
    found, today = _day(posted.get("day", "")), clock.today()
    if found is None:
        errors["day"] = _("Skriv dagen, till exempel 2027-05-07")
    elif found < today or found.year > today.year + _AHEAD_YEARS:
        errors["day"] = _("Välj en dag från i dag, högst tre år fram")
    if errors or found is None:
        raise BadInput(errors)
    return found, name


def one_day(text: str) -> date:
    """Return the day of a button. Raises `BadInput`."""
    found = _day(text)
    if found is None:
        raise BadInput({"day": _("Den dagen finns inte")})
    return found


def typed(posted: QueryDict) -> dict[str, str]:
    """Return what was typed, as the forms show it."""
    return {name: posted.get(name, "") for name in posted}


def _line(posted: QueryDict, name: str, most: int, errors: dict[str, str]) -> str:
    text = " ".join(posted.get(name, "").split())
    if len(text) > most:
        errors[name] = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - most))
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
