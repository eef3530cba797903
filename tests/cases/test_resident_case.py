"""A case from the resident's side: read, reply, write again, take back; never losing a text."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cases.resident_world import FIELDS, browser, sent, with_child
from tests.cases.world import World
from tests.database import as_owner
from vardpost.cases.actions import answer, assign, close
from vardpost.cases.actions.read import open_case
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db
TEXT = "Kanske två veckor. Jag fryser lite mer än vanligt."


@pytest.fixture
def world() -> World:
    return with_child()


@pytest.fixture
def client(world: World) -> Client:
    return browser(world, "resident")


def version(world: World, case: UUID) -> int:
    """Return the case's version now."""
    return int(str(world.row(case)["version"]))


def given(world: World) -> UUID:
    """Send a case and give it to the responder, who has opened it."""
    case = world.submit()
    actor = world.as_("receiver")
    assign.assign(actor=actor, case_id=case, version=1, target_id=world.people["responder"])
    open_case(actor=world.as_("responder"), case_id=case)
    return case


def asked(world: World) -> UUID:
    """Make a case whose resident has a question to answer."""
    case = given(world)
    answer.ask_counter_question(
        actor=world.as_("responder"),
        case_id=case,
        version=version(world, case),
        body="Hur länge har du varit trött?",
        reply_by=clock.now().date() + timedelta(days=4),
    )
    return case


def answered(world: World) -> UUID:
    """Make an answered case."""
    case = given(world)
    answer.send_final_answer(
        actor=world.as_("responder"),
        case_id=case,
        version=version(world, case),
        body="Provet ser bra ut.",
        answers={},
    )
    return case


def post(client: Client, world: World, case: UUID, **fields: str) -> HttpResponse:
    """Post to a case what its page would post now."""
    known = {"kind": "reply", "version": str(version(world, case)), "seen": "2", "body": TEXT}
    return client.post(f"/mina/arenden/{case}", known | fields)  # type: ignore[return-value]  # a subclass


def text(client: Client, case: UUID, end: str = "") -> str:
    """Return a page of the case."""
    return client.get(f"/mina/arenden/{case}{end}").content.decode()


def test_no_name_of_staff_is_seen_before_an_answer(world: World, client: Client) -> None:
    case = given(world)
    page = text(client, case)
    assert "Läst av mottagningen" in page
    assert "Anders Lind" not in page
    assert "Du får svar senast" in page


def test_a_reply_is_sent_once_and_the_page_says_so(world: World, client: Client) -> None:
    case = asked(world)
    page = text(client, case)
    assert "Mottagningen har en fråga till dig." in page
    assert 'id="svara"' in page
    before = version(world, case)
    for _ in range(3):
        sent = post(client, world, case, version=str(before))
        assert sent.status_code == 303
    assert world.count("case_message", "kind = 'reply'") == 1
    assert world.row(case)["state"] == "resident_replied"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Ditt svar är skickat." in page
    assert 'id="svara"' not in page


def test_hostile_replies_are_told_and_kept(world: World, client: Client) -> None:
    case = asked(world)
    for body, told in (
        ("", "Skriv ett meddelande"),
        ("Hej\0", "Ta bort tecknet"),
        ("Hej \u202e", "Ta bort tecknet"),
        ("x" * 4003, "Korta texten med 3 tecken"),
    ):
        refused = post(client, world, case, body=body)
        page = refused.content.decode()
        assert refused.status_code == 422
        assert told in page
        assert 'href="#f-body"' in page
        assert body.replace("\0", "\N{REPLACEMENT CHARACTER}")[:3] in page
    assert world.count("case_message", "kind = 'reply'") == 0
    post(client, world, case, body="<b>=1+1</b>")
    assert "&lt;b&gt;=1+1&lt;/b&gt;" in text(client, case)


def test_a_reply_is_kept_as_draft_on_every_device(world: World, client: Client) -> None:
    case = asked(world)
    saved = client.post(f"/mina/arenden/{case}/spara", {"kind": "reply", "body": "Halvvägs"})
    assert set(saved.json()) == {"saved", "version"}
    assert "Halvvägs" in text(browser(world, "resident"), case)
    later = post(client, world, case, body="Nästan klar", spara="1")
    assert later.headers["Location"] == "/mina?sparat=1"
    page = text(client, case)
    assert "Nästan klar" in page
    assert "Utkastet sparades" in page
    post(client, world, case)
    assert world.count("case_draft", "case_id is not null") == 0


def test_what_is_new_stands_above_the_kept_text(world: World, client: Client) -> None:
    case = asked(world)
    before = version(world, case)
    answer.send_partial_answer(
        actor=world.as_("responder"), case_id=case, version=before, body="Vi har ditt prov nu."
    )
    refused = post(client, world, case, version=str(before))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Ärendet ändrades medan du skrev." in page
    assert page.index("Vi har ditt prov nu.") < page.index(TEXT)
    assert "Nytt</span>" in page
    assert f'name="version" value="{before + 1}"' in page
    assert TEXT in text(client, case)
    assert post(client, world, case).status_code == 303


def test_a_text_that_can_not_be_sent_any_more_is_still_there(world: World, client: Client) -> None:
    case = asked(world)
    before = version(world, case)
    close.close_without_answer(
        actor=world.as_("responder"),
        case_id=case,
        version=before,
        reason="phone",
        body="Vi talades vid i dag.",
    )
    refused = post(client, world, case, version=str(before))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Det går inte att svara längre" in page
    assert TEXT in page
    assert "Vi talades vid i dag." in page
    later = post(client, world, case, spara="1")
    assert later.status_code == 409
    assert TEXT in later.content.decode()
    assert world.count("case_message", "kind = 'reply'") == 0


def test_one_may_write_again_after_the_answer(world: World, client: Client) -> None:
    case = answered(world)
    page = text(client, case)
    assert "Anders Lind" in page
    assert "Vill du svara eller fråga mer?" in page
    sent = post(client, world, case, kind="followup", body="Tack. Ska jag göra något mer?")
    assert sent.status_code == 303
    assert world.row(case)["state"] == "resident_replied"


def test_one_may_not_write_again_too_late(world: World, client: Client) -> None:
    case = answered(world)
    with as_owner():
        db.execute(
            "update care_case set answered_at = answered_at - interval '15 days' where id = %s",
            [case],
        )
    assert "Vill du svara eller fråga mer?" not in text(client, case)
    refused = post(client, world, case, kind="followup", body="En sak till.")
    assert refused.status_code == 409
    assert "En sak till." in refused.content.decode()


def test_a_case_is_taken_back_after_a_question(world: World, client: Client) -> None:
    case = given(world)
    page = text(client, case, "/aterta")
    assert "Vill du återta ärendet?" in page
    address, fields = f"/mina/arenden/{case}/aterta", {"version": str(version(world, case))}
    for _ in range(2):
        assert client.post(address, fields).status_code == 303
    assert world.row(case)["state"] == "withdrawn"
    assert "Du har tagit tillbaka ärendet." in text(client, case)
    assert "Jag behöver inte hjälp längre" not in text(client, case)
    assert "redan besvarat eller avslutat" in text(client, case, "/aterta")


def test_a_case_that_moved_is_not_taken_back_unseen(world: World, client: Client) -> None:
    case = given(world)
    before = version(world, case)
    answer.send_partial_answer(
        actor=world.as_("responder"), case_id=case, version=before, body="Vi ringer i dag."
    )
    refused = client.post(f"/mina/arenden/{case}/aterta", {"version": str(before)})
    assert refused.status_code == 409
    assert "Ärendet ändrades nyss." in refused.content.decode()
    assert world.row(case)["state"] == "in_progress"
    for odd in ("", "x", "-1", "9" * 40, "٣"):
        assert client.post(f"/mina/arenden/{case}/aterta", {"version": odd}).status_code == 409


def test_a_late_answer_is_told_with_the_next_date(world: World, client: Client) -> None:
    case = given(world)
    with as_owner():
        db.execute(
            "update care_case set first_due = now() - interval '1 day', "
            "final_due = now() + interval '2 days' where id = %s",
            [case],
        )
    page = text(client, case)
    assert "Svaret dröjer." in page
    assert "Du får svar senast" in page
    assert "Svaret dröjer" in client.get("/mina").content.decode()


def test_home_tells_of_questions_and_news_first(world: World, client: Client) -> None:
    question, news = asked(world), answered(world)
    home = client.get("/mina").content.decode()
    waits = home.split("Pågående ärenden")[0]
    assert str(question) in waits
    assert str(news) in waits
    text(client, news)
    assert str(news) not in client.get("/mina").content.decode()
    assert str(news) in client.get("/mina/arenden?visa=avslutade").content.decode()


def test_lists_page_on(world: World, client: Client) -> None:
    for _ in range(8):
        world.submit()
    with as_owner():
        db.execute("update care_case set submitted_at = submitted_at - interval '2 hours'")
    for _ in range(8):
        world.submit()
    with as_owner():
        db.execute("update care_case set submitted_at = submitted_at - interval '2 hours'")
    for _ in range(8):
        world.submit()
    first = client.get("/mina/arenden").content.decode()
    assert first.count('<a href="/mina/arenden/0') == 20
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(address).content.decode()
    assert second.count('<a href="/mina/arenden/0') == 4
    assert client.get("/mina/arenden?tid=x&fore=y").status_code == 200


def test_pieces_of_an_open_page_are_fetched_alone(world: World, client: Client) -> None:
    case = asked(world)
    piece = text(client, case, "/trad")
    assert "<html" not in piece
    assert "<form" not in piece
    assert "Hur länge har du varit trött?" in piece
    assert "Väntar på ditt svar" in text(client, case, "/trad?del=lage")


def test_a_guardians_number_is_shown_to_the_unit_and_to_whoever_wrote_it(world: World) -> None:
    number = FIELDS["phone"]
    writer = browser(world, "guardian")
    case = sent(writer, world, "elsa")
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, '2020-01-01', false)",
            [world.people["resident"], world.people["elsa"]],
        )
    assert number in text(writer, case)
    other = browser(world, "resident")
    for piece in ("", "/trad"):
        page = text(other, case, piece)
        assert FIELDS["text"] in page
        assert "Visas bara för mottagningen" in page
        assert number not in page
    assert (
        number
        in browser(world, "receiver")
        .get(f"/m/{world.unit.slug}/inkorg/alla/{case}")
        .content.decode()
    )


def test_the_guardian_of_a_grown_child_sees_nothing(world: World) -> None:
    client = browser(world, "guardian")
    draft = client.post(f"/mottagningar/{world.unit.slug}/skicka-meddelande").headers["Location"]
    client.post(f"{draft}/vem", {"resident": str(world.people["elsa"])})
    with as_owner():
        db.execute(
            "update person set birth_date = %s where id = %s",
            [date(clock.now().year - 13, 1, 1), world.people["elsa"]],
        )
    assert "Elsa" not in client.get("/mina").content.decode()
    assert "Elsa" not in client.get("/mina/utkast").content.decode()
