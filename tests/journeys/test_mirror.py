"""A resident opens her log, asks why, a reviewer answers, and she reads the answer; files too."""

import json
from pathlib import Path

from playwright.sync_api import Page

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.journeys.test_resident_otherwise import press_by_keys, type_by_keys
from vardpost.cases.actions import read

NARROW = {"width": 390, "height": 844}


def opened(site: Site, world: World) -> str:
    """Let the receiver see the list and open the resident's case; return the case."""
    case = site.do(world.submit)

    def look() -> None:
        read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
        read.open_case(actor=world.as_("receiver"), case_id=case)

    site.do(look)
    return str(case)


def reviewer(site: Site, world: World) -> None:
    """Give the unit a reviewer."""

    def hire() -> None:
        with as_owner():
            world.people["reviewer"] = made.staff(
                world.unit, "unit_admin", "reviewer", name="Gun Sten", email="gun@vard.example"
            )

    site.do(hire)


def test_why_is_asked_and_answered(site: Site, world: World, visit: Visit) -> None:
    reviewer(site, world)
    case = opened(site, world)
    karin = visit(world, "resident", viewport=NARROW)
    page = karin.go(f"/mina/arenden/{case}/logg")
    karin.sees("Läste ärendet för att ge det till någon som svarar.")
    karin.is_accessible()
    asks_by_keys(karin, page)
    karin.go("/mina/logg")
    karin.sees("Du frågade")
    karin.is_accessible()

    gun = visit(world, "reviewer")
    gun.go(f"/m/{world.unit.slug}/granskning")
    gun.sees("Väntar på ert svar")
    gun.is_accessible()
    gun.page.get_by_role("link", name="Fråga från invånare").first.click()
    gun.sees("Invånaren frågade varför")
    gun.is_accessible()
    gun.press("Svara invånaren")
    gun.is_accessible()
    gun.page.get_by_label("Svar till invånaren").fill("Hon tar emot ärenden och gav ditt vidare.")
    gun.press("Skicka svaret")
    gun.sees("Svaret är skickat till invånaren.")
    gun.is_accessible()

    karin.go("/mina")
    karin.is_accessible()
    karin.press("Du har fått svar på en fråga om loggen")
    karin.sees("Hon tar emot ärenden och gav ditt vidare.")
    karin.is_accessible()
    rut = visit(world, "receiver")
    rut.go("/jag/fragor")
    assert rut.page.get_by_text("Karin").count() == 0


def asks_by_keys(karin: Visitor, page: Page) -> None:
    """Ask about the newest line with the keyboard alone."""
    press_by_keys(page, page.get_by_role("link", name="Fråga varför").first.inner_text().strip())
    karin.sees("Så här går det till")
    karin.is_accessible()
    type_by_keys(page, "f-text", "Jag känner henne.")
    press_by_keys(page, "Skicka frågan")
    karin.sees("Din fråga är skickad.")
    karin.sees("Den du frågar om får inte veta att du har frågat.")
    karin.is_accessible()


def test_the_log_is_taken_home(site: Site, world: World, visit: Visit) -> None:
    opened(site, world)
    karin = visit(world, "resident", viewport=NARROW)
    page = karin.go("/mina/logg")
    karin.press("Hämta ett utdrag ur loggen")
    karin.is_accessible()
    for form, begins in (("PDF", b"%PDF-"), ("JSON", b"{")):
        karin.go("/mina/logg/utdrag")
        page.get_by_label(form).check()
        with page.expect_download() as told:
            page.get_by_role("button", name="Hämta utdraget").click()
        data = Path(told.value.path()).read_bytes()
        assert data.startswith(begins)
        assert told.value.suggested_filename.startswith("logg-")
    acts = {one["what"] for one in json.loads(data)["entries"]}
    assert "Läste ärendet för att ge det till någon som svarar." in acts
