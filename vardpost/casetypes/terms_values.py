"""What the history and the form say of a unit's terms: values of what is published and written."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vardpost.casetypes.queries.terms_desk import TermsDesk
from vardpost.casetypes.reading import content_hash
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel.clock import STOCKHOLM
from vardpost.units.settings import Line, Values


def as_published(desk: TermsDesk) -> dict[str, Any]:
    """What is published last, in force or planned, with its owner and day of review."""
    planned = desk.planned is not None and desk.planned_at is not None
    body = desk.planned if planned and desk.planned else desk.body
    moment = desk.planned_at if planned and desk.planned_at else desk.published_at
    return {
        "title": desk.title.sv,
        "number": desk.planned_number if planned else desk.number,
        "from": stamp(moment),
        "sv": body.sv,
        "en": body.en,
        "owner": desk.owner_name,
        "owner_id": str(desk.owner_id) if desk.owner_id else "",
        "review_by": desk.review_by.isoformat() if desk.review_by else "",
    }


def with_owner(desk: TermsDesk, work: TermsWork, owner: str) -> dict[str, Any]:
    """The same text with another owner and day of review."""
    return as_published(desk) | {
        "owner": owner,
        "owner_id": str(work.owner_id) if work.owner_id else "",
        "review_by": work.review_by.isoformat() if work.review_by else "",
    }


def as_shown(desk: TermsDesk) -> dict[str, Any]:
    """What the page's form shows: as published, or the draft."""
    found = as_published(desk) | {"draft": desk.draft is not None}
    if desk.draft is not None:
        found |= {"sv": desk.draft.sv, "en": desk.draft.en}
    return found | {"number": "", "from": "" if desk.planned is None else found["from"]}


def when_saved(
    desk: TermsDesk, work: TermsWork, owner: str, *, draft: bool, at: datetime | None = None
) -> dict[str, Any]:
    """What `as_shown` would say when this has been saved."""
    planned = as_shown(desk)["from"] if draft else ""
    since = stamp(at) if at else planned
    texts = {"sv": work.sv, "en": work.en, "draft": draft, "number": "", "from": since}
    return with_owner(desk, work, owner) | texts


def told(values: Values) -> dict[str, Any]:
    """What the ledger says of a text: everything about it, and in its place the hash of both."""
    found = dict(values)
    if "sv" in found:
        digest = content_hash(f"{found.pop('sv')}\0{found.pop('en')}")
        found["text"] = {"number": found.pop("number"), "hash": digest}
    return found


def stamp(moment: datetime) -> str:
    """Return a moment as the history keeps it, in Swedish time."""
    return moment.astimezone(STOCKHOLM).isoformat(timespec="minutes")


def words(values: Values) -> list[Line]:
    """Return the values in words, for the history and for a comparison."""
    if not values:
        return []
    since = str(values.get("from") or "")
    moment = datetime.fromisoformat(since).strftime("%Y-%m-%d %H:%M") if since else ""
    state = [(_("Läge"), _("Utkast") if values["draft"] else "")] if "draft" in values else []
    return [
        (_("Ärendetyp"), str(values["title"])),
        *state,
        (_("Version"), str(values["number"])),
        (_("Gäller från"), moment),
        (_("Text"), str(values["sv"])),
        (_("Text på engelska"), str(values["en"])),
        (_("Ansvarig"), str(values["owner"])),
        (_("Läses igenom senast"), str(values["review_by"])),
    ]
