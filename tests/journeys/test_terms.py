"""A unit writes terms, a resident accepts them, and the case keeps them when they change."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Page

from tests.cases.world import World
from tests.casetypes.verbs_world import published
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.journeys.test_staff_cases import inbox
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.casetypes.reading import content_hash
from vardpost.kernel import clock, db

PHONE = "0980-319 221"
FIRST = "## Så läser vi\n\nRing [{{telefon}}](tel:{{telefon}}) om du blir sämre."
SECOND = "## Nya villkor\n\nVi läser dina svar varje dag."
SHOWN = FIRST.replace("[{{telefon}}]", "[0980\\-319 221]").replace(
    "tel:{{telefon}}", "tel:+46980319221"
)


def own_type(site: Site, world: World) -> UUID:
    """Return a case type of the unit's own, offered to residents."""

    def make() -> UUID:
        actor = world.as_("admin")
        made = actions.create(actor=actor, title=Text("Sömn", "Sleep"), unit_id=world.unit.id)
        published(actor, made)
        actions.activate(actor=actor, unit_id=world.unit.id, case_type_id=made)
        with as_owner():
            db.execute("update care_unit set phone = %s where id = %s", [PHONE, world.unit.id])
        return made

    return site.do(make)


def write(page: Page, sv: str, en: str) -> None:
    page.locator("#f-sv").fill(sv)
    page.locator("#f-en").fill(en)


def test_terms_are_written_accepted_and_kept(site: Site, world: World, visit: Visit) -> None:
    kind = own_type(site, world)
    eva = visit(world, "admin")
    page = eva.go(f"/m/{world.unit.slug}/admin/villkor")
    eva.is_accessible()
    eva.press("Sömn")
    eva.is_accessible()
    write(page, FIRST, "Call {{telefon}} if you get worse.")
    eva.press("Förhandsgranska")
    assert page.locator("#visas + .terms-box a").get_attribute("href") == "tel:+46980319221"
    assert page.locator("#f-sv").input_value() == FIRST
    eva.is_accessible()
    planned(eva)
    eva.press("Ta tillbaka planen")
    eva.sees("Du ser utkastet")
    eva.press("Publicera")
    eva.sees("Nu gäller mottagningens egen text, version 2")
    eva.is_accessible()

    karin = visit(world, "resident")
    case = sent(site, world, karin)
    kept = site.one("select terms_shown from care_case where id = %s", case)
    body = site.one("select body from terms_shown where hash = %s", kept)
    assert (content_hash(body), body) == (kept, SHOWN + "\n")
    rut = visit(world, "receiver")
    accepted(rut, case, world, kept)

    eva.go(f"/m/{world.unit.slug}/admin/villkor/{kind}")
    write(page, SECOND, "We read your answers every day.")
    eva.press("Publicera")
    eva.sees("Nu gäller mottagningens egen text, version 3")
    accepted(rut, case, world, kept)
    karin.go(f"/mina/arenden/{case}/villkor")
    karin.sees("Så läser vi")
    karin.page.get_by_text("Kontrollsumma").click()
    karin.sees(kept)
    karin.is_accessible()
    offered = karin.go(f"/mottagningar/{world.unit.slug}/somn")
    offered.get_by_text("Villkor för det här ärendet").click()
    karin.sees("Nya villkor")


def planned(eva: Visitor) -> None:
    """Plan the text to a day and a time of day, after one that cannot be."""
    day = clock.today() + timedelta(days=3)
    eva.page.locator("#f-at").fill(day.isoformat())
    eva.page.locator("#f-hour").fill("25.00")
    eva.expected = {422}
    eva.press("Publicera")
    eva.sees("Skriv ett klockslag så här: 8.00")
    eva.is_accessible()
    assert eva.page.locator("#f-sv").input_value() == FIRST
    eva.page.locator("#f-hour").fill("14.15")
    eva.press("Publicera")
    assert "kl. 14.15" in eva.page.locator("#plan").inner_text()
    eva.is_accessible()


def sent(site: Site, world: World, karin: Visitor) -> UUID:
    """Send a case of the type, once the terms have been accepted."""
    page = karin.go(f"/mottagningar/{world.unit.slug}/somn")
    karin.press("Börja")
    page.get_by_label("Vad gäller det?").fill("Jag sover dåligt.")
    karin.press("Fortsätt och granska")
    karin.sees(f"Ring {PHONE} om du blir sämre.")
    karin.is_accessible()
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")
    [(case, _state)] = site.cases_of(world, "resident")
    return case


def accepted(staff: Visitor, case: UUID, world: World, kept: str) -> None:
    """Read the accepted terms and their hash from the case."""
    page = staff.go(inbox(world, "alla", case))
    page.get_by_text("Vad som har hänt").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Villkor, version 2, godkända").click()
    staff.sees("Så läser vi")
    page.get_by_text("Kontrollsumma").click()
    staff.sees(kept)
    staff.is_accessible()
