"""For whom a case can be: a guardian, an age, an outbound type; at the start and at sending."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cases.resident_world import accepted, browser, start, with_child
from tests.cases.world import RAW, World
from tests.casetypes.verbs_world import KIND, PROBLEM
from tests.database import as_owner
from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.submit import submit_case
from vardpost.casetypes import actions
from vardpost.casetypes.audience import Hindrance, age, hindrance
from vardpost.casetypes.fields import AnswerForm, Condition, Step, Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.queries import offer
from vardpost.kernel import clock, db
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import BadInput, WrongState

SLUG = "skicka-meddelande"


pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return with_child()


def changed(**more: Any) -> None:
    """Publish the national form of `send_message` with something else about it."""
    types = [
        replace(one, definition=replace(one.definition, **more))
        if one.definition.key == "send_message"
        else one
        for one in national_types()
    ]
    with as_owner():
        assert actions.publish_national(actor=system_actor("test"), types=types)


def began(world: World, who: str) -> Any:
    offered = offer(world.unit.id, "send_message")
    return start_case_draft(
        actor=world.as_(who),
        unit_id=world.unit.id,
        case_type=offered.key,
        version_id=offered.version_id,
    )


def send(world: World, who: str, draft: Any) -> Any:
    offered = offer(world.unit.id, "send_message")
    return submit_case(
        actor=world.as_(who), draft_id=draft, terms_id=offered.terms_id, accepted=True
    )


def test_a_guardian_is_told_and_refused_where_it_is_for_oneself(world: World) -> None:
    changed(proxy_allowed=False)
    client = browser(world, "guardian")
    page = client.get(f"/mottagningar/{world.unit.slug}/{SLUG}").content.decode()
    assert "inte för ett barn" in page
    draft = began(world, "guardian")
    with pytest.raises(BadInput) as caught:
        save_case_draft(
            actor=world.as_("guardian"), draft_id=draft, resident_id=world.people["elsa"]
        )
    assert caught.value.errors["resident"] == "Det här ärendet kan bara gälla dig själv"
    save_case_draft(actor=world.as_("guardian"), draft_id=draft, raw=RAW)
    with as_owner():  # whatever a row says
        db.execute(
            "update case_draft set resident_id = %s where id = %s", [world.people["elsa"], draft]
        )
    with pytest.raises(BadInput):
        send(world, "guardian", draft)
    alone = browser(world, "resident").get(f"/mottagningar/{world.unit.slug}/{SLUG}")
    assert "inte för ett barn" not in alone.content.decode()


def test_who_is_too_young_cannot_begin_and_is_told_why(world: World) -> None:
    draft = began(world, "resident")
    save_case_draft(actor=world.as_("resident"), draft_id=draft, raw=RAW)
    changed(min_age=16)
    young = clock.now().date().replace(month=1, day=1)
    with as_owner():
        db.execute(
            "update person set birth_date = %s where id = %s",
            [young.replace(year=young.year - 14), world.people["resident"]],
        )
    client = browser(world, "resident")
    address = f"/mottagningar/{world.unit.slug}/{SLUG}"
    assert "när du har fyllt 16 år" in client.get(address).content.decode()
    with as_owner():
        db.execute("delete from case_draft where id = %s", [draft])
    assert client.post(address).status_code == 409
    with pytest.raises(WrongState):
        began(world, "resident")
    changed(min_age=13)
    assert began(world, "resident")


def test_an_outbound_type_is_neither_begun_nor_sent(world: World) -> None:
    draft = began(world, "resident")
    save_case_draft(actor=world.as_("resident"), draft_id=draft, raw=RAW)
    form = national_types()[0].definition.answer_form
    changed(direction="outbound", opening_form=AnswerForm(form.fields))
    client = browser(world, "resident")
    assert client.get(f"/mottagningar/{world.unit.slug}/{SLUG}").status_code == 404
    with as_owner():
        row = db.fetch_one(
            "select v.id from case_type_version v join case_type t on t.id = v.case_type_id "
            "where t.key = 'send_message' order by v.version desc limit 1"
        )
        assert row
        db.execute("update case_draft set type_version_id = %s where id = %s", [row[0], draft])
    with pytest.raises(WrongState):
        start_case_draft(
            actor=world.as_("resident"),
            unit_id=world.unit.id,
            case_type="send_message",
            version_id=row[0],
        )
    with pytest.raises(WrongState):
        submit_case(actor=world.as_("resident"), draft_id=draft, terms_id=None, accepted=True)


def test_a_form_of_other_pages_is_walked_and_skips_what_is_not_asked(world: World) -> None:
    why = replace(PROBLEM, key="why", step="varfor", visible_when=Condition("kind", ("other",)))
    changed(
        steps=(
            Step("borja", Text("Börja här", "Begin here")),
            Step("varfor", Text("Varför?", "Why?"), short=Text("Skäl", "Reason")),
        ),
        fields=(
            replace(KIND, step="borja", required=True, missing=Text("Välj", "Choose")),
            why,
        ),
    )
    client = browser(world, "resident")
    draft = start(client, world)
    assert client.get(draft).headers["Location"] == f"{draft}/borja"
    answer = client.post(f"{draft}/borja", {"kind": "one"})
    assert answer.headers["Location"] == f"{draft}/granska"
    answer = client.post(f"{draft}/borja", {"kind": "other"})
    assert answer.headers["Location"] == f"{draft}/varfor"
    page = client.get(f"{draft}/varfor").content.decode()
    assert "Skäl" in page
    assert "Vad gäller det?" in page
    assert "Om du svarar" not in page
    assert client.post(f"{draft}/varfor", {}).status_code == 422
    client.post(f"{draft}/varfor", {"why": "Därför"})
    assert client.post(f"{draft}/granska", accepted(client, draft)).status_code == 303
    assert client.post(f"{draft}/spara", {"steg": "nej"}).status_code == 404


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        (date(2010, 11, 27), date(2026, 11, 26), 15),
        (date(2010, 11, 27), date(2026, 11, 27), 16),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2023, 3, 1), 15),
    ],
)
def test_an_age_counts_birthdays(born: date, today: date, years: int) -> None:
    assert age(born, today) == years
    form = next(one.definition for one in national_types() if one.definition.min_age == 16)
    expected = Hindrance.AGE if years < 16 else None
    assert hindrance(form, own=True, born=born, today=today) is expected
    assert hindrance(form, own=False, born=born, today=today) is Hindrance.PROXY
