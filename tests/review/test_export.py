"""Exports of the log: what is in the file, who may open and fetch it, and how often."""

import csv
import io
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pyrage
import pytest

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.test_search import ask
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.review import jobs
from vardpost.review.actions import export_making
from vardpost.review.export_rows import FIELDS, MARKED
from vardpost.review.jobs import expire, make_export

pytestmark = pytest.mark.django_db
REGION = "14"
KEY = pyrage.x25519.Identity.generate()
TO = str(KEY.to_public())
ORDER = {"form": "json", "recipient": TO, "reason": "Tillsyn"}


def order(world: World, address: str = "", who: str = "gun", **fields: str) -> str:
    """Order an export of a search, and return its page."""
    address = address or ask(world, who)
    return location(world.browser(who).post(f"{address}/export", {**ORDER, **fields}))


def key_of(page: str) -> UUID:
    return UUID(page.partition("?")[0].rpartition("/")[2])


def made(world: World, page: str, who: str = "gun") -> bytes:
    """Let the job make it, fetch it, and open it."""
    make_export(REGION, str(key_of(page)))
    answer = world.browser(who).post(f"{page}/hamta")
    assert answer.status_code == 200, text(answer)
    return bytes(pyrage.decrypt(answer.content, [KEY]))


def entries(world: World, page: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made(world, page))["entries"]
    return found


def row(world: World, columns: str) -> tuple[Any, ...]:
    """Of the first that was ordered: an update moves a row in the heap."""
    return world.rows(f"select {columns} from review_export order by ordered_at, id")[0]


# --- what is in it ---


def test_the_file_holds_what_the_search_shows_and_says_what_it_is(world: World) -> None:
    newest, oldest = world.log(facts=1), world.log("ida", at=clock.now() - timedelta(days=3))
    world.log(unit=world.other)
    told = json.loads(made(world, order(world)))
    (head, *_more) = told["entries"][-2:]
    assert [one["id"] for one in told["entries"][-2:]] == [str(newest), str(oldest)]
    assert head["person"] == "Rut Ek"
    assert head["what"] == "öppnade ärendet"
    assert (head["case"], head["resident"]) == ("2026-00001", "Karin Berg")
    assert head["roles"] == ["Ärendemottagare"]
    assert head["facts"] == ["Utanför öppettiden"]
    assert list(head) == list(FIELDS)
    assert told["count"] == len(told["entries"])
    assert (told["kind"], told["form"]) == ("vardpost-log-export", 1)
    assert (told["unit"], told["ordered_by"]) == ("Ekens vårdcentral", "Gun Sten")


def test_the_same_rows_as_pages_of_the_search_whatever_the_filters(world: World) -> None:
    wanted = world.log(facts=1)
    world.log("ida", facts=2)
    world.log(action="cases:case:assign", facts=1)
    person = str(world.people["rut"])
    for fields in (
        {"facts": ["1"], "groups": ["opened"]},
        {"person": person, "groups": ["opened"]},
        {"facts": ["1"], "person": person, "groups": ["opened"]},
    ):
        found = entries(world, order(world, ask(world, **fields)))
        assert [one["id"] for one in found] == [str(wanted)]


def test_what_is_about_the_orderer_or_her_child_is_not_in_it(world: World) -> None:
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["gun"], world.people["nils"], clock.now()],
        )
    hers, childs, others = world.log("gun"), world.log(case="nils"), world.log()
    several = world.log(resident_ids=[world.people["nils"], world.people["karin"]])
    found = {one["id"] for one in entries(world, order(world))}
    assert str(others) in found
    assert not found & {str(hers), str(childs), str(several)}


def test_confidential_entries_and_protected_names_are_not_in_it(world: World) -> None:
    secret = world.log(action="review:mirror:answer")
    world.log()
    with as_owner():
        db.execute("update person set protected = true where id = %s", [world.people["karin"]])
    found = entries(world, order(world))
    assert str(secret) not in {one["id"] for one in found}
    assert found[-1]["resident"] == "Skyddade uppgifter"


def test_a_case_that_has_left_the_unit_is_not_named(world: World) -> None:
    world.log()
    with as_owner():
        db.execute("update care_case set unit_id = %s", [world.other.id])
    assert entries(world, order(world))[-1]["case"] == ""


def test_the_log_as_it_was_when_it_was_ordered(world: World) -> None:
    page = order(world)
    late = world.log(at=clock.now())
    assert str(late) not in {one["id"] for one in entries(world, page)}


def test_csv_is_of_rfc_4180_and_no_cell_is_a_formula(world: World) -> None:
    for name in ("=1+1", "+46", "-2", "@x", "＝A1", 'Rut "Rutan" Ek, sköterska'):
        entry = world.log()
        with as_owner():
            db.execute("update audit_entry set person_name = %s where id = %s", [name, entry])
    data = made(world, order(world, form="csv"))
    assert data.count(b"\r\n") == data.count(b"\n")
    head, *rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert head == list(FIELDS.values())
    names = {one[head.index("Medarbetare")] for one in rows}
    assert {"'=1+1", "'+46", "'-2", "'@x", "'＝A1", 'Rut "Rutan" Ek, sköterska'} <= names
    assert {len(one) for one in rows} == {len(head)}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_steps_follow_one_another_and_nothing_is_lost_or_doubled(
    world: World, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_making, "STEP", 7)
    monkeypatch.setattr("vardpost.review.export_stream.PIECE", 1000)
    moment = clock.now() - timedelta(days=3)
    keys = {str(world.log(at=moment - timedelta(seconds=n // 3))) for n in range(40)}
    data = made(world, order(world, ask(world, person=str(world.people["rut"])), form=form))
    if form == "json":
        found = [one["id"] for one in json.loads(data)["entries"]]
    else:
        found = [one[0] for one in csv.reader(io.StringIO(data.decode()))][1:]
    assert sorted(found) == sorted(keys)
    assert row(world, "rows")[0] == 40


def test_no_row_at_all_is_a_whole_file_too(world: World) -> None:
    address = ask(world, groups=["refused"])
    assert entries(world, order(world, address)) == []


def test_a_closed_review_with_what_was_said(world: World) -> None:
    entry = world.log()
    client, address = world.browser("gun"), ask(world)
    review = location(client.post(f"{address}/granska", {"poster": [str(entry)]}))
    assert client.get(f"{review}/export").status_code == 404
    assert client.post(f"{review}/export", ORDER).status_code == 404
    client.post(f"{review}/1/bedom", {"version": "1", "mark": "breach", "comment": "Ingen orsak"})
    client.post(f"{review}/avsluta", {"conclusion": "Klart"})
    (item,) = entries(world, order(world, review))
    assert list(item) == [*FIELDS, *MARKED]
    assert (item["mark"], item["comment"]) == ("Misstänkt intrång", "Ingen orsak")
    assert (item["marked_by"], item["place"]) == ("Gun Sten", 1)


# --- nobody but the recipient can read it ---


def test_only_encrypted_bytes_are_stored_and_none_after_it_was_fetched(world: World) -> None:
    world.log()
    page = order(world)
    make_export(REGION, str(key_of(page)))
    (stored,) = world.rows("select string_agg(data, '' order by number) from review_export_part")
    assert b"Karin" not in bytes(stored[0])
    assert bytes(stored[0]).startswith(b"age-encryption.org/v1")
    assert row(world, "sha256, size") == (sha256(stored[0]).hexdigest(), len(stored[0]))
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(bytes(stored[0]), [pyrage.x25519.Identity.generate()])
    assert world.browser("gun").post(f"{page}/hamta").content == bytes(stored[0])
    assert world.rows("select count(*) from review_export_part") == [(0,)]
    assert row(world, "state, residents, rows > 0, recipient") == ("taken", [], True, TO)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "Klistra in mottagarens offentliga nyckel"),
        ("age1hej", "Det är ingen nyckel. Den börjar på age1"),
        (TO[:-1], "Det är ingen nyckel"),
        ("ssh-ed25519 AAAA", "Det är ingen nyckel"),
    ],
    ids=["none", "too short", "a letter short", "of another kind"],  # the key differs each time
)
def test_a_bad_key_is_told_in_words_and_all_that_was_typed_is_kept(
    world: World, key: str, said: str
) -> None:
    address = ask(world)
    answer = world.browser("gun").post(f"{address}/export", {**ORDER, "recipient": key})
    assert answer.status_code == 422
    assert said in text(answer)
    page = answer.content.decode()
    assert 'value="Tillsyn"' in page
    assert key in page
    assert 'value="json" id="f-form-2" checked' in page
    assert world.rows("select 1 from review_export") == []


def test_a_secret_key_is_neither_kept_nor_shown_again(world: World) -> None:
    secret = str(KEY)
    answer = world.browser("gun").post(f"{ask(world)}/export", {**ORDER, "recipient": secret})
    assert "Det där är en hemlig nyckel" in text(answer)
    assert secret not in answer.content.decode()
    assert secret[16:].lower() not in answer.content.decode().lower()


def test_bad_input_is_never_a_fault(world: World) -> None:
    client, address = world.browser("gun"), f"{ask(world)}/export"
    for fields in (
        {"form": "xml"}, {"reason": " "}, {"reason": "x" * 400}, {"recipient": "\x00"},
        {"recipient": "å" * 600}, {"reason": "a\x01"}, {"form": ""},
    ):  # fmt: skip
        assert client.post(address, {**ORDER, **fields}).status_code == 422, fields
    assert client.post(address, {}).status_code == 422
    assert client.get(world.url("export") + "?efter=x,y").status_code == 200


# --- once, by the one who ordered it, within a day ---


def test_the_second_time_it_is_gone(world: World) -> None:
    page = order(world)
    made(world, page)
    again = world.browser("gun").post(f"{page}/hamta")
    assert again.status_code == 410
    assert "Filen finns inte längre" in text(again)
    assert "Filen hämtades" in text(world.browser("gun").get(page))
    (refused,) = world.rows(
        "select count(*) from audit_entry where outcome = 'refused' and action = "
        "'shell:request:refuse'"
    )
    assert refused == (1,)


def test_a_colleague_sees_that_it_is_there_and_cannot_fetch_stop_or_begin_it(world: World) -> None:
    page = order(world)
    make_export(REGION, str(key_of(page)))
    per = world.browser("per")
    assert "Bara Gun Sten kan hämta filen." in text(per.get(page))
    assert "Tillsyn" in text(per.get(world.url("export")))
    for verb in ("hamta", "stoppa", "igen"):
        assert per.post(f"{page}/{verb}").status_code == 404
    assert row(world, "state") == ("ready",)


@pytest.mark.parametrize("who", ["eva", "rut"])
def test_who_is_no_reviewer_is_refused(world: World, who: str) -> None:
    page, address = order(world), ask(world)
    client = world.browser(who)
    for path in (page, world.url("export"), f"{address}/export"):
        assert client.get(path).status_code == 403
    for verb in ("hamta", "stoppa", "igen"):
        assert client.post(f"{page}/{verb}").status_code == 403


def test_after_a_day_it_is_gone_and_the_job_takes_the_bytes(world: World) -> None:
    page = order(world)
    make_export(REGION, str(key_of(page)))
    waiting = order(world)
    expire(REGION)
    assert row(world, "state") == ("ready",)
    with as_owner():
        db.execute(
            "update review_export set ordered_at = ordered_at - interval '25 hours', "
            "expires_at = expires_at - interval '25 hours'"
        )
    client = world.browser("gun")
    assert client.post(f"{page}/hamta").status_code == 410
    assert "Borttagen utan att hämtas" in text(client.get(page))
    expire(REGION)
    expire(REGION)
    states = dict(world.rows("select id, state from review_export"))
    assert set(states.values()) == {"expired"}
    assert key_of(waiting) in states
    assert world.rows("select count(*) from review_export_part") == [(0,)]
    events = world.rows("select action from audit_entry where action like 'review:export:exp%%'")
    assert len(events) == 2


def test_the_ledger_says_who_ordered_what_was_made_and_whom_it_was_about(world: World) -> None:
    world.log()
    world.log(case="nils")
    page = order(world)
    made(world, page)
    told = world.rows(
        "select action, actor_kind, person_name, unit_id, resident_ids, detail from audit_entry "
        "where action like 'review:export:%%' order by at, id"
    )
    assert [one[0] for one in told] == [
        f"review:export:{verb}" for verb in ("order", "make", "download")
    ]
    assert [one[1] for one in told] == ["staff", "system", "staff"]
    assert {one[3] for one in told} == {world.unit.id}
    assert set(told[2][4]) == {world.people["karin"], world.people["nils"]}
    assert TO in str(told[0][5])
    assert "Tillsyn" in str(told[0][5])
    assert row(world, "sha256")[0] in str(told[1][5])


# --- stopped, begun again, two at once ---


def test_it_can_be_stopped_and_begun_again_and_nothing_is_doubled(world: World) -> None:
    entry = world.log()
    page, client = order(world), world.browser("gun")
    with region_scope("test", REGION) as actor:
        run = new_id()
        half = export_making.begin_making(actor=actor, export_id=key_of(page), run=run)
        assert half is not None
        export_making.keep_piece(actor=actor, export=half, run=run, number=0, data=b"half")
    assert "Görs nu" in text(client.get(page))
    assert client.post(f"{page}/stoppa").status_code == 303
    assert client.post(f"{page}/stoppa").status_code == 303
    assert world.rows("select count(*) from review_export_part") == [(0,)]
    make_export(REGION, str(key_of(page)))
    assert "Stoppad" in text(client.get(page))
    with region_scope("test", REGION) as actor, pytest.raises(export_making.Stopped):
        export_making.next_rows(actor=actor, export=half, run=run, after=None)
    assert client.post(f"{page}/igen").status_code == 303
    found = entries(world, page)
    assert [one["id"] for one in found].count(str(entry)) == 1


def test_a_second_worker_takes_over_and_the_first_ends(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job runs once more in the middle of its own run, as after a lost connection."""
    monkeypatch.setattr(export_making, "STEP", 5)
    for number in range(12):
        world.log(at=clock.now() - timedelta(days=2, seconds=number))
    page = order(world, ask(world, person=str(world.people["rut"])))
    scope, calls = region_scope, list[str]()

    def interrupted(name: str, region: str) -> Any:
        calls.append(name)
        if len(calls) == 4:
            make_export(REGION, str(key_of(page)))
        return scope(name, region)

    monkeypatch.setattr(jobs, "region_scope", interrupted)
    make_export(REGION, str(key_of(page)))
    assert row(world, "state, rows") == ("ready", 12)
    make_export(REGION, str(key_of(page)))  # a third time: there is nothing to make
    assert len({one["id"] for one in entries(world, page)}) == 12


def test_a_fault_in_the_middle_is_the_jobs_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = order(world)
    with monkeypatch.context() as fault:
        fault.setattr(jobs, "next_rows", lambda **_known: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_export(REGION, str(key_of(page)))
    assert row(world, "state") == ("making",)
    assert made(world, page)


def test_more_rows_than_a_file_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_making, "MOST_ROWS", 3)
    for _number in range(4):
        world.log()
    page = order(world)
    make_export(REGION, str(key_of(page)))
    assert "Välj en kortare period" in text(world.browser("gun").get(page))
    assert world.rows("select count(*) from review_export_part") == [(0,)]
    assert world.browser("gun").post(f"{page}/hamta").status_code == 409


def test_the_same_form_twice_is_one_order_and_a_fourth_waits(world: World) -> None:
    address, key = ask(world), str(new_id())
    first = order(world, address, export=key)
    assert order(world, address, export=key) == first
    assert world.rows("select count(*) from procrastinate_jobs where task_name = 'review.export'"
    ) == [(1,)]  # fmt: skip
    order(world, address)
    order(world, address)
    answer = world.browser("gun").post(f"{address}/export", ORDER)
    assert answer.status_code == 422
    assert "Du väntar redan på flera exporter" in text(answer)


def test_an_export_of_ones_own_search_alone(world: World) -> None:
    address = ask(world, "gun")
    per = world.browser("per")
    assert per.get(f"{address}/export").status_code == 404
    assert per.post(f"{address}/export", ORDER).status_code == 404


def test_bytes_that_were_altered_are_given_to_nobody(world: World) -> None:
    page = order(world)
    make_export(REGION, str(key_of(page)))
    with as_owner():
        db.execute("update review_export_part set data = data || '\\x00'")
    assert world.browser("gun").post(f"{page}/hamta").status_code == 503
    assert row(world, "state") == ("ready",)
