"""The nation decides for a region; a region recommends a unit, and calls it something else."""

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.units.test_recommended import SKOVDE
from vardpost.kernel import db

#: A region that no other journey is in: what is decided for it concerns nobody else.
ELSEWHERE = "/n/regioner/12"
OLD, NEW = "Björkens gamla vårdcentral", "Vårdcentralen Havsörnen"


def test_the_nation_decides_for_a_region(site: Site, world: World, visit: Visit) -> None:
    def make() -> None:
        with as_owner():
            world.people["nora"] = made.staff(None, name="Nora Lund")
            made.grant(world.people["nora"], "national_office", None)

    site.do(make)
    nora = visit(world, "nora")
    nora.expected.add(422)
    page = nora.go("/n/regioner")
    nora.is_accessible()
    with page.expect_navigation():
        page.locator(f"a[href='{ELSEWHERE}']").click()
    nora.press("Ålder för ombud")
    page.get_by_label("Ålder").fill("15")
    nora.press("Visa vad det gör")
    nora.sees("Det här händer om ni sparar")
    nora.is_accessible()
    nora.press("Spara")
    nora.sees("Vårdnadshavare är ombud till och med dagen före 15-årsdagen")
    nora.press("Regionens färg")
    page.get_by_role("radio").nth(1).check()
    nora.is_accessible()
    nora.press("Spara")
    nora.press("Hur länge ärenden sparas")
    page.get_by_role("radio").nth(1).check()
    nora.press("Spara")
    nora.sees("Skriv beslutets nummer")
    nora.is_accessible()
    page.get_by_label("År efter avslutet").fill("10")
    page.get_by_label("Beslutets nummer").fill("RS 2026-11")
    page.get_by_label("Beslutat av").fill("Regionstyrelsen")
    page.get_by_label("Beslutets dag").fill("2026-03-01")
    nora.press("Spara")
    nora.sees("RS 2026-11")
    nora.is_accessible()


def test_a_region_recommends_a_unit_and_calls_it_something_else(
    site: Site, world: World, visit: Visit
) -> None:
    def make() -> None:
        with as_owner():
            world.people["rita"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["rita"], "region_admin", None)
            db.execute("update care_unit set name = %s where id = %s", [OLD, world.unit.id])
            # Nobody of another journey lives there.
            db.execute(
                "update person set municipality_code = %s where id = %s",
                [SKOVDE, world.people["resident"]],
            )

    site.do(make)
    before = site.do(world.submit)
    hsa_id = site.one("select hsa_id from care_unit where id = %s", world.unit.id)
    rita = visit(world, "rita")
    rita.expected.add(422)
    page = rita.go(f"/r/{made.REGION}/rekommenderade")
    rita.is_accessible()
    rita.press("Skövde")
    page.get_by_label("HSA-id, ett på varje rad").fill(f"{hsa_id}\nSE2321000016-FEL")
    rita.press("Kontrollera")
    rita.sees("1 rad har fel")
    rita.is_accessible()
    page.get_by_label("HSA-id, ett på varje rad").fill(f" {hsa_id};Björken")
    rita.press("Kontrollera")
    rita.press("Spara listan")
    rita.sees("Sparat")
    rita.go(f"/r/{made.REGION}/enheter/{world.unit.slug}/namn")
    page.get_by_label("Namn", exact=True).fill(NEW)
    rita.press("Spara namnet")
    rita.sees("Mottagningen heter så från och med nu.")
    rita.is_accessible()

    after = site.do(world.submit)
    karin = visit(world, "resident", viewport={"width": 390, "height": 844})
    seen = karin.go("/mina")
    recommended = seen.get_by_role("region", name="Rekommenderade mottagningar")
    assert NEW in recommended.inner_text()
    karin.is_accessible()
    karin.go("/mottagningar?q=Bj%C3%B6rkens+gamla")
    karin.sees(f"Tidigare {OLD}")
    karin.is_accessible()
    karin.go(f"/mina/arenden/{before}")
    karin.sees(f"{OLD} (heter nu {NEW})")
    karin.is_accessible()
    karin.go(f"/mina/arenden/{after}")
    karin.sees(NEW)
    assert OLD not in seen.locator("main").inner_text()
