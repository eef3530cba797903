"""A resident writes of chest pain: advice at once, sending all the same."""

from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from vardpost.cases.actions import answer, assign, read


def test_a_resident_is_told_to_call_while_she_writes(
    site: Site, world: World, visit: Visit
) -> None:
    karin = visit(world, "resident")
    page = karin.go(f"/mottagningar/{world.unit.slug}")
    karin.press("Skicka meddelande")
    karin.press("Börja")
    text = page.get_by_role("textbox", name="Meddelande")
    text.fill("Jag har ont i knät sedan i våras.")
    advice = page.locator(".flags")
    text.press_sequentially(" Nu har jag ont i bröstet också.")
    advice.get_by_role("link", name="Ring 112").wait_for()
    karin.sees("Du skriver om: bröstsmärta.")
    karin.is_accessible()
    box, field = advice.bounding_box(), text.bounding_box()
    assert box
    assert field
    assert box["y"] < field["y"], "the advice stands before what is written"
    text.fill("Jag har ont i knät sedan i våras. Inte ont i bröstet.")
    advice.get_by_role("link", name="Ring 112").wait_for(state="detached")


def test_an_administrator_adds_a_sign_and_tries_a_text(
    site: Site, world: World, visit: Visit
) -> None:
    eva = visit(world, "admin")
    eva.expected = {422}
    page = eva.go(f"/m/{world.unit.slug}/admin/larmord")
    eva.is_accessible()
    eva.press("Lägg till larmord")
    eva.press("Spara")
    assert page.locator(":focus").get_attribute("class") == "ds-error-summary"
    eva.is_accessible()
    page.get_by_label("Vad larmet heter", exact=True).fill("fästingbett")
    page.get_by_label("Vad larmet heter på engelska").fill("tick bite")
    page.get_by_label("Ring mottagningen i dag").check()
    page.get_by_label("Fraser på svenska").fill("fästing*")
    page.get_by_label("Namn", exact=True).fill("Siv Holm")
    page.get_by_label("Titel").fill("distriktsläkare")
    eva.press("Spara")
    eva.sees("Ändringen gäller från och med nu.")
    page.get_by_label("Påhittad text").fill("En fästing på benet. Inte ont i bröstet.")
    eva.press("Prova")
    eva.sees("Räknas inte: nekas")
    eva.is_accessible()


def test_a_receiver_sees_it_on_top_and_lowers_it_by_key(
    site: Site, world: World, visit: Visit
) -> None:
    site.do(lambda: world.submit())
    site.do(lambda: world.submit("other_resident", "Jag har ont i bröstet sedan i morse."))
    rut = visit(world, "receiver")
    page = rut.go(f"/m/{world.unit.slug}/inkorg/att-fordela")
    rut.sees("1 brådskande")
    assert "Röd flagga" in page.locator("li.case").first.inner_text()
    rut.is_accessible()
    page.locator("li.case a").first.click()
    rut.sees("Larmord: bröstsmärta, nationell lista version 1")
    rut.is_accessible()
    with page.expect_navigation():
        page.keyboard.press("l")
    rut.sees("Den röda flaggan är sänkt.")
    assert page.locator("li.case.flagged").count() == 0


def _asked(world: World) -> UUID:
    """Make a case whose resident has a question to answer."""
    case = world.submit()
    receiver = world.as_("receiver")
    assign.assign(actor=receiver, case_id=case, version=1, target_id=world.people["responder"])
    read.open_case(actor=world.as_("responder"), case_id=case)
    responder = world.as_("responder")
    answer.ask_counter_question(actor=responder, case_id=case, version=2, body="Hur mår du i dag?")
    return case


def test_a_resident_is_told_to_call_while_she_replies(
    site: Site, world: World, visit: Visit
) -> None:
    case = site.do(lambda: _asked(world))
    karin = visit(world, "resident")
    page = karin.go(f"/mina/arenden/{case}")
    text = page.get_by_role("textbox", name="Ditt svar")
    text.fill("Bättre.")
    advice = page.locator(".flags")
    text.press_sequentially(" Men nu har jag ont i bröstet.")
    advice.get_by_role("link", name="Ring 112").wait_for()
    karin.sees("Du kan skicka ändå.")
    karin.is_accessible()
    text.fill("Bättre. Inte ont i bröstet.")
    advice.get_by_role("link", name="Ring 112").wait_for(state="detached")


def test_without_scripts_she_is_told_after_sending(site: Site, world: World, visit: Visit) -> None:
    case = site.do(lambda: _asked(world))
    karin = visit(world, "resident", java_script_enabled=False)
    page = karin.go(f"/mina/arenden/{case}")
    page.get_by_role("textbox", name="Ditt svar").fill("Nu har jag ont i bröstet.")
    karin.press("Skicka svar")
    karin.sees("Det här kan vara bråttom. Ring 112 nu.")
    karin.sees("Mottagningen ser att det kan vara bråttom.")
    rut = visit(world, "receiver")
    rut.go(f"/m/{world.unit.slug}/inkorg/alla")
    assert "Röd flagga" in rut.page.locator("li.case").first.inner_text()


def _nation(site: Site, world: World) -> None:
    def make() -> None:
        with as_owner():
            for who, name in (("nora", "Nora Lund"), ("nils", "Nils Ö")):
                world.people[who] = made.staff(None, name=name)
                made.grant(world.people[who], "national_office", None)

    site.do(make)


def test_the_nation_adds_a_sign_tries_it_and_another_publishes(
    site: Site, world: World, visit: Visit
) -> None:
    _nation(site, world)
    nora = visit(world, "nora", viewport={"width": 320, "height": 700})
    page = nora.go("/jag")
    nora.press("Landets larmord")
    nora.is_accessible()
    nora.press("Börja ett utkast")
    nora.press("Lägg till ett tecken")
    nora.expected = {422}
    nora.press("Spara i utkastet")
    assert page.locator(":focus").get_attribute("class") == "ds-error-summary"
    nora.is_accessible()
    page.get_by_label("Vad tecknet heter", exact=True).fill("svampförgiftning")
    page.get_by_label("Vad tecknet heter på engelska").fill("mushroom poisoning")
    page.get_by_label("Ring 112").check()
    page.get_by_label("Fraser på svenska").fill("ätit ~3 flugsvamp*")
    nora.press("Spara i utkastet")
    nora.sees("Inget ändras på mottagningarna förrän en ny version är publicerad.")
    nora.is_accessible()
    nora.press("Prova utkastet")
    page.get_by_label("Egna meningar").first.fill("Min son har ätit av en vit flugsvamp")
    nora.press("Prova")
    nora.sees("svampförgiftning")
    nora.is_accessible()
    page.go_back()
    page.go_back()
    page.get_by_label("Varför ändras listan?").fill("Svampsäsong.")
    nora.press("Föreslå")
    nora.sees("Någon annan på kontoret behöver publicera den.")
    assert page.get_by_role("button", name="Publicera").count() == 0

    nils = visit(world, "nils", java_script_enabled=False)
    nils.go("/n/larmord")
    nils.press("Öppna förslaget")
    nils.sees("Svampsäsong.")
    nils.press("Publicera")
    nils.sees("Den nya versionen gäller på alla mottagningar från sin första dag.")

    karin = visit(world, "resident")
    read = karin.go(f"/mottagningar/{world.unit.slug}")
    karin.press("Skicka meddelande")
    karin.press("Börja")
    text = read.get_by_role("textbox", name="Meddelande")
    text.press_sequentially("Min son har ätit en flugsvamp.")
    karin.sees("Du skriver om: svampförgiftning.")
