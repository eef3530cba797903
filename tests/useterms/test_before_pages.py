"""Before every page: who has not accepted the terms in force reads them, once a version."""

import json
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.markup import faults
from tests.people_made import REGION
from tests.useterms.nation import FIRST, SECOND, Nation, accepted, ledger
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import NotFound, Stale
from vardpost.kernel.ids import new_id
from vardpost.live.listen import has_terms_to_accept
from vardpost.useterms.actions.accept import accept_terms
from vardpost.useterms.values import Audience, Words
from vardpost.useterms.waiting import WAITS

pytestmark = pytest.mark.django_db

ACCEPT = "/anvandarvillkor/godkann"
PAGE = "/mina/aviseringar"


@pytest.fixture
def nation() -> Nation:
    return Nation()


def accept(client: Client, version: int, going: str = PAGE) -> str:
    """Press *Godkänn*; return where it leads."""
    return location(client.post(ACCEPT, {"version": str(version), "next": going}))


def test_with_none_published_nothing_is_asked(nation: Nation) -> None:
    for who in ("karin", "eva", "nora"):
        assert nation.actor(who).facts[WAITS] is None
    karin = nation.browser("karin")
    assert karin.get(PAGE).status_code == 200
    assert location(karin.get(f"{ACCEPT}?next={PAGE}")) == PAGE
    assert location(karin.get(ACCEPT)) == "/mina"
    assert location(karin.post(ACCEPT, {"version": "1"})) == "/mina"
    assert accepted(nation.people["karin"]) == []


def test_she_reads_accepts_and_goes_on_to_where_she_was_going(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    wanted = f"{PAGE}?a=1&b=2"
    led = location(karin.get(wanted))
    assert led == f"{ACCEPT}?next={quote(wanted)}"
    page = karin.get(led)
    assert page.status_code == 200
    assert faults(page.content.decode()) == []
    shown = text(page)
    assert "Lova detta." in shown
    assert "Avbryt och logga ut" in shown
    assert "Det här är nytt" not in shown
    assert 'value="/mina/aviseringar?a=1&amp;b=2"' in page.content.decode()
    assert accept(karin, 1, wanted) == wanted
    assert karin.get(wanted).status_code == 200
    assert accepted(nation.people["karin"]) == [("resident", 1)]
    ((who, outcome, said),) = ledger(AuditEvent.TERMS_OF_USE_ACCEPTED)
    assert (who, outcome) == ("Karin Berg", "ok")
    assert json.loads(said) | {"audience": "resident", "version": 1, "before": 0} == json.loads(
        said
    )
    assert "Du godkände den" in text(karin.get("/anvandarvillkor"))


@pytest.mark.parametrize(
    "going",
    ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", "a" * 3000],
)
def test_nobody_is_led_to_another_place(nation: Nation, going: str) -> None:
    nation.publish()
    assert accept(nation.browser("karin"), 1, going) == "/mina"


def test_before_that_nothing_else_is_reached(nation: Nation) -> None:
    nation.publish()
    nation.publish(FIRST, Audience.STAFF)
    for who, paths in {
        "karin": ("/mina", "/mina/arenden", PAGE, "/mottagningar", "/rollvillkor"),
        "eva": ("/jag", f"/m/{nation.unit.slug}", f"/m/{nation.unit.slug}/admin"),
        "nora": ("/jag", "/n/anvandarvillkor", "/n/larmord"),
    }.items():
        client = nation.browser(who)
        for path in paths:
            assert location(client.get(path)).startswith(f"{ACCEPT}?next="), (who, path)
            asked = client.get(path, headers={"X-Fragment": "1", "X-Live": "1"})
            assert asked.status_code == 403, (who, path)
            assert asked.headers["X-Refused"] == "terms_first"
        for path in ("/", "/hjalp", "/anvandarvillkor", "/kontakt", "/driftinformation"):
            assert client.get(path).status_code == 200, (who, path)
        assert client.post("/sprak", {"lang": "en", "next": ACCEPT}).status_code == 303
        assert client.get(ACCEPT).status_code == 200
        assert client.post("/logga-ut").status_code == 200
        assert location(client.get(paths[0])).startswith("/logga-in")
    assert accepted(nation.people["karin"]) == []


def test_what_a_page_writes_by_itself_is_told_why(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    answer = karin.post(PAGE, {"autosave": "1"}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == answer.headers["X-Refused"] == "terms_first"


def test_a_form_that_is_sent_is_not_lost(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    words = "Det här skrev jag innan villkoren kom, och det ska finnas kvar."
    answer = karin.post(PAGE, {"text": words}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert faults(page) == []
    assert words in page
    assert f'href="{ACCEPT}?next=' in page
    assert "Skicka igen" in page
    ((who, outcome, said),) = ledger(AuditEvent.REFUSED)
    assert (who, outcome) == ("Karin Berg", "refused")
    assert "terms_first" in said
    assert "innan villkoren" not in said


def test_a_new_version_is_put_once_with_what_is_new(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    accept(karin, 1)
    nation.publish(SECOND)
    third = Words(
        f"{SECOND.text_sv}\n\nSist.", f"{SECOND.text_en}\n\nLast.", "Ett slut.", "An end."
    )
    nation.publish(third)
    page = karin.get(ACCEPT)
    assert faults(page.content.decode()) == []
    shown = text(page)
    assert "Villkoren har ändrats sedan du godkände dem" in shown
    assert "Version 2 Du lovar mer. Version 3 Ett slut." in shown
    assert "Lova detta. Lova detta och mer." in shown
    karin.cookies["lang"] = "en"
    english = text(karin.get(ACCEPT))
    assert "Promise this and more." in english
    assert "An end." in english
    assert accept(karin, 3) == PAGE
    assert karin.get(PAGE).status_code == 200
    assert accepted(nation.people["karin"]) == [("resident", 1), ("resident", 3)]


def test_each_audience_has_its_own(nation: Nation) -> None:
    nation.publish(FIRST, Audience.STAFF)
    assert nation.browser("karin").get(PAGE).status_code == 200
    eva = nation.browser("eva")
    assert location(eva.get("/jag")).startswith(ACCEPT)
    assert accept(eva, 1, "/jag") == "/jag"
    assert accepted(nation.people["eva"]) == [("staff", 1)]
    assert nation.actor("eva").facts[WAITS] is None


def test_a_planned_version_is_asked_for_on_its_day(nation: Nation) -> None:
    nation.publish(day=clock.today() + timedelta(days=3))
    karin = nation.actor("karin")
    assert karin.facts[WAITS] is None
    with pytest.raises(NotFound):
        accept_terms(actor=karin, version=1, language="sv")
    assert db.fetch_one("select terms_of_use_waiting('resident', %s)", [karin.person_id]) == (None,)


def test_terms_that_came_while_one_read_are_read_first(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    nation.publish(SECOND)
    late = karin.post(ACCEPT, {"version": "1", "next": PAGE})
    assert late.status_code == 409
    assert "Villkoren ändrades medan du läste." in text(late)
    assert "Lova detta och mer." in text(late)
    assert accepted(nation.people["karin"]) == []
    for wrong in ("", "x", "7", "-1"):
        assert karin.post(ACCEPT, {"version": wrong}).status_code == 409
    with pytest.raises(Stale):
        accept_terms(actor=nation.actor("karin"), version=1, language="sv")


def test_pressed_twice_is_once(nation: Nation) -> None:
    nation.publish()
    karin = nation.browser("karin")
    assert accept(karin, 1) == PAGE
    assert accept(karin, 1) == PAGE
    accept_terms(actor=nation.actor("karin"), version=1, language="sv")
    assert accepted(nation.people["karin"]) == [("resident", 1)]
    assert len(ledger(AuditEvent.TERMS_OF_USE_ACCEPTED)) == 1


def test_nobody_accepts_for_another_or_as_what_one_is_not(nation: Nation) -> None:
    """The second lock: a verb that forgot whom it acts for writes nothing."""
    nation.publish()
    nation.publish(FIRST, Audience.STAFF)
    nation.publish(SECOND, day=clock.today() + timedelta(days=3))
    karin = nation.people["karin"]
    sql = (
        "insert into terms_of_use_acceptance (id, person_id, audience, version, terms_id, "
        "language, accepted_at) select %s, %s, t.audience, %s, t.id, 'sv', now() "
        "from terms_of_use t where t.audience = %s and t.version = %s"
    )
    nation.actor("karin")
    for person, number, audience, of in (
        (nation.people["eva"], 1, "resident", 1),  # for another
        (karin, 1, "staff", 1),  # as staff, which is not how she has signed in
        (karin, 2, "resident", 2),  # not in force yet
        (karin, 9, "resident", 1),  # a number that is none
    ):
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            db.execute(sql, [new_id(), person, number, audience, of])
    assert db.execute(sql, [new_id(), karin, 1, "resident", 1]) == 1
    for change in ("update {} set version = 2", "delete from {}"):
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(change.format("terms_of_use_acceptance"))
        with as_owner(), pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            db.execute(change.format("terms_of_use_acceptance"))
    nation.actor("eva")
    assert db.fetch_all("select 1 from terms_of_use_acceptance") == []


def test_a_job_accepts_nothing(nation: Nation) -> None:
    nation.publish()
    with pytest.raises(NotFound):
        accept_terms(actor=system_actor("test", REGION), version=1, language="sv")


def test_an_ordinary_page_asks_no_more_than_before(nation: Nation) -> None:
    """What waits comes with the session's own statement."""
    karin = nation.browser("karin")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert karin.get(PAGE).status_code == 200
        return len(caught)

    before = asked()
    nation.publish()
    accept(karin, 1)
    assert asked() == before


def test_no_stream_is_opened_before(nation: Nation) -> None:
    assert not has_terms_to_accept(nation.actor("karin"))
    nation.publish()
    assert has_terms_to_accept(nation.actor("karin"))
    accept_terms(actor=nation.actor("karin"), version=1, language="sv")
    assert not has_terms_to_accept(nation.actor("karin"))


def test_the_clock_of_the_session_goes_on(nation: Nation, stopped: Callable[..., None]) -> None:
    """Reading the terms is an act: it keeps the session alive, and no longer than others do."""
    nation.publish()
    karin = nation.browser("karin")
    begun = clock.now()
    stopped(begun + timedelta(minutes=59))
    assert karin.get(ACCEPT).status_code == 200
    stopped(begun + timedelta(minutes=59 + 61))
    assert location(karin.get(ACCEPT)).startswith("/logga-in")
