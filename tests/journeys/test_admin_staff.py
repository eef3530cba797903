"""What a unit's administrator does about colleagues who come, go, and have open cases."""

from uuid import UUID

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_resident_answers import given


def admin(world: World, path: str) -> str:
    """Return an address of the unit's administration."""
    return f"/m/{world.unit.slug}/admin/{path}"


def assignee(site: Site, case: UUID) -> object:
    """Return who answers the case."""
    return site.one("select assignee_name from care_case where id = %s", case)


def test_a_colleague_with_open_cases_is_removed(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    anders = visit(world, "responder")
    anders.go(f"/m/{world.unit.slug}/inkorg/mina/{case}")
    anders.expected = {401, 403, 404}  # what the open page asks for by itself afterwards
    eva = visit(world, "admin")
    page = eva.go(admin(world, "behorigheter"))
    eva.sees("Bara en administratör.")
    eva.is_accessible()
    page.get_by_role("link", name="Anders Lind").click()
    eva.sees("Ge eller förläng behörigheter")
    eva.is_accessible()
    page.get_by_role("link", name="Ta bort behörigheter").click()
    eva.sees("Vart ska 1 öppet ärende?")
    eva.is_accessible()
    eva.expected = {422}
    eva.press("Ta bort")
    eva.sees("Skriv varför")
    eva.is_accessible()
    page.get_by_label("Sara Holm").check()
    page.get_by_label("Varför?").fill("Slutar hos oss")
    eva.press("Ta bort")
    eva.sees("Sparat.")
    eva.sees("Slutar hos oss")
    eva.is_accessible()
    assert assignee(site, case) == "Sara Holm"
    anders.go(f"/m/{world.unit.slug}/inkorg/mina/{case}")
    anders.sees("finns inte")


def test_a_locum_is_given_and_the_page_says_who_reads_what(
    site: Site, world: World, visit: Visit
) -> None:
    eva = visit(world, "admin")
    page = eva.go(admin(world, "behorigheter"))
    page.get_by_label("Sök person i katalogen").last.fill("rut")
    eva.press("Sök")
    eva.sees("Sökning på rut")
    eva.is_accessible()
    here = page.get_by_role("listitem").filter(has_text="Har behörighet här")
    here.get_by_role("link", name="Rut Ek").click()
    page.get_by_label("Ärendehanterare").check()
    page.get_by_label("Till och med ett datum").check()
    page.get_by_label("Sista dagen").fill("2099-12-31")
    page.get_by_label("Varför?").fill("Vikarie för Anders")
    eva.press("Ge behörighet")
    eva.sees("till och med 31 december 2099")
    page = eva.go(admin(world, "behorigheter/vem-ser-vad"))
    eva.sees("Läser alla ärenden på mottagningen")
    eva.is_accessible()
    page = eva.go(admin(world, "personal"))
    eva.is_accessible()
    page.get_by_role("link", name="Sara Holm").click()
    eva.is_accessible()
    page.get_by_label("Skyddad identitet").check()
    eva.press("Spara")
    eva.sees("Sparat.")
    page.get_by_role("link", name="Avaktivera kontot").click()
    eva.is_accessible()
    page.get_by_label("Tjänstledig").check()
    page.get_by_label("Varför?").fill("Föräldraledig")
    eva.press("Avaktivera")
    eva.sees("Inaktivt konto")
    eva.is_accessible()
    eva.go(admin(world, "personal/katalog"))
    eva.is_accessible()
