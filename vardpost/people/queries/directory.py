"""Reads of the staff directory as it stands, for reading in a file of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.actor import UnitRef
from vardpost.people.queries.staff import STANDING, Found


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the directory has, with the units where she is assigned."""

    key: str
    number: str
    number_kind: str
    birth_date: date
    sex: str
    given_name: str
    family_name: str
    title: str
    email: str
    phone: str
    protected: bool
    left: bool
    units: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who has permissions on a unit where the directory has her no longer."""

    person_id: UUID
    name: str
    title: str


def units_by_hsa(ids: Sequence[str]) -> dict[str, UnitRef]:
    """Return the units with these HSA-ids, which are in capitals."""
    rows = db.fetch_all(
        "select id, slug, name, hsa_id, region_id from care_unit where upper(hsa_id) = any(%s)",
        [list(ids)],
    )
    return {row[3].upper(): UnitRef(*row) for row in rows}


def known(keys: Sequence[str], units: Sequence[UUID]) -> dict[str, Known]:
    """Return those with one of the keys, and those assigned to one of the units."""
    rows = db.fetch_all(
        "select d.key, d.number, d.number_kind, d.birth_date, d.sex, d.given_name, "
        "d.family_name, d.title, d.email, d.phone, d.protected, d.left_on is not null, "
        "array(select s.unit_id from directory_assignment s where s.person_id = d.key "
        "and s.ended_on is null) from directory_person d where d.key = any(%s) or exists "
        "(select 1 from directory_assignment s where s.person_id = d.key and s.ended_on is null "
        "and s.unit_id = any(%s))",
        [list(keys), list(units)],
    )
    return {row[0]: Known(*(*row[:12], frozenset(row[12]))) for row in rows}


def elsewhere(keys: Sequence[str]) -> set[str]:
    """Return those of the keys that another region's directory has."""
    return {row[0] for row in db.fetch_all("select directory_elsewhere(%s)", [list(keys)])}


def accounts_of(keys: Sequence[str]) -> dict[str, tuple[UUID, str, bool]]:
    """Return (person, name, active) of the accounts with these HSA-ids, which are in capitals."""
    rows = db.fetch_all(
        "select upper(hsa_id), person_id, name, active from staff_account "
        "where upper(hsa_id) = any(%s)",
        [list(keys)],
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def leavers(unit_id: UUID) -> list[Leaver]:
    """Return those with permissions on the unit whom the directory has there no longer."""
    rows = db.fetch_all(
        "select a.person_id, a.name, a.title from directory_assignment s "
        "join staff_account a on upper(a.hsa_id) = s.person_id and a.active "
        "where s.unit_id = %s and s.ended_on is not null and exists (select 1 from role_grant g "
        f"where g.person_id = a.person_id and g.unit_id = s.unit_id and {STANDING}) "
        "order by a.name limit 100",
        [unit_id, clock.today()],
    )
    return [Leaver(*row) for row in rows]


#: So many colleagues without permission are shown; for the rest there is the search.
COLLEAGUES = 40


def without_roles(unit_id: UUID) -> list[Found]:
    """Return those whom the directory has at the unit and who hold nothing there, by name."""
    rows = db.fetch_all(
        "select d.key, d.hsa_id, a.person_id, d.family_name, d.given_name, d.title, a.active, "
        "true, false, '{}'::text[] from directory_assignment s "
        "join directory_person d on d.key = s.person_id and d.left_on is null "
        "left join staff_account a on upper(a.hsa_id) = d.key "
        "where s.unit_id = %s and s.ended_on is null and a.active is not false "
        "and not exists (select 1 from role_grant g where g.person_id = a.person_id "
        f"and g.unit_id = s.unit_id and {STANDING}) "
        "order by d.family_name, d.given_name, d.key limit %s",
        [unit_id, clock.today(), COLLEAGUES],
    )
    return [Found(*row) for row in rows]
