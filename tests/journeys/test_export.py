"""A reviewer takes things home: an export for one recipient, once, and the year in numbers."""

import json
from pathlib import Path
from uuid import UUID

import pyrage
from playwright.sync_api import Page, expect

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_mirror import opened, reviewer
from tests.journeys.test_resident_otherwise import press_by_keys, type_by_keys

NARROW = {"width": 390, "height": 844}
KEY = pyrage.x25519.Identity.generate()


def ready(page: Page) -> None:
    """Look again until the worker has made the file."""
    for _look in range(60):
        if page.get_by_role("button", name="Hämta filen").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the export was never made")


def test_an_export_is_ordered_by_keys_fetched_once_and_opened_by_its_recipient(
    site: Site, world: World, visit: Visit
) -> None:
    reviewer(site, world)
    opened(site, world)
    gun = visit(world, "reviewer", viewport=NARROW)
    page = gun.go(f"/m/{world.unit.slug}/granskning/sok")
    page.get_by_label("Varför söker du?").fill("Tillsyn")
    gun.press("Sök")
    gun.press("Exportera")
    gun.is_accessible()
    # A bad key is told, and what was typed is still there.
    gun.expected = {422}
    page.get_by_role("radio", name="För andra program").check()
    type_by_keys(page, "f-recipient", "age1hej")
    press_by_keys(page, "Beställ exporten")
    gun.sees("Det är ingen nyckel")
    gun.is_accessible()
    field = page.get_by_label("Mottagarens offentliga nyckel")
    expect(field).to_have_value("age1hej")
    expect(page.get_by_label("Varför exporterar du?")).to_have_value("Tillsyn")
    field.fill(str(KEY.to_public()))
    press_by_keys(page, "Beställ exporten")
    page.wait_for_url("**/granskning/export/*")
    gun.is_accessible()
    ready(page)
    gun.is_accessible()
    address = page.url

    # Two windows at once: the file is fetched in one of them.
    other = gun.context.new_page()
    other.goto(address)
    with page.expect_download() as got:
        page.get_by_role("button", name="Hämta filen").focus()
        page.keyboard.press("Enter")
    assert got.value.suggested_filename.endswith(".json.age")
    told = json.loads(pyrage.decrypt(Path(got.value.path()).read_bytes(), [KEY]))
    assert "öppnade ärendet" in {one["what"] for one in told["entries"]}
    with other.expect_navigation() as answer:
        other.get_by_role("button", name="Hämta filen").click()
    assert answer.value.status == 410
    expect(other.get_by_role("heading", name="Filen finns inte längre")).to_be_visible()

    page.goto(address)
    gun.sees("Filen hämtades")
    gun.is_accessible()
    gun.press("Exporter")
    gun.sees("Hämtad")
    gun.is_accessible()
    key = UUID(address.rpartition("/")[2])
    assert site.one("select count(*) from review_export_part where export_id = %s", key) == 0


def test_the_year_is_read_and_taken_as_a_document_and_a_table(
    site: Site, world: World, visit: Visit
) -> None:
    reviewer(site, world)
    opened(site, world)
    gun = visit(world, "reviewer", viewport=NARROW)
    page = gun.go(f"/m/{world.unit.slug}/granskning")
    gun.press("Årsrapport")
    gun.is_accessible()
    for name, begins in (("Hämta som PDF", b"%PDF-"), ("Hämta som CSV", b"Mottagning,")):
        with page.expect_download() as got:
            page.get_by_role("link", name=name).focus()
            page.keyboard.press("Enter")
        assert Path(got.value.path()).read_bytes().startswith(begins)
    before = page.get_by_role("option").nth(1).inner_text()
    page.get_by_label("År", exact=True).select_option(before)
    press_by_keys(page, "Visa")
    gun.sees(f"Årsrapport {before}")
    gun.is_accessible()
