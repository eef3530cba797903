"""The id that a form carries makes a second press harmless; it is no way to touch another thing."""

from uuid import UUID

import pytest

from tests.review.test_alarms import alarm
from tests.review.test_reviews import mark, sample
from tests.review.world import World
from vardpost.kernel.ids import new_id

__all__ = ["alarm"]
pytestmark = pytest.mark.django_db


def test_an_alarm_does_not_end_in_a_review_of_something_else(world: World, alarm: UUID) -> None:
    world.log("ida")
    other = sample(world)
    sent = world.browser("gun").post(world.url("larm", alarm, "granska"), {"granskning": other})
    assert sent.status_code == 404
    assert world.rows("select closed_at, review_id from review_alarm") == [(None, None)]
    mine = new_id()
    for _twice in range(2):
        sent = world.browser("gun").post(world.url("larm", alarm, "granska"), {"granskning": mine})
        assert sent.status_code == 303
    assert world.rows("select review_id from review_alarm") == [(mine,)]


def test_signals_do_not_go_into_a_review_that_is_not_there_for_her(world: World) -> None:
    entry = world.log("ida")
    review, signal = sample(world), new_id()
    world.rows("update review set person_id = %s where id = %s returning 1",
               world.people["per"], review)  # fmt: skip
    world.rows(
        "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
        "person_name, action, object_id, residents, rule, count, found_at) select %s, region_id, "
        "unit_id, id, at, person_id, person_name, action, object_id, 1, 'own', 1, at "
        "from audit_entry where id = %s returning 1",
        signal,
        entry,
    )
    sent = world.browser("per").post(
        world.url("signaler"), {"granskning": review, "signaler": signal}
    )
    assert sent.status_code == 404
    assert world.rows("select review_id from review_signal") == [(None,)]


def test_a_question_is_about_one_thing(world: World) -> None:
    world.log("ida")
    world.log("rut")
    review, gun, one = sample(world), world.browser("gun"), new_id()
    sent = [
        gun.post(world.url(review, place, "fraga"), {"fraga": one, "text": "Varför?"}).status_code
        for place in (1, 1, 2)
    ]
    assert sent == [303, 303, 404]
    assert world.rows("select count(*) from review_question") == [(1,)]


def test_the_region_is_told_of_each_review_by_itself(world: World) -> None:
    world.log("ida")
    gun, one = world.browser("gun"), new_id()
    reviews = [sample(world), sample(world, seed="al")]
    for review in reviews:
        mark(world, review, 1, "breach")
    sent = [
        gun.post(world.url(review, "region"), {"nyckel": one, "note": "Ring"}).status_code
        for review in (reviews[0], reviews[0], reviews[1])
    ]
    assert sent == [303, 303, 404]
    assert world.rows("select review_id from review_escalation") == [(reviews[0],)]


def test_a_version_that_never_was_passes_nothing_by(world: World) -> None:
    world.log("ida")
    review = sample(world)
    mark(world, review, 1, "breach", "per")
    late = world.browser("gun").post(
        world.url(review, 1, "bedom"), {"mark": "ok", "version": "99", "comment": "Mitt"}
    )
    assert late.status_code == 409
    assert "Mitt" in late.content.decode()
    assert world.rows("select mark from review_item") == [("breach",)]


def test_a_hidden_character_in_an_address_is_no_fault(world: World) -> None:
    assert world.browser("gun").get(world.url("signaler"), {"regel": "a\0b"}).status_code == 200


def test_a_long_reason_is_kept_whole(world: World) -> None:
    long = "ord " * 600
    sent = world.browser("gun").post(
        world.url("sok"), {"from_on": "2026-11-01", "to_on": "2026-11-02", "reason": long}
    )
    assert sent.status_code == 422
    assert long.strip() in sent.content.decode()
