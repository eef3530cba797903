"""A region closes a unit; residents are told, and led to the one that takes over."""

from datetime import timedelta

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from vardpost.kernel import clock, db


def test_a_unit_is_closed(site: Site, world: World, visit: Visit) -> None:
    def make() -> None:
        with as_owner():
            world.people["region"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["region"], "region_admin", None)
            place = made.unit("Lingonens vårdcentral")
            db.execute(
                "insert into catchment_row (unit_id, sex, age_from, age_to) "
                "values (%s, '', 0, 199)",
                [place.id],
            )

    site.do(make)
    today = clock.today()
    rita = visit(world, "region")
    rita.expected.add(422)
    page = rita.go(f"/r/14/mottagning/{world.unit.slug}")
    rita.press("Avveckla")
    rita.is_accessible()
    page.get_by_label("Inga nya ärenden från").fill(today.isoformat())
    page.get_by_label("Mottagningen avslutas").fill((today + timedelta(days=3)).isoformat())
    page.get_by_label("Ny mottagning").select_option(label="Lingonens vårdcentral")
    rita.press("Meddela invånare")
    rita.sees("minst tre veckor fram")
    rita.is_accessible()
    page.get_by_label("Mottagningen avslutas").fill((today + timedelta(days=21)).isoformat())
    page.get_by_role("button", name="Meddela invånare").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rita.sees("Inga nya ärenden tas emot")
    rita.is_accessible()

    karin = visit(world, "resident", viewport={"width": 390, "height": 844})
    karin.expected.add(410)
    karin.go(f"/mottagningar/{world.unit.slug}")
    karin.sees("Mottagningen läggs ned")
    karin.is_accessible()

    site.do(lambda: _day_comes(world))
    rita.go(f"/r/14/enheter/{world.unit.slug}/avveckla")
    rita.press("Avsluta mottagningen")
    rita.sees("Mottagningen är avslutad")
    rita.is_accessible()
    karin.go(f"/mottagningar/{world.unit.slug}")
    karin.sees("Flyttad till")
    karin.is_accessible()


def _day_comes(world: World) -> None:
    with as_owner():
        db.execute(
            "update unit_ending set closes_on = freezes_on where unit_id = %s", [world.unit.id]
        )
