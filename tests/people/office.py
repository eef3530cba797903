"""A unit with its people, for tests of permissions and accounts: real rows, sessions and scope."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.people.actions.grants import GRANTS, give, take_away
from vardpost.people.session import open_scope
from vardpost.people.values import Wanted
from vardpost.units.queries.settings import version

#: Who is on the unit, by name: the roles, and the name that pages show.
STAFF = {
    "eva": (("unit_admin",), "Eva Ros"),
    "ulf": (("unit_admin",), "Ulf Sten"),
    "rut": (("case_receiver",), "Rut Lind"),
    "ida": (("responder",), "Ida Berg"),
    "per": (("responder",), "Per Alm"),
}


@dataclass(slots=True)
class Office:
    """The unit, one next door and a region's office."""

    unit: made.Unit
    other: made.Unit
    people: dict[str, UUID]
    tokens: dict[str, str] = field(default_factory=dict)

    def enter(self, who: str, slug: str | None = None) -> Actor:
        """Set the scope of a person at the unit, or at none for an office; return the actor."""
        place = self.unit.slug if slug is None else slug
        actor = open_scope(self.token(who), place, request_id="r", address="a")
        assert actor is not None
        return actor

    def token(self, who: str) -> str:
        """Return the secret of a person's session."""
        if who not in self.tokens:
            self.tokens[who] = made.sign_in(self.people[who], "staff")
        return self.tokens[who]

    def browser(self, who: str) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.cookies["session"] = self.token(who)
        return client

    def url(self, path: str = "") -> str:
        """Return an address of the unit's administration."""
        return f"/m/{self.unit.slug}/admin{path}"

    def version(self, whom: str) -> int:
        """Return how often somebody's permissions have changed."""
        with as_owner():
            return version(self.unit.id, GRANTS.key, self.people[whom])

    def give(self, who: str, whom: str, *roles: str, **more: Any) -> None:
        """Give somebody roles, as a person of the unit."""
        wanted = Wanted(
            frozenset(roles),
            more.get("starts", clock.today()),
            more.get("ends"),
            more.get("reason", "Nyanställd"),
        )
        made_from = more["made_from"] if "made_from" in more else self.version(whom)
        actor = self.enter(who, more.get("slug"))
        give(
            actor=actor,
            unit_id=self.unit.id,
            person_id=self.people[whom],
            version=made_from,
            wanted=wanted,
        )

    def take(self, who: str, whom: str, *roles: str, **more: Any) -> None:
        """Take roles away from somebody, as a person of the unit."""
        made_from = more["made_from"] if "made_from" in more else self.version(whom)
        actor = self.enter(who, more.get("slug"))
        take_away(
            actor=actor,
            unit_id=self.unit.id,
            person_id=self.people[whom],
            version=made_from,
            roles=frozenset(roles),
            reason=more.get("reason", "Slutar"),
            to=more.get("to"),
        )

    def roles(self, whom: str) -> list[str]:
        """Return the roles that count today, as the session statement sees them."""
        return sorted(self.enter(whom).roles)

    def case(self, state: str, assignee: str | None = None, **more: Any) -> UUID:
        """Make a case of a resident at the unit."""
        with as_owner():
            return cases_made.case(
                self.unit,
                self.people["anna"],
                state,
                self.people[assignee] if assignee else None,
                **more,
            )

    def owned(self, sql: str, params: list[object] | None = None) -> list[tuple[Any, ...]]:
        """Return rows past row security."""
        with as_owner():
            return db.fetch_all(sql, params or [])

    def changes(self, whom: str) -> list[tuple[Any, ...]]:
        """Return (actor, reason, old, new) of somebody's permissions, oldest first."""
        return self.owned(
            "select actor_name, reason, old, new from setting_change where kind = %s "
            "and object_id = %s order by version",
            [GRANTS.key, str(self.people[whom])],
        )


def make() -> Office:
    """Make everybody."""
    with as_owner():
        unit, other = made.unit(), made.unit("Vårdcentralen Almen")
        people = {key: made.staff(unit, *roles, name=name) for key, (roles, name) in STAFF.items()}
        people["kaj"] = made.staff(other, "unit_admin", name="Kaj Dal")
        people["mia"] = made.staff(other, "responder", name="Mia Falk")
        people["dag"] = made.staff(None, "region_admin", name="Dag Hav")
        people["anna"] = made.person("Anna", "Ek")
    return Office(unit, other, people)


def days(count: int) -> date:
    """Return a day so many days from today."""
    return clock.today() + timedelta(days=count)
