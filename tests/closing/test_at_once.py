"""A unit closes in the moment another begins to point to it, on real transactions."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases.test_two_at_once import Act, at_once
from tests.closing.place import TODAY, Place
from tests.database import as_owner
from tests.waits import until_one_waits
from vardpost.closing.actions.ending import EndingData, announce, close_unit
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.units.actions.closings import keep_closing
from vardpost.units.values import ClosingData

pytestmark = pytest.mark.django_db(transaction=True)
#: Everything that may point to a unit that has closed, and may not.
POINTERS = (
    "select 1 from unit_closing c join care_unit u on u.id = c.alternative_id where not u.live",
    "select 1 from unit_ending e join care_unit u on u.id = e.to_unit_id "
    "where not u.live and e.state = 'announced'",
)


@pytest.fixture
def place() -> Place:
    """Return a unit that is to close, its neighbour, and the office."""
    with transaction.atomic():
        found = Place()
        found.world.as_("admin")
    return found


def announces(unit: UUID, to: UUID | None) -> Act:
    def act(actor: Actor) -> None:
        days = (TODAY, TODAY + timedelta(days=21))
        announce(actor=actor, unit_id=unit, version=0, data=EndingData(*days, to))

    return act


def closes(unit: UUID) -> Act:
    return lambda actor: close_unit(actor=actor, unit_id=unit, version=1)


def points(unit: UUID, to: UUID) -> Act:
    """Return a pause of new cases that points to another unit."""

    def act(actor: Actor) -> None:
        day = TODAY.isoformat()
        data = ClosingData(day, day, False, True, "", "Kurs", "", str(to))
        keep_closing(actor=actor, unit_id=unit, closing_id=new_id(), version=0, data=data)

    return act


def first_then(first: tuple[str, str, Act], then: tuple[str, str, Act]) -> list[str]:
    """Do one, and the other before the first is over; return how each ended."""
    begun, over = Event(), Event()

    def opens(actor: Actor) -> None:
        first[2](actor)
        begun.set()
        until_one_waits(over)

    def follows(actor: Actor) -> None:
        assert begun.wait(60)
        try:
            then[2](actor)
        finally:
            over.set()

    return at_once((first[0], first[1], opens), (then[0], then[1], follows))


def ready(place: Place, *ends: tuple[UUID, UUID | None]) -> str:
    """Let closings be announced and their days come; return a session of the office."""
    for unit, to in ends:
        with transaction.atomic():
            announces(unit, to)(place.actor())
    with transaction.atomic():
        place.day_comes()
    return place.tokens["here"]


def astray() -> list[int]:
    with transaction.atomic(), as_owner():
        return [len(db.fetch_all(one)) for one in POINTERS]


def live(unit: UUID) -> bool:
    with transaction.atomic(), as_owner():
        row = db.fetch_one("select live from care_unit where id = %s", [unit])
    assert row
    return bool(row[0])


def test_two_that_close_into_each_other_both_close(place: Place) -> None:
    here, there = place.world.unit.id, place.next.id
    token = ready(place, (here, there), (there, here))
    assert at_once((token, "", closes(here)), (token, "", closes(there))) == ["done", "done"]
    assert (live(here), live(there), astray()) == (False, False, [0, 0])


@pytest.mark.parametrize("what", ["announces", "points"])
def test_nobody_begins_to_point_to_a_unit_that_is_being_closed(place: Place, what: str) -> None:
    here, there = place.world.unit, place.next.id
    token = ready(place, (there, None))
    other: dict[str, Callable[[], tuple[str, str, Act]]] = {
        "announces": lambda: (token, "", announces(here.id, there)),
        "points": lambda: (
            place.world.tokens["admin"], here.slug, points(here.id, there)
        ),
    }  # fmt: skip
    assert first_then((token, "", closes(there)), other[what]()) == ["done", "BadInput"]
    assert (live(there), astray()) == (False, [0, 0])


def test_what_pointed_to_a_unit_follows_to_where_both_have_gone(place: Place) -> None:
    """The middle one closes while the first one closes into it: a pointer passes both."""
    first, middle = place.world.unit.id, place.next.id
    with transaction.atomic(), as_owner():
        last, asks = made.unit("Sista vårdcentralen").id, made.unit("Fjärde vårdcentralen").id
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
            "case_type, reason_sv, reason_en, alternative_id) values (gen_random_uuid(), %s, %s, "
            "%s, false, true, '', 'Kurs', '', %s)",
            [asks, TODAY, TODAY + timedelta(days=5), first],
        )
    token = ready(place, (first, middle), (middle, last))
    ended = first_then((token, "", closes(middle)), (token, "", closes(first)))
    assert (ended, astray()) == (["done", "done"], [0, 0])
    with transaction.atomic(), as_owner():
        assert db.fetch_all("select alternative_id from unit_closing") == [(last,)]
