"""A case, the unit it is at, and the unit where it may be sent."""

from typing import Any
from uuid import UUID

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.actions.forward import forward_unit
from vardpost.cases.actions.move import ask_to_move, decline_move
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope


class Place:
    """A unit with a case in it, and another that offers the same."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            self.next = made.unit("Almens vårdcentral")
            self.nurse = made.staff(self.next, "case_receiver", name="Ada Gran")
            offer_on_units([self.next.id])
            catchment(self.next)
        self.case = self.world.submit()

    def there(self) -> Actor:
        actor = open_scope(
            made.sign_in(self.nurse, "staff"), self.next.slug, request_id="r", address="a"
        )
        assert actor
        return actor

    def version(self) -> int:
        return int(self.one("select version from care_case where id = %s", self.case))

    def ask(self, who: str = "receiver", **other: Any) -> None:
        values: dict[str, Any] = {"version": self.version(), "unit_id": self.next.id, **other}
        values.setdefault("body", "Almen har tid för dig tidigare.")
        ask_to_move(actor=self.world.as_(who), case_id=self.case, **values)

    def yes(self, who: str = "resident", **other: Any) -> None:
        values = {"version": self.version(), **other}
        forward_unit(actor=self.world.as_(who), case_id=self.case, **values)

    def no(self) -> None:
        version = self.version()
        decline_move(actor=self.world.as_("resident"), case_id=self.case, version=version)

    def one(self, sql: str, *values: object) -> Any:
        with as_owner():
            row = db.fetch_one(sql, list(values))
        return row[0] if row else None

    def new(self) -> UUID:
        found: UUID = self.one("select id from care_case where moved_from_id = %s", self.case)
        return found


def catchment(unit: made.Unit, sex: str = "", ages: tuple[int, int] = (0, 199)) -> None:
    db.execute(
        "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, %s, %s, %s)",
        [unit.id, sex, *ages],
    )


def actions(case_id: UUID) -> list[str]:
    with as_owner():
        return [row[0] for row in cases_made.audit(case_id)]
