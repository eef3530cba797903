"""Staff who meet at one case, who use the keyboard alone, or whose browser runs no scripts."""

from playwright.sync_api import Page

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_resident_answers import given
from tests.journeys.test_staff_cases import inbox, sent, state, write


def test_two_answer_at_once_and_nobody_loses_a_word(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    anders, rut = visit(world, "responder"), visit(world, "receiver")
    slow, fast = anders.go(inbox(world, "mina", case)), rut.go(inbox(world, "alla", case))
    write(slow, "Provet var bra, hälsar Anders.")
    write(fast, "Anders svarar strax.")
    rut.press("Skicka delsvar")
    rut.sees("Delsvaret är skickat.")
    anders.expected = {409}
    anders.press("Skicka svar")
    anders.sees("Rut Ek svarade medan du skrev. Läs svaret innan du skickar.")
    anders.sees("Anders svarar strax.")
    assert slow.locator("#f-text").input_value() == "Provet var bra, hälsar Anders."
    assert slow.evaluate("document.activeElement.id") == "larm"
    anders.is_accessible()
    assert (sent(site, case, "final_answer"), state(site, case)) == (0, "in_progress")
    anders.press("Skicka svar")
    anders.sees("Svaret är skickat.")
    assert (sent(site, case, "final_answer"), state(site, case)) == (1, "answered")


def test_a_case_handed_over_while_one_writes_keeps_the_words(
    site: Site, world: World, visit: Visit
) -> None:
    case = given(site, world)
    anders, rut = visit(world, "responder"), visit(world, "receiver")
    writing = anders.go(inbox(world, "mina", case))
    write(writing, "Jag hade nästan skrivit klart.")
    anders.expected = {404}  # also what the page saves or fetches once the case is gone
    moving = rut.go(inbox(world, "alla", case))
    rut.press("Omfördela")
    moving.get_by_label("Sara Holm").check()
    rut.press("Fördela")
    rut.sees("Ärendet är omfördelat.")
    anders.press("Skicka svar")
    anders.sees("Ärendet är inte längre öppet för dig.")
    assert "nästan skrivit klart" in writing.get_by_label("Det du skrev finns kvar").input_value()
    anders.is_accessible()
    assert sent(site, case, "final_answer") == 0


def test_a_session_that_ends_while_one_writes_loses_no_word(
    site: Site, world: World, visit: Visit
) -> None:
    case = given(site, world)
    anders = visit(world, "responder")
    anders.expected = {401, 409}
    page = anders.go(inbox(world, "alla", case))
    page.get_by_label("Delsvar").check(force=True)
    write(page, "Vi hör av oss i")
    page.get_by_text("Sparat").first.wait_for(timeout=5000)
    other = anders.context.new_page()
    other.goto(site.address + inbox(world, "alla"))
    other.locator("details.menu.end summary").click()
    other.get_by_role("button", name="Logga ut").click()
    told = page.get_by_role("dialog", name="Du är utloggad")
    told.wait_for(timeout=5000)
    anders.is_accessible()

    def enter(who: str) -> None:
        world.tokens.pop(who, None)
        token = site.token(world, who)
        anders.context.add_cookies([{"name": "session", "value": token, "url": site.address}])
        page.evaluate("dispatchEvent(new Event('focus'))")

    enter("receiver")  # somebody else at the same computer
    page.keyboard.press("Escape")
    write(page, "Vi hör av oss i dag.")
    anders.press("Skicka delsvar")
    anders.sees("Sidan öppnades av någon annan, och nu är du inloggad som Rut Ek.")
    assert (sent(site, case, "partial_answer"), page.locator("#f-text").input_value()) == (
        0,
        "Vi hör av oss i dag.",
    )
    other.close()
    page.go_back()
    enter("responder")
    page.reload()
    assert page.locator("#f-text").input_value() == "Vi hör av oss i"
    other = anders.context.new_page()
    other.goto(site.address + inbox(world, "alla"))
    other.locator("details.menu.end summary").click()
    other.get_by_role("button", name="Logga ut").click()
    told.wait_for(timeout=5000)
    enter("responder")
    told.wait_for(state="hidden", timeout=5000)
    anders.press("Skicka delsvar")
    anders.sees("Delsvaret är skickat.")
    assert sent(site, case, "partial_answer") == 1


def test_the_queue_is_cleared_with_the_keyboard_alone(
    site: Site, world: World, visit: Visit
) -> None:
    cases = [given(site, world) for _ in range(3)]
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina"))
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(3):
        page.keyboard.press("r")
        focused(page, "f-text")
        page.keyboard.type(f"Svar nummer {number}.")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    anders.sees("Du har inga ärenden just nu.")
    assert {state(site, case) for case in cases} == {"answered"}
    page.keyboard.press("?")
    page.get_by_role("heading", name="Kortkommandon").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("v")
    assert page.url.endswith("/inkorg/vantar")


def test_a_receiver_distributes_the_queue_with_the_keyboard_alone(
    site: Site, world: World, visit: Visit
) -> None:
    cases = [site.do(world.submit) for _ in range(3)]
    rut = visit(world, "receiver")
    page = rut.go(inbox(world, "att-fordela"))
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(3):
        with page.expect_navigation():
            page.keyboard.press("a")
        assert page.evaluate("document.activeElement.name") == "till"
        page.keyboard.press("1")
        assert page.get_by_label("Anders Lind").is_checked()
        if number == 1:
            focused(page, "f-till")
            page.get_by_label("Delsvar till invånaren").focus()
            page.keyboard.type("Anders svarar 1 dag.")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
    rut.sees("Allt är fördelat.")
    assert {state(site, case) for case in cases} == {"assigned"}
    assert [sent(site, case, "partial_answer") for case in cases] == [0, 1, 0]
    page.keyboard.press("?")
    page.get_by_role("button", name="Stäng av kortkommandon").click()
    page.keyboard.press("Escape")
    for key in ("?", "j", "g", "a"):
        page.keyboard.press(key)
    assert page.url.endswith("klart=fordela")
    assert page.locator("dialog[open]").count() == 0
    page.locator("details.menu.end summary").click()
    page.get_by_role("link", name="Kortkommandon").click()
    assert page.get_by_role("button", name="Slå på kortkommandon").is_visible()


def focused(page: Page, wanted: str) -> None:
    """Assert that the field has focus, and is not covered."""
    assert page.evaluate("document.activeElement.id") == wanted
    covered = """() => { const r = document.activeElement.getBoundingClientRect();
      const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
      return top !== document.activeElement }"""
    assert not page.evaluate(covered)


def test_everything_works_without_scripts(site: Site, world: World, visit: Visit) -> None:
    case = site.do(world.submit)
    rut = visit(world, "receiver", java_script_enabled=False)
    page = rut.go(f"/m/{world.unit.slug}")
    page.get_by_role("link", name="Karin Berg").click()
    rut.press("Fördela")
    page.get_by_label("Anders Lind").check()
    rut.press("Fördela")
    rut.sees("Ärendet är fördelat.")
    anders = visit(world, "responder", java_script_enabled=False)
    page = anders.go(f"/m/{world.unit.slug}")
    page.get_by_role("link", name="Karin Berg").click()
    page.get_by_label("Motfråga").check(force=True)
    write(page, "Sedan när?")
    anders.press("Skicka motfråga")
    anders.sees("Motfrågan är skickad.")
    page.get_by_label("Svar", exact=True).check(force=True)
    anders.expected = {422}
    anders.press("Skicka svar")
    anders.sees("Det finns en sak att rätta till")
    write(page, "Provet var bra.")
    anders.press("Skicka svar")
    anders.sees("Svaret är skickat.")
    assert (state(site, case), sent(site, case, "counter_question")) == ("answered", 1)
