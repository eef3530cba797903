"""A unit, its neighbour, and the offices above."""

from datetime import timedelta
from typing import Any

from django.test import Client

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.closing.actions.ending import EndingData, announce, close_unit
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

TODAY = clock.today()


class Place:
    """A unit, its neighbour, its region's office and another region's."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            self.next = made.unit("Almens vårdcentral")
            people = {}
            for who, code in (("here", made.REGION), ("there", "12")):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}
        self.base = f"/r/{made.REGION}/enheter/{self.world.unit.slug}/avveckla"

    def actor(self, who: str = "here") -> Actor:
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "here") -> Client:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def resident(self) -> Client:
        self.world.as_("resident")
        client = Client()
        client.cookies["session"] = self.world.tokens["resident"]
        return client

    def announce(self, version: int = 0, who: str = "here", **other: Any) -> None:
        values: dict[str, Any] = {
            "freezes_on": TODAY,
            "closes_on": TODAY + timedelta(days=21),
            "to_unit": self.next.id,
            **other,
        }
        announce(
            actor=self.actor(who), unit_id=self.world.unit.id, version=version,
            data=EndingData(**values),
        )  # fmt: skip

    def close(self, version: int = 1, who: str = "here") -> None:
        close_unit(actor=self.actor(who), unit_id=self.world.unit.id, version=version)

    def day_comes(self) -> None:
        with as_owner():
            db.execute("update unit_ending set closes_on = %s, freezes_on = %s", [TODAY, TODAY])

    def one(self, sql: str, *values: object) -> Any:
        with as_owner():
            row = db.fetch_one(sql, list(values))
        return row[0] if row else None


def text(answer: Any) -> str:
    return str(answer.content.decode())
