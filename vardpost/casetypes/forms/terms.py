"""The page of a unit's terms text: text in, clean values out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.forms.moments import moment
from vardpost.casetypes.queries.terms_desk import TermsDesk
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel.errors import BadInput

Shown = dict[str, str]
#: The button that looks for who is to own the text.
SEARCH = "sok"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a posted form asks for; `look` is a preview or a search, which keeps nothing."""

    work: TermsWork
    at: datetime | None
    draft: bool
    look: bool


def shown(desk: TermsDesk) -> Shown:
    """Return what stands, as the form's fields show it."""
    return {
        "sv": desk.written.sv,
        "en": desk.written.en,
        "owner": str(desk.owner_id or ""),
        "owner_q": "",
        "review_by": desk.review_by.isoformat() if desk.review_by else "",
        "at": "",
        "hour": "",
    }


def typed(posted: QueryDict) -> Shown:
    """Return what was typed, for the form to show again."""
    names = ("sv", "en", "owner", "owner_q", "review_by", "at", "hour")
    return {name: posted.get(name, "") for name in names}


def parse(posted: QueryDict) -> Asked:
    """Return what is asked for. Raises `BadInput` for a day that is none."""
    errors: dict[str, str] = {}
    review_by = _day(posted, "review_by", errors)
    at = _moment(posted, errors)
    if errors:
        raise BadInput(errors)
    return Asked(
        TermsWork(
            posted.get("sv", ""), posted.get("en", ""), person(posted.get("owner", "")), review_by
        ),
        at,
        posted.get("gor") == "utkast",
        posted.get("gor") in ("visa", SEARCH),
    )


def _day(posted: QueryDict, name: str, errors: dict[str, str]) -> date | None:
    text = posted.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        errors[name] = _("Skriv dagen som 2026-12-24")
        return None


def _moment(posted: QueryDict, errors: dict[str, str]) -> datetime | None:
    """Return when the text begins to apply; with neither day nor time of day that is at once."""
    day, hour = posted.get("at", "").strip(), posted.get("hour", "").strip()
    if not day and not hour:
        return None
    try:
        return moment(day, hour)
    except ValueError as error:
        field, told = error.args
        errors["at" if field == "day" else field] = told
        return None


def person(text: str) -> UUID | None:
    """Return who is chosen; for what is no id, nobody of any unit, as the verb then says."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
