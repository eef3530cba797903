"""Searching the log: a reason once, filters, and one row in the ledger for each page shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.people.numbers import IdentityNumber
from vardpost.review.actions.asked import is_own, reviewer_at, told
from vardpost.review.queries import log
from vardpost.review.queries.found import Page
from vardpost.review.queries.found import search as search_log
from vardpost.review.queries.log import CaseNamed, Entry, Key
from vardpost.review.queries.searches import SearchRow, search_of
from vardpost.review.values import KEPT, Filters, filter_values


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search with what the page tells beside the entries."""

    search: SearchRow
    page: Page
    cases: Mapping[UUID, CaseNamed]
    #: Entries that some review has already.
    reviewed: frozenset[UUID]


def begin_search(
    *,
    actor: Actor,
    unit_id: UUID,
    search_id: UUID,
    reason: str,
    filters: Filters,
    number: IdentityNumber | None = None,
) -> None:
    """Keep why the log is searched, and for what. `search_id` is the form's own.

    Raises `BadInput` for a number that nobody with a case here has, and `Denied`.
    """
    unit = reviewer_at(actor, unit_id)
    filters = _with_resident(actor, replace(filters, resident_id=None), number)
    made = db.execute(
        "insert into review_search (id, region_id, unit_id, person_id, person_name, at, reason, "
        "filters) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do nothing",
        [
            *(search_id, unit.region_id, unit.id, actor.person_id, actor.name, clock.now()),
            *(reason, db.json(filter_values(filters))),
        ],
    )
    if made:
        entry = _told(AuditEvent.REVIEW_SEARCH_BEGUN, search_id, filters)
        record(actor, replace(entry, detail={**entry.detail, "reason": reason}))


def narrow_search(
    *,
    actor: Actor,
    unit_id: UUID,
    search_id: UUID,
    filters: Filters,
    number: IdentityNumber | None = None,
) -> None:
    """Look for something else for the same reason. Raises as `begin_search`, and `NotFound`."""
    reviewer_at(actor, unit_id)
    found = search_of(unit_id, search_id, actor.person_id)
    if filters.resident_id == KEPT:
        same = found.filters
        filters = replace(filters, resident_id=same.resident_id, resident_name=same.resident_name)
    filters = _with_resident(actor, filters, number)
    db.execute(
        "update review_search set filters = %s where id = %s",
        [db.json(filter_values(filters)), search_id],
    )
    record(actor, _told(AuditEvent.REVIEW_SEARCH_BEGUN, search_id, filters))


def run_search(*, actor: Actor, unit_id: UUID, search_id: UUID, after: Key | None = None) -> Found:
    """Return a page of a search of the reviewer's own. Raises `NotFound` and `Denied`."""
    reviewer_at(actor, unit_id)
    search = search_of(unit_id, search_id, actor.person_id)
    page = search_log(unit_id, search.filters, after)
    others = [one for one in page.entries if not is_own(actor, one.person_id, one.resident_ids)]
    cases = log.cases_named(others)
    reviewed = log.reviewed(unit_id, [one.id for one in page.entries])
    record(
        actor,
        _told(AuditEvent.REVIEW_SEARCHED, search_id, search.filters, others, len(page.entries)),
    )
    return Found(search, page, cases, frozenset(reviewed))


def _with_resident(actor: Actor, filters: Filters, number: IdentityNumber | None) -> Filters:
    """Return the filters with the resident whose number was typed.

    Raises `BadInput` when nobody with a case at the unit has it, and for oneself or one's child.
    """
    if number is None:
        return filters
    found = log.resident_by_number(number.value)
    if found is None:
        text = _("Ingen invånare med det numret har ett ärende här. Kontrollera numret")
        raise BadInput({"number": text})
    resident_id, name, _protected = found
    if resident_id in actor.kin:
        text = _("Numret är ditt eller ditt barns. Be en annan granskare söka")
        raise BadInput({"number": text})
    return replace(filters, resident_id=resident_id, resident_name=name)


def _told(
    event: AuditEvent,
    search_id: UUID,
    filters: Filters,
    shown: list[Entry] | None = None,
    rows: int | None = None,
) -> Any:
    """Return the ledger's row: what was looked for, by ids, and whose entries were shown."""
    asked = filter_values(filters)
    detail = {key: asked[key] for key in ("from_on", "to_on", "person_id", "groups", "facts")}
    if rows is not None:
        detail["rows"] = rows
    residents = [filters.resident_id] if filters.resident_id else []
    residents += [one.resident_id for one in shown or () if one.resident_id is not None]
    return told(
        event,
        "search",
        search_id,
        residents=tuple(dict.fromkeys(residents)),
        detail={key: value for key, value in detail.items() if value not in ("", [], 0)},
    )
