"""The terms of central types at their offices: what units get by time alone, and what they keep."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from tests import people_made as made
from tests.casetypes import verbs_world as world
from tests.casetypes.test_unit_terms import OTHER, WORK, in_force, publish
from tests.casetypes.test_unit_terms import offices as offices
from tests.casetypes.test_unit_terms import opened as opened
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import actions, jobs, queries
from vardpost.casetypes.actions.national import publish_national
from vardpost.casetypes.fields import Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.queries.terms_desk import TermsDesk, central_desk, terms_lines
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel import clock, db
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")


def central(offices: Offices, kind: UUID, who: str = "region") -> TermsDesk:
    offices.as_(who)
    return central_desk(kind)


def said(
    offices: Offices, kind: UUID, work: TermsWork = OTHER, who: str = "region", **more: object
) -> None:
    """Publish an office's text, now or at a time."""
    version = central(offices, kind, who).version
    actions.publish_terms(
        actor=offices.as_(who),
        unit_id=None,
        case_type_id=kind,
        version=version,
        work=work,
        **more,  # type: ignore[arg-type]  # a time, at most
    )


def test_an_offices_text_reaches_the_units_at_once(offices: Offices, opened: UUID) -> None:
    before = in_force(offices)
    said(offices, opened)
    assert before != OTHER.sv
    assert in_force(offices) == OTHER.sv
    now = central(offices, opened)
    assert (now.number, now.open, now.own_text, now.draft) == (2, True, True, None)
    assert [line.state for line in terms_lines(None, now)] == ["in-force", "earlier"]


def test_the_units_own_text_stands_above_it_unless_locked(offices: Offices, opened: UUID) -> None:
    publish(offices, opened, WORK)
    said(offices, opened)
    assert in_force(offices) == WORK.sv
    region = offices.as_("region")
    actions.start_draft(actor=region, case_type_id=opened)
    world.published(region, opened, world.PROBLEM, title=Text("Råd", "Advice"), open=())
    assert in_force(offices) == OTHER.sv, "a text that is locked is the office's"


def test_a_planned_text_comes_by_time_alone_and_is_told_once(
    offices: Offices, opened: UUID
) -> None:
    before, at = in_force(offices), clock.now() + timedelta(days=2)
    said(offices, opened, at=at)
    assert in_force(offices) == before
    assert central(offices, opened).planned_at == at
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert in_force(offices) == OTHER.sv, "nobody has run anything"
        jobs.in_force("14")
        jobs.in_force("14")
        assert in_force(offices) == OTHER.sv
    with as_owner():
        rows = db.fetch_all(
            "select detail::text from audit_entry where action = 'casetypes:terms:come-into-force' "
            "and object_id = %s",
            [str(opened)],
        )
    assert len(rows) == 1
    assert '"units": 1' in rows[0][0]


def test_a_plan_is_taken_back_and_an_old_text_put_back(offices: Offices, opened: UUID) -> None:
    first = central(offices, opened).text_id
    said(offices, opened, at=clock.now() + timedelta(days=2))
    with pytest.raises(WrongState, match="planned"):
        said(offices, opened, WORK)
    version = central(offices, opened).version
    region = offices.as_("region")
    actions.withdraw_terms_plan(actor=region, unit_id=None, case_type_id=opened, version=version)
    now = central(offices, opened)
    assert now.planned_at is None
    assert now.draft is not None
    assert now.draft.sv == OTHER.sv
    said(offices, opened)
    version = central(offices, opened).version
    actions.roll_back_terms(
        actor=offices.as_("region"), unit_id=None, case_type_id=opened, version=version, to=first
    )
    assert in_force(offices) == queries.terms(first).body.sv
    assert central(offices, opened).number == 3


def test_two_at_once_are_told_and_a_draft_reaches_nobody(offices: Offices, opened: UUID) -> None:
    before, version = in_force(offices), central(offices, opened).version
    actions.save_terms_draft(
        actor=offices.as_("region"),
        unit_id=None,
        case_type_id=opened,
        version=version,
        work=OTHER,
    )
    assert in_force(offices) == before
    with as_owner():
        offices.people["second"] = made.staff(None, "region_admin", name="Siv Tall")
    with pytest.raises(Moved):
        actions.publish_terms(
            actor=offices.as_("second"),
            unit_id=None,
            case_type_id=opened,
            version=version,
            work=WORK,
        )


def test_a_text_that_cannot_be_followed_is_refused(offices: Offices, opened: UUID) -> None:
    for work in (TermsWork("", ""), TermsWork("Ring {{namn}}.\n", "Call.\n")):
        with pytest.raises(BadInput):
            said(offices, opened, work)
    said(offices, opened, WORK)  # a telephone that one unit lacks stops nobody
    assert in_force(offices) == WORK.sv


@pytest.mark.parametrize("who", ["admin", "elsewhere", "far", "nation"])
def test_nobody_else_writes_a_regions_text(offices: Offices, opened: UUID, who: str) -> None:
    before = in_force(offices)
    with as_owner():
        offices.people["far"] = made.staff(None, name="Frida Sund")
        made.grant_office(offices.people["far"], "region_admin", "12")
    actor = offices.as_(who)
    with pytest.raises((NotFound, Denied)):
        actions.publish_terms(actor=actor, unit_id=None, case_type_id=opened, version=0, work=OTHER)
    with pytest.raises((NotFound, Denied)):
        actions.save_terms_draft(
            actor=actor, unit_id=None, case_type_id=opened, version=0, work=OTHER
        )
    assert in_force(offices) == before


def test_a_regions_form_is_not_the_nations_to_write(offices: Offices, opened: UUID) -> None:
    for who in ("nation", "admin"):
        with pytest.raises((NotFound, Denied)):
            actions.start_draft(actor=offices.as_(who), case_type_id=opened)


def test_the_second_lock_hides_an_offices_draft(offices: Offices, opened: UUID) -> None:
    actions.save_terms_draft(
        actor=offices.as_("region"), unit_id=None, case_type_id=opened, version=0, work=OTHER
    )
    counted = "select count(*) from unit_terms where unit_id is null"
    seen = {}
    for who in ("admin", "region"):
        offices.as_(who)
        row = db.fetch_one(counted)
        seen[who] = row and row[0]
    assert seen == {"admin": 0, "region": 1}


def test_an_upgrade_leaves_what_the_national_office_has_published(offices: Offices) -> None:
    kind = world.national("advice")
    said(offices, kind, OTHER, "nation")
    assert in_force(offices, "advice") == OTHER.sv
    types = [
        replace(one, terms_sv=f"{one.terms_sv}\nNytt.\n") if one.definition.key == key else one
        for one in national_types()
        for key in ("advice",)
    ]
    with as_owner():
        told = publish_national(actor=SYSTEM, types=types)
    assert told == ["advice: villkor ändrade av nationell förvaltning, filens text väntar"]
    assert in_force(offices, "advice") == OTHER.sv
    assert central(offices, kind, "nation").number == 2
