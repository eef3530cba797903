"""What the ledger says of case types and terms: what stood and what stands, and no text in full."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.casetypes import verbs_world as world
from tests.casetypes.test_unit_terms import OTHER, WORK, desk, offices, opened, publish
from tests.casetypes.verbs_world import PROBLEM, Offices
from tests.database import as_owner
from vardpost.casetypes import actions, jobs
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.published import version
from vardpost.casetypes.reading import canonical, content_hash
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor

__all__ = ["offices", "opened"]
pytestmark = pytest.mark.django_db


class Ledger:
    """The rows since it was last asked."""

    def __init__(self) -> None:
        """Begin with what there is."""
        self.seen = 0
        self.rows()

    def rows(self) -> list[tuple[str, dict[str, Any], str]]:
        """Return (event, detail, the detail as text) of each new row."""
        with as_owner():
            found = db.fetch_all("select action, detail::text from audit_entry order by id")
        new, self.seen = found[self.seen :], len(found)
        return [(action, json.loads(text), text) for action, text in new]

    def one(self, event: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return old and new of the one new row."""
        ((action, detail, _text),) = self.rows()
        assert action == f"casetypes:{event}"
        return detail["old"], detail["new"]


def _draft(case_type: UUID) -> dict[str, Any]:
    form, number = world.draft(case_type)
    return {"draft": number, "hash": content_hash(canonical(form))}


def _version(version_id: UUID) -> dict[str, Any]:
    one = version(version_id)
    return {
        "version": str(one.id),
        "number": one.number,
        "hash": one.content_hash,
        "from": one.published_at.isoformat(),
    }


def _begin(actor: Actor, made: UUID, title: str) -> int:
    """Save a draft with another title."""
    form, number = world.draft(made)
    form = world.with_questions(form, PROBLEM, title=Text(title, title))
    return actions.save_draft(actor=actor, case_type_id=made, definition=form, version=number)


def test_a_type_of_the_region_from_nothing_to_its_second_version(offices: Offices) -> None:
    actor, ledger = offices.as_("region"), Ledger()
    made = actions.create(actor=actor, title=Text("Råd", "Advice on"), region_id="14")
    old, new = ledger.one("type:create")
    assert (old, new["draft"], new["key"]) == ({}, 1, "r_rad")
    assert new["hash"] == _draft(made)["hash"]
    assert new["terms"]["version"] == 1

    before = _draft(made)
    number = _begin(actor, made, "Råd ett")
    assert ledger.one("draft:save") == (before, _draft(made))
    first = actions.publish(actor=actor, case_type_id=made, version=number)
    assert ledger.one("version:publish") == ({}, _version(first))

    actions.start_draft(actor=actor, case_type_id=made)
    assert ledger.one("draft:save") == ({}, _draft(made))
    before = _draft(made)
    actions.discard_draft(actor=actor, case_type_id=made, version=before["draft"])
    assert ledger.one("draft:discard") == (before, {})

    actions.start_draft(actor=actor, case_type_id=made)
    number = _begin(actor, made, "Råd två")
    ledger.rows()
    at = clock.now() + timedelta(days=3)
    planned = actions.plan(actor=actor, case_type_id=made, version=number, at=at)
    second = _version(planned)
    assert second["from"] == at.isoformat()
    assert ledger.one("version:plan") == (_version(first), second)
    actions.withdraw_plan(actor=actor, case_type_id=made)
    assert ledger.one("version:withdraw") == (second, _draft(made))

    number = _draft(made)["draft"]
    now = actions.publish(actor=actor, case_type_id=made, version=number)
    assert ledger.one("version:publish") == (_version(first), _version(now))
    back = actions.roll_back(actor=actor, case_type_id=made, to_version=first)
    assert ledger.one("version:roll-back") == (_version(now), _version(back))


def test_what_comes_into_force_is_told_with_what_it_takes_the_place_of(
    offices: Offices, opened: UUID
) -> None:
    region = offices.as_("region")
    before = version_of(offices, opened)
    actions.start_draft(actor=region, case_type_id=opened)
    number = _begin(region, opened, "Råd två")
    at = clock.now() + timedelta(days=1)
    planned = actions.plan(actor=region, case_type_id=opened, version=number, at=at)
    ledger = Ledger()
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        jobs.in_force("14")
        ((action, detail, _text),) = ledger.rows()
    assert action == "casetypes:version:come-into-force"
    assert detail["old"] == {"versions": [str(before)]}
    assert detail["new"] == {"versions": [str(planned)]}
    assert detail["units"] == 1


def version_of(offices: Offices, case_type: UUID) -> UUID:
    """Return which version the unit's offer uses."""
    with as_owner():
        row = db.fetch_one(
            "select version_id from unit_case_type where unit_id = %s and case_type_id = %s",
            [offices.unit.id, case_type],
        )
    assert row
    found: UUID = row[0]
    return found


def _hash(work: TermsWork) -> str:
    return content_hash(f"{work.sv}\0{work.en}")


def test_terms_are_told_by_version_and_hash_and_never_in_full(
    offices: Offices, opened: UUID
) -> None:
    ledger = Ledger()
    standing = desk(offices, opened)
    central = _hash(TermsWork(standing.body.sv, standing.body.en))
    admin = offices.as_("admin")
    known: dict[str, Any] = {"actor": admin, "unit_id": offices.unit.id, "case_type_id": opened}
    actions.save_terms_draft(**known, version=standing.version, work=WORK)
    old, new = ledger.one("terms:draft")
    assert (old["text"]["hash"], old["draft"]) == (central, False)
    assert (new["text"]["hash"], new["draft"]) == (_hash(WORK), True)

    publish(offices, opened)
    old, new = ledger.one("terms:change")
    assert old["text"] == {"number": standing.number, "hash": central}
    assert new["text"] == {"number": 1, "hash": _hash(WORK)}

    # With another day of review the draft and the day are one act, and one row.
    work = TermsWork(OTHER.sv, OTHER.en, None, date(2027, 5, 1))
    actions.save_terms_draft(**known, version=desk(offices, opened).version, work=work)
    old, new = ledger.one("terms:change")
    assert (old["review_by"], new["review_by"]) == ("", "2027-05-01")
    assert (old["text"]["hash"], new["text"]["hash"]) == (_hash(WORK), _hash(OTHER))

    at = clock.now() + timedelta(days=2)
    publish(offices, opened, work, at=at)
    old, new = ledger.one("terms:change")
    assert old["text"] == {"number": 1, "hash": _hash(WORK)}
    assert new["text"] == {"number": 2, "hash": _hash(OTHER)}
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        jobs.in_force("14")
        old, new = ledger.one("terms:come-into-force")
    assert (old["number"], old["hash"]) == (1, _hash(WORK))
    assert (new["number"], new["hash"]) == (2, _hash(OTHER))

    with as_owner():
        (whole,) = db.fetch_all("select string_agg(detail::text, ' ') from audit_entry")
    for text in (*WORK.sv.split(), "Skriv hellre", "Rather", standing.body.sv.split("\n")[0]):
        assert len(text) < 4 or text not in whole[0], text
