"""Two people of the national office, and those who are refused: a region's office and a unit's."""

from typing import Any
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import Answer, text
from tests.database import as_owner
from tests.markup import faults
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

_NAMES = {"nora": "Nora Lund", "nils": "Nils Ö", "rita": "Rita Dal"}


class NationalOffice:
    """Nora and Nils of the national office, Rita of a region's, Eva of a unit, Karin a resident."""

    def __init__(self) -> None:
        with as_owner():
            self.unit = made.unit()
            people = {who: made.staff(None, name=name) for who, name in _NAMES.items()}
            people["eva"] = made.staff(self.unit, "unit_admin", name="Eva Ros")
            people["karin"] = made.person("Karin", "Berg")
            for who in ("nora", "nils"):
                made.grant(people[who], "national_office", None)
            made.grant_office(people["rita"], "region_admin", made.REGION)
        self.people: dict[str, UUID] = people
        self.tokens = {
            who: made.sign_in(person, "resident" if who == "karin" else "staff")
            for who, person in people.items()
        }

    def actor(self, who: str = "nora") -> Actor:
        """Set the person's scope and return the actor."""
        slug = self.unit.slug if who == "eva" else ""
        actor = open_scope(self.tokens[who], slug, request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "nora") -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client


def press(client: Client, address: str, found: Any, what: str, **more: str) -> Answer:
    """Press a button of a draft's page, as the draft stands."""
    fields = {"utkast": str(found.id), "version": str(found.version), "steg": what, **more}
    return client.post(address, fields)


def good(page: Answer) -> str:
    """Return the words of a page whose markup is right."""
    assert page.status_code == 200, page.status_code
    assert faults(page.content.decode()) == []
    return text(page)
