"""The responder ticks off, is stopped by the journal mark, and answers: by keyboard, and bare."""

from uuid import UUID

from tests.cases.demanding import demanding
from tests.cases.staff_http import case
from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_staff_cases import inbox, sent, state

TYPED = "Hej Karin! Provet var bra."


def listed(site: Site, world: World) -> UUID:
    """Return a case of a form with a checklist and the journal mark, given to the responder."""

    def made() -> UUID:
        return case(world, "in_progress", "responder", type_version_id=demanding(world))

    return site.do(made)


def test_the_keyboard_ticks_and_no_word_is_lost(site: Site, world: World, visit: Visit) -> None:
    one = listed(site, world)
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina", one))
    anders.is_accessible()
    keys = page.keyboard
    keys.press("r")
    keys.type(TYPED)
    keys.press("Escape")
    keys.press("c")
    keys.press("Tab")
    with page.expect_navigation():
        keys.press("Space")
    focused = "[document.activeElement.id, document.activeElement.ariaPressed].join(' ')"
    page.wait_for_function(f"{focused} === 'punkt-medicines true'")
    assert page.locator("#f-text").input_value() == TYPED
    anders.sees("1 av 3")
    anders.is_accessible()
    anders.expected = {422}
    anders.press("Skicka svar")
    anders.sees("Markera att svaret är journalfört. Ärendetypen kräver det.")
    assert page.locator("#f-text").input_value() == TYPED
    anders.is_accessible()
    page.get_by_label("Svaret är journalfört").check()
    anders.press("Skicka svar")
    anders.sees("Svaret är skickat.")
    anders.sees("2 av 3")
    anders.is_accessible()
    assert (sent(site, one, "final_answer"), state(site, one)) == (1, "answered")


def test_it_works_without_scripts(site: Site, world: World, visit: Visit) -> None:
    one = listed(site, world)
    anders = visit(world, "responder", java_script_enabled=False)
    page = anders.go(inbox(world, "mina", one))
    page.locator("#f-text").fill(TYPED)
    anders.press("Tid är bokad")
    assert page.locator("#f-text").input_value() == TYPED
    anders.sees("1 av 3")
    anders.press("Journalfört")
    anders.sees("Journalförd av Anders Lind")
    anders.press("Skicka svar")
    anders.sees("Svaret är skickat.")
    anders.press("Läkemedelslistan är läst")
    anders.sees("3 av 3")
    assert sent(site, one, "final_answer") == 1
