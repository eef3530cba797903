"""The job over the sealed log: in the order of the seal, and nothing is passed by."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.database import as_owner
from tests.review.test_noticing import at_work, person, signals
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.people.system import region_scope
from vardpost.review.actions.notice import drop_old, notice_next
from vardpost.review.jobs import notice

pytestmark = pytest.mark.django_db
REGION = "14"


@pytest.fixture(autouse=True)
def strangers(world: World) -> None:
    """Rut lives with Karin; nobody else has anything in common."""
    for number, who in enumerate(world.people):
        person(world, who, family_name=f"Namn{number}", street=f"Gata {number}",
               postal_code="54230")  # fmt: skip
    for who in ("rut", "karin"):
        person(world, who, street="Ekgatan 1")


def seal(*entries: UUID, first: int = 0) -> None:
    """Give entries their numbers, as the seal does."""
    with as_owner():
        for number, entry in enumerate(entries, start=first):
            db.execute(
                "insert into audit_leaf (log, number, entry_at, entry_id, form, hash) "
                "select %s, %s, e.at, e.id, 1, '' from audit_entry e where e.id = %s",
                [REGION, number, entry],
            )


def cursor(world: World, which: str = "direct") -> int:
    """Return how far a pass has come."""
    rows = world.rows("select number from review_cursor where key = %s", f"{REGION} {which}")
    return int(rows[0][0]) if rows else -1


def step(which: str = "direct", limit: int = 100) -> bool:
    """Take one batch."""
    with region_scope("test", REGION) as actor:
        return notice_next(actor=actor, which=which, limit=limit)  # type: ignore[arg-type]  # a name


def test_what_is_sealed_is_judged_once(world: World) -> None:
    seal(world.log(at=at_work()), world.log("ida", at=at_work()))
    notice(REGION)
    assert signals(world) == [("same_address", "Rut Ek")]
    assert (cursor(world), cursor(world, "later")) == (1, 1)
    notice(REGION)
    assert signals(world) == [("same_address", "Rut Ek")]
    told = world.rows(
        "select detail::text, actor_kind from audit_entry where action = 'review:signal:find'"
    )
    assert told == [('{"pass": "direct", "rules": {"same_address": 1}}', "system")]


def test_what_is_not_sealed_waits(world: World) -> None:
    world.log(at=at_work())
    notice(REGION)
    assert signals(world) == []
    assert cursor(world) == -1


def test_batches_go_on_where_the_last_one_stopped(world: World) -> None:
    entries = [world.log(at=at_work(minute=n)) for n in range(7)]
    seal(*entries)
    assert [step(limit=3), cursor(world)] == [True, 2]
    assert [step(limit=3), cursor(world)] == [True, 5]
    assert [step(limit=3), cursor(world)] == [False, 6]
    assert len(signals(world)) == 7


def test_a_batch_that_fails_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seal(world.log(at=at_work()))
    monkeypatch.setattr("vardpost.review.actions.notice._move", lambda *_args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        step()
    assert signals(world) == []
    assert cursor(world) == -1


def test_it_stops_before_what_is_too_fresh_and_passes_nothing_by(world: World) -> None:
    """What comes late in the seal's order, from a slow transaction, is judged in its turn."""
    old, fresh = world.log(at=at_work()), world.log(at=clock.now())
    late = world.log(at=at_work(minute=30))
    seal(old, fresh, late)
    step()
    assert cursor(world) == 0
    assert len(signals(world)) == 1
    with as_owner():
        db.execute("update audit_entry set at = at - interval '2 minutes' where id = %s", [fresh])
        db.execute("update audit_leaf set entry_at = entry_at - interval '2 minutes' "
                   "where entry_id = %s", [fresh])  # fmt: skip
    step()
    assert cursor(world) == 2
    assert len(signals(world)) == 3


def test_the_later_pass_waits_three_days(world: World) -> None:
    seal(world.log(at=clock.now() - timedelta(days=2, hours=23)))
    step("later")
    assert cursor(world, "later") == -1
    with as_owner():
        for table, column in (("audit_entry", "at"), ("audit_leaf", "entry_at")):
            db.execute(f"update {table} set {column} = {column} - interval '2 hours' "
                       f"where {column} > now() - interval '3 days'")  # fmt: skip
    step("later")
    assert cursor(world, "later") == 0
    assert world.rows("select facts & 512 from review_fact") == [(512,)]


def test_an_entry_whose_month_was_taken_out_is_passed(world: World) -> None:
    gone, there = world.log(at=at_work()), world.log(at=at_work(minute=5))
    seal(gone, there)
    with as_owner():
        db.execute("delete from audit_entry where id = %s", [gone])
    step()
    assert cursor(world) == 1
    assert len(signals(world)) == 1


def test_other_regions_are_not_touched(world: World) -> None:
    seal(world.log(at=at_work()))
    notice("01")
    assert signals(world) == []
    assert world.rows("select key from review_cursor order by key") == [
        ("01 direct",),
        ("01 later",),
    ]


def test_old_notes_are_dropped(world: World) -> None:
    seal(world.log(at=at_work()))
    notice(REGION)
    with region_scope("test", REGION) as actor:
        assert drop_old(actor=actor, unit_id=world.unit.id, before=at_work(20)) == 0
        assert drop_old(actor=actor, unit_id=world.unit.id, before=clock.now()) == 1
    assert world.rows("select 1 from review_fact") == []
    assert len(signals(world)) == 1
