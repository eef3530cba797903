"""The staff's pages as each person sees them, and what drawing them costs."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import Browser, browser, case, location, text, world
from tests.cases.world import World
from tests.database import as_owner
from vardpost.cases.actions.submit import preview
from vardpost.casetypes.national import FOLDER, read_national
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> World:
    return world()


@contextmanager
def statements(most: int) -> Iterator[CaptureQueriesContext]:
    """Count statements, transaction control aside."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    asked = [one["sql"] for one in captured.captured_queries]
    asked = [sql for sql in asked if not re.match(r"\s*(SAVEPOINT|RELEASE|ROLLBACK)", sql)]
    assert len(asked) <= most, "\n".join(sql[:120] for sql in asked)


def many(place: World, count: int, who: str = "responder") -> None:
    now = clock.now()
    for number in range(count):
        case(
            place,
            "in_progress",
            who,
            resident_name=f"Person {number:03}",
            first_due=now + timedelta(minutes=number),
        )


def test_the_inbox_shows_name_age_time_and_what_is_unread(
    place: World, stopped: Callable[[datetime], None]
) -> None:
    stopped(datetime(2026, 11, 23, 10, 0, tzinfo=clock.STOCKHOLM))  # a Monday
    case(place, resident_name="Karin Berg", preview="Undrar om provsvar.")
    page = text(browser(place, "receiver").get("att-fordela"))
    assert "Oläst: Karin Berg 46 år" in page
    assert "2 dagar kvar" in page
    assert "Undrar om provsvar." in page
    stopped(datetime(2026, 11, 27, 10, 0, tzinfo=clock.STOCKHOLM))  # the Friday
    place.tokens.clear()  # the session has ended
    assert "Försenat 2 dagar" in text(browser(place, "receiver").get("att-fordela"))


def test_a_row_tells_what_the_case_is_about_whatever_the_form() -> None:
    drugs = [{"name": "Alvedon"}, {"name": "Furix"}]
    for key, values, words in (
        ("renew_prescription", {"medicines": drugs, "days_left": 3}, "Alvedon, Furix"),
        ("cancel_rebook", {"what": "cancel", "with": "läkaren"}, "Avboka tiden · läkaren"),
        ("send_message", {"subject": "Prov", "text": "Har provet kommit än, tro?"}, "Har provet"),
    ):
        assert preview(read_national(FOLDER, key), values).startswith(words)


def test_protected_identity_hides_name_and_words_in_the_list(place: World) -> None:
    hidden = case(place, resident_name="Hemlig Person", resident_protected=True, preview="Hemligt")
    receiver = browser(place, "receiver")
    page = receiver.get("att-fordela").content.decode()
    assert "Hemlig" not in page
    assert "Skyddade uppgifter" in page
    assert "Visas när du öppnar ärendet." in page
    for verb in ("", "fordela"):
        page = receiver.get("att-fordela", hidden, verb).content.decode()
        assert "Hemlig Person" in page
        assert "Hemlig" not in page.partition("</title>")[0], "tabs and prints show the title"
    assert place.count("audit_entry", "(detail->>'protected')::boolean") == 2


def test_a_childs_case_names_the_guardian(place: World) -> None:
    made = case(
        place, resident_name="Elsa Wik", capacity="guardian", sent_by_name="Per Wik",
        resident_birth=clock.now().date() - timedelta(days=7 * 366),
    )  # fmt: skip
    receiver = browser(place, "receiver")
    assert "7 år, via ombud" in text(receiver.get("att-fordela"))
    assert "Skickat av Per Wik, vårdnadshavare" in text(receiver.get("att-fordela", made))


def test_first_page_leads_to_the_first_queue_the_person_has(place: World) -> None:
    for who, queue in (("receiver", "att-fordela"), ("both", "att-fordela"), ("responder", "mina")):
        answer = browser(place, who).client.get(f"/m/{place.unit.slug}")
        assert location(answer).endswith(f"/inkorg/{queue}")


def test_a_responder_has_no_queue_of_what_is_unassigned(place: World) -> None:
    case(place)
    responder = browser(place, "responder")
    assert "inkorg/att-fordela" not in responder.get("mina").content.decode()
    refused = responder.get("att-fordela")
    assert refused.status_code == 403
    assert "Se mottagningens inkorg" in text(refused)
    assert "Eva Ros eller Gun Sten kan ge dig den." in text(refused)
    mine = browser(place, "receiver").get("mina")
    assert mine.status_code == 403
    assert "Ge slutsvar" in text(mine)
    assert responder.get("finns-inte").status_code == 404


def test_pages_of_fifty_follow_each_other_both_ways(place: World) -> None:
    many(place, 60)
    receiver = browser(place, "receiver")
    first = receiver.get("alla").content.decode()
    assert first.count('class="case') - first.count('class="cases') == 50
    assert "60" in text(receiver.get("alla"))
    onwards = re.search(r'rel="next" href="([^"]+)"', first)
    assert onwards
    second = receiver.client.get(onwards[1]).content.decode()
    assert "Person 059" in second
    assert "Person 049" not in second
    back = re.search(r'rel="prev" href="([^"]+)"', second)
    assert back
    again = receiver.client.get(back[1]).content.decode()
    assert "Person 000" in again
    assert "Person 049" in again
    assert "Person 050" not in again


@pytest.mark.parametrize("garbage", ["x", "1.2", "99999999999999999999.x", "1.\x00", "²."])
def test_a_broken_place_in_the_address_shows_the_first_page(place: World, garbage: str) -> None:
    case(place)
    receiver = browser(place, "receiver")
    answer = receiver.client.get(receiver.url("alla"), {"efter": garbage, "fore": garbage})
    assert answer.status_code == 200


def test_counts_are_exact_to_99(place: World) -> None:
    many(place, 101)
    rail = text(browser(place, "receiver").client.get(f"/m/{place.unit.slug}/inkorg/alla/antal"))
    assert "Alla öppna 99+" in rail


def test_the_inbox_costs_the_same_for_one_and_for_fifty(place: World) -> None:
    receiver = browser(place, "receiver")
    case(place)
    receiver.get("alla")
    with statements(3):
        receiver.get("alla")
    many(place, 49)
    with statements(3):
        receiver.get("alla")


@pytest.mark.parametrize("rows", [0, 49])
def test_an_open_case_costs_four_statements_the_first_time_too(place: World, rows: int) -> None:
    responder = browser(place, "responder")
    warm = case(place, "in_progress", "responder")
    responder.get("mina", warm)
    fresh = case(place, "assigned", "responder")
    many(place, rows)
    with statements(4):
        assert responder.get("mina", fresh).status_code == 200
    assert place.row(fresh)["state"] == "in_progress"
    with statements(4):
        responder.get("mina", fresh)


@pytest.mark.parametrize(
    "verb", ["fordela", "trad", "avsluta-utan-svar", "lamna-tillbaka", "omfordela"]
)
def test_other_pages_cost_six_at_most(place: World, verb: str) -> None:
    receiver = browser(place, "receiver")
    made = case(place) if verb == "fordela" else case(place, "in_progress", "responder")
    receiver.get("alla", made)
    with statements(6):
        assert receiver.get("alla", made, verb).status_code == 200


def test_pieces_for_the_live_update(place: World) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    assert 'data-case="' in responder.get("mina").content.decode()
    rows = responder.client.get(responder.url("mina") + "/lista").content.decode()
    assert f'data-case="{made}"' in rows
    thread = responder.client.get(responder.url("mina", made, "trad") + "?version=1")
    assert "Visa det nya" not in text(thread)
    before = place.count("audit_entry", "action = 'cases:case:read'")
    with as_owner():
        db.execute("update care_case set version = 2 where id = %s", [made])
        db.execute(
            "insert into case_history (id, case_id, key, at, version, event, from_state, to_state, "
            "actor_id, actor_name, actor_role, assignee_name, reason) values (gen_random_uuid(), "
            "%s, gen_random_uuid(), %s, 2, 'partial_answer', 'in_progress', 'in_progress', "
            "gen_random_uuid(), 'Rut Ek', 'case_receiver', '', '')",
            [made, clock.now()],
        )
    thread = responder.client.get(responder.url("mina", made, "trad") + "?version=1")
    assert "Rut Ek skickade delsvar. Visa det nya" in text(thread)
    assert place.count("audit_entry", "action = 'cases:case:read'") == before + 1


def test_the_composer_stands_outside_what_is_replaced(place: World) -> None:
    made = case(place, "in_progress", "responder")
    page = browser(place, "responder").get("mina", made).content.decode()
    inside = page[page.index('data-live="thread"') : page.index('<form class="composer')]
    assert "<textarea" not in inside


def test_buttons_are_what_the_server_would_accept(place: World) -> None:
    mine, new = case(place, "in_progress", "responder"), case(place)
    page = text(browser(place, "responder").get("mina", mine))
    assert all(word in page for word in ("Svar", "Delsvar", "Motfråga", "Omfördela"))
    assert "Lämna tillbaka" not in page
    page = browser(place, "receiver").get("att-fordela", new).content.decode().split("<dialog")[0]
    assert "Fördela" in page
    assert "Motfråga" not in page
    assert "Ta ärendet" not in page
    assert "Ta ärendet" in text(browser(place, "both").get("att-fordela", new))
    done = case(place, "closed", "responder")
    page = browser(place, "receiver").get("avslutade", done).content.decode()
    assert "/oppna-igen" in page
    assert '<form class="composer' not in page


def test_staff_without_cases_are_told_what_their_role_does(place: World) -> None:
    home = browser(place, "admin").client.get(f"/m/{place.unit.slug}")
    assert location(home) == f"/m/{place.unit.slug}/admin"
    office = text(browser(place, "nation").client.get("/jag"))
    assert "Nationell administratör" in office
    assert "Det får du inte" in office
    assert office.index("Regionernas inställningar") < office.index("Det får du")
    assert "Läsa fördelade ärenden" in office


def test_a_refusal_names_the_permission_and_who_can_give_it(place: World) -> None:
    answer = browser(place, "admin").get("alla")
    assert answer.status_code == 403
    assert "Läsa fördelade ärenden" in text(answer)
    assert "Eva Ros eller Gun Sten kan ge dig den." in text(answer)


def test_a_wrong_address_leaves_staff_among_their_own_places(place: World) -> None:
    answer = browser(place, "receiver").client.get(f"/m/{place.unit.slug}/inkorg/finns-inte")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert f'href="/m/{place.unit.slug}"' in page
    assert 'class="s-head"' in page
    assert "112" not in text(answer)


def test_settings_stand_where_staff_find_them_and_close_rows_are_remembered(place: World) -> None:
    receiver = browser(place, "receiver")
    assert 'href="/jag/installningar"' in receiver.get("alla").content.decode()
    page = receiver.client.get("/jag/installningar").content.decode()
    assert "data-keys-switch" in page
    assert 'class="s-head"' in page
    where = receiver.url("alla")
    for value, close in (("compact", True), ('ett"fel', True), ("comfortable", False)):
        answer = receiver.client.post("/tathet", {"density": value, "next": where})
        assert location(answer) == where
        page = receiver.get("alla").content.decode()
        assert ('data-density="compact"' in page) == close


def test_switching_unit_leads_to_ones_own_only(place: World) -> None:
    client = browser(place, "both").client
    answer = client.post("/jag/mottagning", {"mottagning": place.unit.slug})
    assert location(answer) == f"/m/{place.unit.slug}"
    assert client.post("/jag/mottagning", {"mottagning": "annan"}).status_code == 404


def test_an_empty_queue_names_the_next_useful_step(place: World) -> None:
    case(place)
    both: Browser = browser(place, "both")
    page = text(both.get("mina"))
    assert "Du har inga ärenden just nu. 1 väntar på att fördelas. Gå till Att fördela" in page
