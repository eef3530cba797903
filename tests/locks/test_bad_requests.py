"""What no page of ours sends: always a 4xx with a page, never a 500; a row where one is known."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases import world as worlds
from tests.cases.world import World
from tests.locks.browsers import browser, ledger, written
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db

Ask = Callable[[Client, World, object], object]


@pytest.fixture
def world() -> World:
    return worlds.make()


def _case(world: World, case: object) -> str:
    return f"/m/{world.unit.slug}/inkorg/att-fordela/{case}"


UNKNOWN = new_id()
TOKENLESS = {"version": "1", "kind": "partial_answer", "text": "Hej"}
HUGE = "x" * 1_200_000
MANY = {f"f{number}": "1" for number in range(20_000)}
NUL = {"persona": "karin\0"}
FORM = "application/x-www-form-urlencoded"

#: (name, who, what is asked, status). Written by hand.
ASKED: list[tuple[str, str, Ask, int]] = [
    ("unknown case", "receiver", lambda c, w, i: c.get(_case(w, UNKNOWN)), 404),
    ("unknown own case", "resident", lambda c, w, i: c.get(f"/mina/arenden/{UNKNOWN}"), 404),
    ("another's case", "other_resident", lambda c, w, i: c.get(f"/mina/arenden/{i}"), 404),
    ("another's draft", "resident", lambda c, w, i: c.get(f"/ny/{UNKNOWN}"), 404),
    ("no id", "receiver", lambda c, w, i: c.get(_case(w, "1")), 404),
    ("unknown queue", "receiver", lambda c, w, i: c.get(f"/m/{w.unit.slug}/inkorg/x"), 404),
    ("unknown unit", "receiver", lambda c, w, i: c.get("/m/x/inkorg/mina"), 404),
    ("no such page of the unit", "receiver", lambda c, w, i: c.get(f"/m/{w.unit.slug}/x/y"), 404),
    ("no such page", "resident", lambda c, w, i: c.get("/finns/inte"), 404),
    ("a style sheet under a page", "resident", lambda c, w, i: c.get("/mina/x.css"), 404),
    ("staff on a resident's page", "receiver", lambda c, w, i: c.get("/mina"), 404),
    ("resident on the staff's", "resident", lambda c, w, i: c.get(f"/m/{w.unit.slug}"), 404),
    ("post to a page to read", "resident", lambda c, w, i: c.post("/mina"), 405),
    ("put", "receiver", lambda c, w, i: c.put(_case(w, i), b"{}", "application/json"), 405),
    ("delete", "receiver", lambda c, w, i: c.delete(_case(w, i)), 405),
    ("options", "receiver", lambda c, w, i: c.options(_case(w, i)), 405),
    ("trace", "receiver", lambda c, w, i: c.generic("TRACE", _case(w, i)), 405),
    ("get of a post", "receiver", lambda c, w, i: c.get(f"{_case(w, i)}/svara"), 405),
    ("huge body", "receiver", lambda c, w, i: c.post(f"{_case(w, i)}/svara", {"text": HUGE}), 413),
    (
        "huge body of no length",
        "receiver",
        lambda c, w, i: c.generic("POST", f"{_case(w, i)}/svara", HUGE, FORM, CONTENT_LENGTH="x"),
        400,
    ),
    ("20 000 fields", "receiver", lambda c, w, i: c.post(f"{_case(w, i)}/svara", MANY), 413),
    ("huge to nowhere", "receiver", lambda c, w, i: c.post("/finns/inte", {"text": HUGE}), 413),
    (
        "broken multipart",
        "receiver",
        lambda c, w, i: c.generic("POST", f"{_case(w, i)}/svara", b"--x", "multipart/form-data"),
        400,
    ),
    (
        "an origin that is no address",
        "receiver",
        lambda c, w, i: c.post("/finns/inte", {}, HTTP_ORIGIN="http://[x"),
        404,
    ),
    ("a mistake", "receiver", lambda c, w, i: c.post(f"{_case(w, i)}/utkast", {"kind": "x"}), 422),
    ("a name with NUL", "resident", lambda c, w, i: c.post("/demo/logga-in", NUL), 422),
    ("huge header", "receiver", lambda c, w, i: c.get(_case(w, i), HTTP_X="x" * 300_000), 431),
    ("foreign host", "receiver", lambda c, w, i: c.get(_case(w, i), HTTP_HOST="evil.example"), 400),
    (
        "post to a foreign host",
        "receiver",
        lambda c, w, i: c.post(f"{_case(w, i)}/svara", TOKENLESS, HTTP_HOST="evil.example"),
        400,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "who", "ask", "status"), ASKED, ids=[one[0] for one in ASKED])
def test_it_is_refused_with_a_page_and_a_row(
    world: World, name: str, who: str, ask: Ask, status: int
) -> None:
    case_id = world.submit()
    client, before = browser(world, who), written()
    said = ask(client, world, case_id)
    assert getattr(said, "status_code", 0) == status
    (row,) = ledger(1)
    assert written() == before + 1
    assert (row["action"], row["outcome"]) == ("shell:request:refuse", "refused")
    assert row["person_id"] == world.people[who]
    assert row["detail"]["status"] == status
    assert row["request_id"] == said.headers["X-Request-Id"]  # type: ignore[attr-defined]  # a response
    assert world.row(case_id)["version"] == 1
    policy = said.headers["Content-Security-Policy"]  # type: ignore[attr-defined]  # a response
    assert "default-src 'none'" in policy
    assert "Karin" not in said.content.decode()  # type: ignore[attr-defined]  # a response


def test_the_unit_of_an_unknown_page_is_in_the_row(world: World) -> None:
    client = browser(world, "receiver")
    for path in ("x/y", "inkorg/mina/x/svara", ""):
        client.get(f"/m/{world.unit.slug}/{path}")
        assert ledger(1)[0]["unit_id"] == world.unit.id
    client.get("/m/okand/x")
    assert ledger(1)[0]["unit_id"] is None


def test_a_post_without_a_token_is_refused_and_kept(world: World) -> None:
    case_id = world.submit()
    for who, address in (
        ("receiver", f"{_case(world, case_id)}/svara"),
        ("resident", f"/mina/arenden/{case_id}/aterta"),
        ("resident", "/logga-ut"),
    ):
        client, before = browser(world, who, csrf=True), written()
        said = client.post(address, TOKENLESS, headers={"origin": "http://testserver"})
        assert said.status_code == 403
        assert "Logga ut" in said.content.decode(), "nobody was signed out by it"
        (row,) = ledger(1)
        assert written() == before + 1
        assert (row["detail"]["status"], row["person_id"]) == (403, world.people[who])
        assert row["unit_id"] == (world.unit.id if who == "receiver" else None)
    assert world.row(case_id)["version"] == 1


def test_a_foreign_origin_is_refused_even_with_a_token(world: World) -> None:
    case_id = world.submit()
    client = browser(world, "resident", csrf=True)
    page = client.get(f"/mina/arenden/{case_id}")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"version": "1", "csrfmiddlewaretoken": token}
    said = client.post(
        f"/mina/arenden/{case_id}/aterta", form, headers={"origin": "https://evil.example"}
    )
    assert said.status_code == 403
    assert world.row(case_id)["state"] == "submitted"
