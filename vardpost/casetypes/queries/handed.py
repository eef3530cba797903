"""To whom a unit has handed out a case type (utdelad ärendetyp): what counts now, and its list.

Row security shows residents their own and their children's, and those who run the unit its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from vardpost.kernel import db

_TODAY = "(now() at time zone 'Europe/Stockholm')::date"
#: A hand-out `g` that counts today.
LIVE = (
    f"g.ended_at is null and g.starts_on <= {_TODAY} and (g.until is null or g.until >= {_TODAY})"
)
_OF = "from case_type_grant g where g.unit_id = {o}.unit_id and g.case_type_id = {o}.case_type_id"
#: Whether the offer `o` is for one `person`: open to all, or handed out to that very person.
MAY_USE = (
    f"(not {{o}}.restricted or exists (select 1 {_OF} and g.person_id = {{person}} and {LIVE}))"
)
#: Those among the actor's people to whom the offer `o` is handed out; null when it is open to all.
ONLY_FOR = (
    f"(case when {{o}}.restricted then array(select g.person_id {_OF} "
    "and g.person_id = any ((select nullif(current_setting('app.residents', true), '')"
    f"::uuid[])::uuid[]) and {LIVE}) end)"
)
#: What anybody may know of an offer `u`: switched on, and not held back for a few.
TO_ALL = "u.active and not u.restricted"
#: Hand-outs on one page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One hand-out. A protected name and number are not told."""

    id: UUID
    person_id: UUID
    starts: date
    until: date | None
    reason: str
    at: datetime
    by: str
    ended_at: datetime | None
    ended_by: str
    ended_why: str
    name: str = ""
    number: str = ""
    protected: bool = True


_COLUMNS = (
    "g.id, g.person_id, g.starts_on, g.until, g.reason, g.granted_at, g.granted_by_name, "
    "g.ended_at, g.ended_by_name, g.ended_why"
)
#: Not ended yet: it counts today, or will.
_STANDS = f"g.ended_at is null and (g.until is null or g.until >= {_TODAY})"


def handed_out(
    unit_id: UUID, case_type_id: UUID, *, ended: bool = False, after: UUID | None = None
) -> tuple[list[HandedOut], bool]:
    """Return a page of a type's hand-outs, the latest first, and whether there are more.

    Those that stand, or with `ended` those that have been. Two statements.
    """
    rows = db.fetch_all(
        f"select {_COLUMNS} from case_type_grant g where g.unit_id = %s and g.case_type_id = %s "
        f"and {'not ' if ended else ''}({_STANDS}) and (%s::uuid is null or g.id < %s) "
        f"order by g.id desc limit {PAGE + 1}",
        [unit_id, case_type_id, after, after],
    )
    shown = rows[:PAGE]
    names = _names([row[0] for row in shown])
    found = [HandedOut(*(*row, *names.get(row[0], ("", "", True)))) for row in shown]
    return found, len(rows) > PAGE


def _names(ids: Sequence[UUID]) -> dict[UUID, tuple[str, str, bool]]:
    rows = db.fetch_all("select * from case_type_grant_names(%s)", [list(ids)]) if ids else []
    return {
        key: ("", "", True) if protected else (name, number, False)
        for key, name, number, protected in rows
    }


def standing(unit_id: UUID, case_type_id: UUID, people: Sequence[UUID]) -> dict[UUID, HandedOut]:
    """Return the hand-out that each of the people has, also one whose last day is past."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from case_type_grant g where g.unit_id = %s and g.case_type_id = %s "
        "and g.person_id = any(%s) and g.ended_at is null order by g.id",
        [unit_id, case_type_id, list(people)],
    )
    return {row[1]: HandedOut(*row) for row in rows}


def those(unit_id: UUID, case_type_id: UUID, ids: Sequence[UUID]) -> list[HandedOut]:
    """Return some hand-outs of a type, ended or not."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from case_type_grant g where g.unit_id = %s and g.case_type_id = %s "
        "and g.id = any(%s) order by g.id",
        [unit_id, case_type_id, list(ids)],
    )
    return [HandedOut(*row) for row in rows]


def latest_of(unit_id: UUID, person_id: UUID) -> dict[UUID, HandedOut]:
    """Return a resident's latest hand-out of each of a unit's types, ended or not."""
    rows = db.fetch_all(
        f"select distinct on (g.case_type_id) g.case_type_id, {_COLUMNS} from case_type_grant g "
        "where g.unit_id = %s and g.person_id = %s order by g.case_type_id, g.id desc",
        [unit_id, person_id],
    )
    return {row[0]: HandedOut(*row[1:]) for row in rows}
