"""Three units of a region, one elsewhere, a region's type, and the offices above."""

from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.casetypes import verbs_world
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.central.actions.distribute import distribute_next
from vardpost.central.actions.order import start_order
from vardpost.kernel import db
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope

REGION, ELSEWHERE = "14", "12"


class Central:
    """The world of these tests."""

    def __init__(self) -> None:
        """Make it."""
        self.offices: Offices = verbs_world.make()
        with as_owner():
            self.third = made.unit("Vårdcentralen Boken")
            self.far = made.unit("Fjärran", ELSEWHERE)
            people = self.offices.people
            people["far"] = made.staff(None, name="Frida Sund")
            made.grant_office(people["far"], "region_admin", ELSEWHERE)
        region = self.offices.as_("region")
        self.type: UUID = actions.create(
            actor=region, title=Text("Råd", "Advice"), region_id=REGION
        )
        verbs_world.published(
            region, self.type, verbs_world.PROBLEM, open=("description", "promise", "terms")
        )

    @property
    def units(self) -> list[UUID]:
        """The three units of the region."""
        return [self.offices.unit.id, self.offices.other.id, self.third.id]

    def browser(self, who: str) -> Client:
        """Return a browser of somebody."""
        client = Client()
        client.cookies["session"] = made.sign_in(self.offices.people[who], "staff")
        return client

    def order(
        self, how: str, *units: UUID, who: str = "region", kind: UUID | None = None, most: int = 99
    ) -> UUID:
        """Order the type to units and let the job run."""
        key = new_id()
        region = {"region": REGION, "nation": "", "far": ELSEWHERE}[who]
        start_order(
            actor=self.offices.as_(who),
            region_id=region,
            order_id=key,
            case_type_id=kind or self.type,
            how=how,
            units=units or self.units,
        )
        self.run(key, most)
        return key

    def run(self, key: UUID, most: int = 99, region: str = REGION) -> int:
        """Run the job so many rounds; return how many it took."""
        for number in range(most):
            with region_scope("central.distribute", region) as actor:
                if not distribute_next(actor=actor, order_id=key):
                    return number
        return most

    def active(self, kind: UUID | None = None) -> dict[UUID, bool]:
        """Return which units have the type, and whether it is switched on."""
        with as_owner():
            rows = db.fetch_all(
                "select unit_id, active from unit_case_type where case_type_id = %s",
                [kind or self.type],
            )
        return {row[0]: row[1] for row in rows}

    def told(self, event: str) -> list[tuple[UUID, str]]:
        """Return (unit, detail) of the rows of the ledger of an event."""
        with as_owner():
            rows = db.fetch_all(
                "select unit_id, detail::text from audit_entry where action = %s order by at, id",
                [event],
            )
        return [(row[0], row[1]) for row in rows]

    def states(self, key: UUID) -> dict[UUID, tuple[str, str]]:
        """Return how an order stands at each unit."""
        with as_owner():
            rows = db.fetch_all(
                "select unit_id, state, why from central_order_unit where order_id = %s", [key]
            )
        return {row[0]: (row[1], row[2]) for row in rows}
