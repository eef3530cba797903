"""Reads of staff as those who run a unit see them: permissions, accounts, the directory."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import NotFound

#: People on one page.
PAGE = 30
#: A role on a unit that stands or is to begin.
STANDING = "(g.ends_on is null or g.ends_on > %s)"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds on a unit; `ends` is the first day without it."""

    starts: date
    ends: date | None
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff with the roles on one unit, those to begin included."""

    person_id: UUID
    hsa_id: str
    name: str
    title: str
    email: str
    active: bool
    protected: bool
    inactive_since: date | None
    inactive_reason: str
    signed_in_at: datetime | None
    roles: Mapping[str, HeldRole]
    elsewhere: int = 0
    show_as: str = "name"
    signature: str = ""
    in_directory: bool = False
    related: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a search in the directory; without `person_id` there is no account yet."""

    key: str
    hsa_id: str
    person_id: UUID | None
    family_name: str
    given_name: str
    title: str
    active: bool | None
    in_directory: bool
    here: bool
    units: list[str]


_ROLES = (
    "(select json_object_agg(g.role, json_build_array(g.starts_on, g.ends_on, g.granted_by_name, "
    f"g.reason))::text from role_grant g where g.person_id = a.person_id and g.unit_id = %s "
    f"and {STANDING})"
)
_ACCOUNT = (
    "a.person_id, a.hsa_id, a.name, a.title, a.email, a.active, a.protected, a.inactive_since, "
    f"a.inactive_reason, a.signed_in_at, {_ROLES}"
)
#: Units where somebody else decides about the same person.
_ELSEWHERE = (
    "(select count(distinct g.unit_id) from role_grant g where g.person_id = a.person_id "
    f"and g.unit_id <> %s and {STANDING})"
)


#: What `like` reads as something else than itself.
_LIKE = re.compile(r"[\\%_]")


def with_roles(unit_id: UUID, after: UUID | None = None, limit: int = PAGE + 1) -> list[Colleague]:
    """Return a page of those with a role on the unit, by name; one more when there are more."""
    day = clock.today()
    rows = db.fetch_all(
        f"select {_ACCOUNT} from staff_account a where exists (select 1 from role_grant g "
        f"where g.person_id = a.person_id and g.unit_id = %s and {STANDING}) "
        "and (%s::uuid is null or (a.name, a.person_id) > "
        "(select b.name, b.person_id from staff_account b where b.person_id = %s)) "
        "order by a.name, a.person_id limit %s",
        [unit_id, day, unit_id, day, after, after, limit],
    )
    return [_colleague(row) for row in rows]


def find_with_role(unit_id: UUID, words: str, limit: int) -> list[tuple[UUID, str, str]]:
    """Return (person, name, title) of those with a role on the unit whom every word fits, by name.

    A word fits a part of the name, the title or the HSA-id; no words fit everybody.
    """
    wanted = [f"%{_as_it_is(word)}%" for word in words.split()[:8]]
    return [
        (row[0], row[1], row[2])
        for row in db.fetch_all(
            "select a.person_id, a.name, a.title from staff_account a "
            "where a.active and exists (select 1 from role_grant g "
            f"where g.person_id = a.person_id and g.unit_id = %s and {STANDING}) "
            "and a.name || ' ' || a.title || ' ' || a.hsa_id ilike all (%s::text[]) "
            "order by a.name, a.person_id limit %s",
            [unit_id, clock.today(), wanted, limit],
        )
    ]


def _as_it_is(word: str) -> str:
    """Return a word for `like` to read as it is written."""
    return _LIKE.sub(lambda found: "\\" + found[0], word)


def name_with_role(unit_id: UUID, person_id: UUID) -> str | None:
    """Return the name of somebody with a role on the unit; None for anybody else."""
    row = db.fetch_one(
        "select a.name from staff_account a where a.person_id = %s and a.active and exists ("
        f"select 1 from role_grant g where g.person_id = a.person_id and g.unit_id = %s "
        f"and {STANDING})",
        [person_id, unit_id, clock.today()],
    )
    return str(row[0]) if row else None


def accounts(unit_id: UUID, after: UUID | None = None) -> list[Colleague]:
    """Return a page of the accounts of those who work or worked on the unit, the active first."""
    day = clock.today()
    rows = db.fetch_all(
        f"select {_ACCOUNT}, {_ELSEWHERE} from staff_account a where (a.registered_unit_id = %s "
        "or exists (select 1 from role_grant g where g.person_id = a.person_id "
        "and g.unit_id = %s)) "
        "and (%s::uuid is null or (not a.active, a.name, a.person_id) > (select not b.active, "
        "b.name, b.person_id from staff_account b where b.person_id = %s)) "
        "order by not a.active, a.name, a.person_id limit %s",
        [*(unit_id, day, unit_id, day, unit_id, unit_id, after, after), PAGE + 1],
    )
    return [_colleague(row) for row in rows]


def colleague(unit_id: UUID, region_id: str, person_id: UUID) -> Colleague:
    """Return one member of staff of the region, as a unit sees her. Raises `NotFound`."""
    day = clock.today()
    row = db.fetch_one(
        f"select {_ACCOUNT}, {_ELSEWHERE}, coalesce(h.show_as, 'name'), "
        "coalesce(h.signature, ''), exists (select 1 from directory_person d "
        "where d.key = upper(a.hsa_id) and d.left_on is null), (a.registered_unit_id = %s or "
        "exists (select 1 from role_grant g where g.person_id = a.person_id and g.unit_id = %s)) "
        "is true from staff_account a left join staff_signature h on h.person_id = a.person_id "
        "where a.person_id = %s and staff_in_region(a.person_id, %s)",
        [unit_id, day, unit_id, day, unit_id, unit_id, person_id, region_id],
    )
    if row is None:
        raise NotFound("staff member")
    return _colleague(row)


def _colleague(row: tuple[Any, ...]) -> Colleague:
    return Colleague(*(*row[:10], held_roles(row[10]), *row[11:]))


def held_roles(text: str | None) -> dict[str, HeldRole]:
    """Return roles that were fetched as JSON: {role: [starts, ends, by, reason]}."""
    return {
        role: HeldRole(date.fromisoformat(starts), ends and date.fromisoformat(ends), by, reason)
        for role, (starts, ends, by, reason) in sorted(json.loads(text or "{}").items())
    }


def standing(unit_id: UUID, person_id: UUID) -> dict[str, HeldRole]:
    """Return the roles that somebody has on a unit, those to begin included."""
    rows = db.fetch_all(
        "select g.role, g.starts_on, g.ends_on, g.granted_by_name, g.reason from role_grant g "
        f"where g.unit_id = %s and g.person_id = %s and {STANDING} order by g.starts_on desc",
        [unit_id, person_id, clock.today()],
    )
    return {row[0]: HeldRole(*row[1:]) for row in rows}


def account(person_id: UUID) -> tuple[str, bool]:
    """Return the name of an account and whether it is active. Raises `NotFound`."""
    row = db.fetch_one("select name, active from staff_account where person_id = %s", [person_id])
    if row is None:
        raise NotFound("staff member")
    return row[0], row[1]


def workplaces(person_id: UUID) -> tuple[list[UnitRef], bool]:
    """Return the units where somebody has a role, in a fixed order, and whether an office too."""
    rows = db.fetch_all(
        "select distinct u.id, u.slug, u.name, u.hsa_id, u.region_id from role_grant g "
        "left join care_unit u on u.id = g.unit_id "
        f"where g.person_id = %s and {STANDING} order by u.id",
        [person_id, clock.today()],
    )
    return [UnitRef(*row) for row in rows if row[0]], any(row[0] is None for row in rows)


@dataclass(frozen=True, slots=True)
class Cover:
    """How long a unit has administrators: those who are in office today, somebody apart."""

    people: int
    without_end: int
    last_end: date | None


def administrators(unit_id: UUID, *, apart_from: UUID | None = None) -> Cover:
    """Return how many active administrators the unit has today, and until when."""
    day = clock.today()
    row = db.fetch_one(
        "select count(distinct g.person_id), count(*) filter (where g.ends_on is null), "
        "max(g.ends_on) from role_grant g join staff_account a on a.person_id = g.person_id "
        "and a.active where g.unit_id = %s and g.role = 'unit_admin' and g.starts_on <= %s "
        f"and {STANDING} and g.person_id is distinct from %s",
        [unit_id, day, day, apart_from],
    )
    return Cover(*row) if row else Cover(0, 0, None)


def responders(unit_id: UUID, *, apart_from: UUID) -> list[tuple[UUID, str, str]]:
    """Return the active responders of the unit today, somebody apart: (person, name, title)."""
    day = clock.today()
    rows = db.fetch_all(
        "select distinct a.person_id, a.name, a.title from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.unit_id = %s and g.role = 'responder' "
        f"and g.starts_on <= %s and {STANDING} and g.person_id <> %s order by a.name",
        [unit_id, day, day, apart_from],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def answers(unit_id: UUID, person_id: UUID) -> bool:
    """Whether a person can answer cases on the unit today: a responder with an active account."""
    day = clock.today()
    row = db.fetch_one(
        "select 1 from role_grant g join staff_account a on a.person_id = g.person_id and a.active "
        f"where g.unit_id = %s and g.person_id = %s and g.role = 'responder' "
        f"and g.starts_on <= %s and {STANDING} limit 1",
        [unit_id, person_id, day, day],
    )
    return row is not None


_WORD = re.compile(r"[^\W_]+")
_ID = re.compile(r"SE[0-9]{10}-[A-Z0-9]*\Z")
_STRAY = re.compile("[\\s\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def search(written: str, after: str = "") -> list[Found]:
    """Return a page of the directory by name or HSA-id, within the scope of the transaction.

    Each word is the beginning of a name, in any order and case; an HSA-id may be pasted with
    blanks and small letters around it. One hit more than `PAGE` when there are more.
    """
    key = _STRAY.sub("", written).translate(_DASHES).upper()
    key = key if _ID.match(key) else ""
    words = [] if key else _WORD.findall(written)[:6]
    if not key and not words:
        return []
    rows = db.fetch_all(
        "select key, hsa_id, person_id, family_name, given_name, title, active, in_directory, "
        "here, units from directory_search(%s, %s, %s, %s)",
        [
            " & ".join(f"{word.lower()}:*" for word in words),
            key,
            after.upper()[:31],
            PAGE + 1,
        ],
    )
    return [Found(*row) for row in rows]


def unit_admins(unit_ids: Sequence[UUID]) -> list[UUID]:
    """Return the active administrators of some units today, each once."""
    day = clock.today()
    rows = db.fetch_all(
        "select distinct g.person_id from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.unit_id = any(%s) "
        f"and g.role = 'unit_admin' and g.starts_on <= %s and {STANDING}",
        [list(unit_ids), day, day],
    )
    return [row[0] for row in rows]
