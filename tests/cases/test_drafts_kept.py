"""What is being written, in the ledger and after it was sent: whole rows, and it stays sent."""

import pytest

from tests.cases.resident_world import browser as resident_browser
from tests.cases.resident_world import start, with_child
from tests.cases.staff_http import browser, case, world
from tests.cases.test_resident_case import asked, version
from tests.cases.world import World
from tests.database import as_owner
from vardpost.kernel import db

pytestmark = pytest.mark.django_db


def rows(action: str) -> list[tuple[object, ...]]:
    """Return (residents, unit, region, relation, acting as) of an act's rows, oldest first."""
    with as_owner():
        return db.fetch_all(
            "select resident_ids, unit_id, region_id, relation, acting_as from audit_entry "
            "where action = %s order by at, id",
            [action],
        )


def test_staff_drafts_leave_whole_rows_and_do_not_come_back() -> None:
    place = world()
    one = case(place, "in_progress", "responder")
    actor = browser(place, "responder")
    text = {"kind": "partial_answer", "text": "Vi har läst det."}
    assert actor.post("mina", one, "utkast", **text).status_code == 200
    concerned = ([place.people["resident"]], place.unit.id, "14", "assignee", "")
    assert rows("cases:draft:save") == [concerned]
    assert actor.post("mina", one, "svara", **text).status_code == 303
    late = actor.post("mina", one, "utkast", **text)
    assert late.status_code == 409, "a saving that was under way when the text was sent"
    assert place.count("case_draft") == 0
    assert actor.post("mina", one, "utkast", **text | {"version": "2"}).status_code == 200
    assert actor.post("mina", one, "utkast", kind="partial_answer", version="2").status_code == 200
    assert rows("cases:draft:delete") == [concerned]


def test_a_guardians_drafts_leave_whole_rows() -> None:
    place = with_child()
    client = resident_browser(place, "guardian")
    draft = start(client, place)
    child = place.people["elsa"]
    assert client.post(f"{draft}/vem", {"resident": str(child)}).status_code == 303
    assert client.get("/mina/utkast").status_code == 200
    assert client.get("/mina").status_code == 200
    assert client.post(f"{draft}/ta-bort").status_code == 303
    oneself = ([place.people["guardian"]], place.unit.id, "14", "self", "")
    about_child = ([child], place.unit.id, "14", "guardian", "guardian")
    assert rows("cases:draft:save") == [oneself, about_child]
    assert rows("cases:draft:list") == [about_child]
    assert rows("cases:draft:delete") == [about_child]
    assert rows("cases:case:list") == [([child], None, "", "guardian", "guardian")]


def test_a_reply_that_was_sent_does_not_come_back_as_a_draft() -> None:
    place: World = with_child()
    case_id = asked(place)
    client = resident_browser(place, "resident")
    fields = {"kind": "reply", "body": "Sedan i går.", "version": str(version(place, case_id))}
    assert client.post(f"/mina/arenden/{case_id}/spara", fields).status_code == 200
    assert client.post(f"/mina/arenden/{case_id}", fields | {"seen": "2"}).status_code == 303
    assert client.post(f"/mina/arenden/{case_id}/spara", fields).status_code == 409
    assert place.count("case_draft", "case_id is not null") == 0
