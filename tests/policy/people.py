"""Actors for the policy tests, made without a database."""

from datetime import date, timedelta
from uuid import UUID

from vardpost.kernel.actor import Actor, ResidentRef, UnitRef
from vardpost.kernel.clock import now
from vardpost.policy.roles import Role


def an_id(number: int) -> UUID:
    """Return a small readable id."""
    return UUID(int=number)


HERE = UnitRef(id=an_id(1), slug="ekbacken", name="Ekbacken", hsa_id="SE-1", region_id="14")
ELSEWHERE = UnitRef(
    id=an_id(2), slug="lindgarden", name="Lindgården", hsa_id="SE-2", region_id="14"
)
ME = an_id(100)
MY_CHILD = an_id(101)
SOMEBODY = an_id(102)
COLLEAGUE = an_id(103)


def staff(*roles: str, unit: UnitRef | None = HERE, region_id: str | None = "14") -> Actor:
    """Return a staff member with the roles on the unit, mother of one child."""
    return Actor(
        kind="staff",
        person_id=ME,
        name="Karin Ek",
        unit=unit,
        roles=frozenset(roles),
        region_id=region_id,
        kin=frozenset({ME, MY_CHILD}),
    )


def resident(*, child_born: date | None = None, oneself: bool = True) -> Actor:
    """Return a resident, who is a guardian too when a child's birth date is given."""
    refs = []
    if oneself:
        refs.append(ResidentRef(ME, "Karin Ek", date(1985, 3, 1), "self"))
    if child_born is not None:
        refs.append(ResidentRef(MY_CHILD, "Alva Ek", child_born, "guardian"))
    return Actor(kind="resident", person_id=ME, name="Karin Ek", residents=tuple(refs))


def holder(role: Role) -> Actor:
    """Return an actor who holds the one role, with the role it must be added to."""
    match role:
        case Role.RESIDENT:
            return resident()
        case Role.PROXY:
            return resident(child_born=now().date() - timedelta(days=900), oneself=False)
        case Role.REVIEWER:
            return staff(Role.REVIEWER, Role.UNIT_ADMIN)
        case Role.REGION_ADMIN:
            return staff(role, unit=None)
        case Role.NATIONAL_OFFICE:
            return staff(role, unit=None, region_id=None)
        case _:
            return staff(role)
