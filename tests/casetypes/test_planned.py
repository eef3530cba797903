"""Plans by day and time of day: typed, shown, safe when the clocks change, told within a minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from tests.casetypes import verbs_world as world
from tests.casetypes.test_unit_terms import WORK, base, desk, in_force
from tests.casetypes.test_unit_terms import admin as admin
from tests.casetypes.test_unit_terms import offices as offices
from tests.casetypes.test_unit_terms import opened as opened
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes import actions, jobs
from vardpost.casetypes.fields import Text
from vardpost.casetypes.forms import moments, publishing, terms
from vardpost.casetypes.queries.due import regions_with_news
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput
from vardpost.shell import dates

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        ("2026-12-01", "", "2026-11-30T23:00"),
        ("2026-07-01", "", "2026-06-30T22:00"),
        ("2026-12-01", "8", "2026-12-01T07:00"),
        ("2026-12-01", " 8.30 ", "2026-12-01T07:30"),
        ("2026-12-01", "08:30", "2026-12-01T07:30"),
        ("2026-12-01", "0830", "2026-12-01T07:30"),
        ("2026-12-01", "23.59", "2026-12-01T22:59"),
        ("2026-03-29", "1.59", "2026-03-29T00:59"),
        ("2026-03-29", "3.00", "2026-03-29T01:00"),
        ("2026-10-25", "2.30", "2026-10-25T00:30"),  # comes twice: the first
        ("2026-10-25", "3.00", "2026-10-25T02:00"),
    ],
)
def test_a_moment_is_what_the_clock_shows(day: str, hour: str, utc: str) -> None:
    found = moments.moment(day, hour)
    assert found.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    shown = dates.clock(found, "sv")
    assert shown == f"{found.hour:02}.{found.minute:02}"


@pytest.mark.parametrize(
    ("day", "hour", "field"),
    [
        ("", "8", "day"),
        ("i morgon", "", "day"),
        ("2026-02-30", "8", "day"),
        ("9" * 900, "8", "day"),
        ("2026-12-01", "24", "hour"),
        ("2026-12-01", "8.60", "hour"),
        ("2026-12-01", "-1", "hour"),
        ("2026-12-01", "åtta", "hour"),
        ("2026-12-01", "\u0668", "hour"),
        ("2026-03-29", "2.30", "hour"),
        ("2026-03-29", "2", "hour"),
        ("0001-01-01", "", "day"),
    ],
)
def test_what_is_no_moment_is_told_at_its_field(day: str, hour: str, field: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as wrong:
        moments.moment(day, hour)
    assert wrong.value.args[0] == field
    assert wrong.value.args[1]


def test_both_forms_take_a_day_alone_and_keep_what_was_typed() -> None:
    posted = QueryDict("when=later&day=2026-12-01&at=2026-12-01&sv=x&en=x")
    midnight = datetime(2026, 12, 1, tzinfo=clock.STOCKHOLM)
    assert publishing.parse(posted).at == midnight
    assert terms.parse(posted).at == midnight
    late = QueryDict("at=2026-12-01&hour=14.15")
    assert terms.parse(late).at == midnight.replace(hour=14, minute=15)
    for typed, field in (("hour=8", "at"), ("at=2026-12-01&hour=99", "hour")):
        with pytest.raises(BadInput) as wrong:
            terms.parse(QueryDict(typed))
        assert list(wrong.value.errors) == [field]
    assert terms.typed(late)["hour"] == "14.15"


def test_when_a_plan_begins_is_told_with_its_time_of_day() -> None:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    at = datetime(2026, 11, 28, tzinfo=clock.STOCKHOLM)
    assert dates.starts(at, now, "sv") == "i morgon kl. 00.00"
    assert dates.starts(at + timedelta(days=3, hours=8), now, "sv") == "tisdag 1 december kl. 08.00"
    assert dates.starts(at + timedelta(days=40), now, "en") == "Thursday 7 January 2027 at 00:00"


def told(action: str) -> int:
    with as_owner():
        row = db.fetch_one("select count(*) from audit_entry where action = %s", [action])
    return int(row[0]) if row else 0


def test_planned_terms_come_into_force_and_the_ledger_is_told_once(
    offices: Offices, opened: UUID, admin: Client
) -> None:
    event = "casetypes:terms:come-into-force"
    jobs.in_force("14")
    assert told(event) == 0
    day = clock.today() + timedelta(days=3)
    posted = {"sv": WORK.sv, "en": WORK.en, "at": day.isoformat(), "hour": "14.15", "version": "0"}
    page = admin.post(base(offices, opened), posted | {"gor": "publicera"})
    assert page.status_code == 303, page.content.decode()[:2000]
    shown = admin.get(base(offices, opened)).content.decode()
    assert faults(shown) == []
    at = moments.moment(day.isoformat(), "14.15")
    assert f"börjar gälla {dates.starts(at, clock.now(), 'sv')}" in shown
    assert "kl. 14.15" in admin.get(base(offices)).content.decode()
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert in_force(offices) != WORK.sv
    with time_machine.travel(at, tick=False):
        assert in_force(offices) == WORK.sv
        assert "14" in regions_with_news()
        for _ in range(2):
            jobs.in_force("14")
        assert told(event) == 1


def test_what_is_published_now_is_not_told_again(offices: Offices, opened: UUID) -> None:
    version = desk(offices, opened).version
    actions.publish_terms(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=opened,
        version=version,
        work=WORK,
    )
    jobs.in_force("14")
    assert told("casetypes:terms:come-into-force") == 0


def test_the_look_of_each_minute_finds_what_came_into_force(offices: Offices) -> None:
    quiet = clock.now().replace(minute=7) + timedelta(days=30)
    with time_machine.travel(quiet, tick=False):
        assert regions_with_news() == []
    with time_machine.travel(quiet.replace(minute=10), tick=False):
        assert "14" in regions_with_news()
    actor = offices.as_("admin")
    own = actions.create(actor=actor, title=Text("Sömn", "Sleep"), unit_id=offices.unit.id)
    world.published(actor, own)
    actions.start_draft(actor=actor, case_type_id=own)
    form, number = world.draft(own)
    number = actions.save_draft(actor=actor, case_type_id=own, definition=form, version=number)
    changed = replace(form, description=Text("Nytt", "New"))
    number = actions.save_draft(actor=actor, case_type_id=own, definition=changed, version=number)
    actions.plan(actor=actor, case_type_id=own, version=number, at=quiet)
    with time_machine.travel(quiet - timedelta(seconds=1), tick=False):
        assert regions_with_news() == []
    with time_machine.travel(quiet + timedelta(minutes=1), tick=False):
        assert "14" in regions_with_news()
