"""An administrator tries hours, a promise and rules on last month; so does the region's office."""

from functools import partial

from tests import people_made as made
from tests.cases.test_routing import rules, to
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from vardpost.routing.rules import Rule


def _arranged(site: Site, world: World) -> None:
    """Let two rules stand, and five cases come by the first."""

    def make() -> None:
        rules(world, Rule("queue"), to(world, "responder", "Anders Lind"))
        with as_owner():
            world.people["rita"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["rita"], "region_admin", None)

    site.do(make)
    for number in range(5):
        site.do(partial(world.submit, words=f"Provsvar nummer {number} från mig."))


def _told(eva: Visitor) -> list[str]:
    """Return the facts: cases, those with another first and another final due time."""
    eva.sees("Det här skulle ändringen ha gjort")
    return eva.page.locator("dl.facts dd").all_inner_texts()[:3]


def _numbers(eva: Visitor) -> list[list[str]]:
    rows = eva.page.locator("tbody tr").all_inner_texts()
    return [row.split()[-2:] for row in rows]


def test_a_change_is_tried_before_it_is_made(site: Site, world: World, visit: Visit) -> None:
    _arranged(site, world)
    eva = visit(world, "admin")
    page = eva.go(f"/m/{world.unit.slug}/admin/prova")
    eva.sees("räknas varje svarstid fram exakt som den blev")
    for day in range(7):
        page.locator(f"[name=dag-{day}]").fill("9.10–9.40")
    eva.press("Prova")
    assert _told(eva) == ["5", "5", "5"]
    eva.is_accessible()
    eva.press("Börja om")
    page.locator("[name=slut-send_message]").fill("60")
    eva.press("Prova")
    assert _told(eva) == ["5", "0", "5"]
    eva.press("Prova andra regler")
    eva.sees("Med reglerna som de var går varje ärende dit det gick.")
    page.get_by_label("Plats i listan").first.fill("2")
    eva.press("Prova")
    eva.sees("Det här skulle ändringen ha gjort")
    assert _numbers(eva) == [["<5", "5"], ["5", "<5"]]
    eva.press("Börja om")
    new = page.get_by_role("group", name="En ny regel")
    new.get_by_label("Då går ärendet till").select_option(label="Sara Holm, sjuksköterska")
    new.get_by_label("Plats i listan").fill("1")
    eva.press("Prova")
    eva.sees("räknas bara på ärendetyp och dag")
    assert _numbers(eva) == [["<5", "5"], ["5", "<5"]]
    eva.is_accessible()
    rita = visit(world, "rita")
    rita.go(f"/r/{made.REGION}/enheter/{world.unit.slug}/prova")
    rita.page.get_by_label("Gräns: ärenden utan första svar").fill("1")
    rita.page.get_by_label("Så många vardagar längre svarstid").fill("2")
    rita.press("Prova")
    rita.sees("Antal under fem visas inte.")
    assert _told(rita) == ["5", "<5", "<5"]
    rita.is_accessible()
