"""The extract of a resident's log: at once, whole, understandable by itself, and bounded."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse

from tests.cases import world as worlds
from tests.cases.world import World
from tests.database import as_owner
from tests.locks.browsers import browser, ledger, written
from tests.markup import faults
from tests.review.entries import entry
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import read
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound, Unavailable
from vardpost.kernel.ids import new_id
from vardpost.review import extract, printing
from vardpost.review.actions import mirror_extract
from vardpost.review.actions.mirror_extract import Extract, take_extract
from vardpost.review.extract import Frame

pytestmark = pytest.mark.django_db
TODAY = clock.today()
FIELDS = {"whose": "", "period": "365", "form": "json"}


@pytest.fixture
def world() -> World:
    return worlds.make()


def post(world: World, **fields: str) -> HttpResponse:
    """Ask for an extract as the form does."""
    client = browser(world, "resident")
    return client.post("/mina/logg/utdrag", FIELDS | fields)  # type: ignore[return-value]  # kin


def taken(world: World, **more: object) -> Extract:
    days = {"since": TODAY - timedelta(days=365), "until": TODAY, "form": "json", **more}
    person = world.people["resident"]
    return take_extract(actor=world.as_("resident"), resident_id=person, **days)  # type: ignore[arg-type]  # as above


# --- for programs ---


def test_the_file_has_every_entry_by_itself_with_unit_and_time(world: World) -> None:
    case = world.submit()
    for _ in range(3):
        read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    read.open_case(actor=world.as_("receiver"), case_id=case)
    answer = post(world)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = f'attachment; filename="logg-{TODAY.isoformat()}.json"'
    assert answer.headers["Content-Disposition"] == name
    told = json.loads(answer.content)
    with as_owner():
        count = db.fetch_one(
            "select count(*) from audit_entry where resident_ids @> array[%s]",
            [world.people["resident"]],
        )
    assert count
    assert len(told["entries"]) == count[0] - 1  # its own row comes after
    listed = [one for one in told["entries"] if one["event"] == "cases:case:list"]
    assert len(listed) == 3
    assert listed[0]["who"] == "Rut Ek"
    assert listed[0]["role_and_place"] == "ärendemottagare, Vårdcentralen Eken"
    assert listed[0]["unit_hsa_id"].startswith("SE2321000016-")
    assert datetime.fromisoformat(listed[0]["at"]).utcoffset() is not None
    opened = next(one for one in told["entries"] if one["event"] == "cases:case:read")
    assert opened["what"] == "Läste ärendet för att ge det till någon som svarar."
    assert opened["case"]
    assert told["resident"] == "Karin Berg"
    assert {one["who"] for one in told["entries"]} == {"Rut Ek", "Karin Berg"}
    assert "Vem som har läst i journalen, eller i andra tjänster." in told["left_out"]
    assert told["how_to_read"]


def test_it_holds_nothing_of_others_nor_what_only_the_service_needs(world: World) -> None:
    others = [new_id() for _ in range(3)]
    secret: dict[str, Any] = {
        "address": "10.1.2.3",
        "request_id": "begaran-1",
        "detail": db.json({"x": "hemligt"}),
    }
    entry([world.people["resident"], *others], person_id=new_id(), person_name="Okänd", **secret)
    entry(others, person_name="Annan Händelse")
    text = taken(world).data.decode()
    for hidden in (*map(str, others), "10.1.2.3", "begaran-1", "hemligt", "Okänd", "Annan"):
        assert hidden not in text


def test_both_days_are_included_and_no_other(world: World) -> None:
    person = world.people["resident"]
    for at in (
        "2026-06-13T21:59:59",
        "2026-06-13T22:00:00",
        "2026-06-15T21:59:59",
        "2026-06-15T22:00:00",
    ):
        entry([person], at=datetime.fromisoformat(at).replace(tzinfo=UTC))
    found = taken(world, since=date(2026, 6, 14), until=date(2026, 6, 15))
    days = [one["at"][:16] for one in json.loads(found.data)["entries"]]
    assert days == ["2026-06-15T23:59", "2026-06-14T00:00"]


# --- for people ---


def test_the_document_is_for_keeping_and_for_every_reader(world: World) -> None:
    world.submit()
    answer = post(world, form="pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    data = answer.content
    assert data.startswith(b"%PDF-")
    for mark in (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A", b"<pdfuaid:part>1"):
        assert mark in data, mark
    assert b"/MarkInfo" in data
    assert b"Karin" not in answer.headers["Content-Disposition"].encode()


def test_the_document_says_what_is_what(world: World) -> None:
    case = world.submit()
    for _ in range(4):
        read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    del case
    seen: dict[str, Mapping[str, Any]] = {}

    def made(name: str, data: Mapping[str, Any]) -> bytes:
        seen[name] = data
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mirror_extract, "pdf", made)
        taken(world, form="pdf")
    said = seen["extract"]
    assert said["title"] == "Utdrag ur loggen"
    facts = dict(said["facts"])
    assert facts["Gäller"] == "Karin Berg"
    rows = said["lines"]["rows"]
    row = next(one for one in rows if one[2][0] == "Såg ärendet i mottagningens lista.")
    assert row[1] == ["Rut Ek", "ärendemottagare, Vårdcentralen Eken"]
    assert row[0][1].endswith("4 gånger")
    assert len(said["left_out"]["texts"]) == 7
    told = sum(int(number) for number in facts["Innehåll"].split() if number.isdigit())
    assert told > len(rows)


def test_it_is_made_in_english_too(world: World) -> None:
    client = browser(world, "resident")
    client.cookies["lang"] = "en"
    told = json.loads(client.post("/mina/logg/utdrag", FIELDS).content)
    assert told["language"] == "en"
    assert "What the cases said." in told["left_out"]
    assert client.post("/mina/logg/utdrag", FIELDS | {"form": "pdf"}).status_code == 200


def test_an_empty_log_and_strange_letters_make_a_document_too() -> None:
    at = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    frame = Frame("Łucja Ñandú 你好 😀 \u202eَ", date(2026, 1, 1), date(2026, 11, 27), "Łucja", at)
    said = extract.document(frame, [], 0)
    once, twice = (printing.pdf("extract", said) for _ in range(2))
    assert once == twice
    shown = printing.printable(said["facts"][0][1])
    assert shown == "Łucja Ñandú ?? ? ??"


def test_a_document_that_cannot_be_made_leaves_no_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_PATIENCE", 0.001)
    with pytest.raises(Unavailable):
        printing.pdf("extract", {})
    before = written()
    answer = post(world, form="pdf")
    assert answer.status_code == 503
    assert written() == before


# --- whose, and how much ---


def test_each_file_leaves_one_row_that_says_which(world: World) -> None:
    world.submit()
    for form in ("pdf", "json"):
        before = written()
        assert post(world, form=form, period="90").status_code == 200
        assert written() == before + 1
        row = ledger(1)[0]
        assert row["action"] == AuditEvent.MIRROR_EXTRACTED
        assert row["resident_ids"] == [world.people["resident"]]
        since = (TODAY - timedelta(days=90)).isoformat()
        assert row["detail"] | {"rows": 0} == {
            "form": form, "from": since, "to": TODAY.isoformat(), "rows": 0,
        }  # fmt: skip


def test_nobody_elses_log_is_given_out(world: World) -> None:
    other = world.people["other_resident"]
    with pytest.raises(NotFound):
        take_extract(actor=world.as_("resident"), resident_id=other, since=TODAY, until=TODAY,
                     form="json")  # fmt: skip
    for whose in (str(other), str(new_id()), "x"):
        assert post(world, whose=whose).status_code == 404


def test_too_much_for_one_file_is_told_and_what_was_chosen_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = world.people["resident"]
    for number in range(6):
        entry([person], person_id=new_id(), at=clock.now() - timedelta(days=number))
    for name, form in (("MOST_LINES", "pdf"), ("MOST_ENTRIES", "json")):
        monkeypatch.setattr(mirror_extract, name, 5)
        since, until = (TODAY - timedelta(days=9)).isoformat(), TODAY.isoformat()
        answer = post(world, form=form, period="egen", since=since, until=until)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "De här dagarna har fler än 5 rader. Välj färre dagar åt gången." in page
        assert since in page
        assert faults(page) == []
        assert post(world, form=form, period="egen", since=until, until=until).status_code == 200


def test_thirty_a_day_are_enough(world: World) -> None:
    for _ in range(30):
        entry([world.people["resident"]], actor_kind="resident", action="review:mirror:extract",
              person_id=world.people["resident"])  # fmt: skip
    answer = post(world)
    assert answer.status_code == 422
    assert "Du har hämtat många utdrag i dag." in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"period": "egen"}, "since"),
        ({"period": "egen", "since": "i går", "until": "2026-01-01"}, "since"),
        ({"period": "egen", "since": "2026-01-02", "until": "2026-01-01"}, "until"),
        ({"period": "egen", "since": "1066-10-14", "until": "2026-01-01"}, "since"),
        ({"period": "egen", "since": "2026-01-02", "until": "2999-01-01"}, "until"),
        ({"period": "egen", "since": "2026-02-30\0", "until": "2026-01-01"}, "since"),
        ({"period": "allt"}, "period"),
        ({"period": ""}, "period"),
        ({"form": "docx"}, "form"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(
    world: World, fields: dict[str, str], where: str
) -> None:
    before = written()
    answer = post(world, **fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#f-{where}"' in page
    assert faults(page) == []
    assert written() - before <= 1  # the refusal's own row


def test_a_guardian_takes_the_childs_and_it_says_who_asked(world: World) -> None:
    child = elsa(world)
    entry([child])
    told = json.loads(post(world, whose=str(child)).content)
    assert (told["resident"], told["asked_by"]) == ("Elsa Berg", "Karin Berg")
    assert len(told["entries"]) == 1
    page = browser(world, "resident").get(f"/mina/logg/utdrag?vem={child}").content.decode()
    assert f'value="{child}" id="f-whose-2" checked' in page
    assert faults(page) == []


def elsa(world: World) -> UUID:
    """Make the resident's child of eight."""
    from tests.review.test_mirror import family

    return family(world)
