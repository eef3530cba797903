"""An office's first page: its places are there and open, and it tells what waits."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import Offices, in_directory, make
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.offices.states import Event
from vardpost.shell.office import PLACES

OFFICES = {"region": f"/r/{made.REGION}", "nora": "/n"}


@pytest.fixture
def offices(db: None) -> Offices:  # pytest-django's own
    """Return the offices, the region's with a unit and one administrator of it."""
    world = make()
    with as_owner():
        eva = made.staff(world.unit, "unit_admin", name="Eva Ros", email="eva@example.com")
        in_directory(eva)
    made.sign_in(eva, "staff")
    return world


def _page(browser: Client) -> str:
    answer = browser.get("/jag")
    assert answer.status_code == 200
    return str(answer.content.decode())


def _waits(page: str) -> dict[str, str]:
    """Return what the page says is waiting: words → where it is dealt with."""
    part = page.partition('id="vantar"')[2].partition("</section>")[0]
    lines = re.findall(r"<li[^>]*><span>([^<]*)</span><a [^>]*href=\"([^\"]*)\"", part)
    return dict(lines)


@pytest.mark.parametrize("who", OFFICES)
def test_every_place_is_there_and_opens(offices: Offices, who: str) -> None:
    browser = offices.browser(who)
    page = _page(browser)
    assert not faults(page)
    addresses = re.findall(r'<h3[^>]*><a href="([^"]+)"', page)
    assert len(addresses) == len(set(addresses))
    wanted = {
        address.format(region=made.REGION)
        for _heading, group in PLACES
        for one in group
        if (address := one.region if who == "region" else one.nation)
    }
    assert set(addresses) == wanted
    for address in addresses:
        assert browser.get(address).status_code == 200, address


def test_nothing_waits(offices: Offices) -> None:
    for who in OFFICES:
        page = _page(offices.browser(who))
        assert _waits(page) == {}
        assert "Inget väntar på dig just nu." in page


def test_what_waits_for_the_nation_is_an_application(offices: Offices) -> None:
    key = offices.applied()
    words = "1 ansökan väntar på beslut."
    assert _waits(_page(offices.browser("nora"))) == {words: "/n/administratorer"}
    assert _waits(_page(offices.browser("region"))) == {}
    offices.decide("nora", key, Event.TAKE, "")
    offices.decide("nora", key, Event.ASK)
    assert _waits(_page(offices.browser("nora"))) == {}
    told = _waits(_page(offices.browser("region")))
    assert told == {"1 ansökan behöver kompletteras.": f"/r/{made.REGION}/administratorer"}
    assert _waits(_page(offices.browser("there"))) == {}


def test_what_waits_for_a_region_is_its_own(offices: Offices) -> None:
    unit = offices.unit
    assert unit
    with as_owner():
        made.unit("Ingens vårdcentral")
        for number in (1, 2):
            db.execute(
                "insert into unit_drift (unit_id, differs, exempt, counted_at) "
                "values (%s, 2, 1, %s) on conflict do nothing",
                [unit.id if number == 1 else made.unit("Tvåans").id, clock.now()],
            )
        db.execute("update care_unit set template = 'primary_care', template_version = 1")
        _alarm(unit)
    base = f"/r/{made.REGION}"
    assert _waits(_page(offices.browser("region"))) == {
        "2 mottagningar saknar administratör.": f"{base}/mottagningsadministratorer",
        "2 mottagningar avviker från sin mall.": f"{base}/avvikelser",
        "Ett larm om loggen är öppet.": f"{base}/granskning/larm",
    }
    assert _waits(_page(offices.browser("there"))) == {}
    nation = _waits(_page(offices.browser("nora")))
    assert nation == {"Ett larm om loggen är öppet.": "/n/larm"}


def test_the_number_of_statements_does_not_grow(offices: Offices) -> None:
    browser = offices.browser("region")
    _page(browser)
    with CaptureQueriesContext(connection) as before:
        _page(browser)
    with as_owner():
        for number in range(30):
            made.unit(f"Mottagning {number}")
    with CaptureQueriesContext(connection) as after:
        _page(browser)
    assert len(after) == len(before) <= 16


def _alarm(unit: made.Unit) -> None:
    now, person = clock.now(), made.staff(None)
    db.execute(
        "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
        "residents, entries, first_at, last_at, opened_at, version) values "
        "(%s, %s, %s, 'protected', %s, 'Rut', 1, 1, %s, %s, %s, 1)",
        [new_id(), made.REGION, unit.id, person, now, now, now],
    )
