"""Searching the log: a reason, filters, one row a page in the ledger, nothing of oneself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.review.queries import found
from vardpost.review.rules import Fact

pytestmark = pytest.mark.django_db
PERIOD = {
    "from_on": (clock.now() - timedelta(days=20)).date().isoformat(),
    "to_on": clock.today().isoformat(),
}


def ask(world: World, who: str = "gun", **fields: Any) -> str:
    """Begin a search and return its address."""
    posted = {"reason": "Kontroll", **PERIOD, **fields}
    return location(world.browser(who).post(world.url("sok"), posted))


def test_a_search_needs_a_reason_and_keeps_it(world: World) -> None:
    world.log()
    client = world.browser("gun")
    posted = {**PERIOD, "reason": " ", "groups": ["opened"]}
    said = client.post(world.url("sok"), posted)
    assert said.status_code == 422
    assert "Skriv varför du söker i loggen" in text(said)
    assert 'value="opened" id="f-groups" checked' in said.content.decode()
    address = ask(world, reason="Anmälan till chefen")
    assert world.rows("select reason, person_name from review_search") == [
        ("Anmälan till chefen", "Gun Sten")
    ]
    said = client.get(address)
    assert "Skäl: Anmälan till chefen" in text(said)
    read = " ".join(text(said).split()).replace(" ,", ",")
    assert "Rut Ek öppnade ärendet, 2026-00001 (Karin Berg)" in read


def test_each_page_is_one_row_with_those_who_were_shown(world: World) -> None:
    world.log()
    world.log(case="nils")
    world.log(action="cases:case:list", object_type="queue", object_id="alla", state="",
              resident_ids=[new_id() for _ in range(12)])  # fmt: skip
    client = world.browser("gun")
    address = ask(world)
    before = world.rows("select count(*) from audit_entry")[0][0]
    assert "12 invånare" in text(client.get(address))
    after = world.rows(
        "select action, purpose, relation, object_id, resident_ids, detail::text from audit_entry "
        "where action like 'review:%%' order by at desc limit 1"
    )
    assert world.rows("select count(*) from audit_entry")[0][0] == before + 1
    action, purpose, relation, thing, residents, detail = after[0]
    assert (action, purpose, relation) == ("review:log:search", "review", "reviewer")
    assert address.endswith(thing)
    assert set(residents) == {world.people["karin"], world.people["nils"]}
    assert '"rows": 4' in detail  # the reviewer's own sign of having begun is an entry too


def test_beginning_leaves_the_reason_in_the_ledger(world: World) -> None:
    ask(world, reason="Anmälan till chefen")
    (row,) = world.rows(
        "select detail ->> 'reason' from audit_entry where action = 'review:search:begin'"
    )
    assert row == ("Anmälan till chefen",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"rut karin", "ida karin", "rut nils", "rut late"}),
        ({"person": "ida"}, {"ida karin"}),
        ({"number": "19121212-1212"}, {"rut karin", "ida karin", "rut late"}),
        ({"groups": ["handled"]}, {"rut nils"}),
        ({"groups": ["opened", "handled"]}, {"rut karin", "ida karin", "rut nils", "rut late"}),
        ({"facts": ["1"]}, {"rut late"}),
        ({"facts": ["1", "4"]}, set()),
        ({"facts": ["1"], "person": "ida"}, set()),
        ({"groups": ["refused"]}, set()),
        ({"from_on": PERIOD["to_on"]}, set()),
    ],
)
def test_filters(world: World, fields: dict[str, Any], expected: set[str]) -> None:
    with as_owner():
        db.execute(
            "update person set number = '191212121212' where id = %s", [world.people["karin"]]
        )
    entries = {
        world.log(): "rut karin",
        world.log("ida", relation="assignee"): "ida karin",
        world.log(case="nils", action="cases:case:assign"): "rut nils",
        world.log(facts=Fact.OUTSIDE_HOURS | Fact.NOT_ASSIGNED): "rut late",
    }
    world.log(unit=world.other)
    if "person" in fields:
        fields = {**fields, "person": str(world.people[fields["person"]])}
    page = world.browser("gun").get(ask(world, **fields)).content.decode()
    assert {name for key, name in entries.items() if str(key) in page} == expected


def test_a_search_is_narrowed_without_a_new_reason(world: World) -> None:
    world.log()
    client = world.browser("gun")
    address = ask(world)
    posted = {**PERIOD, "groups": ["refused"]}
    assert location(client.post(address, posted)) == address
    assert "Inget i loggen passar sökningen." in text(client.get(address))
    assert world.rows("select count(*) from review_search") == [(1,)]


def test_the_resident_of_a_search_stays_without_the_number(world: World) -> None:
    with as_owner():
        db.execute(
            "update person set number = '191212121212' where id = %s", [world.people["karin"]]
        )
    shown, hidden = world.log(), world.log(case="nils")
    client = world.browser("gun")
    address = ask(world, number="191212121212")
    client.post(address, {**PERIOD, "keep_resident": "1"})
    page = client.get(address).content.decode()
    assert str(shown) in page
    assert str(hidden) not in page
    assert "1212-1212" not in page
    assert "191212121212" not in page
    client.post(address, PERIOD)
    assert str(hidden) in client.get(address).content.decode()


def test_a_number_that_nobody_here_has_finds_nobody(world: World) -> None:
    with as_owner():
        db.execute("update person set number = '191212121212' where id = %s",
                   [world.people["ola"]])  # fmt: skip
    said = world.browser("gun").post(
        world.url("sok"), {**PERIOD, "reason": "x", "number": "191212121212"}
    )
    assert "Ingen invånare med det numret har ett ärende här" in text(said)
    said = world.browser("gun").post(world.url("sok"), {**PERIOD, "reason": "x", "number": "12"})
    assert "Skriv hela personnumret" in text(said)
    assert world.rows("select 1 from review_search") == []


def test_a_protected_name_is_not_told(world: World) -> None:
    world.log()
    with as_owner():
        db.execute("update person set protected = true where id = %s", [world.people["karin"]])
    said = text(world.browser("gun").get(ask(world)))
    assert "Karin" not in said
    assert "Skyddade uppgifter" in said
    assert "2026-00001" in said


def test_oneself_is_reviewed_by_another(world: World) -> None:
    mine = world.log("gun")
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["gun"], world.people["nils"], clock.now()],
        )
    about_my_child = world.log(case="nils")
    page = world.browser("gun").get(ask(world)).content.decode()
    assert "Granskas av annan." in page
    assert f'value="{mine}"' not in page
    assert f'value="{about_my_child}"' not in page
    assert "2026-00002" not in page
    # Nothing to choose, so there is no button for it, and words of what to do instead.
    assert "Granska de valda" not in page
    assert "Allt på sidan gäller dig själv" in page
    world.log()
    assert "Granska de valda" in world.browser("gun").get(ask(world)).content.decode()
    with as_owner():
        db.execute("update person set number = '191212121212' where id = %s",
                   [world.people["nils"]])  # fmt: skip
    posted = {**PERIOD, "reason": "x", "number": "191212121212"}
    said = world.browser("gun").post(world.url("sok"), posted)
    assert "Be en annan granskare söka" in text(said)


def test_pages_follow_one_another_and_nothing_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = clock.now() - timedelta(days=3)
    entries = {str(world.log(at=moment - timedelta(seconds=n // 3))) for n in range(120)}
    client, address, seen = world.browser("gun"), ask(world), list[str]()
    while address:
        page = client.get(address).content.decode()
        seen += [one for one in entries if f'value="{one}"' in page]
        more = page.partition('href="' + ask_path(address) + "?efter=")[2]
        address = f"{ask_path(address)}?efter={more.partition(chr(34))[0]}" if more else ""
        address = address.replace("&#43;", "%2B").replace("&amp;", "&")
    assert sorted(seen) == sorted(entries)


def ask_path(address: str) -> str:
    return address.partition("?")[0]


def test_a_page_looks_through_a_slice_and_says_how_far(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "SLICE", 10)
    moment = clock.now() - timedelta(days=3)
    old = world.log("ida", at=moment - timedelta(days=1), outcome="refused")
    for number in range(25):
        world.log(at=moment - timedelta(minutes=number))
    client = world.browser("gun")
    by_person = ask(world, person=str(world.people["ida"]))
    assert str(old) in client.get(by_person).content.decode()  # by an index of its own
    address = ask(world, groups="refused")
    hops = 0
    while str(old) not in (page := client.get(address).content.decode()):
        assert "Sökt bakåt till" in page
        more = page.partition(f'href="{ask_path(address)}?efter=')[2].partition('"')[0]
        address = f"{ask_path(address)}?efter={more}"
        hops += 1
        assert hops < 5
    assert hops == 2


def test_the_number_of_statements_is_small_and_fixed(world: World) -> None:
    from django.db import connection

    client, counts = world.browser("gun"), []
    address = ask(world)
    for more in (1, 40):
        for _number in range(more):
            world.log(facts=1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 9


@pytest.mark.parametrize("who", ["eva", "rut", "ida"])
def test_who_is_no_reviewer_is_refused(world: World, who: str) -> None:
    address = ask(world)
    client = world.browser(who)
    for path in ("", "sok", "stickprov", new_id(), f"{new_id()}/1"):
        said = client.get(world.url(path) if path else world.url())
        assert said.status_code == 403, path
    assert client.get(address).status_code == 403
    assert client.post(world.url("sok"), {**PERIOD, "reason": "x"}).status_code == 403


def test_a_search_is_the_reviewers_own(world: World) -> None:
    address = ask(world, "gun")
    assert world.browser("per").get(address).status_code == 404
    assert world.browser("per").post(f"{address}/granska", {"poster": "x"}).status_code == 404


def test_bad_input_is_told_and_never_a_fault(world: World) -> None:
    client = world.browser("gun")
    for fields in (
        {"from_on": "2026-13-45"}, {"from_on": "", "to_on": ""}, {"person": "x"},
        {"to_on": "2999-01-01"}, {"from_on": PERIOD["to_on"], "to_on": PERIOD["from_on"]},
        {"reason": "x" * 400}, {"from_on": "1999-01-01"},
    ):  # fmt: skip
        said = client.post(world.url("sok"), {**PERIOD, "reason": "x", **fields})
        assert said.status_code == 422, fields
    address = ask(world)
    for tail in ("?efter=x", "?efter=2026-01-01,1", "?efter=2026-01-01T00:00:00Z,", "?efter=,"):
        assert client.get(address + tail).status_code == 200, tail
    for poster in (["x"], [str(new_id())], []):
        assert client.post(f"{address}/granska", {"poster": poster}).status_code == 422
