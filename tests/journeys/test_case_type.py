"""Build a case type and receive the first case with it."""

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor


def test_a_case_type_is_built_and_its_first_case_received(
    site: Site, world: World, visit: Visit
) -> None:
    eva = visit(world, "admin")
    eva.go(f"/m/{world.unit.slug}/admin/arendetyper")
    eva.press("Ny egen ärendetyp")
    both(eva, "title", "Fråga om blodprov", "Question about a blood test")
    eva.is_accessible()
    eva.press("Börja")
    eva.sees("Formuläret frågar ingenting")
    ask(eva, "Vilket prov?", "Which test?", "choice")
    eva.page.locator("#f-options").fill("Blodvärde | Blood count\nAnnat | Other")
    eva.page.locator("#f-required").check()
    both(eva, "missing", "Välj ett prov", "Choose a test")
    explain(eva)
    eva.press("Spara och till formuläret")
    eva.page.locator("#f-page-sv").fill("Din fråga")
    eva.page.locator("#f-page-en").fill("Your question")
    eva.press("Lägg till sidan")
    ask(eva, "Vilket annat?", "Which other?", "text", page="Din fråga")
    eva.page.locator("#f-when summary").click()
    follow = eva.page.locator("#f-when").get_by_role("group", name="Vilket prov?")
    follow.get_by_label("Annat").focus()
    eva.page.keyboard.press("Space")
    assert follow.get_by_label("Annat").is_checked()
    eva.is_accessible()
    eva.press("Spara och till formuläret")
    ask(eva, "Vad undrar du?", "What do you wonder?", "longtext", page="Din fråga")
    eva.press("Spara och till formuläret")
    eva.press("Flytta upp Vad undrar du?")
    eva.is_accessible()
    eva.press("Formulärets inställningar")
    both(eva, "description", "När du undrar om ett prov", "When you wonder about a test")
    eva.is_accessible()
    eva.press("Spara")
    eva.sees("Sparat i utkastet.")
    eva.press("Publicera")
    eva.sees("Ärendetypen är ny.")
    eva.is_accessible()
    eva.press("Publicera")
    eva.sees("Gäller")
    eva.is_accessible()
    eva.press("Formulärets inställningar")
    both(eva, "intro", "Ring om det är bråttom", "Call if it is urgent")
    eva.press("Spara")
    eva.press("Publicera")
    eva.sees("Ring om det är bråttom")
    eva.is_accessible()
    eva.press("Publicera")

    sent(visit(world, "resident"), world)
    [(case, _state)] = site.cases_of(world, "resident")
    rut = visit(world, "receiver")
    rut.go(f"/m/{world.unit.slug}?arende={case}")
    rut.sees("Fråga om blodprov")
    kept = "select answers->>'vilket_prov' from case_message where case_id = %s"
    assert site.one(kept, case) == "annat"


def explain(eva: Visitor) -> None:
    """Give one of the answers a help text, and look at the rule for cancelling on the way."""
    eva.press("Spara")
    eva.is_accessible()
    eva.press("Blodvärde")
    both(eva, "help", "Hb i provsvaret", "Hb in the result")
    eva.is_accessible()
    eva.press("Spara och till frågan")
    eva.sees("hjälptext")
    question = eva.page.url
    eva.press("Formulärets inställningar")
    eva.press("Ändra regeln för avbokning")
    eva.is_accessible()
    eva.page.goto(question)


def sent(karin: Visitor, world: World) -> None:
    """Send a case of the new type; the follow-up on the second page waits for the first."""
    page = karin.go(f"/mottagningar/{world.unit.slug}/fraga-om-blodprov")
    karin.press("Börja")
    karin.sees("Hb i provsvaret")
    page.get_by_label("Annat").check()
    karin.press("Fortsätt")
    page.get_by_label("Vilket annat?").fill("Järn")
    page.get_by_label("Vad undrar du?").fill("Är det bra?")
    karin.press("Fortsätt och granska")
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")


def both(eva: Visitor, name: str, sv: str, en: str) -> None:
    """Fill in a text in both languages."""
    eva.page.locator(f"#f-{name}-sv").fill(sv)
    eva.page.locator(f"#f-{name}-en").fill(en)


def ask(eva: Visitor, sv: str, en: str, kind: str, page: str = "Beskriv") -> None:
    """Add a question, which opens its page."""
    both(eva, "new", sv, en)
    eva.page.locator("#f-new-type").select_option(kind)
    eva.page.locator("#f-new-where").select_option(label=page)
    eva.press("Lägg till frågan")
    eva.sees("Fråga: " + sv)
