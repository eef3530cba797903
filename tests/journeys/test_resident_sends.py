"""A resident finds a unit, writes, checks, sends, and has a receipt that lasts."""

import re

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site


def test_a_resident_finds_a_unit_and_sends_a_case(site: Site, world: World, visit: Visit) -> None:
    karin = visit(world, "resident")
    karin.expected = {422}
    page = karin.go("/mina")
    karin.is_accessible()
    karin.press("Nytt ärende")
    page.get_by_label("Namn").fill("eken")
    karin.press("Sök")
    karin.is_accessible()
    karin.go(f"/mottagningar/{world.unit.slug}")
    karin.is_accessible()
    karin.press("Kontakta mig")
    karin.is_accessible()
    karin.press("Börja")
    karin.sees("Har du något av det här just nu?")
    karin.is_accessible()
    page.get_by_label("Nej").check()
    karin.press("Fortsätt")
    karin.press("Fortsätt")
    assert page.locator(":focus").get_attribute("class") == "ds-error-summary"
    assert page.title().startswith("Fel:")
    karin.is_accessible()
    page.get_by_label("Ett besvär").check()
    page.get_by_label("Den senaste veckan").check()
    page.get_by_role("textbox", name="Vad vill du ha hjälp med?").fill("Jag har ont i höger knä.")
    karin.is_accessible()
    karin.press("Fortsätt")
    page.get_by_label("Ring mig").check()
    page.get_by_label("Klockan 10–13").check()
    page.get_by_label("Telefonnummer om vi behöver ringa").fill("070-174 06 05")
    page.get_by_role("group", name="Får vi tala in").get_by_label("Ja").check()
    karin.is_accessible()
    karin.press("Fortsätt och granska")
    karin.sees("Jag har ont i höger knä.")
    karin.is_accessible()
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")
    karin.is_accessible()
    assert re.search(r"Senast (i|m|t|o|f|l|s)", page.locator("main").inner_text())
    karin.press("Till ärendet")
    karin.sees("Du får svar senast")
    karin.is_accessible()
    [(case, state)] = site.cases_of(world, "resident")
    assert state == "submitted"
    sent = "select answers->>'text' from case_message where case_id = %s"
    assert site.one(sent, case) == "Jag har ont i höger knä."
    told = "select count(*) from audit_entry where action = 'cases:case:submit' and object_id = %s"
    assert site.one(told, str(case)) == 1
