"""An administrator builds rules by words and tries them; the next case goes where one says."""

from functools import partial

from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from vardpost.kernel import db
from vardpost.kernel.ids import new_id


def _team(world: World) -> None:
    """Make a team of the receiver, whose rule comes last."""
    key = new_id()
    with as_owner():
        db.execute(
            "insert into team (id, unit_id, name) values (%s, %s, 'Provsvar')", [key, world.unit.id]
        )
        db.execute(
            "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s)",
            [key, world.unit.id, world.people["receiver"]],
        )


def _add(eva: Visitor, kind: str, target: str, answer: tuple[str, str] | None = None) -> None:
    """Add a rule, the way its form asks for it."""
    page = eva.page
    page.get_by_label("Ärendetyp").select_option(label=kind)
    eva.press("Fortsätt")
    if answer:
        question, words = answer
        page.get_by_role("group", name=question).get_by_label(words).check()
    page.get_by_label("Då går ärendet till").select_option(label=target)
    eva.is_accessible()
    eva.press("Lägg till sist i listan")
    eva.sees("Sparat.")


def _send(karin: Visitor, world: World, interpreter: str) -> None:
    page = karin.go(f"/mottagningar/{world.unit.slug}")
    karin.press("Skicka meddelande")
    karin.press("Börja")
    page.get_by_label("Vad handlar det om?").fill("Fråga om provsvar")
    page.get_by_label("Meddelande").fill("Har mitt prov från i måndags kommit?")
    karin.press("Fortsätt")
    page.get_by_label("Telefonnummer").fill("070-174 06 05")
    page.get_by_role("group", name="Får vi tala in").get_by_label("Ja").check()
    page.get_by_role("group", name="tolk").get_by_label(interpreter).check()
    if interpreter == "Ja":
        page.get_by_label("språk").fill("Somaliska")
    karin.press("Fortsätt och granska")
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")


def test_rules_are_built_tried_and_followed(site: Site, world: World, visit: Visit) -> None:
    for number in range(5):
        words = f"Provsvar nummer {number} från mig."
        site.do(partial(world.submit, words=words))
    site.do(lambda: _team(world))
    eva = visit(world, "admin")
    page = eva.go(f"/m/{world.unit.slug}/admin/fordelning")
    eva.is_accessible()
    _add(eva, "Alla ärendetyper", "Teamet Provsvar")
    _add(eva, "Skicka meddelande", "Anders Lind, sjuksköterska", ("tolk", "Ja"))
    # The exception goes above what is general, in the form of the rule itself.
    page.locator("#regel-2").get_by_role("link", name="Ändra").click()
    eva.sees("Ändra regel 2")
    eva.is_accessible()
    page.get_by_label("Plats i listan").select_option("1")
    eva.press("Spara regeln")
    assert "till Anders Lind" in page.locator("#regel-1").inner_text()
    eva.press("Prova på de senaste 30 dagarna")
    rows = page.locator("tbody tr").all_inner_texts()
    assert [row.split()[-1] for row in rows] == ["<5", "5", "<5"]
    eva.is_accessible()
    karin = visit(world, "resident")
    _send(karin, world, "Ja")
    _send(karin, world, "Nej")
    (given, _state), (waits, _other) = site.cases_of(world, "resident")[-2:]
    anders = visit(world, "responder")
    anders.go(f"/m/{world.unit.slug}/inkorg/mina/{given}")
    anders.page.get_by_text("Vad som har hänt").click()
    anders.sees("Fördelat av regel 1: Skicka meddelande")
    anders.is_accessible()
    rut = visit(world, "receiver")
    rut.go(f"/m/{world.unit.slug}")
    assert "/inkorg/team-" in rut.page.url
    first = rut.page.locator("nav.rail a").first.inner_text()
    assert "Team: Provsvar" in first
    rut.is_accessible()
    rut.page.locator(f'li.case[data-case="{waits}"] a').click()
    rut.page.get_by_text("Vad som har hänt").click()
    rut.sees("Lagt i Att fördela av regel 2: alla ärenden, till teamet Provsvar")


def test_a_ready_made_way_is_shown_chosen_and_taken_back(
    site: Site, world: World, visit: Visit
) -> None:
    site.do(lambda: _team(world))
    eva = visit(world, "admin")
    page = eva.go(f"/m/{world.unit.slug}/admin/fordelning")
    _add(eva, "Alla ärendetyper", "Teamet Provsvar")
    page.get_by_role("link", name="Se vad som ändras med Fördelare").click()
    eva.sees("1 regel försvinner")
    eva.is_accessible()
    eva.press("Ta bort reglerna och byt sätt")
    eva.sees("Mottagningen har inga regler.")
    page.get_by_role("link", name="Ångra ändringen av fördelningen").click()
    eva.sees("Så här blir det om du återställer:")
    eva.is_accessible()
    eva.press("Återställ")
    eva.go(f"/m/{world.unit.slug}/admin/fordelning")
    eva.sees("Alla ärenden: till teamet Provsvar")


def test_a_receiver_moves_a_case_to_a_team_by_keys(site: Site, world: World, visit: Visit) -> None:
    site.do(lambda: _team(world))
    site.do(world.submit)
    rut = visit(world, "receiver")
    page = rut.go(f"/m/{world.unit.slug}/inkorg/att-fordela")
    page.locator("li.case a").first.click()
    page.locator("details.menu summary", has_text="Mer").click()
    page.get_by_role("link", name="Lägg i ett teams kö").click()
    rut.is_accessible()
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    rut.sees("Ärendet ligger i den kö du valde.")
    page.locator("body").press("g")
    with page.expect_navigation():
        page.locator("body").press("t")
    assert "/inkorg/team-" in page.url
    assert page.locator("li.case").count() == 1
    rut.is_accessible()
