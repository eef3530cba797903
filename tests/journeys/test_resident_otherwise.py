"""The same without a script, without a mouse, for a child, and on another device."""

from playwright.sync_api import Locator, Page

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site


def test_a_guardian_sends_for_a_child(site: Site, world: World, visit: Visit) -> None:
    nils = visit(world, "guardian")
    page = nils.go(f"/mottagningar/{world.unit.slug}")
    nils.press("Skicka meddelande")
    nils.press("Börja")
    nils.sees("Vem gäller det?")
    nils.is_accessible()
    page.get_by_label("Elsa Dal").check()
    nils.press("Fortsätt")
    nils.sees("Du skriver för Elsa Dal")
    write(page)
    nils.press("Fortsätt")
    contact(page)
    nils.press("Fortsätt och granska")
    nils.sees("Elsa, 7 år")
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    nils.press("Skicka ärendet")
    nils.sees("Ditt ärende är skickat")
    nils.press("Till ärendet")
    nils.sees("Gäller Elsa, 7 år")
    nils.is_accessible()
    [(case, state)] = site.cases_of(world, "elsa")
    assert state == "submitted"
    assert (
        site.one("select sent_by_id from care_case where id = %s", case)
        == (world.people["guardian"])
    )
    assert site.one("select capacity from case_message where case_id = %s", case) == "guardian"
    acted = "select acting_as from audit_entry where object_id = %s and action like %s"
    assert site.one(acted, str(case), "%submit") == "guardian"


def test_everything_works_without_a_script(site: Site, world: World, visit: Visit) -> None:
    karin = visit(world, "resident", java_script_enabled=False)
    karin.expected = {422}
    page = karin.go(f"/mottagningar/{world.unit.slug}/fornya-recept")
    karin.press("Börja")
    page.get_by_label("Vad heter det?").fill("Levaxin")
    karin.press("Lägg till läkemedel")
    page.get_by_label("Vad heter det?").nth(1).fill("Alvedon")
    karin.press("Fortsätt")
    karin.sees("saker att rätta till")
    for number, words in enumerate(("En på morgonen", "Vid behov")):
        page.get_by_label("Hur tar du det?").nth(number).fill(words)
    page.get_by_label("Hur många dagar räcker det du har kvar?").fill("4")
    karin.press("Fortsätt")
    group(page, "Har du fått besvär").get_by_label("Nej").check()
    group(page, "Har du börjat ta").get_by_label("Nej").check()
    contact(page)
    karin.press("Fortsätt och granska")
    karin.sees("Alvedon")
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")
    [(case, _state)] = site.cases_of(world, "resident")
    rows = "select jsonb_array_length(answers->'medicines') from case_message where case_id = %s"
    assert site.one(rows, case) == 2


def test_a_case_is_sent_with_the_keyboard_alone(site: Site, world: World, visit: Visit) -> None:
    karin = visit(world, "resident")
    page = karin.go(f"/mottagningar/{world.unit.slug}/skicka-meddelande")
    press_by_keys(page, "Börja")
    type_by_keys(page, "f-subject", "Fråga om provsvar")
    type_by_keys(page, "f-text", "Har mitt provsvar kommit?")
    press_by_keys(page, "Fortsätt")
    type_by_keys(page, "f-phone", "070-174 06 05")
    tab_to(page, "f-voicemail")
    page.keyboard.press("Space")
    press_by_keys(page, "Fortsätt och granska")
    tab_to(page, "f-villkor")
    page.keyboard.press("Space")
    press_by_keys(page, "Skicka ärendet")
    karin.sees("Ditt ärende är skickat")
    [(_case, state)] = site.cases_of(world, "resident")
    assert state == "submitted"


def test_a_draft_is_there_on_another_device(site: Site, world: World, visit: Visit) -> None:
    phone = visit(world, "resident", viewport={"width": 390, "height": 800})
    page = phone.go(f"/mottagningar/{world.unit.slug}/skicka-meddelande")
    phone.press("Börja")
    page.get_by_label("Vad handlar det om?").fill("Fråga om provsvar")
    page.get_by_text("Utkastet sparades").first.wait_for()
    desk = visit(world, "resident")
    other = desk.go("/mina")
    desk.sees("Utkast")
    desk.is_accessible()
    other.get_by_role("link", name="Skicka meddelande").first.click()
    assert other.get_by_label("Vad handlar det om?").input_value() == "Fråga om provsvar"
    desk.go("/mina/utkast")
    desk.is_accessible()
    desk.press("Ta bort Skicka meddelande")
    desk.sees("Fråga om provsvar")
    desk.is_accessible()
    desk.press("Ta bort utkastet")
    desk.sees("Utkastet är borttaget.")
    desk.sees("Du har inga utkast.")
    assert site.cases_of(world, "resident") == []


def group(page: Page, legend: str) -> Locator:
    """Return a group of choices by the first words of its question."""
    return page.get_by_role("group", name=legend)


def write(page: Page) -> None:
    """Fill in the first page of `send_message`."""
    page.get_by_label("Vad handlar det om?").fill("Fråga om provsvar")
    page.get_by_role("textbox", name="Meddelande").fill("Har hennes provsvar kommit?")


def contact(page: Page) -> None:
    """Fill in how one is reached."""
    page.get_by_label("Telefonnummer om vi behöver ringa").fill("070-174 06 05")
    group(page, "Får vi tala in").get_by_label("Ja").check()


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the control has focus, which must be seen and not covered."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            covered = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
              const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
              return !(top && (e.contains(top) || top.contains(e))) }"""
            assert not page.evaluate(covered), wanted
            return
    raise AssertionError(f"no way to {wanted} by keyboard")


def type_by_keys(page: Page, wanted: str, words: str) -> None:
    """Go to a field and type."""
    tab_to(page, wanted)
    page.keyboard.type(words)


def press_by_keys(page: Page, words: str) -> None:
    """Go to a button by its words and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {words} by keyboard")
