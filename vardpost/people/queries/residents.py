"""Reads of residents as a unit's administrator meets them: one by number, those let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import db
from vardpost.people.numbers import IdentityNumber
from vardpost.units.catchment import Someone
from vardpost.units.queries.area import approvals


@dataclass(frozen=True, slots=True)
class FoundResident:
    """Somebody found by her whole number; `someone` is what a catchment area asks about."""

    id: UUID
    name: str
    someone: Someone


def by_number(number: IdentityNumber) -> FoundResident | None:
    """Return the resident with a number, or None; only a unit's administrator finds anybody."""
    row = db.fetch_one("select * from resident_by_number(%s)", [number.value])
    if row is None:
        return None
    person_id, name, born, sex, municipality, region, protected = row
    someone = Someone(born, sex, municipality, region, protected, person_id)
    return FoundResident(person_id, name, someone)


def by_numbers(numbers: Sequence[IdentityNumber]) -> dict[str, FoundResident]:
    """Return those residents whose numbers are among the first 200, by number: one statement."""
    rows = db.fetch_all("select * from residents_by_numbers(%s)", [[one.value for one in numbers]])
    return {
        number: FoundResident(
            person_id, name, Someone(born, sex, municipality, region, protected, person_id)
        )
        for number, person_id, name, born, sex, municipality, region, protected in rows
    }


@dataclass(frozen=True, slots=True)
class LetIn:
    """One resident whom the unit has let in. A protected name and number are not told."""

    person_id: UUID
    name: str
    number: str
    protected: bool
    until: date | None
    reason: str
    by: str
    #: The version of the setting.
    version: int


def let_in(unit_id: UUID) -> list[LetIn]:
    """Return whom the unit has let in, the latest first: three statements."""
    people = {row[0]: row[1:] for row in db.fetch_all("select * from residents_let_in()")}
    versions: dict[str, int] = dict(
        db.fetch_all(
            "select object_id, max(version) from setting_change where unit_id = %s "
            "and kind = 'units:approval' group by object_id",
            [unit_id],
        )
    )
    found = []
    for one in approvals(unit_id):
        name, number, protected = people.get(one.person_id, ("", "", True))
        found.append(
            LetIn(
                one.person_id,
                "" if protected else name,
                "" if protected else number,
                protected,
                one.until,
                one.reason,
                one.by,
                versions.get(str(one.person_id), 0),
            )
        )
    return found
