"""What a region's office does: sees what needs doing at its units, and takes it along."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.overview import made_region
from tests.overview.made_region import Office
from vardpost.kernel import db


@pytest.fixture
def region(site: Site) -> Iterator[Office]:
    """Make a region's office with three units; nobody else of these tests looks at its region."""

    def make() -> Office:
        office = made_region.office()
        made_region.unit("Resans vårdcentral", region="01", admins=1, kept=80)
        made_region.unit("Resans rehab", region="01", told=False, open_cases=3)
        made_region.unit("Resans tandvård", region="01", area="0180")
        return office

    yield site.do(make)

    def away() -> None:
        with as_owner():
            db.execute("update care_unit set live = false where name like 'Resans %%'", [])

    site.do(away)


def test_what_needs_doing_is_found_kept_and_taken_along(
    site: Site, world: World, visit: Visit, region: Office
) -> None:
    world.people["office"] = region.people["stina"]
    stina = visit(world, "office")
    stina.go("/r/01")
    stina.sees("Färre än 5")
    stina.is_accessible()
    page: Any = stina.go("/jag")
    page.get_by_role("link", name="Översikt över mottagningarna").click()
    page.get_by_role("link", name="Bara en administratör").click()
    stina.sees("Resans vårdcentral")
    assert page.get_by_text("Resans rehab").count() == 0
    page.get_by_label("Spara valen som en vy").fill("En administratör")
    stina.press("Spara vyn")
    stina.sees("Vyn är sparad")
    stina.is_accessible()
    page.get_by_role("link", name="Rensa valen").click()
    page.get_by_role("link", name="En administratör", exact=True).click()
    assert page.url.endswith("behov=en-administrator")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel (XLSX)").click()
    assert download.value.suggested_filename.startswith("oversikt-01-")
    page.get_by_role("button", name="Ta bort En administratör").click()
    assert page.get_by_role("heading", name="Sparade vyer").count() == 0


def test_a_units_settings_and_who_changed_them(
    site: Site, world: World, visit: Visit, region: Office
) -> None:
    world.people["office"] = region.people["stina"]
    stina = visit(world, "office")
    page: Any = stina.go("/r/01?q=Resans+rehab")
    page.get_by_role("link", name="Resans rehab").first.click()
    stina.sees("Betjäningsområde")
    stina.is_accessible()
    page.get_by_role("link", name="Alla ändringar på mottagningen").click()
    stina.sees("Inga ändringar ännu.")
    stina.is_accessible()


def test_the_choices_by_keyboard(site: Site, world: World, visit: Visit, region: Office) -> None:
    world.people["office"] = region.people["stina"]
    stina = visit(world, "office")
    page: Any = stina.go("/r/01")
    page.get_by_label("Namn eller HSA-id").focus()
    page.keyboard.type("tandvård")
    page.keyboard.press("Enter")
    stina.sees("Resans tandvård")
    assert page.get_by_text("Resans rehab").count() == 0
    page.get_by_role("link", name="Stockholm", exact=False).last.focus()
    page.keyboard.press("Enter")
    stina.sees("Resans rehab")
    stina.is_accessible()
