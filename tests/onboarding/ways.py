"""A unit on its way into the service, and the directory it comes from."""

from typing import Any
from uuid import UUID

from tests import people_made as made
from tests.database import as_owner
from tests.overview.made_region import Office, office
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.join import approve, request_unit
from vardpost.onboarding.actions.open import activate
from vardpost.onboarding.queries.joining import joining_of
from vardpost.onboarding.values import Joined, Plan

REGION, OTHER = made.REGION, "01"


TODAY = clock.today()


def in_directory(name: str = "Lindens tandvård", region: str = REGION) -> str:
    """Put a unit into the directory; return its HSA-id."""
    key = f"SE2321000016-{new_id().hex[-8:].upper()}"
    with as_owner():
        db.execute(
            "insert into directory_unit (key, hsa_id, region_id, municipality_id, name, kind, "
            "street, postal_code, place, phone, seen_at) select %s, %s, %s, m.code, %s, 'dental', "
            "'Storgatan 1', '54230', 'Mariestad', '', now() from municipality m "
            "where m.region_id = %s order by m.code limit 1",
            [key, key, region, name, region],
        )
    return key


def person(name: str = "Siv", region: str = REGION) -> str:
    """Put somebody without an account into the staff directory; return the HSA-id."""
    key = f"SE2321000016-{new_id().hex[-8:].upper()}"
    with as_owner():
        db.execute(
            "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
            "birth_date, sex, given_name, family_name, title, email, phone, protected, seen_at) "
            "values (%s, %s, %s, '191212121212', 'personnummer', '1912-12-12', 'woman', %s, "
            "'Ny', 'tandläkare', '', '', false, now())",
            [key, key, region, name],
        )
    return key


def plan(**other: Any) -> Plan:
    return Plan("dental", 1, TODAY, "Dag Hav", **other)


class Way:
    """One unit on its way, and the office that takes it there."""

    def __init__(self, admin: str = "") -> None:
        self.office: Office = office()
        self.key = in_directory()
        self.id = new_id()
        self.plan = plan(first_admin=admin)

    def ask(self) -> None:
        request_unit(
            actor=self.office.enter(), region_id=REGION, joining_id=self.id, key=self.key,
            plan=self.plan,
        )  # fmt: skip

    def at(self, who: str = "dag") -> dict[str, Any]:
        actor = self.office.enter(who)
        return {"actor": actor, "joining_id": self.id, "version": self.stands().version}

    def stands(self) -> Joined:
        self.office.enter()
        return joining_of(REGION, self.id)

    def connect(self) -> UUID:
        self.ask()
        approve(**self.at())
        unit = activate(**self.at())
        assert unit
        return unit

    def fill(self, unit: UUID) -> None:
        """Set up what a unit has to have, as its administrator would."""
        with as_owner():
            db.execute("update care_unit set phone = '0980-319 221' where id = %s", [unit])
            db.execute(
                "insert into opening_hours (unit_id, weekday, opens, closes) "
                "values (%s, 0, '08:00', '17:00')",
                [unit],
            )
            db.execute(
                "insert into catchment_row (unit_id, sex, age_from, age_to) "
                "values (%s, '', 0, 199)",
                [unit],
            )
            place = made.Unit(unit, "x")
            made.staff(place, "case_receiver", "responder", email="x@vard.example")
            db.execute(
                "insert into unit_notice (unit_id, digest_hour, quiet_from, quiet_to, new_case, "
                "unassigned, reminder, replied, mailbox, unassigned_hours, remind_hours) values "
                "(%s, 8, 0, 0, 'direct', 'direct', 'direct', 'direct', 'p@vard.example', 8, 4)",
                [unit],
            )
            offer_on_units([unit])
