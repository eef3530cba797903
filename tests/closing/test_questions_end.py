"""A unit closes: cases elsewhere whose resident was asked about a move to it are told of, each."""

from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.test_two_at_once import at_once
from tests.closing.place import Place
from tests.database import as_owner
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import move
from vardpost.closing.actions.ending import close_unit
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, WrongState


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def _asked(place: Place) -> UUID:
    """A case at the neighbour, whose receiver has asked about a move to the unit that closes."""
    with as_owner():
        made.staff(place.next, "case_receiver", email="nora@exempel.se", name="Nora Nilsson")
        return cases_made.case(
            place.next, place.world.people["resident"],
            move_unit_id=place.world.unit.id, move_name="Vårdcentralen Eken",
        )  # fmt: skip


def _due(place: Place) -> UUID:
    case_id = _asked(place)
    place.announce()
    place.day_comes()
    return case_id


def test_the_case_stays_with_a_line_a_row_and_a_notice(place: Place) -> None:
    case_id = _due(place)
    place.close()
    with as_owner():
        assert cases_made.row(case_id, "move_unit_id", "version", "unread") == (None, 2, True)
        ((event, before, to, version, role),) = cases_made.history(case_id)
        assert (event, before, to, version, role) == (
            "unask_to_move", "submitted", "submitted", 2, "system",
        )  # fmt: skip
        told = db.fetch_all(
            "select actor_name, reason from case_history where case_id = %s", [case_id]
        )
        assert told == [("Rita here", "Vårdcentralen Eken")]
        ((written, *_rest),) = cases_made.audit(case_id)
        assert written == AuditEvent.CASE_MOVE_UNASKED
        rows = db.fetch_all(
            "select unit_id, actor_kind, detail ->> 'to', detail ->> 'requested_by' is not null "
            "from audit_entry where object_id = %s", [str(case_id)],
        )  # fmt: skip
        assert rows == [(place.next.id, "system", str(place.world.unit.id), True)]
        notices = db.fetch_all("select template from notice where template <> 'waiting'")
        assert notices == [("new_case",)]


def test_what_the_system_did_stands_beside_what_the_office_did(place: Place) -> None:
    _due(place)
    place.close()
    event = AuditEvent.UNIT_ENDING_CHANGED
    sql = (
        "select actor_kind, detail -> 'new' -> 'ended' ->> 'asked_here' from audit_entry "
        "where action = %s order by id desc limit 1"
    )
    with as_owner():
        assert db.fetch_one(sql, [event]) == ("staff", "1")


def test_one_that_cannot_close_ends_no_question(place: Place) -> None:
    case_id = _due(place)
    with as_owner():
        cases_made.case(place.world.unit, place.world.people["resident"])
    with pytest.raises(BadInput):
        place.close()
    with as_owner():
        assert cases_made.row(case_id, "move_unit_id", "version") == (place.world.unit.id, 1)
        assert cases_made.history(case_id) == []


def test_who_was_drawn_before_it_closed_is_told_that_nothing_is_asked(place: Place) -> None:
    case_id = _due(place)
    place.close()
    actor = place.world.as_("resident")
    with pytest.raises(WrongState):
        move.decline_move(actor=actor, case_id=case_id, version=2)


def test_the_question_is_found_by_its_index(place: Place) -> None:
    with as_owner():
        db.execute("set local enable_seqscan = off")
        plan = db.fetch_all(
            "explain select c.id from care_case c where c.move_unit_id = %s order by c.id",
            [place.world.unit.id],
        )
    assert "i_case_asked_about" in " ".join(line for (line,) in plan)


@pytest.mark.django_db(transaction=True)
def test_a_no_in_the_moment_the_unit_closes_ends_it_once() -> None:
    with transaction.atomic():
        place = Place()
        case_id = _due(place)
        resident = made.sign_in(place.world.people["resident"], "resident")
    unit_id = place.world.unit.id

    def close(actor: Actor) -> None:
        close_unit(actor=actor, unit_id=unit_id, version=1)

    def say_no(actor: Actor) -> None:
        move.decline_move(actor=actor, case_id=case_id, version=1)

    closed, answered = at_once((place.tokens["here"], "", close), (resident, "", say_no))
    assert closed == "done"
    assert answered in {"done", "Stale"}
    with transaction.atomic(), as_owner():
        event = "decline_move" if answered == "done" else "unask_to_move"
        assert [row[0] for row in cases_made.history(case_id)] == [event]
        assert len(cases_made.audit(case_id)) == 1
