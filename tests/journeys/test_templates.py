"""A region's office changes a template, rolls it out, stops and undoes; finds and mends drift."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import database
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.product import PATIENCE
from tests.unit_templates.offices import Offices, type_id
from vardpost.casetypes.actions import set_promise
from vardpost.kernel import clock, db
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions import rolling
from vardpost.unit_templates.actions.drift import count_drift

#: Three turns of the job.
UNITS = 2 * rolling.AT_ONCE + 5


@pytest.fixture
def gone(site: Site) -> Iterator[None]:
    """Close the units of a journey afterwards: other journeys look at whole regions."""
    yield

    def away() -> None:
        with as_owner():
            db.execute("update care_unit set live = false where name like 'Eken %%'")

    site.do(away)


def made(site: Site, world: World, units: int, region: str) -> Offices:
    """Make a region's office and units that stand on a template of its own, and follow it."""

    def make() -> Offices:
        offices = Offices(units, region)
        offices.put(offices.template())
        return offices

    offices = site.do(make)
    world.people["office"] = offices.people["here"]
    return offices


def own(site: Site, offices: Offices, *numbers: int) -> None:
    """Let units promise something of their own, and count who differs."""

    def change() -> None:
        for number in numbers:
            unit = offices.units[number]
            set_promise(
                actor=offices.actor("boss", unit.slug),
                unit_id=unit.id,
                case_type_id=type_id("contact_me"),
                first_days=4,
                final_days=9,
            )
        with region_scope("test", offices.region) as actor:
            count_drift(actor=actor)

    site.do(change)


@contextmanager
def held_up(site: Site, unit_id: UUID) -> Iterator[None]:
    """Let the job come no further than the turn of this unit."""
    with site.product.owner() as connection, connection.transaction():
        connection.execute("select 1 from care_unit where id = %s for no key update", [unit_id])
        yield


def until_waits(site: Site, page: Any, words: str) -> None:
    """Look until a statement with these words waits for a lock."""
    for _look in range(PATIENCE * 5):
        with database.superuser() as looking:  # others' statements are hidden from all but her
            row = looking.execute(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                "and strpos(query, %s) = 1 and datname = %s",
                [words, site.product.name],
            ).fetchone()
        if row and row[0]:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"nothing waits: {words}")


def until(page: Any, words: str) -> None:
    """Look at how far it has come until it has come there."""
    for _look in range(PATIENCE * 2):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def test_a_change_is_rolled_out_stopped_carried_on_and_undone(
    site: Site, world: World, visit: Visit, gone: None
) -> None:
    offices = made(site, world, UNITS, "03")
    own(site, offices, 0)
    rita = visit(world, "office")
    page: Any = rita.go("/jag")
    rita.press("Mallar för mottagningar")
    rita.is_accessible()
    rita.press("Nära")
    rita.press("Ändra")
    kind = page.get_by_role("group", name="Kontakta mig")
    kind.get_by_label("Första svar, vardagar").fill("3")
    kind.get_by_label("Slutligt svar, vardagar").fill("6")
    kind.get_by_label("Gäller").select_option(label="Låst")
    rita.press("Spara och granska")
    rita.sees(
        "En utrullning skulle ändra något hos 24, och 1 har egna ändringar som lämnas i fred."
    )
    rita.is_accessible()
    page.get_by_label("Varför").fill("Fler läkare")
    rita.press("Publicera version 2")
    rita.press("Rulla ut")
    page.get_by_label("Alla som har mallen").check()
    rita.press("Kontrollera")
    rita.sees("25 mottagningar är valda.")
    rita.sees("Skriv över hos Eken 0")
    rita.is_accessible()
    with held_up(site, offices.units[3].id):
        rita.press("Rulla ut")
        until_waits(site, page, "update care_unit set template")
        page.reload()
        rita.sees("Pågår.")
        rita.is_accessible()
        page.get_by_role("button", name="Stoppa").click(no_wait_after=True)
        until_waits(site, page, "select state from template_rollout")
    # The units that were under way are done, and no more.
    rita.sees("Stoppad.")
    rita.press("Fortsätt")
    until(page, "25 av 25 mottagningar är klara.")
    until(page, "Klar.")
    rita.is_accessible()
    rita.go("/r/03/mallar")
    rita.sees("version 2: 25")
    rita.press("Utrullningar")
    page.get_by_role("link", name="Nära, version 2").click()
    rita.press("Ångra utrullningen")
    until(page, "Ångrad.")
    rita.go("/r/03/mallar")
    rita.sees("version 1: 25")
    days = site.one(
        "select string_agg(distinct first_days::text, ' ' order by first_days::text) "
        "from unit_case_type where case_type_id = %s and unit_id = any(%s)",
        site.do(lambda: type_id("contact_me")),
        [unit.id for unit in offices.units],
    )
    assert days == "2 4", "as before, and what the unit had chosen itself was left alone"


def test_who_differs_is_found_put_right_and_excused(
    site: Site, world: World, visit: Visit, gone: None
) -> None:
    offices = made(site, world, 3, "04")
    own(site, offices, 0, 1)
    rita = visit(world, "office")
    page: Any = rita.go("/r/04")
    page.get_by_role("link", name="Avviker från mallen 2").click()
    rita.sees("Eken 0")
    assert page.get_by_text("Eken 2").count() == 0
    rita.is_accessible()
    page.get_by_role("link", name="1 avvikelse").first.click()
    rita.sees("Mallen: första svar inom 2 vardagar, slutligt inom 5 vardagar")
    rita.is_accessible()
    page.get_by_role("button", name="Gör som mallen").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rita.sees("Rättat.")
    rita.sees("Inget avviker.")
    rita.press("Alla avvikelser i regionen")
    rita.sees("1 avvikelse, 1 mottagning")
    page.get_by_text("Ge undantag").first.click()
    page.get_by_label("Varför").fill("Två läkare saknas")
    page.get_by_label("Till och med").fill((clock.today() + timedelta(days=60)).isoformat())
    rita.press("Spara undantaget")
    rita.sees("Undantaget är sparat.")
    rita.sees("Inget avviker.")
    rita.press("1 avvikelse med undantag")
    rita.sees("Två läkare saknas, Rita here")
    rita.is_accessible()
    page = rita.go("/r/04")
    assert page.get_by_role("link", name="Avviker från mallen").count() == 0
    rita.sees("1 avvikelse, varav 1 med undantag")
