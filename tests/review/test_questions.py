"""Asking for an explanation: told by mail, answered once, and nothing tells what is behind it."""

from uuid import UUID

import pytest

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.review.test_reviews import mark, sample
from tests.review.world import World
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.review.actions.close import close_review
from vardpost.review.actions.question import answer, ask, list_my_questions

pytestmark = pytest.mark.django_db


def asked(world: World, text: str = "") -> tuple[UUID, UUID]:
    """Ask Rut about an entry; return the review and the question."""
    world.log()
    review, question = sample(world), new_id()
    mark(world, review, 1, "ask")
    ask(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, place=1,
        question_id=question, text=text,
    )  # fmt: skip
    return review, question


def test_a_question_is_told_and_answered(world: World) -> None:
    review, question = asked(world, "Vem bad dig?")
    told = world.rows("select template, recipient_id from notice where event_key = %s", question)
    assert told == [("explain", world.people["rut"])]
    rut = world.browser("rut")
    listed = text(rut.get("/jag/fragor"))
    assert "Väntar på ditt svar" in listed
    assert "Du öppnade ärendet, 2026-00001" in listed
    page = rut.get(f"/jag/fragor/{question}")
    assert "Vem bad dig?" in text(page)
    assert "Karin Berg" in text(page)
    said = rut.post(f"/jag/fragor/{question}", {"text": " "})
    assert said.status_code == 422
    sent = rut.post(f"/jag/fragor/{question}", {"text": "Hon ringde och frågade."})
    assert location(sent) == "/jag/fragor?svarat=1"
    assert "Ditt svar är skickat." in text(rut.get(location(sent)))
    again = rut.post(f"/jag/fragor/{question}", {"text": "Hon ringde och frågade."})
    assert again.status_code == 303  # pressed twice
    assert rut.post(f"/jag/fragor/{question}", {"text": "Nej"}).status_code == 409
    gun = world.browser("gun")
    assert "Rut Ek har svarat" in text(gun.get(world.url()))
    assert "Hon ringde och frågade." in text(gun.get(world.url(review, 1)))


def test_what_she_sees_is_the_same_whatever_is_behind(world: World) -> None:
    """The page of a question from a sample, a rule and a resident differ in nothing."""
    pages = []
    for kind in ("sample", "rule", "search", "question"):
        with as_owner():
            db.execute("delete from review_question")
        review, question = asked(world)
        with as_owner():
            db.execute("alter table review disable trigger review_unchanging")
            sql = "update review set kind = %s, reason = 'Granne', how = %s where id = %s"
            db.execute(
                sql,
                [
                    kind,
                    db.json({"population": 1, "of": "entries", "seed": "", "amount": 1}),
                    review,
                ],
            )
            db.execute(
                "update review_question set asked_at = '2026-11-01T10:00Z', "
                "entry_at = '2026-10-30T10:00Z', answer_by = '2026-11-20'"
            )
        page = world.browser("rut").get(f"/jag/fragor/{question}").content.decode()
        page = page.replace(str(question), "?")
        assert str(review) not in page
        pages.append(_without_token(page))
        listed = world.browser("rut").get("/jag/fragor").content.decode()
        for word in ("Stickprov", "stickprov", "Signal", "Granne", "invånaren frågar", str(review)):
            assert word not in page
            assert word not in listed
    assert len(set(pages)) == 1


def _without_token(page: str) -> str:
    import re

    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+|data-login="[^"]*"', r"\1", page)


def test_only_she_reads_it(world: World) -> None:
    _review, question = asked(world)
    for who in ("ida", "eva", "per"):
        assert world.browser(who).get(f"/jag/fragor/{question}").status_code == 404
    assert world.browser("karin").get("/jag/fragor").status_code == 404
    with pytest.raises(NotFound):
        answer(actor=world.as_("ida"), question_id=question, text="Jag")
    with pytest.raises(Denied):
        list_my_questions(actor=world.as_("karin"))


def test_one_question_at_a_time(world: World) -> None:
    review, question = asked(world)

    def once_more(key: UUID) -> None:
        ask(
            actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, place=1,
            question_id=key, text="",
        )  # fmt: skip

    once_more(question)  # pressed twice
    with pytest.raises(BadInput):
        once_more(new_id())
    answer(actor=world.as_("rut"), question_id=question, text="Ja")
    once_more(new_id())
    assert world.rows("select count(*) from review_question") == [(2,)]


def test_closing_takes_back_what_waits(world: World) -> None:
    review, question = asked(world)
    mark(world, review, 1, "ok", version=2)
    close_review(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="")
    assert "väntar inte längre på ett svar" in text(
        world.browser("rut").get(f"/jag/fragor/{question}")
    )
    with pytest.raises(WrongState):
        answer(actor=world.as_("rut"), question_id=question, text="Ja")
    with pytest.raises(WrongState):
        ask(
            actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, place=1,
            question_id=new_id(), text="",
        )  # fmt: skip


def test_the_pages_lead_from_mark_to_question_to_the_next(world: World) -> None:
    world.log()
    world.log(case="nils")
    review = sample(world)
    gun = world.browser("gun")
    to = location(gun.post(world.url(review, 1, "bedom"), {"version": "1", "mark": "ask"}))
    assert to.startswith(world.url(review, 1, "fraga"))
    assert "Frågan ser likadan ut vad som än ligger bakom" in text(gun.get(to))
    said = gun.post(to, {"text": "x" * 1001})
    assert said.status_code == 422
    after = location(gun.post(to, {"text": "Varför?"}))
    assert after == f"{world.url(review, 2)}?fraga=1"
    assert "Frågan är skickad." in text(gun.get(after))
