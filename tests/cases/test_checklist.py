"""The checklist of a case and the journal mark: ticked, taken back, demanded, kept in history."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from tests.cases.demanding import demanding
from tests.cases.staff_http import Answer, browser, case, location, text, world
from tests.cases.test_staff_pages import statements
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions import answer, checklist, close, read
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.marks import JOURNAL
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db

TYPED = "Hej Karin! Provet var bra."


@pytest.fixture
def place() -> World:
    return world()


def wanting(place: World, state: str = "in_progress", who: str = "responder", **more: Any) -> UUID:
    return case(place, state, who, type_version_id=demanding(place, **more))


def marks(case_id: UUID) -> dict[str, tuple[bool, int, str]]:
    """Return what is ticked, past row security: done, turn, by whom."""
    with as_owner():
        rows = db.fetch_all(
            "select key, done, turn, by_name from case_mark where case_id = %s", [case_id]
        )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def history(case_id: UUID) -> list[tuple[Any, ...]]:
    with as_owner():
        return db.fetch_all(
            "select event, reason, actor_name, version from case_history where case_id = %s "
            "order by at, id",
            [case_id],
        )


def audited(place: World, action: str) -> int:
    return place.count("audit_entry", f"action = 'cases:case:{action}' and outcome = 'ok'")


def test_a_point_is_ticked_once_and_taken_back_with_who_and_when(place: World) -> None:
    one = wanting(place)
    actor = place.as_("responder")
    known: dict[str, Any] = {"actor": actor, "case_id": one, "version": 1, "key": "medicines"}
    checklist.check_point(**known, turn=0)
    with pytest.raises(AlreadyDone):
        checklist.check_point(**known, turn=0)
    assert marks(one) == {"medicines": (True, 1, "Anders Lind")}
    checklist.uncheck_point(**known, turn=1)
    with pytest.raises(AlreadyDone):
        checklist.uncheck_point(**known, turn=1)
    checklist.check_point(**known, turn=2)
    assert marks(one) == {"medicines": (True, 3, "Anders Lind")}
    assert history(one) == [
        ("check_point", "medicines", "Anders Lind", 1),
        ("uncheck_point", "medicines", "Anders Lind", 1),
        ("check_point", "medicines", "Anders Lind", 1),
    ]
    assert (audited(place, "check-point"), audited(place, "uncheck-point")) == (2, 1)
    assert place.row(one)["version"] == 1


def test_a_press_drawn_before_others_turned_the_point_changes_nothing(place: World) -> None:
    one = wanting(place)
    actor = place.as_("responder")
    known: dict[str, Any] = {"actor": actor, "case_id": one, "version": 1, "key": "booked"}
    checklist.check_point(**known, turn=0)
    checklist.uncheck_point(**known, turn=1)
    with pytest.raises(WrongState, match="turn 2"):
        checklist.check_point(**known, turn=7)
    with pytest.raises(AlreadyDone):  # already as wanted, by whoever
        checklist.uncheck_point(**known, turn=9)
    with pytest.raises(Stale):
        checklist.check_point(**(known | {"version": 3}), turn=2)
    assert marks(one) == {"booked": (False, 2, "Anders Lind")}


def test_only_the_points_of_the_cases_own_form(place: World) -> None:
    bare, listed = wanting(place, journal=False), wanting(place)
    actor = place.as_("responder")
    for key in ("unknown", JOURNAL):
        for one in (bare, listed):
            with pytest.raises(NotFound):
                checklist.check_point(actor=actor, case_id=one, version=1, key=key, turn=0)
    with pytest.raises(NotFound):
        checklist.mark_journalled(actor=actor, case_id=bare, version=1, turn=0)
    checklist.mark_journalled(actor=actor, case_id=listed, version=1, turn=0)
    assert (marks(bare), list(marks(listed))) == ({}, [JOURNAL])


@pytest.mark.parametrize("who", ["receiver", "colleague", "admin", "resident"])
def test_others_than_the_responder_tick_nothing(place: World, who: str) -> None:
    one = wanting(place)
    actor = place.as_(who)
    for verb, more in ((checklist.check_point, {"key": "booked"}), (checklist.mark_journalled, {})):
        with pytest.raises((Denied, NotFound, WrongState)), transaction.atomic():
            verb(actor=actor, case_id=one, version=1, turn=0, **more)
    assert marks(one) == {}


@pytest.mark.parametrize("state", ["submitted", "closed", "withdrawn", "closed_no_answer"])
def test_a_case_that_nobody_answers_is_not_ticked(place: World, state: str) -> None:
    one = wanting(place, state, "" if state == "submitted" else "responder")
    with pytest.raises((NotFound, WrongState)), transaction.atomic():
        checklist.check_point(
            actor=place.as_("responder"), case_id=one, version=1, key="booked", turn=0
        )


def test_everybody_of_the_unit_sees_it_and_no_resident(place: World) -> None:
    one = wanting(place)
    checklist.check_point(
        actor=place.as_("responder"), case_id=one, version=1, key="booked", turn=0
    )
    for who in ("receiver", "responder"):
        assert read.open_case(actor=place.as_(who), case_id=one).marks["booked"].done
        page = text(browser(place, who).get("alla", one))
        assert "Tid är bokad" in page
        assert re.search(r"Anders Lind i dag kl\.? ?\d|Anders Lind \S* ?\d\d\.\d\d", page)
    shown = browser(place, "receiver").get("alla", one).content.decode()
    assert 'name="punkt"' not in shown
    assert "inte klart" in shown
    assert read.open_case(actor=place.as_("resident"), case_id=one).marks == {}
    resident = browser(place, "resident").client.get(f"/mina/arenden/{one}")
    assert resident.status_code == 200
    assert "Tid är bokad" not in text(resident)


def test_the_database_lets_no_resident_tick(place: World) -> None:
    one = wanting(place)
    place.as_("resident")
    with pytest.raises(ProgrammingError), transaction.atomic():
        db.execute(
            "insert into case_mark (id, case_id, key, done, turn, at, by_id, by_name) "
            "values (%s, %s, 'booked', true, 1, now(), %s, 'X')",
            [new_id(), one, place.people["resident"]],
        )


# The page.


def press(page: str, label: str) -> tuple[str, str]:
    """Return the address and the value of the button of a point."""
    found = re.search(
        rf'<button[^>]*formaction="([^"]+)"[^>]*value="([^"]+)"[^>]*>(?:<span.*?</span>){label}<',
        page,
    )
    assert found, label
    return found[1], found[2]


def ticked(place: World, one: UUID, label: str, **typed: str) -> Answer:
    """Press the button of a point as a browser does: the composer comes along."""
    actor = browser(place, "responder")
    address, value = press(actor.get("mina", one).content.decode(), label)
    drawn = {"version": str(place.row(one)["version"])}
    return actor.client.post(address, {**drawn, "punkt": value, **typed})


def test_a_press_comes_back_to_the_point_and_keeps_what_was_typed(place: World) -> None:
    one = wanting(place)
    writing = {"kind": "final_answer", "text": TYPED}
    to = location(ticked(place, one, "Tid är bokad", **writing))
    assert to.endswith("?punkt=booked#punkt-booked")
    page = browser(place, "responder").client.get(to).content.decode()
    assert faults(page) == []
    assert TYPED in page
    assert re.search(r'id="punkt-booked"[^>]*aria-pressed="true"[^>]*data-focus', page)
    assert "1 av 3" in text(browser(place, "responder").get("mina", one))
    location(ticked(place, one, "Tid är bokad", **writing))
    assert marks(one)["booked"][:2] == (False, 2)


def test_a_strange_press_is_no_error_of_ours(place: World) -> None:
    one = wanting(place)
    actor = browser(place, "responder")
    for value in (
        "",
        "x",
        "1",
        "1-1",
        "-1-booked",
        "9" * 40,
        "0-1-" + "k" * 300,
        "0-2-booked",
        "0-1-unknown",
    ):
        for verb in ("bocka", "journalfor"):
            answered = actor.post("mina", one, verb, punkt=value, text=TYPED, kind="final_answer")
            assert answered.status_code == 404, value
            assert TYPED in answered.content.decode()
    assert marks(one) == {}


def test_a_press_against_an_older_case_shows_what_is_new_and_keeps_the_text(place: World) -> None:
    one = wanting(place)
    receiver = place.as_("receiver")
    answer.send_partial_answer(actor=receiver, case_id=one, version=1, body="Strax")
    refused = browser(place, "responder").post(
        "mina", one, "bocka", punkt="0-1-booked", kind="final_answer", text=TYPED
    )
    assert refused.status_code == 409
    page = text(refused)
    assert TYPED in page
    assert "Rut Ek svarade" in page
    assert marks(one) == {}


# The journal mark.


def send(place: World, one: UUID, **more: str) -> Answer:
    fields = {"kind": "final_answer", "text": TYPED, "version": str(place.row(one)["version"])}
    return browser(place, "responder").post("mina", one, "svara", **(fields | more))


def test_an_answer_that_is_not_journalled_is_refused_with_everything_kept(place: World) -> None:
    one = wanting(place)
    refused = send(place, one)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert faults(page) == []
    assert 'href="#f-journalfort"' in page
    assert "Markera att svaret är journalfört" in page
    assert TYPED in page
    assert place.row(one)["state"] == "in_progress"
    assert place.count("case_message", "kind = 'final_answer'") == 0
    for kind in ("partial_answer", "counter_question"):
        drawn = str(place.row(one)["version"])
        fields = {"kind": kind, "text": TYPED, "version": drawn}
        location(browser(place, "responder").post("mina", one, "svara", **fields))


def test_everything_that_is_missing_is_told_at_once(place: World) -> None:
    one = wanting(place)
    page = send(place, one, text="").content.decode()
    assert 'href="#f-text"' in page
    assert 'href="#f-journalfort"' in page


def test_the_mark_may_ride_on_the_answer(place: World) -> None:
    one = wanting(place)
    for _again in range(2):
        location(send(place, one, journalfort="1", version="1"))
    assert marks(one) == {JOURNAL: (True, 1, "Anders Lind")}
    assert sorted(row[0] for row in history(one)) == ["final_answer", "mark_journalled"]
    assert (audited(place, "answer"), audited(place, "mark-journalled")) == (1, 1)


def test_the_mark_may_come_before_the_answer_and_be_taken_back(place: World) -> None:
    one = wanting(place)
    location(ticked(place, one, "Journalfört"))
    page = browser(place, "responder").get("mina", one)
    assert 'name="journalfort"' not in page.content.decode()
    assert "Journalförd av Anders Lind" in text(page)
    assert "markerade som journalfört" in text(page)
    location(ticked(place, one, "Journalfört"))
    assert send(place, one).status_code == 422
    location(ticked(place, one, "Journalfört"))
    location(send(place, one))
    assert marks(one)[JOURNAL] == (True, 3, "Anders Lind")


def test_a_case_that_comes_back_is_journalled_anew(place: World) -> None:
    one = wanting(place)
    location(send(place, one, journalfort="1"))
    resident = place.as_("resident")
    answer.follow_up(actor=resident, case_id=one, version=2, body="En sak till", offered=True)
    assert not read.open_case(actor=place.as_("responder"), case_id=one).marks[JOURNAL].done
    assert send(place, one).status_code == 422
    location(ticked(place, one, "Journalfört"))
    location(send(place, one))
    assert marks(one)[JOURNAL][:2] == (True, 2)
    responder = place.as_("responder")
    close.close(actor=responder, case_id=one, version=4)
    close.reopen(actor=responder, case_id=one, version=5, reason="more")
    assert send(place, one).status_code == 422


def test_a_type_that_does_not_demand_it_asks_nothing(place: World) -> None:
    one = case(place, "in_progress", "responder")
    page = browser(place, "responder").get("mina", one).content.decode()
    assert "journalfort" not in page
    assert 'id="checklista"' not in page
    location(send(place, one))


@pytest.mark.parametrize(("reason", "demanded"), [("phone", True), ("duplicate", False)])
@pytest.mark.parametrize("who", ["receiver", "responder"])
def test_closing_after_care_demands_it_too(
    place: World, who: str, reason: str, demanded: bool
) -> None:
    one = wanting(place)
    actor = browser(place, who)
    assert 'name="journalfort"' in actor.get("alla", one, "avsluta-utan-svar").content.decode()
    fields = {"reason": reason, "text": TYPED}
    first = actor.post("alla", one, "avsluta-utan-svar", **fields)
    if demanded:
        assert first.status_code == 422
        assert faults(first.content.decode()) == []
        assert TYPED in first.content.decode()
        assert 'href="#f-journalfort"' in first.content.decode()
        first = actor.post("alla", one, "avsluta-utan-svar", **fields, journalfort="1")
    location(first)
    assert place.row(one)["state"] == "closed_no_answer"
    assert bool(marks(one)) is demanded


def test_the_verbs_know_the_rule_without_any_page(place: World) -> None:
    one = wanting(place)
    actor = place.as_("responder")
    with pytest.raises(BadInput):
        answer.send_final_answer(actor=actor, case_id=one, version=1, body="Så", answers={})
    with pytest.raises(BadInput):
        close.close_without_answer(
            actor=actor, case_id=one, version=1, reason="visit", body="Vi sågs"
        )
    assert history(one) == []


def test_the_page_costs_no_statement_more(place: World) -> None:
    bare, listed = case(place, "in_progress", "responder"), wanting(place)
    actor = browser(place, "responder")
    for one in (bare, listed):
        actor.get("mina", one)
    with statements(99) as before:
        actor.get("mina", bare)
    with statements(len(before)):
        actor.get("mina", listed)


def test_the_whole_page_in_english(place: World) -> None:
    one = wanting(place)
    actor = browser(place, "responder")
    actor.client.cookies["lang"] = "en"
    location(ticked(place, one, "Tid är bokad"))
    page = actor.get("mina", one).content.decode()
    assert faults(page) == []
    seen = re.sub(r"<[^>]+>", " ", page)
    assert "A time is booked" in seen
    assert "ticked off the checklist" in seen
    assert "bockade" not in seen
