"""Drift: every deviation and nothing else, since when, put right, and excused until a day."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.unit_templates.offices import FIELDS, REGION, Offices, offer, type_id
from vardpost.casetypes.actions import deactivate, set_promise
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.shell.dates import full_day
from vardpost.unit_templates.actions.drift import align, count_drift, end_exemption, exempt, mark
from vardpost.unit_templates.jobs import roll_out
from vardpost.unit_templates.queries import deviating
from vardpost.unit_templates.queries.adoption import standing
from vardpost.unit_templates.queries.drift import Deviation, drift
from vardpost.unit_templates.values import CATCHMENT, Mode, Rule, active, promise
from vardpost.units.queries.settings import history
from vardpost.units.settings import differences, kind_of

PROMISE = promise("contact_me")
#: Of a page of deviations, with those of the door and the ledger.
MOST_STATEMENTS = 20


@pytest.fixture
def code(offices: Offices) -> str:
    """Return a template that both units stand on, and follow."""
    code = offices.template({**FIELDS, CATCHMENT: Rule([["region", "", 0, 199]], Mode.START)})
    offices.put(code)
    return code


def own(offices: Offices, unit: made.Unit, first: int, final: int) -> None:
    """Let a unit promise something of its own."""
    set_promise(
        actor=offices.actor("boss", unit.slug),
        unit_id=unit.id,
        case_type_id=type_id("contact_me"),
        first_days=first,
        final_days=final,
    )


def found(offices: Offices) -> list[Deviation]:
    """Return what the region's office sees."""
    offices.actor()
    return drift(REGION)


def names(offices: Offices) -> set[tuple[UUID, str]]:
    """Return the deviations by unit and field."""
    return {(one.unit.id, one.step.field) for one in found(offices)}


def test_all_that_differs_and_only_that(offices: Offices, code: str) -> None:
    assert names(offices) == set()
    one, other = offices.units
    own(offices, one, 4, 9)
    deactivate(
        actor=offices.actor("boss", other.slug),
        unit_id=other.id,
        case_type_id=type_id("send_message"),
    )
    with as_owner():  # what only holds from the start is the unit's own afterwards
        db.execute("delete from catchment_row where unit_id = %s", [one.id])
    offices.publish(code, {**FIELDS, PROMISE: Rule([1, 2])})  # nobody stands on it yet
    assert names(offices) - {(one.id, CATCHMENT)} == {
        (one.id, PROMISE),
        (other.id, active("send_message")),
    }


def test_since_the_change_that_made_it_differ(offices: Offices, code: str) -> None:
    unit, began = offices.units[0], clock.now() + timedelta(days=3)
    for days, promised in ((1, (4, 9)), (2, (2, 5)), (3, (5, 9)), (4, (6, 9))):
        actor = offices.actor("boss", unit.slug)
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            set_promise(
                actor=actor,
                unit_id=unit.id,
                case_type_id=type_id("contact_me"),
                first_days=promised[0],
                final_days=promised[1],
            )
    since = found(offices)[0].since
    assert isinstance(since, datetime)
    assert abs(since - began) < timedelta(minutes=1)


def test_one_click_puts_it_right(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)
    seen = mark(found(offices)[0].step)
    own(offices, unit, 4, 8)
    with pytest.raises(WrongState):  # it is not what was seen
        align(actor=offices.actor(), unit_id=unit.id, field=PROMISE, seen=seen)
    assert offer(unit, "contact_me") == (True, 4, 8)
    seen = mark(found(offices)[0].step)
    for who in ("there", "nation", "boss"):
        with pytest.raises(Denied):
            align(actor=offices.actor(who), unit_id=unit.id, field=PROMISE, seen=seen)
    for _twice in range(2):
        align(actor=offices.actor(), unit_id=unit.id, field=PROMISE, seen=seen)
    assert offer(unit, "contact_me") == (True, 2, 5)
    assert names(offices) == set()


def test_an_exemption_counts_until_its_day(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)
    today = clock.today()
    actor = offices.actor()
    for reason, until in (("", today), ("Liten", today - timedelta(days=1)), ("Liten", None)):
        with pytest.raises(BadInput):
            exempt(
                actor=actor, unit_id=unit.id, field=PROMISE, version=0, reason=reason, until=until
            )
    with pytest.raises(NotFound):
        exempt(
            actor=actor,
            unit_id=unit.id,
            field="notices:new_case",
            version=0,
            reason="x",
            until=today,
        )
    exempt(actor=actor, unit_id=unit.id, field=PROMISE, version=0, reason="Liten", until=today)
    assert [one.excused for one in found(offices)] == [True]
    with time_machine.travel(clock.now() + timedelta(days=1, hours=1), tick=False):
        assert [one.excused for one in drift(REGION)] == [False]


def excused(offices: Offices, unit: made.Unit, version: int = 0, who: str = "here") -> None:
    """Let a unit differ in what it promises, for a month."""
    exempt(
        actor=offices.actor(who),
        unit_id=unit.id,
        field=PROMISE,
        version=version,
        reason="Liten",
        until=clock.today() + timedelta(days=30),
    )


def ended(offices: Offices, unit: made.Unit, version: int, who: str = "here") -> None:
    """Take that back."""
    end_exemption(actor=offices.actor(who), unit_id=unit.id, field=PROMISE, version=version)


def test_an_exemption_is_ended_before_its_day_and_the_history_tells_of_both(
    offices: Offices, code: str
) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)
    with pytest.raises(NotFound):  # there is none
        ended(offices, unit, 0)
    excused(offices, unit)
    for who in ("there", "nation", "boss"):
        with pytest.raises(Denied):
            ended(offices, unit, 1, who)
    for _twice in range(2):
        ended(offices, unit, 1)
    assert [(one.excused, one.exempt) for one in found(offices)] == [(False, None)]
    assert counted(offices, unit) == (1, 0)
    assert offer(unit, "contact_me") == (True, 4, 9)
    lines = [
        differences(kind_of(one.kind), one.old, one.new)
        for one in history(unit.id, "templates:exemption")
    ]
    day = full_day(clock.today() + timedelta(days=30), "sv")
    told = [("Uppgift", "Kontakta mig: svarstid"), ("Varför", "Liten"), ("Till och med", day)]
    assert lines == [
        tuple((label, value, "") for label, value in told),
        tuple((label, "", value) for label, value in told),
    ]
    with as_owner():
        rows = db.fetch_all(
            "select count(*) from audit_entry where action = 'templates:exemption:change' "
            "and outcome = 'ok' and object_id = %s and unit_id = %s",
            [PROMISE, unit.id],
        )
    assert rows == [(2,)]


def test_two_at_the_office_are_told_of_each_others_exemptions(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)
    with as_owner():
        offices.people["also"] = made.staff(None, "region_admin", name="Rut Ek")
    offices.tokens["also"] = made.sign_in(offices.people["also"], "staff")
    excused(offices, unit)
    with pytest.raises(Moved):
        excused(offices, unit, 0, "also")
    page = f"/r/14/avvikelser/{unit.id}/undantag"
    at = {"uppgift": PROMISE, "mottagning": unit.slug, "version": "0"}
    typed = {"skal": "Vi är få", "till": str(clock.today())}
    unseen = offices.browser("also").post(page, {**at, **typed, "skal": "\u200b \ufeff"})
    assert unseen.status_code == 422
    late = offices.browser("also").post(page, {**at, **typed})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Rita here sparade medan du skrev" in text
    assert faults(text) == []
    ended(offices, unit, 1)
    late = offices.browser("also").post(page, {**at, **typed, "version": "1"})
    assert late.status_code == 409
    assert 'value="Vi är få"' in late.content.decode()
    excused(offices, unit, 2, "also")
    late = offices.browser().post(f"{page}/avsluta", {**at, "version": "2"})
    assert late.status_code == 409
    assert "Rut Ek sparade medan du skrev" in late.content.decode()
    shown = offices.browser().get(f"/r/14/avvikelser?mottagning={unit.slug}").content.decode()
    assert faults(shown) == []
    assert 'name="version" value="3"' in shown
    done = offices.browser().post(f"{page}/avsluta", {**at, "version": "3"})
    assert done["Location"] == f"/r/14/avvikelser?mottagning={unit.slug}&avslutat=1"
    assert "Undantaget är avslutat." in offices.browser().get(done["Location"]).content.decode()


def test_it_is_counted_for_lists(offices: Offices, code: str) -> None:
    own(offices, offices.units[0], 4, 9)
    for _twice in range(2):
        with region_scope("test", REGION) as actor:
            assert count_drift(actor=actor) == 1
    offices.actor()
    assert (standing(REGION)[code].units, standing(REGION)[code].differing) == (2, 1)
    own(offices, offices.units[0], 2, 5)
    with region_scope("test", REGION) as actor:
        assert count_drift(actor=actor) == 0
    offices.actor()
    assert standing(REGION)[code].differing == 0


def count() -> int:
    """Count as the job does."""
    with region_scope("test", REGION) as actor:
        return count_drift(actor=actor)


def counted(offices: Offices, unit: made.Unit) -> tuple[int, int] | None:
    """Return what lists are told of a unit: how many fields differ, and how many with leave."""
    offices.actor()
    return db.fetch_one("select differs, exempt from unit_drift where unit_id = %s", [unit.id])


def test_what_is_put_right_or_excused_is_told_to_lists_at_once(offices: Offices, code: str) -> None:
    one, other = offices.units
    for unit in offices.units:
        own(offices, unit, 4, 9)
    assert count() == 2
    seen = mark(found(offices)[0].step)
    exempt(
        actor=offices.actor(),
        unit_id=one.id,
        field=PROMISE,
        version=0,
        reason="Liten",
        until=clock.today(),
    )
    assert (counted(offices, one), counted(offices, other)) == ((1, 1), (1, 0))
    align(actor=offices.actor(), unit_id=one.id, field=PROMISE, seen=seen)
    assert (counted(offices, one), counted(offices, other)) == (None, (1, 0))


def test_a_roll_out_counts_when_it_is_over(offices: Offices, code: str) -> None:
    own(offices, offices.units[0], 4, 9)
    roll_out(REGION, str(new_id()))  # of none that is under way: still it counts
    assert counted(offices, offices.units[0]) == (1, 0)


def test_pages_of_units_by_name_each_once(
    offices: Offices, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deviating, "PAGE", 1)
    for unit in offices.units:
        own(offices, unit, 4, 9)
    count()
    browser, path = offices.browser(), "/r/14/avvikelser"
    first = browser.get(path).content.decode()
    assert faults(first) == []
    assert "Eken 0</a>" in first
    assert "Eken 1</a>" not in first
    assert "2 avvikelser, 2 mottagningar" in first
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    second = browser.get(more[1]).content.decode()
    assert "Eken 1</a>" in second
    assert "Eken 0</a>" not in second
    assert 'rel="next"' not in second
    assert f'name="efter" value="{offices.units[0].id}"' in second  # a form leads back here
    exempt(
        actor=offices.actor(),
        unit_id=offices.units[0].id,
        field=PROMISE,
        version=0,
        reason="Liten",
        until=clock.today(),
    )
    assert "Eken 1</a>" in browser.get(path).content.decode()
    apart = browser.get(f"{path}?visa=undantag").content.decode()
    assert faults(apart) == []
    assert "Eken 0:" in apart
    assert "Eken 1" not in apart


def test_one_unit_is_shown_as_it_is_now(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)  # nobody has counted since
    browser, path = offices.browser(), "/r/14/avvikelser"
    assert "Inget avviker." in browser.get(path).content.decode()
    page = browser.get(f"{path}?mottagning={unit.slug}").content.decode()
    assert faults(page) == []
    assert "Gör som mallen" in page
    seen = mark(found(offices)[0].step)
    done = browser.post(
        f"{path}/{unit.id}/ratta", {"uppgift": PROMISE, "sett": seen, "mottagning": unit.slug}
    )
    assert done["Location"] == f"{path}?mottagning={unit.slug}&rattad=1"


@pytest.mark.parametrize(
    "query", ["mottagning={far.slug}", "efter={far.id}", "mottagning=finns-ej", "mottagning=%00"]
)
def test_units_of_other_regions_are_not_there(offices: Offices, query: str) -> None:
    far = offices.far
    assert offices.browser().get(f"/r/14/avvikelser?{query.format(far=far)}").status_code == 404
    for what in ("ratta", "undantag", "undantag/avsluta"):
        path = f"/r/14/avvikelser/{far.id}/{what}"
        assert offices.browser().post(path, {"uppgift": PROMISE}).status_code == 404


def test_what_no_database_holds_is_no_field_and_no_template(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    for what in ("undantag", "undantag/avsluta"):
        path = f"/r/14/avvikelser/{unit.id}/{what}"
        assert offices.browser().post(path, {"uppgift": "\0", "version": "0"}).status_code == 404
    answer = offices.browser().post("/r/14/mallar/ny", {"namn": "Ny", "kopia": "\0"})
    assert answer.status_code == 404


def test_as_many_statements_for_one_unit_as_for_two(offices: Offices, code: str) -> None:
    taken = []
    for unit in offices.units:
        own(offices, unit, 4, 9)
        count()
        offices.browser().get("/r/14/avvikelser")
        browser = offices.browser()
        with CaptureQueriesContext(connection) as statements:
            page = browser.get("/r/14/avvikelser").content.decode()
        assert "Gör som mallen" in page
        taken.append(len(statements))
    assert taken[0] == taken[1] <= MOST_STATEMENTS


def test_the_page(offices: Offices, code: str) -> None:
    unit = offices.units[0]
    own(offices, unit, 4, 9)
    count()
    browser, path = offices.browser(), "/r/14/avvikelser"
    page = browser.get(path).content.decode()
    assert faults(page) == []
    assert "1 avvikelse" in page
    assert "avviker sedan" in page
    where = {"uppgift": PROMISE}
    bad = browser.post(f"{path}/{unit.id}/undantag", {**where, "skal": "Vi är få", "till": "x"})
    assert bad.status_code == 422
    assert faults(bad.content.decode()) == []
    assert 'value="Vi är få"' in bad.content.decode()
    late = browser.post(f"{path}/{unit.id}/ratta", {**where, "sett": "x"})
    assert late.status_code == 409
    seen = mark(found(offices)[0].step)
    done = browser.post(f"{path}/{unit.id}/ratta", {**where, "sett": seen})
    assert done.status_code == 303
    assert "Inget avviker." in browser.get(done["Location"]).content.decode()
    assert offices.browser("there").get(path).status_code == 404
