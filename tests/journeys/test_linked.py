"""A region's administrator gives a unit a linked service; a resident finds it there."""

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site


def _office(site: Site, world: World) -> str:
    def make() -> None:
        with as_owner():
            world.people["region"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["region"], "region_admin", None)

    site.do(make)
    return str(site.one("select hsa_id from care_unit where id = %s", world.unit.id))


def test_a_service_is_given_and_found(site: Site, world: World, visit: Visit) -> None:
    hsa_id = _office(site, world)
    rita = visit(world, "region")
    rita.expected.add(422)
    page = rita.go("/jag")
    rita.press("Uthoppstjänster")
    rita.is_accessible()
    rita.press("Lägg till en tjänst")
    page.get_by_label("Namn hos er").fill("Tidbok 2")
    page.get_by_label("Namn för invånare").fill("Boka provtagning")
    page.get_by_label("Beskrivning", exact=True).fill("Välj en tid som passar dig.")
    page.get_by_label("Adress").fill("tid.example.se")
    rita.press("Spara och välj mottagningar")
    rita.sees("Skriv en hel adress")
    rita.is_accessible()
    page.get_by_label("Adress").fill("https://tid.example.se/")
    rita.press("Spara och välj mottagningar")
    rita.is_accessible()
    page.get_by_label("HSA-id, ett på varje rad").fill(f"{hsa_id}\nSE2321000016-FEL")
    rita.press("Kontrollera")
    rita.sees("1 rad har fel")
    rita.is_accessible()
    page.get_by_label("HSA-id, ett på varje rad").fill(f" {hsa_id};Eken")
    page.get_by_role("button", name="Kontrollera").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rita.sees("Nya mottagningar: 1")
    rita.press("Lägg till dem")
    rita.sees("Antal mottagningar som har tjänsten: 1")

    karin = visit(world, "resident", viewport={"width": 390, "height": 844})
    seen = karin.go(f"/mottagningar/{world.unit.slug}")
    link = seen.get_by_role("link", name="Boka provtagning")
    assert link.get_attribute("href") == "https://tid.example.se/"
    karin.is_accessible()
