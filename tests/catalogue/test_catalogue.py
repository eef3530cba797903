"""The public catalogue: what is offered where, for anybody, as a page and as data."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes.queries import offered
from vardpost.catalogue import queries
from vardpost.kernel import db

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Return the small world, whose unit offers what the nation publishes."""
    return make()


def data(query: str = "") -> list[dict[str, object]]:
    """Return what `/katalog.json` gives a stranger."""
    answer = Client().get(f"/katalog.json{query}")
    assert answer.status_code == 200, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    units: list[dict[str, object]] = json.loads(answer.content)["units"]
    return units


def place(slug: str) -> tuple[str, str, str]:
    row = db.fetch_one(
        "select region_id, municipality_id, hsa_id from care_unit where slug = %s", [slug]
    )
    assert row
    return row[0], row[1], row[2]


def test_the_data_tells_what_residents_are_offered(world: World) -> None:
    region, municipality, hsa_id = place(world.unit.slug)
    one = next(unit for unit in data() if unit["hsa_id"] == hsa_id)
    assert one["region"] == region
    assert one["municipality"] == municipality
    assert one["kind"] == "primary_care"
    assert one["case_types"] == [offer.key for offer in offered(world.unit.id)]
    assert one["case_types"], "a unit that offers nothing proves nothing"


def test_every_choice_narrows_and_they_narrow_together(world: World) -> None:
    region, municipality, hsa_id = place(world.unit.slug)
    key = offered(world.unit.id)[0].key
    for query in (f"region={region}", f"kommun={municipality}", f"arendetyp={key}", "typ=dental"):
        found = [unit["hsa_id"] for unit in data(f"?{query}")]
        assert (hsa_id in found) == (query != "typ=dental"), query
    assert data("?region=99") == []
    assert data("?arendetyp=no_such_type") == []
    assert data(f"?region={region}&kommun=0000") == []


def test_what_is_switched_off_or_not_live_is_not_there(world: World) -> None:
    hsa_id = place(world.unit.slug)[2]
    key = offered(world.unit.id)[0].key
    with as_owner():
        db.execute(
            "update unit_case_type set active = false where unit_id = %s and case_type_id in "
            "(select id from case_type where key = %s)",
            [world.unit.id, key],
        )
    assert hsa_id not in [unit["hsa_id"] for unit in data(f"?arendetyp={key}")]
    one = next(unit for unit in data() if unit["hsa_id"] == hsa_id)
    assert key not in list(one["case_types"])  # type: ignore[call-overload]  # a list of keys
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [world.unit.id])
    assert hsa_id not in [unit["hsa_id"] for unit in data()]
    assert Client().get(f"/katalog/{world.unit.slug}").status_code == 404
    assert (
        f"/katalog/{world.unit.slug}<" not in Client().get("/katalog/sitemap.xml").content.decode()
    )


def test_what_a_unit_holds_back_is_told_to_nobody(world: World) -> None:
    hsa_id = place(world.unit.slug)[2]
    offer = offered(world.unit.id)[0]
    with as_owner():
        db.execute(
            "update unit_case_type set restricted = true where case_type_id = "
            "(select id from case_type where key = %s)",
            [offer.key],
        )
    assert hsa_id not in [unit["hsa_id"] for unit in data(f"?arendetyp={offer.key}")]
    one = next(unit for unit in data() if unit["hsa_id"] == hsa_id)
    assert offer.key not in list(one["case_types"])  # type: ignore[call-overload]  # keys
    for address in (f"/katalog/{world.unit.slug}", "/katalog"):
        assert f">{offer.title.sv}<" not in Client().get(address).content.decode()


@pytest.mark.parametrize(
    "query", ["region=abc", "kommun=1", "arendetyp=%27%20or%201=1", "typ=sjukhus", "region=%00"]
)
def test_a_choice_that_cannot_be_is_told(world: World, query: str) -> None:
    answer = Client().get(f"/katalog.json?{query}")
    assert answer.status_code == 400
    assert json.loads(answer.content)["message"]
    page = Client().get(f"/katalog?{query}")
    assert page.status_code == 400
    assert "Något i sökningen stämmer inte" in page.content.decode()


def test_pages_are_valid_and_say_what_the_unit_takes(world: World) -> None:
    for path in ("/katalog", f"/katalog/{world.unit.slug}", "/katalog?q=%25&efter=x"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert faults(answer.content.decode()) == [], path
    page = Client().get(f"/katalog/{world.unit.slug}").content.decode()
    for offer in offered(world.unit.id):
        assert offer.title.sv in page
    assert f'rel="canonical" href="http://testserver/katalog/{world.unit.slug}"' in page


def test_pages_follow_one_another_without_gap(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_owner():
        for name in ("Öbo", "Åby", "Älvsbyn", "Zinken", "öbo"):
            made.unit(name)
    monkeypatch.setattr(queries, "PAGE", 2)
    seen: list[str] = []
    after = None
    while True:
        found, more = queries.page(queries.Wanted(), after)
        seen += [one.name for one in found]
        if not more:
            break
        after = found[-1].id
    assert seen == [one.name for one in queries.everything(queries.Wanted())]
    own = [name for name in seen if name in {"Öbo", "Åby", "Älvsbyn", "Zinken"}]
    assert own == ["Zinken", "Åby", "Älvsbyn", "Öbo"]


def test_search_engines_find_the_catalogue_and_nothing_else(world: World) -> None:
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots
    assert "Sitemap: http://testserver/katalog/sitemap.xml" in robots
    assert (
        f"/katalog/{world.unit.slug}</loc>" in Client().get("/katalog/sitemap.xml").content.decode()
    )


@pytest.mark.parametrize(("path", "most"), [("/katalog", 6), ("/katalog.json", 3)])
def test_as_many_statements_whatever_the_number_of_units(
    world: World, path: str, most: int
) -> None:
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    with as_owner():
        for number in range(60):
            made.unit(f"Enhet {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(few) == len(many) <= most
