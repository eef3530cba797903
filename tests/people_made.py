"""Invented people for tests that need rows: written as the owner, within the test's transaction."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.session import token_hash

REGION = "14"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was made."""

    id: UUID
    slug: str


def unit(name: str = "Vårdcentralen Eken", region: str = REGION) -> Unit:
    """Make a unit in a region."""
    made = Unit(new_id(), f"enhet-{new_id().hex[-12:]}")
    municipality = db.fetch_one(
        "select code from municipality where region_id = %s order by code limit 1", [region]
    )
    assert municipality
    db.execute(
        "insert into care_unit (id, region_id, hsa_id, slug, name, kind, template, "
        "template_version, municipality_id, street, postal_code, place, phone, email, about_sv, "
        "about_en, sensitive, self_take, closed_on_eves, live) values (%s, %s, %s, %s, %s, "
        "'primary_care', 'primary_care', 1, %s, '', '', '', '', '', '', '', false, true, true, "
        "true)",
        [made.id, region, f"SE2321000016-{made.id.hex[-6:]}", made.slug, name, municipality[0]],
    )
    return made


def person(given: str = "Alva", family: str = "Ek", email: str = "", region: str = REGION) -> UUID:
    """Make a person."""
    made = new_id()
    db.execute(
        "insert into person (id, number_kind, given_name, family_name, birth_date, sex, street, "
        "postal_code, place, municipality_code, region_code, protected, phone, email) values "
        "(%s, 'personnummer', %s, %s, %s, 'woman', '', '', '', '', %s, false, '', %s)",
        [made, given, family, date(1980, 5, 1), region, email],
    )
    return made


def staff(
    place: Unit | None, *roles: str, email: str = "", name: str = "Bo Alm", active: bool = True
) -> UUID:
    """Make a staff member with roles on a unit."""
    made = person("Bo", "Alm")
    db.execute(
        "insert into staff_account (person_id, hsa_id, name, title, email, active, protected) "
        "values (%s, %s, %s, 'sjuksköterska', %s, %s, false)",
        [made, f"SE2321000016-{made.hex[-8:]}", name, email, active],
    )
    for role in roles:
        grant(made, role, place)
    return made


def grant(person_id: UUID, role: str, place: Unit | None, ends: date | None = None) -> None:
    """Give a role on a unit."""
    db.execute(
        "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, ends_on, "
        "granted_by_name, reason, created_at) values (%s, %s, %s, %s, %s, %s, %s, 'Test', '', %s)",
        [
            *(new_id(), person_id, role, place.id if place else None),
            REGION if role == "region_admin" else "",
            *(date(2020, 1, 1), ends, clock.now()),
        ],
    )


def grant_office(person_id: UUID, role: str, region: str) -> None:
    """Give a role at a region's office."""
    grant(person_id, role, None)
    db.execute(
        "update role_grant set region_code = %s where person_id = %s and role = %s",
        [region, person_id, role],
    )


def sign_in(person_id: UUID, kind: str) -> str:
    """Start a session; return the cookie's secret."""
    token = new_id().hex
    db.fetch_one(
        "select session_start(%s, %s, %s, %s, 'demo', '127.0.0.1', %s)",
        [new_id(), token_hash(token), person_id, kind, clock.now()],
    )
    return token
