"""Operating notices: who writes them, who sees them, on which pages and until when."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved
from vardpost.kernel.ids import new_id
from vardpost.operating.actions.notice import end_notice, keep_notice
from vardpost.operating.queries import one_notice, strips
from vardpost.operating.values import NoticeData
from vardpost.people.session import open_scope

pytestmark = pytest.mark.django_db
LIST = "/n/driftmeddelanden"
TITLE = "Meddelanden dröjer"


def data(**differs: object) -> NoticeData:
    """Return a mild notice for all that began an hour ago."""
    usual = NoticeData(
        severity="limited",
        audience="everyone",
        regions=(),
        title_sv=TITLE,
        text_sv="Mejl kommer en timme sent.",
        title_en="Messages are late",
        text_en="E-mail is an hour late.",
        starts_at=(clock.now() - timedelta(hours=1)).replace(second=0, microsecond=0),
    )
    return replace(usual, **differs)  # type: ignore[arg-type]  # fields by name


class Office:
    """The national office, and the world of one unit."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            person = made.staff(None, name="Nora Lund")
            made.grant(person, "national_office", None)
        self.token = made.sign_in(person, "staff")

    def actor(self) -> Actor:
        """Set the office's scope and return the actor."""
        actor = open_scope(self.token, "", request_id="r", address="a")
        assert actor
        return actor

    def keep(self, **differs: object) -> UUID:
        """Write a notice and return its key."""
        key = new_id()
        keep_notice(actor=self.actor(), notice_id=key, version=0, data=data(**differs))
        return key

    def browser(self, who: str = "") -> Client:
        """Return a browser: the office's own, or of somebody at the unit."""
        client = Client()
        if who:
            self.world.as_(who)
        client.cookies["session"] = self.world.tokens[who] if who else self.token
        return client


@pytest.fixture
def office() -> Office:
    """Return the office."""
    return Office()


def strip_of(answer: Any) -> str:
    """Return the strip on top of a page, empty where there is none."""
    page: str = answer.content.decode()
    assert not faults(page), faults(page)
    _before, _section, rest = page.partition('<section class="ops"')
    return rest.partition("</section>")[0]


def everywhere(office: Office) -> dict[str, str]:
    """Return the strips of the pages of a stranger, a resident and a receiver."""
    inbox = f"/m/{office.world.unit.slug}/inkorg/alla"
    return {
        "stranger": strip_of(Client().get("/")),
        "resident": strip_of(office.browser("resident").get("/mina")),
        "receiver": strip_of(office.browser("receiver").get(inbox)),
        "missing": strip_of(Client().get("/finns-inte")),
    }


def test_without_notices_no_page_has_a_strip(office: Office) -> None:
    assert set(everywhere(office).values()) == {""}


def test_a_notice_for_all_is_on_every_page_and_in_the_readers_language(office: Office) -> None:
    office.keep()
    assert all(TITLE in strip for strip in everywhere(office).values())
    client = Client()
    client.cookies["lang"] = "en"
    assert "Messages are late" in strip_of(client.get("/"))


def test_a_notice_without_english_says_that_it_is_swedish(office: Office) -> None:
    office.keep(title_en="", text_en="")
    client = Client()
    client.cookies["lang"] = "en"
    assert f'<span lang="sv">{TITLE}</span>' in strip_of(client.get("/"))


@pytest.mark.parametrize(
    ("audience", "seen"),
    [("residents", {"stranger", "resident", "missing"}), ("staff", {"receiver"})],
)
def test_a_notice_is_for_its_audience(office: Office, audience: str, seen: set[str]) -> None:
    office.keep(audience=audience)
    assert {who for who, strip in everywhere(office).items() if strip} == seen
    # A resident's session sets the scope anew; in a test all requests are one transaction.
    told = TITLE in office.browser("resident").get("/driftinformation").content.decode()
    assert told == (audience == "residents")


def test_staff_hear_of_their_own_region_and_others_hear_which(office: Office) -> None:
    office.keep(regions=("01",))
    found = everywhere(office)
    assert found["receiver"] == ""
    assert "Gäller Region Stockholm" in found["resident"]
    office.keep(regions=(made.REGION, "01"), title_sv="Här med")
    assert "Här med" in everywhere(office)["receiver"]


def test_a_notice_begins_and_ends_by_itself(office: Office) -> None:
    soon, later = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    office.keep(starts_at=soon, ends_at=later)
    with as_owner():
        gone = clock.now() - timedelta(minutes=1)
        key = office.keep()
        db.execute("update operating_notice set ends_at = %s where id = %s", [gone, key])
    assert set(everywhere(office).values()) == {""}
    page = Client().get("/driftinformation").content.decode()
    planned, _heading, past = page.partition("Senaste 30 dagarna")
    assert TITLE in planned.partition(">Planerat<")[2]
    assert TITLE in past


def test_a_strip_is_hidden_until_its_notice_changes_but_not_an_outage(office: Office) -> None:
    key = office.keep()
    outage = office.keep(severity="outage", title_sv="Allt ligger nere")
    client = Client()
    shown = strip_of(client.get("/"))
    assert shown.index("Allt ligger nere") < shown.index(TITLE), "the worst comes first"
    hides = [f"{str(one)[-12:]}-1" for one in (key, outage)]
    assert hides[0] in shown
    assert hides[1] not in shown
    for one in hides:
        answer = client.post(f"/driftinformation/dolj/{one}", {"next": "/hjalp"})
        assert (answer.status_code, answer["Location"]) == (303, "/hjalp")
    client.post("/driftinformation/dolj/no-key", {"next": "/"})
    left = strip_of(client.get("/"))
    assert TITLE not in left
    assert "Allt ligger nere" in left
    keep_notice(actor=office.actor(), notice_id=key, version=1, data=data(text_sv="Nu två timmar."))
    assert "Nu två timmar." in strip_of(client.get("/"))


def test_a_strange_cookie_hides_nothing(office: Office) -> None:
    office.keep()
    client = Client()
    for strange in ("x", "../..", "0" * 9000, "å"):
        client.cookies["hidden_notices"] = strange
        assert TITLE in strip_of(client.get("/"))


def test_the_ledger_tells_old_and_new(office: Office) -> None:
    key = office.keep()
    keep_notice(actor=office.actor(), notice_id=key, version=1, data=data(severity="outage"))
    end_notice(actor=office.actor(), notice_id=key, version=2)
    with as_owner():
        rows = db.fetch_all(
            "select detail->'old', detail->'new' from audit_entry where action = %s order by id",
            [AuditEvent.OPERATING_NOTICE_KEPT.value],
        )
    assert len(rows) == 3
    assert rows[0][0] == "{}" or rows[0][0] == {}
    assert "outage" in str(rows[1][1])
    assert "limited" in str(rows[1][0])
    assert "withdrawn_at" in str(rows[2][1])
    assert one_notice(key).version == 3


def test_two_at_once_and_the_same_press_twice(office: Office) -> None:
    key = office.keep()
    again = data(text_sv="Nu två timmar.")
    keep_notice(actor=office.actor(), notice_id=key, version=1, data=again)
    keep_notice(actor=office.actor(), notice_id=key, version=1, data=again)
    assert one_notice(key).version == 2
    with as_owner():
        other = made.staff(None, name="Olle Lund")
        made.grant(other, "national_office", None)
    token = made.sign_in(other, "staff")
    actor = open_scope(token, "", request_id="r", address="a")
    assert actor
    with pytest.raises(Moved):
        keep_notice(actor=actor, notice_id=key, version=1, data=data(severity="outage"))
    # Nothing new: no version that the history knows nothing of.
    keep_notice(actor=actor, notice_id=key, version=2, data=again)
    assert one_notice(key).version == 2


def test_an_ended_notice_is_ended_once_and_never_changed(office: Office) -> None:
    key = office.keep()
    end_notice(actor=office.actor(), notice_id=key, version=1)
    end_notice(actor=office.actor(), notice_id=key, version=1)
    assert one_notice(key).version == 2
    with pytest.raises(BadInput):
        keep_notice(actor=office.actor(), notice_id=key, version=2, data=data(severity="outage"))
    assert TITLE in office.browser().get(f"{LIST}/{key}").content.decode()


def test_nobody_else_writes(office: Office) -> None:
    key = office.keep()
    actor = office.world.as_("receiver")
    with pytest.raises(Denied):
        keep_notice(actor=actor, notice_id=new_id(), version=0, data=data())
    with pytest.raises(Denied):
        end_notice(actor=actor, notice_id=key, version=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into operating_notice (id, severity, audience, regions, title_sv, title_en, "
            "text_sv, text_en, starts_at, version) values (%s, 'outage', 'everyone', '{}', 'x', "
            "'', 'x', '', now(), 1)",
            [new_id()],
        )
    assert db.execute("update operating_notice set severity = 'outage'") == 0
    assert office.browser("receiver").get(LIST).status_code in {403, 404}


FORM = {
    "allvar": "limited",
    "for": "everyone",
    "var": "landet",
    "titel_sv": TITLE,
    "text_sv": "Mejl kommer en timme sent.",
    "version": "0",
}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"titel_sv": ""}, "Skriv en rubrik"),
        ({"titel_sv": "x" * 81}, "Korta texten med 1 tecken"),
        ({"titel_en": "Late"}, "Skriv både rubrik och text på engelska"),
        ({"allvar": "värst"}, "Välj hur allvarligt det är"),
        ({"var": "regioner"}, "Välj minst en region"),
        ({"var": "regioner", "regioner": "99"}, "Välj regioner i listan"),
        ({"slut_dag": "2020-01-01", "slut_tid": "10.00"}, "Slutet måste vara efter början"),
        ({"start_dag": "igår"}, "Skriv en dag"),
        ({"start_dag": "2027-01-01"}, "Skriv en tid"),
        ({"start_dag": "2027-03-28", "start_tid": "02.30"}, "Den timmen finns inte"),
        ({"text_sv": "a\x00b"}, "tecknet"),
    ],
)
def test_bad_input_is_told_and_kept(office: Office, typed: dict[str, str], said: str) -> None:
    answer = office.browser().post(f"{LIST}/nytt", FORM | typed)
    page: str = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert not faults(page)
    if "titel_sv" not in typed:
        assert f'value="{TITLE}"' in page
    with as_owner():
        assert db.fetch_all("select 1 from operating_notice") == []


def test_a_preview_keeps_nothing(office: Office) -> None:
    page = office.browser().post(f"{LIST}/nytt", FORM | {"forhandsgranska": "1"}).content.decode()
    assert "Inget är sparat än" in page
    assert f'value="{TITLE}"' in page
    with as_owner():
        assert db.fetch_all("select 1 from operating_notice") == []


def test_pages_of_the_office_are_whole(office: Office) -> None:
    client = office.browser()
    assert client.post(f"{LIST}/nytt", FORM).status_code == 303
    for path in (LIST, f"{LIST}/nytt", f"{LIST}?efter={new_id()}", "/driftinformation"):
        page = client.get(path).content.decode()
        assert not faults(page), (path, faults(page))
        assert TITLE in page or path.endswith("nytt")


def test_strips_of_nothing() -> None:
    assert strips(None, "sv") == ()
