"""What staff do with a case: distribute, answer in parts, ask back, finish, go on to the next."""

from uuid import UUID

from playwright.sync_api import Page

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_resident_answers import given
from vardpost.cases.actions import answer


def inbox(world: World, queue: str, case: UUID | None = None) -> str:
    """Return the address of a queue, or of a case in it."""
    return f"/m/{world.unit.slug}/inkorg/{queue}" + (f"/{case}" if case else "")


def write(page: Page, words: str) -> None:
    """Type a message to the resident."""
    page.locator("#f-text").fill(words)


def sent(site: Site, case: UUID, kind: str) -> object:
    """Return how many messages of a kind the case holds."""
    return site.one(
        "select count(*) from case_message where case_id = %s and kind = %s", case, kind
    )


def state(site: Site, case: UUID) -> object:
    """Return the state of the case."""
    return site.one("select state from care_case where id = %s", case)


def test_a_receiver_distributes_a_new_case(site: Site, world: World, visit: Visit) -> None:
    case = site.do(world.submit)
    rut = visit(world, "receiver")
    page = rut.go(f"/m/{world.unit.slug}")
    rut.sees("Välj ett ärende i listan")
    rut.is_accessible()
    page.get_by_role("link", name="Karin Berg").click()
    rut.sees("Jag undrar om mitt provsvar")
    rut.is_accessible()
    rut.press("Fördela")
    rut.is_accessible()
    rut.expected = {422}
    rut.press("Fördela")
    rut.sees("Välj vem som ska ha ärendet")
    rut.is_accessible()
    page.get_by_label("Anders Lind").check()
    page.get_by_label("Delsvar till invånaren").fill("Anders svarar i dag.")
    rut.press("Fördela")
    rut.sees("Ärendet är fördelat.")
    rut.sees("Fördelat till Anders Lind")
    assert state(site, case) == "assigned"
    assert sent(site, case, "partial_answer") == 1
    told = "select count(*) from notice where template = 'assigned' and recipient_id = %s"
    assert site.one(told, world.people["responder"]) == 1
    listed = "select count(*) from audit_entry where action = 'cases:case:list' and person_id = %s"
    assert site.one(listed, world.people["receiver"])


def test_a_responder_sends_a_partial_answer(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina", case))
    page.get_by_label("Delsvar").check(force=True)
    write(page, "Vi har läst ditt ärende.")
    page.get_by_text("Sparat").first.wait_for()
    anders.is_accessible()
    anders.press("Skicka delsvar")
    anders.sees("Delsvaret är skickat.")
    anders.sees("Inte läst av invånaren än")
    anders.is_accessible()
    assert (state(site, case), sent(site, case, "partial_answer")) == ("in_progress", 1)
    assert site.one("select count(*) from case_draft where case_id = %s", case) == 0


def test_a_question_is_asked_and_the_reply_is_seen_at_once(
    site: Site, world: World, visit: Visit
) -> None:
    case = given(site, world)
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina", case))
    page.get_by_label("Motfråga").check(force=True)
    write(page, "Hur länge har du varit trött?")
    anders.press("Skicka motfråga")
    anders.sees("Ärendet väntar på invånaren.")
    assert state(site, case) == "awaiting_resident"
    write(page, "Jag skriver redan på svaret")
    page.wait_for_timeout(500)
    site.do(
        lambda: answer.reply_to_question(
            actor=world.as_("resident"), case_id=case, version=3, body="Kanske två veckor."
        )
    )
    page.get_by_text("Kanske två veckor.").first.wait_for()
    anders.sees("Karin Berg svarade på motfrågan. Visa det nya")
    assert page.locator("#f-text").input_value() == "Jag skriver redan på svaret"
    page.get_by_text("Sparat").first.wait_for()
    anders.press("Visa det nya")
    assert page.locator("#f-text").input_value() == "Jag skriver redan på svaret"
    anders.sees("Svar på motfråga")
    anders.is_accessible()


def test_the_final_answer_leads_to_the_next_case(site: Site, world: World, visit: Visit) -> None:
    first, second = given(site, world), given(site, world)
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina", first))
    write(page, "Provet var bra.")
    anders.press("Skicka och öppna nästa")
    anders.sees("Svaret är skickat. Nästa ärende: Karin Berg.")
    assert page.url.split("?")[0].endswith(str(second))
    assert page.evaluate("document.activeElement.id") == "titel"
    anders.is_accessible()
    assert (state(site, first), sent(site, first, "final_answer")) == ("answered", 1)
    write(page, "Även det här var bra.")
    anders.press("Skicka och öppna nästa")
    anders.sees("Du har inga ärenden just nu.")
    anders.is_accessible()
    page.get_by_role("link", name="Avslutade").click()
    page.get_by_role("link", name="Karin Berg").first.click()
    anders.press("Avsluta")
    anders.sees("Ärendet är avslutat.")
    anders.is_accessible()


def test_a_new_case_is_told_and_no_row_moves(site: Site, world: World, visit: Visit) -> None:
    site.do(world.submit)
    rut = visit(world, "receiver")
    page = rut.go(inbox(world, "att-fordela"))
    page.wait_for_timeout(500)
    site.do(lambda: world.submit("other_resident"))
    page.get_by_text("1 nytt ärende").wait_for()
    page.get_by_role("link", name="Att fördela 2").wait_for()
    assert page.locator(".cases .case").count() == 1
    rut.is_accessible()
    page.get_by_role("link", name="Visa").click()
    page.locator(".cases .case").nth(1).wait_for()


def test_closed_without_an_answer_and_opened_again(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    anders = visit(world, "responder")
    page = anders.go(inbox(world, "mina", case))
    anders.press("Avsluta utan svar")
    anders.is_accessible()
    page.get_by_label("Vi har talats vid på telefon").check()
    page.get_by_label("Till invånaren").fill("Vi kom överens i telefon.")
    anders.press("Avsluta utan svar")
    anders.sees("Ärendet är avslutat utan svar. Invånaren ser varför.")
    anders.is_accessible()
    assert (state(site, case), sent(site, case, "closing")) == ("closed_no_answer", 1)
