"""A case goes back and forth: the resident is told at once, replies, asks again, takes back."""

from datetime import timedelta
from uuid import UUID

from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from vardpost.cases.actions import answer, assign
from vardpost.cases.actions.read import open_case
from vardpost.kernel import clock


def given(site: Site, world: World) -> UUID:
    """Send a case as the resident, give it to the responder, and open it as her."""

    def act() -> UUID:
        case = world.submit()
        receiver = world.as_("receiver")
        target = world.people["responder"]
        assign.assign(actor=receiver, case_id=case, version=1, target_id=target)
        open_case(actor=world.as_("responder"), case_id=case)
        return case

    return site.do(act)


def ask(site: Site, world: World, case: UUID, version: int) -> None:
    """Ask the resident something, as the responder."""
    site.do(
        lambda: answer.ask_counter_question(
            actor=world.as_("responder"),
            case_id=case,
            version=version,
            body="Hur länge har du varit trött?",
            reply_by=clock.now().date() + timedelta(days=4),
        )
    )


def test_a_question_is_seen_at_once_and_replied_to(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    karin = visit(world, "resident")
    page = karin.go(f"/mina/arenden/{case}")
    karin.sees("Läst av mottagningen")
    page.wait_for_timeout(500)
    ask(site, world, case, 2)
    page.get_by_text("Hur länge har du varit trött?").wait_for()
    karin.press("Gå till frågan")
    karin.sees("Mottagningen har en fråga till dig.")
    karin.is_accessible()
    page.get_by_label("Ditt svar").fill("Kanske två veckor.")
    page.get_by_text("Utkastet sparades").first.wait_for()
    karin.press("Skicka svar")
    karin.sees("Ditt svar är skickat.")
    karin.is_accessible()
    assert site.cases_of(world, "resident") == [(case, "resident_replied")]
    said = "select body from case_message where case_id = %s and kind = 'reply'"
    assert site.one(said, case) == "Kanske två veckor."
    assert site.one("select count(*) from case_draft where case_id = %s", case) == 0


def test_what_is_being_typed_is_never_wiped(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    ask(site, world, case, 2)
    karin = visit(world, "resident")
    karin.expected = {409}
    page = karin.go(f"/mina/arenden/{case}")
    page.get_by_label("Ditt svar").fill("Jag håller på att skriva")
    page.wait_for_timeout(500)
    site.do(
        lambda: answer.send_partial_answer(
            actor=world.as_("responder"), case_id=case, version=3, body="Provet har kommit."
        )
    )
    page.get_by_text("Provet har kommit.").wait_for()
    assert page.get_by_label("Ditt svar").input_value() == "Jag håller på att skriva"
    karin.press("Skicka svar")
    karin.sees("Ärendet ändrades medan du skrev.")
    assert page.get_by_label("Ditt svar").input_value() == "Jag håller på att skriva"
    karin.is_accessible()
    karin.press("Skicka svar")
    karin.sees("Ditt svar är skickat.")
    assert site.cases_of(world, "resident") == [(case, "resident_replied")]


def test_an_answer_is_read_and_asked_about(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    site.do(
        lambda: answer.send_final_answer(
            actor=world.as_("responder"),
            case_id=case,
            version=2,
            body="Provet ser bra ut.",
            answers={},
        )
    )
    karin = visit(world, "resident")
    page = karin.go("/mina")
    karin.sees("Nytt")
    karin.is_accessible()
    karin.press("Skicka meddelande")
    karin.sees("Provet ser bra ut.")
    karin.is_accessible()
    page.get_by_label("Vill du svara eller fråga mer?").fill("Tack. Behöver jag göra något mer?")
    karin.press("Skicka")
    karin.sees("Ditt meddelande är skickat.")
    assert site.cases_of(world, "resident") == [(case, "resident_replied")]
    read = "select count(*) from case_message where case_id = %s and read_at is not null"
    assert site.one(read, case) == 1


def test_a_case_is_taken_back(site: Site, world: World, visit: Visit) -> None:
    case = given(site, world)
    karin = visit(world, "resident")
    karin.go(f"/mina/arenden/{case}")
    karin.press("Jag behöver inte hjälp längre")
    karin.sees("Vill du återta ärendet?")
    karin.is_accessible()
    karin.press("Återta ärendet")
    karin.sees("Du har tagit tillbaka ärendet.")
    karin.is_accessible()
    karin.go("/mina/arenden?visa=avslutade")
    karin.sees("Återtaget")
    karin.is_accessible()
    assert site.cases_of(world, "resident") == [(case, "withdrawn")]
    done = "select actor_role from case_history where case_id = %s and event = 'withdraw'"
    assert site.one(done, case) == "resident"
