"""A unit closes: told ahead, frozen, blocked by an open case, and nothing points to it after."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.cases_made import case
from tests.closing.place import TODAY, Place, text
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.closing.actions.ending import call_off
from vardpost.closing.queries import left_at
from vardpost.closing.states import MOVES, Event, State, move, open_events
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, Moved, WrongState


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def test_the_table() -> None:
    assert open_events(State.NONE) == [Event.ANNOUNCE]
    assert open_events(State.CLOSED) == []
    for state in State:
        for event in Event:
            if (state, event) not in MOVES:
                with pytest.raises(WrongState):
                    move(state, event)


def test_residents_are_told_and_send_nothing_more(place: Place) -> None:
    place.announce()
    page = text(place.resident().get(f"/mottagningar/{place.world.unit.slug}"))
    assert "Mottagningen läggs ned" in page
    assert "Almens vårdcentral" in page
    assert not faults(page)
    with pytest.raises(WrongState, match="no new cases now"):
        place.world.submit()


def test_new_cases_stay_stopped_until_it_closes_whatever_the_unit_does(place: Place) -> None:
    place.announce(closes_on=TODAY + timedelta(days=366))
    assert place.one("select count(*) from unit_closing") == 0
    with as_owner():
        db.execute(
            "update unit_ending set freezes_on = freezes_on - 360, closes_on = closes_on - 360"
        )
    page = text(place.resident().get(f"/mottagningar/{place.world.unit.slug}"))
    assert "Tar inte emot nya ärenden" in page
    assert "till och med" not in page
    with pytest.raises(WrongState, match="no new cases now"):
        place.world.submit()
    place.actor()
    call_off(actor=place.actor(), unit_id=place.world.unit.id, version=1)
    assert (
        place.one("select state from care_case where id = %s", place.world.submit()) == "submitted"
    )


def test_the_unit_is_told_of_it_among_its_days(place: Place) -> None:
    place.announce()
    place.world.as_("admin")
    client = Client()
    client.cookies["session"] = place.world.tokens["admin"]
    page = client.get(f"/m/{place.world.unit.slug}/admin/stangt")
    assert "Mottagningen läggs ned" in text(page)
    assert not faults(text(page))


def test_it_is_blocked_while_a_case_is_open_and_before_its_day(place: Place) -> None:
    case = place.world.submit()
    place.announce()
    with pytest.raises(BadInput):
        place.close()
    place.day_comes()
    with pytest.raises(BadInput):
        place.close()
    place.actor()
    assert db.fetch_one("select unit_close(%s, null, '')", [place.world.unit.id]) == (False,)
    answer = place.browser().post(f"{place.base}/avsluta", {"version": "1"})
    assert "Det finns öppna ärenden" in text(answer)
    assert "färre än fem" in text(answer)
    assert place.one("select live from care_unit where id = %s", place.world.unit.id) is True
    assert place.one("select state from care_case where id = %s", case) == "submitted"


def test_the_office_counts_who_is_asked_about_a_move(place: Place) -> None:
    with as_owner():
        case(place.world.unit, place.world.people["resident"], move_unit_id=place.next.id)
    place.actor()
    assert left_at(place.world.unit.id)["moving"] == 1
    assert "Invånaren är tillfrågad om flytt" in text(place.browser().get(place.base))


def test_the_old_address_leads_to_the_unit_that_took_over(place: Place) -> None:
    place.announce()
    place.day_comes()
    place.close()
    for client, path in (
        (place.resident(), f"/mottagningar/{place.world.unit.slug}"),
        (Client(), f"/katalog/{place.world.unit.slug}"),
    ):
        answer = client.get(path)
        page = text(answer)
        assert answer.status_code == 410
        assert "Flyttad till" in page
        assert f"/{place.next.slug}" in page
        assert not faults(page)
    assert place.world.unit.slug not in text(Client().get("/katalog.json"))
    place.actor()
    assert db.fetch_one("select unit_open(%s)", [place.world.unit.id]) == (False,)
    page = text(place.browser().get(place.base))
    assert "Mottagningen avslutades" in page
    with pytest.raises(WrongState):
        call_off(actor=place.actor(), unit_id=place.world.unit.id, version=2)


def test_it_can_be_called_off_and_announced_again(place: Place) -> None:
    place.announce()
    call_off(actor=place.actor(), unit_id=place.world.unit.id, version=1)
    assert place.one("select count(*) from unit_closing") == 0
    place.world.submit()
    place.announce(version=2)
    with as_owner():
        rows = db.fetch_all(
            "select detail->'new'->>'state' from audit_entry where action = %s order by id",
            [AuditEvent.UNIT_ENDING_CHANGED.value],
        )
    assert [row[0] for row in rows] == ["announced", "called_off", "announced"]


def test_twice_is_once_and_the_second_office_is_told(place: Place) -> None:
    place.announce()
    place.announce()
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    place.tokens["here"] = made.sign_in(other, "staff")
    with pytest.raises(Moved):
        place.announce(freezes_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_on": TODAY + timedelta(days=20)},
        {"closes_on": TODAY + timedelta(days=999)},
        {"freezes_on": TODAY - timedelta(days=1)},
        {"freezes_on": TODAY + timedelta(days=30)},
        {"to_unit": UUID(int=1)},
    ],
)
def test_days_and_units_that_cannot_be_are_refused(place: Place, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        place.announce(**wrong)
    assert place.one("select count(*) from unit_ending") == 0


def test_nobody_else_closes(place: Place) -> None:
    with pytest.raises(Denied):
        place.announce(who="there")
    assert place.browser("there").get(place.base).status_code == 404
    place.announce()
    place.day_comes()
    with pytest.raises(Denied):
        place.close(who="there")
    for who in ("there", "admin"):
        place.world.as_("admin") if who == "admin" else place.actor(who)
        sql = "select unit_close(%s, null, '')"
        assert db.fetch_one(sql, [place.world.unit.id]) == (None,)
        assert left_at(place.world.unit.id) == {}
    place.actor()
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute("update unit_ending set state = 'closed'")


def test_the_pages(place: Place) -> None:
    office = place.browser()
    page = text(office.get(place.base))
    assert "Det här är öppet" in page
    assert not faults(page)
    form = {
        "freezes_on": str(TODAY), "closes_on": "snart", "to_unit": str(place.next.id),
        "version": "0",
    }  # fmt: skip
    answer = office.post(place.base, form)
    assert answer.status_code == 422
    assert not faults(text(answer))
    form["closes_on"] = str(TODAY + timedelta(days=22))
    assert office.post(place.base, form).status_code == 303
    page = text(office.get(place.base))
    assert "Inga nya ärenden tas emot" in page
    assert not faults(page)
    assert "tidigast den dag" in text(office.post(f"{place.base}/avsluta", {"version": "1"}))
    assert office.post(f"{place.base}/avbryt", {"version": "1"}).status_code == 303


def test_a_resident_reads_in_her_case_that_the_unit_closes(place: Place) -> None:
    case_id = place.world.submit()
    page = f"/mina/arenden/{case_id}"
    assert "läggs ned" not in text(place.resident().get(page))
    place.announce()
    told = text(place.resident().get(page))
    assert not faults(told)
    assert "Den besvarar eller avslutar ditt ärende innan dess." in told
    assert f'href="/mottagningar/{place.next.slug}"' in told
    with as_owner():
        db.execute(
            "update care_case set state = 'withdrawn', finished_at = now() where id = %s",
            [case_id],
        )
    assert "innan dess" not in text(place.resident().get(page))
    place.day_comes()
    place.close()
    assert "Mottagningen är nedlagd.</strong> Ditt ärende finns kvar här." in text(
        place.resident().get(page)
    )


def test_the_office_sees_where_the_open_cases_stand_and_why_they_stay(place: Place) -> None:
    place.actor()
    assert left_at(place.world.unit.id)["cases"] == 0
    place.world.submit()
    with as_owner():
        for state, who in (("assigned", "responder"), ("awaiting_resident", "responder")):
            case(
                place.world.unit, place.world.people["resident"], state,
                place.world.people[who], resident_protected=state == "assigned",
            )  # fmt: skip
    place.actor()
    left = left_at(place.world.unit.id)
    names = ("cases", "ungiven", "given", "asked", "shielded")
    assert [left[name] for name in names] == [3, 1, 1, 1, 1]
    page = text(place.browser().get(place.base))
    assert "Ett öppet ärende flyttas bara när invånaren säger ja." in page
    assert page.count("färre än fem") >= 5
    assert not faults(page)


def test_the_second_office_is_told_on_the_page_and_keeps_what_was_typed(place: Place) -> None:
    place.announce()
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    client = Client()
    client.cookies["session"] = made.sign_in(other, "staff")
    day = (TODAY + timedelta(days=33)).isoformat()
    typed = {"version": "0", "freezes_on": day, "closes_on": day, "to_unit": ""}
    answer: Any = client.post(place.base, typed)
    assert answer.status_code == 409
    page = text(answer)
    assert page.count(f'value="{day}"') == 2
    assert (TODAY + timedelta(days=21)).isoformat() not in page  # told in words
    assert "Rita here" in page
    assert not faults(page)
    assert client.post(f"{place.base}/avbryt", {"version": "0"}).status_code == 409
    assert place.one("select state from unit_ending") == "announced"


@pytest.mark.parametrize("path", ["", "/avbryt", "/avsluta"])
def test_another_region_finds_nothing_under_any_address(place: Place, path: str) -> None:
    place.announce()
    for region in (made.REGION, "12"):
        address = f"/r/{region}/enheter/{place.world.unit.slug}/avveckla{path}"
        assert place.browser("there").post(address, {"version": "1"}).status_code == 404
    assert place.browser("here").post(
        f"/r/12/enheter/{place.world.unit.slug}/avveckla{path}", {"version": "1"}
    ).status_code == 404  # fmt: skip
    assert place.one("select state from unit_ending") == "announced"
