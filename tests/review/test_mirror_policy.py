"""Invånarens logg: a unit decides how its staff are named, like every other setting."""

import pytest

from tests.cases.staff_http import text
from tests.database import as_owner
from tests.locks.asking import refused
from tests.markup import faults
from tests.units.office import Office
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, Moved
from vardpost.review.actions.mirror_policy import MIRROR, change_mirror
from vardpost.review.queries.mirror import unit_policy
from vardpost.units.actions.settings import restore
from vardpost.units.queries.settings import version

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def change(office: Office, who: str, names: str, made_from: int, days: int = 10) -> None:
    actor = office.enter(who)
    unit = office.unit.id
    change_mirror(actor=actor, unit_id=unit, version=made_from, names=names, answer_days=days)


def test_without_a_decision_names_are_as_each_has_chosen(office: Office) -> None:
    office.enter("eva")
    assert unit_policy(office.unit.id) == ("chosen", 14)


def test_a_decision_stands_and_is_in_the_ledger_with_old_and_new(office: Office) -> None:
    change(office, "eva", "role", 0)
    assert unit_policy(office.unit.id) == ("role", 10)
    with as_owner():
        row = db.fetch_one(
            "select detail->'old'->>'names', detail->'new'->>'names', person_name from audit_entry "
            "where action = 'review:mirror:change'"
        )
    assert row == ("chosen", "role", "Eva Ros")


def test_the_slower_is_told_and_an_older_decision_can_be_put_back(office: Office) -> None:
    change(office, "eva", "role", 0)
    with pytest.raises(Moved) as told:
        change(office, "ulf", "name", 0)
    assert told.value.changes[0].lines[0] == (
        "Så visas personalen",
        "Som var och en har valt",
        "Utan namn",
    )
    change(office, "ulf", "name", 1)
    with as_owner():
        row = db.fetch_one("select id from setting_change where version = 2")
    assert row
    actor = office.enter("eva")
    restore(actor=actor, unit_id=office.unit.id, change_id=row[0], version=2)
    assert unit_policy(office.unit.id) == ("role", 10)
    assert version(office.unit.id, MIRROR.key) == 3


@pytest.mark.parametrize("who", ["next door", "responder"])
def test_nobody_else_decides(office: Office, who: str) -> None:
    with pytest.raises(Denied):
        change(office, who, "role", 0)


def test_row_security_keeps_it_to_the_units_administrators(office: Office) -> None:
    change(office, "eva", "role", 0)
    for who in ("next door", "responder"):
        slug = office.other.slug if who == "next door" else ""
        office.enter(who, slug)
        assert db.execute("update mirror_policy set names = 'name'") == 0
        refused(
            "insert into mirror_policy (unit_id, names, answer_days) values (%s, 'role', 14)",
            [office.unit.id if who == "next door" else office.other.id],
        )


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(office: Office) -> None:
    client = office.browser("eva")
    page = client.get(office.url("/logg")).content.decode()
    assert faults(page) == []
    for names, days in (("alla", "14"), ("role", "61"), ("role", "0"), ("role", "många")):
        answer = client.post(
            office.url("/logg"), {"version": "0", "names": names, "answer_days": days}
        )
        assert answer.status_code == 422
        assert f'value="{days}"' in answer.content.decode()
    answer = client.post(
        office.url("/logg"), {"version": "0", "names": "role", "answer_days": "20"}
    )
    assert answer.status_code == 303
    assert "Sparat" in text(client.get(answer["Location"]))
    office.enter("eva")
    assert unit_policy(office.unit.id) == ("role", 20)
