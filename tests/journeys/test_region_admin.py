"""A region applies for a new administrator; two decide; she accepts and is one."""

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.offices.office_world import in_directory
from vardpost.kernel import clock


def _people(site: Site, world: World) -> str:
    """Make the offices and who may be next; return her HSA-id."""

    def make() -> str:
        with as_owner():
            for who, name, role in (
                ("rita", "Rita Dal", "region_admin"),
                ("nora", "Nora Lund", "national_office"),
                ("nils", "Nils Berg", "national_office"),
                ("nova", "Nova Ekdal", ""),
            ):
                world.people[who] = made.staff(None, name=name, email=f"{who}@example.com")
                if role:
                    made.grant(world.people[who], role, None)
            return in_directory(world.people["nova"])

    return site.do(make)


def test_a_region_administrator_comes_to_be(site: Site, world: World, visit: Visit) -> None:
    address = _applied_for(_people(site, world), visit(world, "rita"))
    _decided(world, visit, address)
    nova = visit(world, "nova", viewport={"width": 320, "height": 700})
    nova.expected.add(422)
    nova.go("/jag")
    nova.sees("Rollvillkor")
    nova.is_accessible()
    nova.press("Godkänn och börja")
    nova.sees("Kryssa i att du godkänner villkoren")
    nova.page.get_by_label("Jag har läst villkoren och godkänner dem").check()
    nova.press("Godkänn och börja")
    nova.sees("Regionadministratörer")
    nova.press("Regionadministratörer")
    nova.sees("Rita Dal")
    nova.is_accessible()


def _applied_for(hsa_id: str, rita: Visitor) -> str:
    """Apply, once with a statement missing, and tick one item of the list; return the path."""
    rita.expected.add(422)
    page = rita.go("/jag")
    rita.press("Regionadministratörer")
    rita.is_accessible()
    rita.press("Ansök om en ny administratör")
    rita.is_accessible()
    page.get_by_label("Personens namn").fill("Nova Ekdal")
    page.get_by_label("HSA-id").fill(f" {hsa_id.lower()} ")
    page.get_by_label("E-post").fill("nova@example.com")
    page.get_by_label("Varför behövs personen?").fill("Rita går i pension till våren.")
    page.get_by_label("Startdag").fill(clock.today().isoformat())
    page.get_by_label("Plan för utbildningen").fill("Två veckor tillsammans med Rita.")
    rita.press("Skicka ansökan")
    rita.sees("Intyga att överlämningen är gjord")
    rita.is_accessible()
    assert page.get_by_label("Personens namn").input_value() == "Nova Ekdal"
    page.get_by_label("Jag intygar att överlämningen till personen är gjord").check()
    rita.press("Skicka ansökan")
    rita.sees("Inskickad")
    page.get_by_label("E-kursen är genomförd").check()
    rita.press("Spara listan")
    rita.sees("Listan är uppdaterad")
    rita.is_accessible()
    return page.url.partition("/r/14")[2].partition("?")[0]


def _decided(world: World, visit: Visit, address: str) -> None:
    """Two of the national office look at it, on a phone and by keyboard."""
    nora = visit(world, "nora", viewport={"width": 390, "height": 844})
    first = nora.go("/jag")
    nora.press("Regionadministratörer")
    nora.is_accessible()
    first.get_by_role("link", name="Nova Ekdal").click()
    nora.sees("Ta hand om ansökan")
    nora.is_accessible()
    nora.press("Ta hand om")
    first.get_by_label("Bedömning").fill("Överlämning och plan är på plats.")
    nora.press("Spara bedömningen")
    nora.sees("En annan person än du beslutar")
    assert first.get_by_role("button", name="Godkänn ansökan").count() == 0
    nora.is_accessible()

    nils = visit(world, "nils")
    second = nils.go(f"/n/administratorer/region/14{address.removeprefix('/administratorer')}")
    nils.is_accessible()
    second.get_by_role("button", name="Godkänn ansökan").focus()
    with second.expect_navigation():
        second.keyboard.press("Enter")
    nils.sees("Godkänd, väntar på personen")
