"""Row security of alarms: the job counts, a reviewer ends, offices learn numbers alone."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import people_made as made
from tests.database import as_owner
from tests.locks.asking import refused
from tests.locks.scopes import OTHER_REGION, SCOPES, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db
CLOSE = (
    "update review_alarm set closed_at = %s, closed_by_id = %s, outcome = 'closed', "
    "comment = 'Inget' where id = %s"
)


def never(sql: str, params: list[object]) -> None:
    """Hold that a trigger, a rule of the table or row security refuses a statement."""
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        db.execute(sql, params)


def counted(rows: Rows, scope: str) -> list[tuple[object, ...]]:
    """Return what a scope is told of the numbers."""
    rows.enter(scope)
    return db.fetch_all(
        "select region_id, unit_id, rule, alarms, unseen from review_alarm_counts(%s)",
        [clock.now().date()],
    )


def test_offices_learn_numbers_and_nobody_else_any(rows: Rows) -> None:
    ek, al = rows.units["ek"].id, rows.units["al"].id
    told = {scope: counted(rows, scope) for scope in SCOPES}
    here = told.pop("region office")
    assert {row[:4] for row in here} == {
        (made.REGION, ek, "protected", 2),
        (made.REGION, al, "protected", 1),
    }
    assert {row[:4] for row in told.pop("national office")} == {
        (made.REGION, None, "protected", 3),
        (OTHER_REGION, None, "protected", 1),
    }
    assert {scope: rows for scope, rows in told.items() if rows} == {}


def test_what_nobody_may_read_is_told_to_the_units_administrator(rows: Rows) -> None:
    """At Ek Eva reviews alone: what is about her nobody may read."""
    day = [clock.now().date()]
    told = {}
    for scope in SCOPES:
        rows.enter(scope)
        row = db.fetch_one("select review_alarm_unseen(%s)", day)
        told[scope] = row[0] if row else None
    assert told["administrator"] == 1
    assert told["reviewer"] == 0  # of her own she is told nothing
    assert {number for scope, number in told.items() if scope != "administrator"} == {0}


def test_only_the_job_raises_and_counts(rows: Rows) -> None:
    insert = (
        "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
        "residents, entries, first_at, last_at, opened_at, version) values "
        "(%s, %s, %s, 'mass_reading', %s, '', 1, 1, %s, %s, %s, 1)"
    )
    now, ek = clock.now(), rows.units["ek"].id
    mine = [new_id(), made.REGION, ek, rows.people["rut"], now, now, now]
    grow = "update review_alarm set entries = entries + 1 where id = %s"
    alarm = rows.key("review_alarm", "ek: rut")
    for scope in SCOPES:
        rows.enter(scope)
        if scope != "system here":
            refused(insert, mine)
    rows.enter("reviewer")
    never(grow, [alarm])
    rows.enter("system here")
    assert db.execute(insert, mine) == 1
    assert db.execute(grow, [alarm]) == 1
    never(CLOSE, [now, rows.people["eva"], alarm])


def test_a_reviewer_ends_it_once_and_never_her_own(rows: Rows) -> None:
    now, eva = clock.now(), rows.people["eva"]
    alarm, own = rows.key("review_alarm", "ek: rut"), rows.key("review_alarm", "ek: eva")
    rows.enter("reviewer")
    refused(CLOSE, [now, rows.people["ros"], alarm])
    assert db.execute(CLOSE, [now, eva, own]) == 0
    with as_owner():
        never(CLOSE, [now, eva, own])
    assert db.execute(CLOSE, [now, eva, alarm]) == 1
    never("update review_alarm set comment = 'x' where id = %s", [alarm])
    rows.enter("system here")
    never("update review_alarm set entries = entries + 1 where id = %s", [alarm])
    add = (
        "insert into review_alarm_entry (id, region_id, unit_id, alarm_id, rule, person_id, "
        "resident_id, entry_id, entry_at, action, object_id) values "
        "(%s, %s, %s, %s, 'protected', %s, %s, %s, %s, '', '')"
    )
    refused(add, [new_id(), made.REGION, rows.units["ek"].id, alarm, rows.people["rut"],
                  rows.people["anna"], new_id(), now])  # fmt: skip
    with as_owner():
        never("update review_alarm set comment = 'x' where id = %s", [alarm])
        never("delete from review_alarm where id = %s", [alarm])


@pytest.mark.parametrize("kind", ["alarm", "search", "rule", "sample"])
def test_a_review_of_one_person_is_not_there_for_whom_it_is_about(rows: Rows, kind: str) -> None:
    review = rows.key("review", "ek")
    for person, seen in (("rut", [(review,)]), ("eva", [])):
        with as_owner():
            db.execute("update review set kind = %s, person_id = %s where id = %s",
                       [kind, rows.people[person], review])  # fmt: skip
        rows.enter("reviewer")
        assert db.fetch_all("select id from review") == seen
