"""*Fråga varför*: asked once, answered once, and hidden from whom it is about and from others."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests import people_made as made
from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.markup import faults
from tests.review.world import World
from vardpost.audit.events import CONFIDENTIAL
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id, stable_key
from vardpost.people.system import region_scope
from vardpost.review.actions import mirror_ask as asking
from vardpost.review.actions.close import cancel_review, close_review
from vardpost.review.actions.mirror import open_log
from vardpost.review.actions.mirror_answer import mirror_answer
from vardpost.review.actions.plan import remind

pytestmark = pytest.mark.django_db
AT = clock.now() - timedelta(days=2)
DAY = AT.astimezone(clock.STOCKHOLM).date()


def ask(world: World, entry: UUID, who: str = "karin", about: str = "", **more: Any) -> bool:
    return asking.mirror_ask(
        actor=world.as_(who),
        resident_id=world.people[about or who],
        day=DAY,
        entry_id=entry,
        question_id=more.pop("key", new_id()),
        **more,
    )


def asked(world: World, by: str = "rut", **more: Any) -> UUID:
    """Let Karin ask about an entry of somebody's; return the review of it."""
    assert ask(world, world.log(by, at=AT), **more)
    return UUID(str(world.rows("select review_id from mirror_question")[-1][0]))


def answer(world: World, review: UUID, who: str = "gun", said: str = "Hon fördelade.") -> None:
    mirror_answer(
        actor=world.as_(who), unit_id=world.unit.id, review_id=review, version=1, text=said
    )


def told(world: World, template: str) -> set[UUID]:
    return {
        row[0]
        for row in world.rows("select recipient_id from notice where template = %s", template)
    }


def family(world: World) -> UUID:
    """Make Karin and Nils guardians of a child who has a case; return the child."""
    with as_owner():
        child = made.person("Elsa", "Berg")
        born = clock.now().date() - timedelta(days=366 * 8)
        db.execute("update person set birth_date = %s where id = %s", [born, child])
        for who in ("karin", "nils"):
            db.execute(
                "insert into guardianship (guardian_id, child_id, since, blocked) "
                "values (%s, %s, %s, false)",
                [world.people[who], child, born],
            )
    world.people["elsa"] = child
    world.tokens.clear()
    return child


# --- from the row to the answer ---


def test_from_the_row_to_the_answer(world: World) -> None:
    world.log(at=AT)
    karin = world.browser("karin")
    page = text(karin.get("/mina/logg"))
    assert "Fråga varför" in page
    href = (
        karin.get("/mina/logg").content.decode().split('href="/mina/logg/fragor/')[1].split('"')[0]
    )
    path = f"/mina/logg/fragor/{href}"
    form = karin.get(path)
    assert faults(form.content.decode()) == []
    assert "Den du frågar om får inte veta att du har frågat." in text(form)
    sent = karin.post(path, {"text": "Jag känner henne.", "fraga": str(new_id())})
    assert location(sent) == f"{path}?skickad=1"
    after = karin.get(location(sent))
    assert faults(after.content.decode()) == []
    assert "Din fråga är skickad." in text(after)
    assert "Mottagningen svarar senast" in text(after)
    assert "Du frågade" in text(karin.get("/mina/logg"))

    gun = world.browser("gun")
    assert "Fråga från invånare" in text(gun.get(world.url()))
    assert "Väntar på ert svar" in text(gun.get(world.url()))
    review = world.rows("select review_id from mirror_question")[0][0]
    item = gun.get(world.url(review, 1))
    assert faults(item.content.decode()) == []
    assert "Jag känner henne." in text(item)
    assert gun.post(world.url(review, "svar"), {"text": " ", "version": "1"}).status_code == 422
    done = gun.post(world.url(review, "svar"), {"text": "Hon fördelade.", "version": "1"})
    assert location(done) == world.url(review) + "?gjort=svar"
    assert "Svaret är skickat till invånaren." in text(gun.get(location(done)))
    assert told(world, "waiting") == {world.people["karin"]}

    assert "Du har fått svar" in text(karin.get("/mina"))
    listed = karin.get("/mina/logg/fragor")
    assert faults(listed.content.decode()) == []
    for words in ("Hon fördelade.", "Du frågade", "patientnämnden"):
        assert words in text(listed)
    assert "Gun" not in text(listed)
    assert "Hon fördelade." in text(karin.get("/mina/logg"))
    assert "Du har fått svar" not in text(karin.get("/mina"))  # she has read it


def test_a_second_question_is_refused_kindly_and_the_first_shown(world: World) -> None:
    entry, key = world.log(at=AT), new_id()
    assert ask(world, entry, key=key, text="Varför?")
    assert not ask(world, entry, key=key, text="Varför?")  # pressed twice
    assert not ask(world, entry, text="En gång till")
    assert world.rows("select text from mirror_question") == [("Varför?",)]
    assert world.rows("select count(*) from review") == [(1,)]
    karin = world.browser("karin")
    path = f"/mina/logg/fragor/{DAY}/{entry}"
    again = karin.post(path, {"text": "En gång till"})
    assert location(again) == f"{path}?redan=1"
    page = text(karin.get(location(again)))
    assert "Du har redan frågat om det här." in page
    assert "Varför?" in page


def test_it_is_a_review_due_when_the_unit_has_promised(world: World) -> None:
    with as_owner():
        db.execute("insert into mirror_policy values (%s, 'chosen', 5)", [world.unit.id])
    review = asked(world)
    today = clock.today()
    due = today + timedelta(days=5)
    rows = world.rows(
        "select r.kind, r.due_on, r.size, r.opened_by_id, i.mark, i.person_id, i.case_number, "
        "i.resident_name, q.answer_by from review r join review_item i on i.review_id = r.id "
        "join mirror_question q on q.review_id = r.id where r.id = %s",
        review,
    )
    rut = world.people["rut"]
    assert rows == [("question", due, 1, None, "none", rut, "2026-00001", "Karin Berg", due)]
    assert told(world, "review") == {world.people["gun"], world.people["per"]}
    with region_scope("review.remind", made.REGION) as actor:
        assert remind(actor=actor, today=due - timedelta(days=2)) >= 1
    assert world.rows("select count(*) from notice where template = 'review'") == [(4,)]


@pytest.mark.parametrize("what", ["stranger's", "spoken", "system's", "other day", "none"])
def test_what_is_no_row_of_hers_cannot_be_asked_about(world: World, what: str) -> None:
    entry = {
        "stranger's": lambda: world.log(case="nils", at=AT),
        "spoken": lambda: world.log(at=AT, action="cases:case:answer"),
        "system's": lambda: world.log(at=AT, action="cases:case:route"),
        "other day": lambda: world.log(at=AT - timedelta(days=3)),
        "none": new_id,
    }[what]()
    with pytest.raises(NotFound):
        ask(world, entry)
    assert world.rows("select count(*) from review") == [(0,)]
    path = f"/mina/logg/fragor/{DAY}/{entry}"
    assert world.browser("karin").get(path).status_code == 404
    for day in ("igår", "2026-13-40", "0001-01-01"):
        wrong = f"/mina/logg/fragor/{day}/{entry}"
        assert world.browser("karin").get(wrong).status_code == 404


def test_staff_do_not_ask_and_residents_do_not_answer(world: World) -> None:
    review = asked(world)
    with pytest.raises(Denied):
        ask(world, world.log(at=AT), who="gun", about="karin")
    for who in ("karin", "rut", "eva"):
        with pytest.raises((Denied, NotFound)):
            answer(world, review, who)


def test_too_many_and_too_long_are_told(world: World) -> None:
    for number in range(20):
        assert ask(world, world.log(at=AT, case="karin", relation=f"r{number}"))
    with pytest.raises(BadInput):
        ask(world, world.log(at=AT, relation="r99"))
    path = f"/mina/logg/fragor/{DAY}/{world.log(at=AT, relation='r98')}"
    said = world.browser("karin").post(path, {"text": "x" * 1001})
    assert said.status_code == 422
    assert "Korta texten med 1 tecken" in text(said)


# --- hidden from whom it is about ---


def test_whom_it_is_about_learns_nothing(world: World) -> None:
    """Per reviews at the unit himself: for him there is no question, no review and no row."""
    before = text(world.browser("per").get(world.url()))
    review = asked(world, "per", text="Varför läste Per?")
    assert told(world, "review") == {world.people["gun"]}
    per = world.browser("per")
    assert text(per.get(world.url())) == before
    for path in ((review,), (review, 1), (review, "svar"), (review, "protokoll")):
        assert per.get(world.url(*path)).status_code == 404, path
    with pytest.raises(NotFound):
        answer(world, review, "per")
    answer(world, review, "gun")
    world.as_("per")
    for table in ("mirror_question", "review", "review_item"):
        assert db.fetch_all(f"select 1 from {table}") == [], table
    actions = {row[0] for row in db.fetch_all("select action from audit_entry")}
    assert not actions & CONFIDENTIAL
    about = db.fetch_all(
        "select action from audit_about(array[%s], '-infinity', 'infinity', 'infinity', %s, 99)",
        [world.people["karin"], UUID(int=2**128 - 1)],
    )
    assert not {row[0] for row in about} & CONFIDENTIAL
    day = clock.now().date() + timedelta(days=30)
    with region_scope("review.remind", made.REGION) as actor:
        remind(actor=actor, today=day)
    # He may be told that day that a sample of the unit's is due; never of this.
    key = stable_key("review", review, "review", day.isoformat())
    of_it = world.rows("select recipient_id from notice where event_key = %s", key)
    assert of_it == [(world.people["gun"],)]


def test_a_reviewer_meets_no_question_about_her_child(world: World) -> None:
    child = family(world)
    with as_owner():
        db.execute("update guardianship set guardian_id = %s where guardian_id = %s",
                   [world.people["per"], world.people["nils"]])  # fmt: skip
    world.tokens.clear()
    entry = world.log(at=AT, resident_ids=[child], object_id="", object_type="queue")
    assert ask(world, entry, about="elsa")
    assert told(world, "review") == {world.people["gun"]}
    world.as_("per")
    assert db.fetch_all("select 1 from review") == []
    world.as_("gun")
    assert len(db.fetch_all("select 1 from review")) == 1


# --- hidden from the other guardian ---


def test_the_other_guardian_does_not_learn_that_it_was_asked(world: World) -> None:
    child = family(world)
    entry = world.log(at=AT, resident_ids=[child], object_id="", object_type="queue")
    quiet = _lines(world, "nils", child)
    assert ask(world, entry, about="elsa", text="Varför?")
    answer(world, world.rows("select review_id from mirror_question")[0][0])
    assert _lines(world, "nils", child) == quiet
    mine = {line.act for line in open_log(actor=world.as_("karin"), resident_id=child).lines}
    assert {"Frågade varför något hade gjorts.", "Svarade på en fråga om den här loggen."} <= mine
    world.as_("nils")
    assert db.fetch_all("select 1 from mirror_question") == []
    seen = db.fetch_all(
        "select action from audit_about(array[%s], '-infinity', 'infinity', 'infinity', %s, 99)",
        [child, UUID(int=2**128 - 1)],
    )
    seen += db.fetch_all("select action from audit_entry")
    assert not {row[0] for row in seen} & CONFIDENTIAL
    page = text(world.browser("nils").get(f"/mina/logg?vem={child}"))
    assert "Varför?" not in page
    assert "Du frågade" not in page
    assert ask(world, entry, who="nils", about="elsa")  # and may ask the same
    assert world.rows("select count(*) from mirror_question") == [(2,)]
    assert told(world, "waiting") == {world.people["karin"]}


def _lines(world: World, who: str, child: UUID) -> set[tuple[str, str]]:
    log = open_log(actor=world.as_(who), resident_id=child)
    return {(line.who, line.act) for line in log.lines if line.who != "Du"}


@pytest.mark.parametrize("why", ["ended", "thirteen", "blocked", "protected"])
def test_who_is_no_guardian_any_more_is_not_told(world: World, why: str) -> None:
    child = family(world)
    entry = world.log(at=AT, resident_ids=[child], object_id="", object_type="queue")
    assert ask(world, entry, about="elsa")
    with as_owner():
        change = {
            "ended": "update guardianship set until = current_date - 1 where child_id = %s",
            "blocked": "update guardianship set blocked = true where child_id = %s",
            "thirteen": "update person set birth_date = current_date - 5000 where id = %s",
            "protected": "update person set protected = true where id = %s",
        }[why]
        db.execute(change, [child])
    answer(world, world.rows("select review_id from mirror_question")[0][0])
    assert told(world, "waiting") == set()
    world.tokens.clear()
    world.as_("karin")
    assert db.fetch_all("select 1 from mirror_question") == []


# --- the answer ---


def test_an_answer_is_given_once_and_a_colleague_is_shown_it(world: World) -> None:
    review = asked(world)
    answer(world, review)
    answer(world, review)  # pressed twice
    assert len(world.rows("select 1 from notice where template = 'waiting'")) == 1
    with pytest.raises(Moved) as caught:
        answer(world, review, "per", "Ett annat svar")
    assert caught.value.changes[0].name == "Gun Sten"
    said = world.browser("per").post(
        world.url(review, "svar"), {"text": "Ett annat svar", "version": "1"}
    )
    assert said.status_code == 409
    for words in ("Hon fördelade.", "Ett annat svar"):
        assert words in text(said)
    world.as_("gun")
    with pytest.raises(IntegrityError), transaction.atomic():
        db.execute("update mirror_question set answer = 'Nej', answered_at = now()")


def test_a_review_does_not_end_while_she_waits(world: World) -> None:
    review = asked(world)
    for end in (close_review, cancel_review):
        with pytest.raises(BadInput):
            end(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Nej")
    answer(world, review)
    cancel_review(
        actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="Rätt"
    )


# --- nobody there ---


def _without(world: World, *people: str) -> None:
    with as_owner():
        for who in people:
            db.execute(
                "update role_grant set ends_on = current_date where role = 'reviewer' "
                "and person_id = %s",
                [world.people[who]],
            )
    world.tokens.clear()


def test_nobody_to_answer_is_told_to_the_unit_and_the_region(world: World) -> None:
    _without(world, "gun")
    asked(world, "per")  # the only reviewer left is he whom it is about
    assert world.people["per"] not in told(world, "review")
    assert {world.people["gun"], world.people["eva"]} <= told(world, "review")
    page = text(world.browser("karin").get("/mina/logg"))
    assert "Just nu finns ingen på mottagningen som kan svara." in page
    settings = text(world.browser("eva").get(f"/m/{world.unit.slug}/admin/logg"))
    assert "En invånare har frågat om loggen" in settings
    own = text(world.browser("per").get(f"/m/{world.unit.slug}/admin/logg"))
    assert "har frågat om loggen" not in own
    with as_owner():
        db.execute(
            "update role_grant set ends_on = null where person_id = %s", [world.people["gun"]]
        )
    with region_scope("review.remind", made.REGION) as actor:
        remind(actor=actor, today=clock.today())
    assert world.rows("select unmanned from mirror_question") == [(False,)]
    assert "Mottagningen svarar senast" in text(world.browser("karin").get("/mina/logg"))
