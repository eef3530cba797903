"""What time does to a region's administrators: reminders, ends, and alarms instead of silence."""

import pytest

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import Offices, days_ago, make
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.offices.actions.roles import confirm_administrator, end_administrator
from vardpost.offices.actions.watch import watch_administrators
from vardpost.offices.jobs import watch_region
from vardpost.offices.queries import administrators, in_office, regions
from vardpost.people.system import region_scope

NONE = {"reminded": 0, "ended": 0, "alarmed": 0}


@pytest.fixture
def offices(db: None) -> Offices:  # pytest-django's own
    """Return the offices, with a colleague."""
    world = make()
    with as_owner():
        world.add("colleague", "Ruben Två", "region_admin", made.REGION)
    return world


def _watch() -> dict[str, int]:
    with region_scope("test", made.REGION) as actor:
        return watch_administrators(actor=actor)


def _names(offices: Offices) -> list[str]:
    offices.actor("region")
    return [one.name for one in administrators(made.REGION)]


def test_nothing_is_due_at_first(offices: Offices) -> None:
    assert _watch() == NONE
    assert offices.told() == []


def test_the_others_are_reminded_once_and_a_confirmation_counts(offices: Offices) -> None:
    days_ago(340)
    assert _watch() == NONE | {"reminded": 2}
    assert _watch() == NONE, "twice is once"
    people = offices.people
    assert sorted(offices.told()) == sorted([people["region"], people["colleague"]])
    confirm_administrator(
        actor=offices.actor("region"), region_id=made.REGION, person_id=people["colleague"]
    )
    confirm_administrator(
        actor=offices.actor("nora"), region_id=made.REGION, person_id=people["region"]
    )
    days_ago(60)
    assert _watch() == NONE
    (one, other) = administrators(made.REGION)
    assert {one.confirmed_by, other.confirmed_by} == {"Rita Dal", "Nora Lund"}


def test_an_unconfirmed_role_ends_but_never_the_last(offices: Offices) -> None:
    days_ago(370)
    assert _watch() == NONE | {"reminded": 2}, "never without a reminder before"
    days_ago(29)
    assert _watch() == NONE
    days_ago(1)
    assert _watch() == NONE | {"ended": 1, "alarmed": 1}
    with region_scope("test", made.REGION):
        assert len(in_office(made.REGION)) == 1
    people = offices.people
    assert {people["nora"], people["nils"]} <= set(offices.told()), "the office hears of it"
    assert _watch() == NONE, "an alarm is raised again after a while, not every day"
    offices.actor("nora")
    alarmed = {code for code, _name, _units, _people, alarm in regions() if alarm}
    assert alarmed == {made.REGION}
    page = offices.browser("nora").get("/n/administratorer").content.decode()
    assert "Larm" in page
    assert not faults(page)
    days_ago(31)
    assert _watch() == NONE | {"alarmed": 1}


def test_a_region_with_units_and_nobody_raises_the_alarm(offices: Offices) -> None:
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where region_code = %s",
            [clock.today(), made.REGION],
        )
    assert _watch() == NONE | {"alarmed": 1}
    watch_region(made.REGION)
    assert _watch() == NONE
    people = offices.people
    assert sorted(offices.told()) == sorted([people["nora"], people["nils"]])


def test_nobody_confirms_or_ends_herself(offices: Offices) -> None:
    region, people = offices.actor("region"), offices.people
    with pytest.raises(Denied):
        confirm_administrator(actor=region, region_id=made.REGION, person_id=people["region"])
    with pytest.raises(Denied):
        end_administrator(
            actor=region, region_id=made.REGION, person_id=people["region"], reason="x"
        )
    offices.actor("region")
    assert db.fetch_one("select office_end(%s, %s)", [people["region"], made.REGION]) == (False,)
    there = offices.actor("there")
    with pytest.raises(Denied):
        confirm_administrator(actor=there, region_id=made.REGION, person_id=people["region"])
    assert db.fetch_one("select office_end(%s, %s)", [people["region"], made.REGION]) == (False,)
    with pytest.raises(NotFound):
        confirm_administrator(
            actor=offices.actor("region"), region_id=made.REGION, person_id=people["there"]
        )


def test_a_role_ends_with_a_reason_and_the_last_one_stays(offices: Offices) -> None:
    client, people = offices.browser("region"), offices.people
    path = f"/r/{made.REGION}/administratorer/{people['colleague']}"
    page = client.get(path).content.decode()
    assert not faults(page)
    answer = client.post(path, {"act": "end", "reason": " "})
    assert answer.status_code == 422
    assert client.post(path, {"act": "end", "reason": "Har slutat"}).status_code == 303
    assert _names(offices) == ["Rita Dal"]
    assert people["colleague"] in offices.told()
    with pytest.raises(BadInput):
        end_administrator(
            actor=offices.actor("nora"),
            region_id=made.REGION,
            person_id=people["region"],
            reason="Har slutat",
        )
    assert _names(offices) == ["Rita Dal"]
