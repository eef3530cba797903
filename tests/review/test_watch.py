"""The job that raises alarms: at once, once, and the same however it is cut."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from tests.review.test_job import seal
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.review.actions.alarms import close_alarm
from vardpost.review.actions.watch import watch_next
from vardpost.review.jobs import watch

pytestmark = pytest.mark.django_db
REGION = "14"


def residents(world: World, count: int) -> list[str]:
    """Make residents with a case each; return their names."""
    names = [f"inv{number}" for number in range(count)]
    with as_owner():
        for number, name in enumerate(names):
            world.people[name] = made.person("Inv", f"Nummer{number}")
            world.cases[name] = cases_made.case(
                world.unit, world.people[name], "assigned", world.people["ida"],
                number=f"2026-1{number:04}", resident_name=name,
            )  # fmt: skip
    return names


def reading(
    world: World, names: Sequence[str], *, who: str = "rut", since: datetime | None = None,
    apart: float = 1, first: int = 0, **more: Any,
) -> list[UUID]:  # fmt: skip
    """Let somebody open cases, so many minutes apart, and seal it."""
    begin = since or clock.now() - timedelta(minutes=50)
    entries = [
        world.log(who, name, at=begin + timedelta(minutes=apart * number), **more)
        for number, name in enumerate(names)
    ]
    seal(*entries, first=first)
    return entries


def found(world: World) -> list[tuple[object, ...]]:
    """Return the alarms: rule, who, how many residents and entries, whether open."""
    return world.rows(
        "select rule, person_name, residents, entries, closed_at is null from review_alarm "
        "order by opened_at, id"
    )


def held(world: World) -> set[UUID]:
    """Return the entries that alarms hold."""
    return {row[0] for row in world.rows("select entry_id from review_alarm_entry")}


def told(world: World) -> set[UUID]:
    """Return who has a mail coming because of an alarm."""
    rows = world.rows(
        "select recipient_id from notice where event_key in (select id from review_alarm)"
    )
    return {row[0] for row in rows}


def test_a_mass_reader_is_one_alarm_at_once_and_her_reviewers_hear(world: World) -> None:
    entries = reading(world, residents(world, 22), since=clock.now() - timedelta(minutes=22))
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 22, 22, True)]
    assert held(world) == set(entries)
    assert told(world) == {world.people["gun"], world.people["per"]}
    rows = world.rows("select detail::text, actor_kind, resident_ids::text from audit_entry "
                      "where action = 'review:alarm:raise'")  # fmt: skip
    assert rows == [('{"grown": {}, "opened": {"mass_reading": 1}}', "system", "{}")]


def test_nineteen_or_slowly_or_ones_own_or_handled_is_none(world: World) -> None:
    names = residents(world, 40)
    reading(world, names[:19])
    reading(world, names[:30], who="ida", apart=2, first=19,
            since=clock.now() - timedelta(hours=3))  # fmt: skip
    reading(world, names, who="eva", first=49, relation="assignee")
    per = reading(world, names[:25], who="per", first=89)
    assert per
    for name in names[5:25]:
        world.log("per", name, at=clock.now(), action="cases:case:assign")
    watch(REGION)
    assert found(world) == []


def test_what_comes_later_counts_up_and_tells_nobody_again(world: World) -> None:
    names = residents(world, 30)
    begin = clock.now() - timedelta(minutes=40)
    reading(world, names[:20], since=begin)
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 20, 20, True)]
    reading(world, names[20:25], since=begin + timedelta(minutes=21), first=20)
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 25, 25, True)]
    assert world.rows("select version from review_alarm") == [(2,)]
    assert len(world.rows("select 1 from notice")) == 2


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_in_whatever_batches_and_run_again_it_finds_the_same(world: World, limit: int) -> None:
    reading(world, residents(world, 24))

    def whole() -> None:
        more = True
        while more:
            with region_scope("test", REGION) as actor:
                more = watch_next(actor=actor, limit=limit)

    whole()
    told_of = "select count(*) from audit_entry where action = 'review:alarm:raise'"
    once, rows = (found(world), held(world)), world.rows(told_of)
    assert once[0] == [("mass_reading", "Rut Ek", 24, 24, True)]
    with as_owner():
        db.execute("update review_cursor set number = -1")
    whole()
    assert (found(world), held(world)) == once
    assert world.rows(told_of) == rows  # nothing new to tell of
    assert len(world.rows("select 1 from notice")) == 2


def test_a_pass_that_is_stopped_leaves_nothing_and_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(world, residents(world, 24))
    with monkeypatch.context() as stopped:
        stopped.setattr("vardpost.review.actions.watch._tell", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            watch(REGION)
    assert (found(world), held(world), told(world)) == ([], set(), set())
    assert world.rows("select 1 from review_cursor") == []
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 24, 24, True)]


def test_what_was_sealed_late_completes_a_window(world: World) -> None:
    """A slow transaction gets its number last: the window that it makes whole is judged then."""
    names = residents(world, 20)
    begin = clock.now() - timedelta(minutes=30)
    entries = [world.log("rut", name, at=begin + timedelta(minutes=n))
               for n, name in enumerate(names)]  # fmt: skip
    with as_owner():
        db.execute("update audit_entry set purpose = 'review' where id = %s", [entries[3]])
    seal(*entries[:3], *entries[4:])
    watch(REGION)
    assert found(world) == []
    with as_owner():
        db.execute("update audit_entry set purpose = 'care' where id = %s", [entries[3]])
    seal(entries[3], first=30)
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 20, 20, True)]


def closed(world: World) -> None:
    """Let Gun close the alarm that is open."""
    row = world.rows("select id, version from review_alarm where closed_at is null")[0]
    close_alarm(actor=world.as_("gun"), unit_id=world.unit.id, alarm_id=row[0], version=row[1],
                comment="Sökte efter en remiss")  # fmt: skip


def test_after_it_is_closed_only_as_many_new_ones_open_another(world: World) -> None:
    names = residents(world, 60)
    begin = clock.now() - timedelta(minutes=90)
    reading(world, names[:20], since=begin)
    watch(REGION)
    closed(world)
    reading(world, names[20:35], since=begin + timedelta(minutes=20), first=20)
    watch(REGION)
    assert [row[4] for row in found(world)] == [False]
    reading(world, names[35:45], since=begin + timedelta(minutes=36), first=35)
    watch(REGION)
    assert found(world)[1] == ("mass_reading", "Rut Ek", 25, 25, True)


def protect(world: World, who: str) -> None:
    """Give somebody a protected identity."""
    with as_owner():
        db.execute("update person set protected = true where id = %s", [world.people[who]])


def test_a_protected_identity_opened_by_somebody_else_is_an_alarm(world: World) -> None:
    protect(world, "karin")
    now = clock.now()
    entries = [
        world.log("rut", "karin", at=now),
        world.log("rut", "nils", at=now),
        world.log("ida", "karin", at=now, relation="assignee"),
        world.log("eva", "karin", at=now, state="submitted"),
        world.log("per", "karin", at=now - timedelta(hours=2), action="cases:case:assign"),
        world.log("per", "karin", at=now),
    ]
    seal(*entries)
    watch(REGION)
    assert found(world) == [("protected", "Rut Ek", 1, 1, True)]
    assert held(world) == {entries[0]}
    assert world.rows("select resident_id from review_alarm") == [(world.people["karin"],)]


def test_what_was_looked_into_is_not_told_again_for_a_while(world: World) -> None:
    protect(world, "karin")
    seal(world.log(at=clock.now()))
    watch(REGION)
    closed(world)
    seal(world.log(at=clock.now()), first=1)
    watch(REGION)
    assert len(found(world)) == 1
    with as_owner():
        db.execute("alter table review_alarm disable trigger review_alarm_unchanging")
        db.execute("update review_alarm set closed_at = closed_at - interval '31 days'")
        db.execute("alter table review_alarm enable trigger review_alarm_unchanging")
    seal(world.log(at=clock.now()), first=2)
    watch(REGION)
    assert len(found(world)) == 2


def test_when_nobody_may_read_it_administrators_and_the_region_hear(world: World) -> None:
    with as_owner():
        db.execute("delete from role_grant where role = 'reviewer'")
    reading(world, residents(world, 22))
    watch(REGION)
    assert told(world) == {world.people[who] for who in ("gun", "per", "eva", "ola")}


def test_whom_it_is_about_hears_nothing(world: World) -> None:
    reading(world, residents(world, 22), who="gun")
    watch(REGION)
    assert told(world) == {world.people["per"]}


def test_the_reviewer_whose_child_it_is_hears_nothing(world: World) -> None:
    protect(world, "karin")
    with as_owner():
        db.execute("insert into guardianship (guardian_id, child_id, since, blocked) "
                   "values (%s, %s, %s, false)",
                   [world.people["per"], world.people["karin"], clock.now()])  # fmt: skip
    seal(world.log(at=clock.now()))
    watch(REGION)
    assert told(world) == {world.people["gun"]}


def test_old_entries_and_the_first_run(world: World) -> None:
    names = residents(world, 22)
    reading(world, names, since=clock.now() - timedelta(days=8))
    reading(world, names, first=22)
    with as_owner():
        db.execute("insert into review_cursor (key, region_id, number) values (%s, %s, 43)",
                   [f"{REGION} direct", REGION])  # fmt: skip
    watch(REGION)
    assert found(world) == []  # the first run begins where signals have come to
    assert world.rows("select number from review_cursor where key = '14 alarm'") == [(43,)]
    with as_owner():
        db.execute("update review_cursor set number = 21 where key = '14 alarm'")
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 22, 22, True)]
    with as_owner():
        db.execute("update review_cursor set number = -1 where key = '14 alarm'")
    watch(REGION)
    assert len(found(world)) == 1


def test_a_unit_and_a_region_say_what_is_unusual(world: World) -> None:
    with as_owner():
        db.execute(
            "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
            "values (%s, '14', null, 'alarm_mass_reading', '', "
            '\'{"residents": 5, "minutes": 10}\', true)',
            [new_id()],
        )
    names = residents(world, 6)
    reading(world, names)
    watch(REGION)
    assert found(world) == [("mass_reading", "Rut Ek", 6, 6, True)]
    with as_owner():
        db.execute(
            "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
            "values (%s, '14', %s, 'alarm_mass_reading', '', "
            '\'{"residents": 50, "minutes": 10}\', true)',
            [new_id(), world.unit.id],
        )
    reading(world, names, who="ida", first=6)
    watch(REGION)
    assert len(found(world)) == 1
