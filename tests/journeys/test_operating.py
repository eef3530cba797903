"""The national office tells of an outage, by keyboard; a resident and a nurse read it; it ends."""

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site

TITLE = "Mejl kommer sent"


def _office(site: Site, world: World) -> None:
    def make() -> None:
        with as_owner():
            world.people["nation"] = made.staff(None, name="Nora Lund")
            made.grant(world.people["nation"], "national_office", None)

    site.do(make)


def test_an_outage_is_told_hidden_and_ended(site: Site, world: World, visit: Visit) -> None:
    _office(site, world)
    nora = visit(world, "nation")
    page = nora.go("/jag")
    nora.press("Driftmeddelanden")
    nora.is_accessible()
    nora.press("Skriv ett driftmeddelande")
    nora.is_accessible()
    nora.expected.add(422)
    nora.press("Publicera")
    nora.sees("Skriv en rubrik")
    page.get_by_label("Rubrik", exact=True).press_sequentially(TITLE)
    page.keyboard.press("Tab")
    page.keyboard.type("Aviseringar dröjer en timme.")
    nora.press("Förhandsgranska")
    nora.sees("Inget är sparat än")
    nora.is_accessible()
    page.get_by_label("Text", exact=True).focus()
    page.get_by_role("button", name="Publicera").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    nora.sees("Sparat.")

    karin = visit(world, "resident", viewport={"width": 320, "height": 700})
    read = karin.go("/mina")
    strip = read.get_by_role("region", name="Driftmeddelanden")
    assert TITLE in strip.inner_text()
    karin.is_accessible()
    karin.press(f"Dölj {TITLE}")
    assert strip.count() == 0

    nurse = visit(world, "receiver")
    inbox = nurse.go(f"/m/{world.unit.slug}/inkorg/alla")
    nurse.is_accessible()
    panes = inbox.locator(".panes").bounding_box()
    assert panes
    assert panes["y"] + panes["height"] <= 900, "the strip pushes no pane out of the window"
    nurse.press("Driftinformation")
    nurse.is_accessible()

    page = nora.go("/n/driftmeddelanden")
    nora.press(TITLE)
    nora.press("Avsluta nu")
    nora.sees("Avslutat.")
    assert page.get_by_role("region", name="Driftmeddelanden").count() == 0
    assert nurse.go(f"/m/{world.unit.slug}/inkorg/alla").get_by_text(TITLE).count() == 0
