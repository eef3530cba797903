"""The nation changes what everybody accepts; a resident who is writing loses no word of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.useterms.nation import FIRST, Nation

TABLES = "terms_of_use_acceptance, terms_of_use, terms_of_use_draft_event, terms_of_use_draft"
WORDS = "Jag undrar om provsvaret från i måndags har kommit, och vad det säger."


@pytest.fixture
def nation(site: Site, world: World) -> Iterator[World]:
    """Return a world with two of the national office, in a nation whose residents have terms.

    Other journeys meet no terms: they are taken away afterwards, as nobody but the owner can.
    """

    def make() -> None:
        office = Nation()
        office.publish(FIRST)
        with as_owner():
            for who, name in (("nora", "Nora Lund"), ("nils", "Nils Ö")):
                world.people[who] = made.staff(None, name=name)
                made.grant(world.people[who], "national_office", None)

    try:
        site.do(make)
        yield world
    finally:
        with site.product.owner() as owner:
            owner.execute(f"truncate {TABLES}")


def _first_visit(karin: Visitor, path: str) -> None:
    """Open a page for the first time: the terms come first, and then the page."""
    karin.go(path)
    karin.sees("Du behöver bara göra det en gång")
    karin.press("Godkänn villkoren")
    assert karin.page.url == karin.site.address + path


def _propose(nora: Visitor) -> None:
    """Write version 2, look at it, and propose it."""
    page = nora.go("/jag")
    nora.press("Användarvillkor")
    nora.is_accessible()
    nora.press("Börja ett utkast För invånare")
    nora.expected = {422}
    nora.press("Föreslå")
    nora.sees("Det finns inget att föreslå")
    assert page.locator(":focus").get_attribute("class") == "ds-error-summary"
    nora.is_accessible()
    nora.press("Ändra texten")
    swedish = page.get_by_label("Villkoren på svenska")
    swedish.fill("# Först\n\nLova detta.\n\n- Och en sak till.")
    page.get_by_label("Villkoren på engelska").fill("# First\n\nPromise this.\n\n- And one more.")
    page.get_by_label("Det som är nytt, på svenska").fill("Du lovar en sak till.")
    page.get_by_label("Det som är nytt, på engelska").fill("You promise one thing more.")
    nora.press("Förhandsgranska")
    nora.sees("Inget är sparat än.")
    nora.is_accessible()
    nora.press("Spara i utkastet")
    nora.sees("Ingen godkänner något nytt förrän en ny version är publicerad.")
    nora.is_accessible()
    nora.press("Föreslå")
    nora.sees("Någon annan på kontoret behöver publicera den.")
    assert page.get_by_role("button", name="Publicera").count() == 0


def _publish(nils: Visitor) -> None:
    """Read what somebody else has proposed, and publish it."""
    nils.go("/jag")
    nils.press("Gå igenom: Ett förslag till användarvillkor väntar på beslut.")
    nils.press("Öppna förslaget För invånare")
    nils.sees("Och en sak till.")
    nils.is_accessible()
    nils.press("Publicera")
    nils.sees("Alla godkänner den nya versionen nästa gång de öppnar en sida")


def _accept_in_the_new_tab(karin: Visitor) -> None:
    """Follow the way to the terms, which opens beside the page, and accept them there."""
    with karin.context.expect_page() as opened:
        karin.page.get_by_role("link", name="Läs användarvillkoren").click()
    beside = opened.value
    beside.get_by_role("heading", name="Det här är nytt").wait_for()
    with beside.expect_navigation():
        beside.get_by_role("button", name="Godkänn villkoren").click()
    assert beside.url == karin.site.address + "/mina"
    beside.close()


def _writes(karin: Visitor, world: World) -> Page:
    page = karin.go(f"/mottagningar/{world.unit.slug}")
    karin.press("Skicka meddelande")
    karin.press("Börja")
    page.get_by_role("textbox", name="Vad handlar det om?").fill("Provsvar")
    return page


def test_one_writes_another_publishes_and_a_resident_goes_on_writing(
    site: Site, nation: World, visit: Visit
) -> None:
    karin = visit(nation, "resident")
    _first_visit(karin, f"/mottagningar/{nation.unit.slug}")
    page = _writes(karin, nation)
    text = page.get_by_role("textbox", name="Meddelande")
    text.fill("Jag undrar")
    line = page.locator("[data-draft-status]")
    expect(line).to_contain_text("Utkastet sparades")

    _propose(visit(nation, "nora", viewport={"width": 320, "height": 700}))
    _publish(visit(nation, "nils"))

    karin.expected = {403}
    text.fill(WORDS)
    page.get_by_role("dialog", name="Läs användarvillkoren först").wait_for()
    expect(line).to_contain_text("Inte sparat än.")
    karin.is_accessible()
    _accept_in_the_new_tab(karin)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(line).to_contain_text("Utkastet sparades")
    assert text.input_value() == WORDS
    karin.press("Fortsätt")
    kept = site.one(
        "select data::text from case_draft where person_id = %s", nation.people["resident"]
    )
    assert WORDS in str(kept)


def test_a_form_that_is_sent_without_scripts_is_sent_again_with_every_word(
    site: Site, nation: World, visit: Visit
) -> None:
    karin = visit(nation, "resident", java_script_enabled=False)
    _first_visit(karin, "/mina/aviseringar")
    page = _writes(karin, nation)
    page.get_by_role("textbox", name="Meddelande").fill(WORDS)
    _propose(visit(nation, "nora"))
    _publish(visit(nation, "nils", java_script_enabled=True))

    karin.expected = {403}
    karin.press("Fortsätt")
    karin.sees("Det du skrev är inte sparat än.")
    assert page.get_by_label("Din text").input_value() == WORDS
    _accept_in_the_new_tab(karin)
    karin.press("Skicka igen")
    karin.sees("Steg 2 av 3")
    kept = site.one(
        "select data::text from case_draft where person_id = %s", nation.people["resident"]
    )
    assert WORDS in str(kept)
    assert "Provsvar" in str(kept)


def test_whoever_reads_meets_the_terms_and_goes_on_to_where_she_was_going(
    site: Site, nation: World, visit: Visit
) -> None:
    karin = visit(nation, "resident", viewport={"width": 320, "height": 700})
    karin.go("/mina/arenden?visa=avslutade")
    karin.sees("Lova detta.")
    karin.is_accessible()
    karin.press("English")
    karin.sees("Promise this.")
    karin.press("Accept the terms")
    assert karin.page.url == f"{site.address}/mina/arenden?visa=avslutade"
