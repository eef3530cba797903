"""The verbs of a unit's own types: drafts, publishing, planning, rolling back, and who may."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from pytest_django.fixtures import DjangoAssertNumQueries

from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import PROBLEM, Offices
from tests.database import as_owner
from vardpost.audit.events import AuditEvent
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, NotFound, Stale, WrongState

pytestmark = pytest.mark.django_db
TITLE = Text("Fråga om sömn", "About sleep")


@pytest.fixture
def offices() -> Offices:
    return world.make()


def events() -> list[str]:
    """Return what the ledger has of case types, oldest first."""
    with as_owner():
        rows = db.fetch_all(
            "select action from audit_entry where action like 'casetypes:%' order by id"
        )
    return [row[0] for row in rows]


def titles(unit_id: UUID) -> list[str]:
    return [one.title.sv for one in queries.offered(unit_id)]


def test_a_unit_builds_publishes_and_offers_its_own_type(offices: Offices) -> None:
    admin = offices.as_("admin")
    made = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    form, number = world.draft(made)
    assert (form.key, number) == ("u_fraga_om_somn", 1)
    with pytest.raises(WrongState) as caught:
        actions.activate(actor=admin, unit_id=offices.unit.id, case_type_id=made)
    assert caught.value.facts["hinder"] == "unpublished"
    world.published(admin, made)
    assert "Fråga om sömn" not in titles(offices.unit.id)
    actions.activate(actor=admin, unit_id=offices.unit.id, case_type_id=made)
    offer = queries.offer(offices.unit.id, "u_fraga_om_somn")
    assert world.form_of(offer.version_id).fields == (PROBLEM,)
    assert queries.terms(offer.terms_id).body.sv
    assert titles(offices.unit.id)[-1] == "Fråga om sömn"
    assert "Fråga om sömn" not in titles(offices.other.id)
    assert events() == [
        AuditEvent.CASE_TYPE_CREATED,
        AuditEvent.CASE_TYPE_DRAFTED,
        AuditEvent.CASE_TYPE_PUBLISHED,
        AuditEvent.CASE_TYPE_SUBSCRIBED,
        AuditEvent.CASE_TYPE_OFFER_CHANGED,
    ]


@pytest.mark.parametrize(("who", "error"), [("receiver", Denied), ("elsewhere", NotFound)])
def test_only_the_units_administrator_builds(
    offices: Offices, who: str, error: type[Exception]
) -> None:
    made = actions.create(actor=offices.as_("admin"), title=TITLE, unit_id=offices.unit.id)
    form, number = world.draft(made)
    stranger = offices.as_(who)
    with pytest.raises(error):
        actions.create(actor=stranger, title=TITLE, unit_id=offices.unit.id)
    with pytest.raises((error, NotFound)):
        actions.save_draft(actor=stranger, case_type_id=made, definition=form, version=number)
    with pytest.raises((error, NotFound)):
        actions.publish(actor=stranger, case_type_id=made, version=number)
    with pytest.raises(error):
        actions.activate(
            actor=stranger, unit_id=offices.unit.id, case_type_id=world.national("advice")
        )
    assert world.draft(made)[1] == number


def test_central_types_are_the_offices(offices: Offices) -> None:
    advice = world.national("advice")
    with pytest.raises((Denied, NotFound)):
        actions.start_draft(actor=offices.as_("admin"), case_type_id=advice)
    with pytest.raises(NotFound):
        actions.start_draft(actor=offices.as_("region"), case_type_id=advice)
    assert actions.start_draft(actor=offices.as_("nation"), case_type_id=advice) == 1
    region = offices.as_("region")
    own = actions.create(actor=region, title=TITLE, region_id="14")
    world.published(region, own)
    with pytest.raises(NotFound):
        actions.create(actor=region, title=TITLE, region_id="12")
    with pytest.raises(NotFound):
        actions.create(actor=offices.as_("nation"), title=TITLE, region_id="99")
    actions.activate(actor=offices.as_("admin"), unit_id=offices.unit.id, case_type_id=own)
    assert "Fråga om sömn" in titles(offices.unit.id)


def test_the_second_of_two_editors_is_told_and_loses_nothing(offices: Offices) -> None:
    admin = offices.as_("admin")
    made = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    form, number = world.draft(made)
    first = replace(form, title=Text("Först", "First"))
    actions.save_draft(actor=admin, case_type_id=made, definition=first, version=number)
    for verb in (
        lambda: actions.save_draft(actor=admin, case_type_id=made, definition=form, version=number),
        lambda: actions.publish(actor=admin, case_type_id=made, version=number),
        lambda: actions.discard_draft(actor=admin, case_type_id=made, version=number),
    ):
        with pytest.raises(Stale):
            verb()
    assert world.draft(made)[0].title.sv == "Först"


def test_a_half_done_draft_is_kept_and_not_published(offices: Offices) -> None:
    admin = offices.as_("admin")
    made = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    with pytest.raises(BadInput) as caught:
        actions.publish(actor=admin, case_type_id=made, version=1)
    findings = caught.value.facts["findings"]
    assert isinstance(findings, tuple)
    assert {"no_questions", "text"} <= {one.code for one in findings}
    assert world.draft(made)[1] == 1
    assert "casetypes:version:publish" not in events()


def test_the_key_of_a_type_does_not_change(offices: Offices) -> None:
    admin = offices.as_("admin")
    made = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    form, number = world.draft(made)
    with pytest.raises(NotFound):
        actions.save_draft(
            actor=admin, case_type_id=made, definition=replace(form, key="advice"), version=number
        )
    again = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    assert world.draft(again)[0].key == "u_fraga_om_somn_2"


def test_a_planned_version_comes_into_force_by_its_time_alone(offices: Offices) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    made = actions.create(actor=admin, title=TITLE, unit_id=unit)
    world.published(admin, made)
    actions.activate(actor=admin, unit_id=unit, case_type_id=made)
    actions.start_draft(actor=admin, case_type_id=made)
    form, number = world.draft(made)
    number = actions.save_draft(
        actor=admin,
        case_type_id=made,
        definition=replace(form, title=Text("Sömn", "Sleep")),
        version=number,
    )
    at = clock.now() + timedelta(days=3)
    with pytest.raises(BadInput):
        actions.plan(actor=admin, case_type_id=made, version=number, at=clock.now())
    planned = actions.plan(actor=admin, case_type_id=made, version=number, at=at)
    assert "Sömn" not in titles(unit)
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert "Sömn" not in titles(unit)
    with time_machine.travel(at, tick=False):
        assert "Sömn" in titles(unit)
        assert queries.offer(unit, "u_fraga_om_somn").version_id == planned
    actions.start_draft(actor=admin, case_type_id=made)
    with pytest.raises(WrongState) as caught:
        actions.publish(actor=admin, case_type_id=made, version=1)
    assert caught.value.facts["hinder"] == "planned"
    actions.discard_draft(actor=admin, case_type_id=made, version=1)
    assert actions.withdraw_plan(actor=admin, case_type_id=made) == 1
    assert world.draft(made)[0].title.sv == "Sömn"
    with time_machine.travel(at, tick=False):
        assert "Sömn" not in titles(unit)
    with pytest.raises(WrongState):
        actions.withdraw_plan(actor=admin, case_type_id=made)


def test_rolling_back_publishes_the_old_form_anew(offices: Offices) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    made = actions.create(actor=admin, title=TITLE, unit_id=unit)
    first = world.published(admin, made)
    actions.activate(actor=admin, unit_id=unit, case_type_id=made)
    actions.start_draft(actor=admin, case_type_id=made)
    second = world.published(admin, made, replace(PROBLEM, required=False))
    assert queries.offer(unit, "u_fraga_om_somn").version_id == second
    third = actions.roll_back(actor=admin, case_type_id=made, to_version=first, note="Fel")
    assert queries.offer(unit, "u_fraga_om_somn").version_id == third
    assert queries.version(third).number == 3
    assert queries.version(third).content_hash == queries.version(first).content_hash
    with pytest.raises(WrongState) as caught:
        actions.roll_back(actor=admin, case_type_id=made, to_version=first)
    assert caught.value.facts["hinder"] == "same"
    advice = queries.offer(unit, "advice").version_id
    with pytest.raises(NotFound):
        actions.roll_back(actor=admin, case_type_id=made, to_version=advice)


def test_a_copy_goes_its_own_way(offices: Offices) -> None:
    admin, unit = offices.as_("admin"), offices.unit.id
    source = queries.offer(unit, "renew_prescription").version_id
    made = actions.copy(actor=admin, version_id=source, unit_id=unit)
    form, number = world.draft(made)
    assert form == replace(world.form_of(source), key="u_renew_prescription")
    actions.publish(actor=admin, case_type_id=made, version=number)
    actions.activate(actor=admin, unit_id=unit, case_type_id=made)
    slugs = [one.slug for one in queries.offered(unit)]
    assert len(set(slugs)) == len(slugs)
    assert "fornya-recept-u-renew-prescription" in slugs
    own = queries.offer(unit, "u_renew_prescription").version_id
    stranger = offices.as_("elsewhere")
    with pytest.raises(NotFound):
        actions.copy(actor=stranger, version_id=own, unit_id=offices.other.id)


def test_a_form_of_two_hundred_questions_is_saved_and_opened_in_a_few_statements(
    offices: Offices, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin = offices.as_("admin")
    made = actions.create(actor=admin, title=TITLE, unit_id=offices.unit.id)
    form, number = world.draft(made)
    many = tuple(replace(PROBLEM, key=f"q{place}") for place in range(200))
    large = world.with_questions(form, *many)
    with django_assert_num_queries(4):  # lock, read, write, ledger
        actions.save_draft(actor=admin, case_type_id=made, definition=large, version=number)
    with django_assert_num_queries(1):
        shown = queries.type_to_edit(made)
    assert shown.draft is not None
    assert shown.draft.definition == large
