"""A unit's office: its administrators and their neighbours, signed in."""

from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope


class Office:
    """A unit with two administrators, one next door and one responder."""

    def __init__(self) -> None:
        with as_owner():
            self.unit = made.unit()
            self.other = made.unit("Almen")
            self.people = {
                "eva": made.staff(self.unit, "unit_admin", name="Eva Ros"),
                "ulf": made.staff(self.unit, "unit_admin", name="Ulf Sten"),
                "next door": made.staff(self.other, "unit_admin", name="Kaj Dal"),
                "responder": made.staff(self.unit, "responder", name="Ida Berg"),
            }
        self.tokens = {name: made.sign_in(who, "staff") for name, who in self.people.items()}

    def enter(self, who: str, slug: str = "") -> Actor:
        """Set the scope of the person at the unit, and return the actor."""
        actor = open_scope(self.tokens[who], slug or self.unit.slug, request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def url(self, path: str = "") -> str:
        """Return an address of the unit's administration."""
        return f"/m/{self.unit.slug}/admin{path}"
