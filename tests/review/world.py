"""A unit with two reviewers, staff who open cases, and a log: real rows, sessions and scope."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope

STAFF = {
    "gun": (("unit_admin", "reviewer"), "Gun Sten"),
    "per": (("unit_admin", "reviewer"), "Per Alm"),
    "eva": (("unit_admin",), "Eva Ros"),
    "rut": (("case_receiver",), "Rut Ek"),
    "ida": (("responder",), "Ida Berg"),
}

UNITS = ("Ekens vårdcentral", "Almens vårdcentral")


@dataclass(slots=True)
class World:
    """The unit, its people, and the cases of two residents."""

    unit: made.Unit
    other: made.Unit
    people: dict[str, UUID]
    cases: dict[str, UUID]
    tokens: dict[str, str] = field(default_factory=dict)

    def as_(self, who: str) -> Actor:
        """Set the transaction's scope to a person's session at the unit, and return the actor."""
        if who not in self.tokens:
            kind = "resident" if who in {"karin", "nils"} else "staff"
            self.tokens[who] = made.sign_in(self.people[who], kind)
        slug = "" if who in {"karin", "nils", "ola", "nora"} else self.unit.slug
        actor = open_scope(self.tokens[who], slug, request_id="test", address="127.0.0.1")
        assert actor is not None
        return actor

    def browser(self, who: str) -> Client:
        """Return a browser in which the person is signed in."""
        self.as_(who)
        client = Client(raise_request_exception=False)
        client.cookies["session"] = self.tokens[who]
        return client

    def url(self, *parts: object) -> str:
        """Return an address of the unit's log review."""
        return "/".join([f"/m/{self.unit.slug}/granskning", *map(str, parts)])

    def log(
        self,
        who: str = "rut",
        case: str = "karin",
        *,
        at: datetime | None = None,
        facts: int = 0,
        unit: made.Unit | None = None,
        **more: Any,
    ) -> UUID:
        """Write an entry of the log as it stands when somebody has opened a case."""
        entry, moment = new_id(), at or clock.now() - timedelta(days=2)
        place = unit or self.unit
        names = {key: name for key, (_roles, name) in STAFF.items()}
        fields: dict[str, Any] = {
            "action": "cases:case:read",
            "outcome": "ok",
            "purpose": "care",
            "roles": ",".join(STAFF.get(who, (("case_receiver",), ""))[0]),
            "relation": "receiver",
            "object_type": "case",
            "object_id": str(self.cases[case]),
            "state": "assigned",
            "resident_ids": [self.people[case]],
            **more,
        }
        columns = ", ".join(fields)
        marks = ", ".join(["%s"] * len(fields))
        with as_owner():
            db.execute(
                "insert into audit_entry (id, at, schema_version, actor_kind, person_id, "
                "person_name, unit_id, unit_hsa_id, unit_name, region_id, acting_as, address, "
                f"request_id, detail, {columns}) values (%s, %s, 1, 'staff', %s, %s, %s, '', %s, "
                f"%s, '', '', '', '{{}}', {marks})",
                [
                    *(entry, moment, self.people[who], names.get(who, who), place.id),
                    *(UNITS[place is self.other], made.REGION, *fields.values()),
                ],
            )
            if facts:
                db.execute(
                    "insert into review_fact (entry_id, entry_at, region_id, unit_id, person_id, "
                    "facts) values (%s, %s, %s, %s, %s, %s)",
                    [entry, moment, made.REGION, place.id, self.people[who], facts],
                )
        return entry

    def rows(self, sql: str, *params: object) -> list[tuple[Any, ...]]:
        """Ask past row security."""
        with as_owner():
            return db.fetch_all(sql, params)


def make() -> World:
    """Make the world."""
    with as_owner():
        unit, other = (made.unit(name) for name in UNITS)
        people = {
            key: made.staff(unit, *roles, name=name, email=f"{key}@vard.example")
            for key, (roles, name) in STAFF.items()
        }
        people["ola"] = made.staff(None, "region_admin", name="Ola Vik", email="ola@vard.example")
        people["karin"], people["nils"] = made.person("Karin", "Berg"), made.person("Nils", "Dal")
        cases = {
            who: cases_made.case(
                unit, people[who], "assigned", people["ida"], number=number, resident_name=name
            )
            for who, number, name in (
                ("karin", "2026-00001", "Karin Berg"),
                ("nils", "2026-00002", "Nils Dal"),
            )
        }
    return World(unit, other, people, cases)
