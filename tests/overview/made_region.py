"""A region's office and units of every sort, for tests of the overview."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

REGION, OTHER = made.REGION, "01"


@dataclass(slots=True)
class Office:
    """People above the units: the region's office, another's, and the nation's."""

    people: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str) -> str:
        """Return the secret of a person's session."""
        if who not in self.tokens:
            self.tokens[who] = made.sign_in(self.people[who], "staff")
        return self.tokens[who]

    def enter(self, who: str = "dag", slug: str = "") -> Actor:
        """Set a person's scope; return the actor."""
        actor = open_scope(self.token(who), slug, request_id="r", address="a")
        assert actor is not None
        return actor

    def browser(self, who: str = "dag") -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.cookies["session"] = self.token(who)
        return client


def office() -> Office:
    """Make the people."""
    found = Office()
    with as_owner():
        found.people["dag"] = made.staff(None, "region_admin", name="Dag Hav")
        found.people["nora"] = made.staff(None, "national_office", name="Nora Mo")
        found.people["stina"] = made.staff(None, name="Stina Bo")
        db.execute(
            "insert into role_grant (id, person_id, role, region_code, starts_on, "
            "granted_by_name, reason, created_at) "
            "values (gen_random_uuid(), %s, 'region_admin', %s, '2020-01-01', 'Test', '', now())",
            [found.people["stina"], OTHER],
        )
    return found


def unit(
    name: str,
    *,
    admins: int = 2,
    told: bool = True,
    terms: datetime | None = None,
    region: str = REGION,
    area: str = "",
    **counts: Any,
) -> made.Unit:
    """Make a unit that needs nothing, unless it is told otherwise; `counts` are of its roll-up."""
    with as_owner():
        place = made.unit(name, region)
        for number in range(admins):
            made.staff(place, "unit_admin", name=f"Admin {number}")
        if told:
            db.execute(
                "insert into unit_notice (unit_id, digest_hour, quiet_from, quiet_to, new_case, "
                "unassigned, reminder, replied, mailbox, unassigned_hours, remind_hours) values "
                "(%s, 8, 0, 0, 'direct', 'direct', 'direct', 'direct', 'post@vard.example', 8, 4)",
                [place.id],
            )
        db.execute(
            "insert into catchment_row (unit_id, region_id, municipality_id, sex, age_from, "
            "age_to) values (%s, %s, %s, '', 0, 199)",
            [place.id, region, area or None],
        )
        offers(place, terms or clock.now())
        rollup(place, region, **counts)
    return place


def offers(place: made.Unit, terms: datetime) -> None:
    """Let the unit have two national types, one of them active, with terms of a day."""
    for key, active in (("contact_me", True), ("book_time", False)):
        text = db.fetch_one(
            "insert into terms_text (id, case_type_id, unit_id, version, body_sv, body_en, "
            "content_hash, published_at, author_name) select gen_random_uuid(), t.id, %s, 3, "
            "'x', 'x', '', %s, '' from case_type t where t.key = %s and t.unit_id is null "
            "returning id",
            [place.id, terms, key],
        )
        assert text
        db.execute(
            "insert into unit_case_type (id, unit_id, case_type_id, active, position, version_id, "
            "terms_id, first_days, final_days) select gen_random_uuid(), %s, t.id, %s, 1, "
            "(select v.id from case_type_version v where v.case_type_id = t.id limit 1), %s, 1, 5 "
            "from case_type t where t.key = %s and t.unit_id is null",
            [place.id, active, text[0], key],
        )


def rollup(place: made.Unit, region: str, **counts: Any) -> None:
    """Write what the job would have counted: forty open, all hundred answered in time."""
    values = {
        "open_cases": 40,
        "waiting": 0,
        "late": 0,
        "received": 100,
        "answered": 100,
        "kept": 100,
        "counted_at": clock.now(),
        "signed_in_at": clock.now() - timedelta(days=1),
        **counts,
    }
    columns = ", ".join(values)
    db.execute(
        f"insert into unit_rollup (unit_id, region_id, {columns}) "
        f"values (%s, %s{', %s' * len(values)})",
        [place.id, region, *values.values()],
    )
