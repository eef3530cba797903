"""Offices, units and a template of the region's, for tests of templates."""

from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope
from vardpost.unit_templates.actions import apply_template
from vardpost.unit_templates.actions.change import keep_draft, make_template, publish_draft
from vardpost.unit_templates.actions.kinds import TEMPLATE
from vardpost.unit_templates.values import Rule, Said, active, promise
from vardpost.units.queries.settings import version_at

REGION, ELSEWHERE = made.REGION, "12"
#: What the region's own template says at first.
FIELDS = {
    active("contact_me"): Rule(True),
    promise("contact_me"): Rule([2, 5]),
    active("send_message"): Rule(True),
    "notices:new_case": Rule("digest"),
}


class Offices:
    """A region's office, another's and the nation's; a boss, and units of the region."""

    def __init__(self, units: int = 2, region: str = REGION) -> None:
        self.region = region
        with as_owner():
            self.units = [made.unit(f"Eken {number}", region) for number in range(units)]
            self.far = made.unit("Fjärran", ELSEWHERE)
            self.boss = made.staff(self.units[0], "unit_admin", name="Bo Ek")
            for unit in self.units[1:]:
                made.grant(self.boss, "unit_admin", unit)
            people = {"boss": self.boss, "nation": made.staff(None, name="Nora Lund")}
            for who, code in (("here", region), ("there", ELSEWHERE)):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
            made.grant(people["nation"], "national_office", None)
        self.people = people
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}

    def actor(self, who: str = "here", slug: str = "") -> Actor:
        """Set the scope of somebody and return the actor."""
        actor = open_scope(self.tokens[who], slug, request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "here") -> Client:
        """Return a browser of somebody."""
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def template(self, fields: dict[str, Rule] | None = None) -> str:
        """Make the region's own template with a published version; return its code."""
        code = f"r_{self.region}_nara"
        actor = self.actor()
        make_template(
            actor=actor, region_id=self.region, code=code, kind="primary_care", name_sv="Nära"
        )
        self.publish(code, fields or FIELDS)
        return code

    def publish(self, code: str, fields: dict[str, Rule]) -> int:
        """Publish what a template says from now on; return the version."""
        actor = self.actor()
        for step in (
            lambda version: keep_draft(
                actor=actor,
                region_id=self.region,
                code=code,
                version=version,
                said=Said("Nära", "", fields),
            ),
            lambda version: publish_draft(
                actor=actor, region_id=self.region, code=code, version=version
            ),
        ):
            number = step(version_at(self.region, None, TEMPLATE.key, code))
        return int(number or 0)

    def put(self, code: str, number: int = 1, *units: made.Unit) -> None:
        """Put units on a version of a template."""
        for unit in units or self.units:
            apply_template(self.actor(), unit.id, code, number, key=new_id())


def stands(unit: made.Unit) -> tuple[str, int]:
    """Return the template and the version that a unit stands on."""
    row = db.fetch_one("select template, template_version from care_unit where id = %s", [unit.id])
    assert row
    return row[0], row[1]


def type_id(key: str) -> UUID:
    """Return a national case type."""
    row = db.fetch_one("select id from case_type where key = %s", [key])
    assert row
    found: UUID = row[0]
    return found


def offer(unit: made.Unit, key: str) -> tuple[bool, int, int] | None:
    """Return whether a unit offers a type, and what it promises."""
    row = db.fetch_one(
        "select active, first_days, final_days from unit_case_type "
        "where unit_id = %s and case_type_id = %s",
        [unit.id, type_id(key)],
    )
    return (row[0], row[1], row[2]) if row else None
