"""Every page of the resident: valid, within its budget of statements, and nobody else's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.resident_world import FIELDS, browser, fill_in, sent, start, with_child
from tests.cases.staff_http import browser as signed_in
from tests.cases.staff_http import world as staff_world
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db
MOST = 6


@pytest.fixture
def world() -> World:
    return with_child()


def pages(client: Client, world: World) -> list[str]:
    """Make a case and two drafts, and return the address of every page."""
    unit = f"/mottagningar/{world.unit.slug}"
    about_elsa = sent(client, world, "elsa")
    case = f"/mina/arenden/{about_elsa}"
    check = start(client, world)
    client.post(f"{check}/vem", {"resident": str(world.people["elsa"])})
    fill_in(client, check)
    urgent = start(client, world, "radgivning")
    return [
        *("/mottagningar", "/mottagningar?q=eken", "/mottagningar?q=finns-inte", unit),
        *(f"{unit}/skicka-meddelande", f"{unit}/boka-tid"),
        *(f"{check}/vem", f"{check}/beskriv", f"{check}/uppgifter", f"{check}/granska"),
        *(f"{urgent}/bradskande", f"{urgent}/bradskande?svar=ja"),
        *("/mina", "/mina/utkast", "/mina/arenden", "/mina/arenden?visa=avslutade"),
        *(case, f"{case}/aterta", f"{case}/kvitto"),
    ]


def statements(client: Client, path: str) -> int:
    """Return how many statements a page takes, transaction control aside."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.headers.get("Location"))
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return len([one for one in seen if not one["sql"].startswith(control)])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_valid_and_within_its_budget(world: World, language: str) -> None:
    client = browser(world, "guardian")
    addresses = pages(client, world)
    client.cookies["lang"] = language
    for path in addresses:
        client.get(path)
        assert statements(client, path) <= MOST, path
        answer = client.get(path)
        assert faults(answer.content.decode()) == [], path
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_staff_see_units_in_their_own_frame_within_the_same_budget(language: str) -> None:
    place = staff_world()
    for who in ("receiver", "region"):
        actor = signed_in(place, who)
        actor.client.cookies["lang"] = language
        unit = f"/mottagningar/{actor.unit}"
        for path in ("/mottagningar", f"{unit}", f"{unit}/skicka-meddelande"):
            actor.client.get(path)
            assert statements(actor.client, path) <= MOST, path
            page = actor.client.get(path).content.decode()
            assert faults(page) == [], path
            assert 'class="s-head"' in page
            assert "r-head" not in page


def test_lists_take_as_many_statements_for_many_rows_as_for_one(world: World) -> None:
    client = browser(world, "resident")
    sent(client, world)
    start(client, world)
    lists = ["/mina", "/mina/arenden", "/mina/utkast", "/mottagningar"]
    one = [statements(client, path) for path in lists]
    for _ in range(7):
        world.submit()
    for slug in ("boka-tid", "kontakta-mig", "begar-intyg"):
        start(client, world, slug)
    for number in range(25):
        admitted_unit(f"Vårdcentralen {number}")
    assert [statements(client, path) for path in lists] == one


def admitted_unit(name: str, **row: object) -> made.Unit:
    """Make a unit with one catchment row."""
    values = {"region_id": None, "sex": "", "age_from": 0, "age_to": 199} | row
    with as_owner():
        unit = made.unit(name)
        db.execute(
            f"insert into catchment_row (unit_id, {', '.join(values)}) "
            f"values (%s, {', '.join(['%s'] * len(values))})",
            [unit.id, *values.values()],
        )
        offer_on_units([unit.id])
    return unit


def text(client: Client, path: str) -> str:
    """Return a page as text."""
    return client.get(path).content.decode()


def test_only_units_that_admit_somebody_are_listed(world: World) -> None:
    admitted_unit("Barnens mottagning", age_to=12)
    admitted_unit("Norrlands mottagning", region_id="25")
    childless, guardian = browser(world, "resident"), browser(world, "guardian")
    assert "Barnens mottagning" not in text(childless, "/mottagningar")
    assert "För Elsa, 7 år" in text(guardian, "/mottagningar")
    assert "Norrlands mottagning" not in text(guardian, "/mottagningar")


def test_a_unit_asked_for_by_name_says_why_it_is_not_for_one(world: World) -> None:
    far = admitted_unit("Norrlands mottagning", region_id="25")
    client = browser(world, "resident")
    assert "Bara för den som bor i Region Norrbotten." in text(client, "/mottagningar?q=norrland")
    page = text(client, f"/mottagningar/{far.slug}")
    assert "Du kan inte skriva till den här mottagningen." in page
    refused = client.post(f"/mottagningar/{far.slug}/skicka-meddelande")
    assert refused.status_code == 409
    assert world.count("case_draft") == 0


def test_a_unit_that_has_told_nothing_yet_says_no_hours_and_no_number(world: World) -> None:
    address = f"/mottagningar/{world.unit.slug}"
    quiet = text(browser(world, "resident"), address)
    assert "Svarar" not in quiet
    assert "Öppet" not in quiet
    with as_owner():
        db.execute(
            "insert into opening_hours (unit_id, weekday, opens, closes) "
            "values (%s, 0, '08:00', '16:30')",
            [world.unit.id],
        )
        db.execute("delete from catchment_row where unit_id = %s", [world.unit.id])
    told = text(browser(world, "resident"), address)
    assert "Svarar måndag" in told
    assert "Ring dem i stället" not in told
    with as_owner():
        db.execute("update care_unit set phone = '0980-319 201' where id = %s", [world.unit.id])
    assert "Ring dem i stället" in text(browser(world, "resident"), address)


def test_protected_identity_meets_only_rows_of_the_whole_country(world: World) -> None:
    admitted_unit("Götalands mottagning", region_id=made.REGION)
    with as_owner():
        db.execute("update person set protected = true where id = %s", [world.people["resident"]])
    client = browser(world, "resident")
    assert "Götalands mottagning" not in text(client, "/mottagningar")
    assert "Du har skyddade uppgifter" in text(client, "/mottagningar?q=götaland")
    assert "Vårdcentralen Eken" in text(client, "/mottagningar")


def test_the_search_pages_on_in_swedish_order_and_takes_anything(world: World) -> None:
    for name in [*(f"Mottagning {number:02}" for number in range(24)), "Zeta", "Ånge", "Östra"]:
        admitted_unit(name)
    client = browser(world, "resident")
    first = text(client, "/mottagningar")
    assert "Mottagning 18" in first
    assert "Ånge" not in first
    more = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text(client, more)
    assert second.index("Vårdcentralen Eken") < second.index("Zeta") < second.index("Ånge")
    assert second.index("Ånge") < second.index("Östra")
    for odd in ("%00", "%F0%9F", "%25", "_", "'", "a" * 5000, "%E2%80%AE"):
        assert (
            client.get(f"/mottagningar?q={odd}&ort={odd}&typ={odd}&efter={odd}").status_code == 200
        )


@pytest.mark.parametrize("who", ["other_resident", "receiver"])
def test_pages_of_another_are_not_there(world: World, who: str) -> None:
    client = browser(world, "resident")
    case = sent(client, world)
    draft = start(client, world)
    fill_in(client, draft)
    addresses = [
        *(f"/mina/arenden/{case}{end}" for end in ("", "/trad", "/aterta", "/kvitto")),
        *(f"{draft}{end}" for end in ("", "/beskriv", "/uppgifter", "/granska", "/klart")),
    ]
    stranger = browser(world, who)
    before = world.count("audit_entry", "outcome = 'refused'")
    for path in addresses:
        assert stranger.get(path).status_code == 404, path
    assert world.count("audit_entry", "outcome = 'refused'") == before + len(addresses)
    assert stranger.post(f"{draft}/beskriv", FIELDS).status_code == 404
    assert stranger.post(f"{draft}/ta-bort").status_code == 404
    assert stranger.post(f"{draft}/spara", FIELDS | {"steg": "beskriv"}).status_code == 404
    answer = stranger.post(f"/mina/arenden/{case}", {"kind": "reply", "body": "x", "version": "1"})
    assert answer.status_code == 404
    assert stranger.post(f"/mina/arenden/{case}/aterta", {"version": "1"}).status_code == 404


def test_unknown_things_and_methods_are_refused(world: World) -> None:
    client = browser(world, "resident")
    for path in (f"/ny/{new_id()}", f"/mina/arenden/{new_id()}", "/mottagningar/saknas"):
        assert client.get(path).status_code == 404
    assert client.get(f"/mottagningar/{world.unit.slug}/saknas").status_code == 404
    assert client.post("/mina").status_code == 405
    assert client.get(f"/ny/{new_id()}/spara").status_code == 405
    assert Client().get("/mina").headers["Location"] == "/logga-in?next=/mina"


def test_every_page_that_shows_a_case_leaves_a_row(world: World) -> None:
    client = browser(world, "resident")
    case, draft = sent(client, world), start(client, world)
    shown = {
        "/mina": "cases:case:list",
        "/mina/arenden": "cases:case:list",
        "/mina/utkast": "cases:draft:list",
        f"{draft}/beskriv": "cases:draft:read",
        f"/mina/arenden/{case}": "cases:case:read",
        f"/mina/arenden/{case}/kvitto": "cases:case:read",
    }
    for path, action in shown.items():
        before = world.count("audit_entry", f"action = '{action}'")
        client.get(path)
        assert world.count("audit_entry", f"action = '{action}'") == before + 1, path
