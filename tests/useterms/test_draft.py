"""The draft of a version: four eyes, two windows, what is refused, and what stands for ever."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from tests.database import as_owner
from tests.useterms.nation import FIRST, SECOND, Nation, ledger
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.useterms.actions import draft as verbs
from vardpost.useterms.queries import draft_events, in_force, newest, open_draft, versions
from vardpost.useterms.shipped import shipped
from vardpost.useterms.values import Audience, Words

pytestmark = pytest.mark.django_db
_INSERT = (
    "insert into terms_of_use (id, audience, version, text_sv, text_en, summary_sv, summary_en, "
    "valid_from, proposed_by_id, proposed_by_name, published_at, published_by_id, "
    "published_by_name) select gen_random_uuid(), d.audience, %s, d.text_sv, d.text_en, "
    "d.summary_sv, d.summary_en, current_date + 1, d.proposed_by_id, 'P', now(), "
    "nullif(current_setting('app.person', true), '')::uuid, 'B' from terms_of_use_draft d"
)


@pytest.fixture
def nation() -> Nation:
    return Nation()


def test_the_first_draft_begins_with_the_shipped_text_and_another_publishes(
    nation: Nation,
) -> None:
    found = nation.begin()
    assert (found.words, found.base) == (shipped(Audience.RESIDENT), 0)
    nation.save(FIRST)
    nation.propose()
    assert in_force(Audience.RESIDENT) is None
    nation.step(verbs.publish_draft, "nils")
    (one,) = versions(Audience.RESIDENT)
    assert (one.version, one.words, one.valid_from) == (1, FIRST, clock.today())
    assert (one.proposed_by_name, one.published_by_name) == ("Nora Lund", "Nils Ö")
    assert in_force(Audience.RESIDENT) == one
    assert versions(Audience.STAFF) == []
    nation.actor()
    assert open_draft(Audience.RESIDENT) is None


def test_the_next_draft_begins_with_the_newest_and_its_own_summary(nation: Nation) -> None:
    nation.publish()
    nation.publish(SECOND)
    assert nation.begin().words == Words(SECOND.text_sv, SECOND.text_en)
    assert [one.version for one in versions(Audience.RESIDENT)] == [2, 1]


def test_a_planned_version_is_not_in_force(nation: Nation) -> None:
    nation.publish()
    nation.publish(SECOND, day=clock.today() + timedelta(days=7))
    standing, last = in_force(Audience.RESIDENT), newest(Audience.RESIDENT)
    assert standing
    assert last
    assert (standing.version, last.version) == (1, 2)
    nation.begin()
    nation.save(Words(*[f"{one} till" for one in SECOND.listed()]))
    with pytest.raises(BadInput) as told:  # it would stand before the planned one
        nation.propose()
    assert "Version 2" in told.value.errors["valid_from"]


def test_each_step_leaves_a_line_and_a_row_without_the_text(nation: Nation) -> None:
    found = nation.begin()
    nation.save(FIRST)
    nation.propose()
    nation.step(verbs.return_draft, "nils", words="Skriv kortare.")
    nation.propose("nils")
    nation.step(verbs.publish_draft, "nora")
    nation.actor()
    assert [(one.event, one.actor_name) for one in draft_events(found.id)] == [
        ("publish", "Nora Lund"),
        ("propose", "Nils Ö"),
        ("return", "Nils Ö"),
        ("propose", "Nora Lund"),
        ("change", "Nora Lund"),
        ("begin", "Nora Lund"),
    ]
    rows = ledger(AuditEvent.TERMS_OF_USE_DRAFTED)
    assert [(who, json.loads(said)["event"]) for who, _ok, said in rows] == [
        ("Nora Lund", "begin"),
        ("Nora Lund", "change"),
        ("Nora Lund", "propose"),
        ("Nils Ö", "return"),
        ("Nils Ö", "propose"),
    ]
    assert not any("kortare" in said or "Lova" in said for _who, _ok, said in rows)
    ((who, outcome, said),) = ledger(AuditEvent.TERMS_OF_USE_PUBLISHED)
    assert (who, outcome) == ("Nora Lund", "ok")
    assert json.loads(said)["proposed_by"] == str(nation.people["nils"])


def test_whoever_proposed_does_not_publish(nation: Nation) -> None:
    nation.begin()
    nation.propose()
    with pytest.raises(Denied):
        nation.step(verbs.publish_draft, "nora")
    assert versions(Audience.RESIDENT) == []


def test_the_database_takes_nothing_that_nobody_else_has_proposed(nation: Nation) -> None:
    """The second lock: a verb that forgot the four eyes writes nothing."""
    nation.begin()
    nation.actor("nils")
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(_INSERT, [1])  # a draft that nobody has proposed
    nation.propose()
    for who, number in (("nora", 1), ("nils", 2)):  # her own; and not the next version
        nation.actor(who)
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(_INSERT, [number])
    nation.actor("nils")
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        db.execute(_INSERT.replace("d.text_sv,", "d.text_sv || '!',"), [1])
    for who in ("rita", "eva", "karin"):
        nation.actor(who)
        assert db.execute(_INSERT, [1]) == 0  # there is no draft for them
    nation.actor("nils")
    assert db.execute(_INSERT, [1]) == 1


def test_what_is_proposed_stands_still(nation: Nation) -> None:
    nation.begin()
    nation.propose()
    with pytest.raises(WrongState):
        nation.save(SECOND)
    for change in ("text_sv = 'x'", "proposed_by_id = gen_random_uuid()", "base = 7"):
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            db.execute(f"update terms_of_use_draft set {change}")
    with pytest.raises(DatabaseError), transaction.atomic():  # four eyes, by the table itself
        db.execute(
            "update terms_of_use_draft set state = 'published', decided_by_id = proposed_by_id"
        )


def test_what_is_published_is_never_changed_not_even_by_the_owner(nation: Nation) -> None:
    nation.publish()
    for sql in (
        "update terms_of_use set text_sv = 'x'",
        "delete from terms_of_use",
        "update terms_of_use_draft set text_sv = 'x'",
    ):
        with as_owner(), pytest.raises(IntegrityError, match="changed"), transaction.atomic():
            db.execute(sql)


@pytest.mark.parametrize("who", ["rita", "eva", "karin"])
def test_no_region_no_unit_and_no_resident_writes_terms(nation: Nation, who: str) -> None:
    found = nation.begin()
    key: dict[str, Any] = {"draft_id": found.id, "version": found.version}
    calls: list[tuple[Any, dict[str, Any]]] = [
        (verbs.begin_draft, {"audience": Audience.STAFF}),
        (verbs.save_draft, {**key, "words": FIRST}),
        (verbs.propose_draft, {**key, "valid_from": clock.today()}),
        (verbs.publish_draft, key),
        (verbs.return_draft, {**key, "words": "W"}),
        (verbs.discard_draft, key),
    ]
    for verb, given in calls:
        with pytest.raises(Denied):
            verb(actor=nation.actor(who), **given)
    nation.actor(who)
    assert open_draft(Audience.RESIDENT) is None  # row security: there is none for them
    assert db.execute("update terms_of_use_draft set text_sv = 'x'") == 0


def test_two_windows(nation: Nation) -> None:
    nation.begin()
    nation.save(FIRST, version=1)
    with pytest.raises(Moved) as told:
        nation.save(SECOND, "nils", version=1)
    (earlier,) = told.value.changes
    assert earlier.name == "Nora Lund"
    assert any(after == "Lova detta." or "Lova detta." in after for _l, _b, after in earlier.lines)
    nation.save(FIRST, version=1)  # the same once more: a double click
    assert nation.draft().version == 2
    nation.save(SECOND, "nils", version=told.value.version)  # knowingly
    with pytest.raises(Moved):  # what is proposed must have been seen
        nation.step(verbs.propose_draft, version=2, valid_from=clock.today())


def test_pressed_twice_is_once(nation: Nation) -> None:
    found = nation.begin()
    verbs.begin_draft(actor=nation.actor("nils"), audience=Audience.RESIDENT)
    assert nation.draft().id == found.id
    for _again in range(2):
        verbs.propose_draft(
            actor=nation.actor(), draft_id=found.id, version=1, valid_from=clock.today()
        )
    for _again in range(2):
        verbs.publish_draft(actor=nation.actor("nils"), draft_id=found.id, version=2)
    assert [one.version for one in versions(Audience.RESIDENT)] == [1]
    with pytest.raises(NotFound):
        verbs.publish_draft(actor=nation.actor("nora"), draft_id=found.id, version=2)


def test_discarding_touches_nothing_in_force(nation: Nation) -> None:
    nation.publish()
    found = nation.begin()
    for _again in range(2):
        verbs.discard_draft(actor=nation.actor(), draft_id=found.id, version=1)
    assert [one.version for one in versions(Audience.RESIDENT)] == [1]
    assert nation.begin().id != found.id


def test_what_cannot_be_proposed(nation: Nation) -> None:
    nation.begin()
    nation.save(Words("Bara svenska"))
    with pytest.raises(BadInput) as told:
        nation.propose()
    assert "engelska" in told.value.errors[""]
    nation.save(FIRST)
    for days in (-1, 400):
        with pytest.raises(BadInput) as told:
            nation.propose(day=clock.today() + timedelta(days=days))
        assert set(told.value.errors) == {"valid_from"}
    nation.propose()
    with pytest.raises(BadInput) as told:
        nation.step(verbs.return_draft, "nils", words="")
    assert set(told.value.errors) == {"words"}
    nation.step(verbs.publish_draft, "nils")
    nation.begin()
    with pytest.raises(BadInput) as told:
        nation.propose()
    assert "samma sak" in told.value.errors[""]
    nation.save(Words(SECOND.text_sv, SECOND.text_en, SECOND.summary_sv))
    with pytest.raises(BadInput) as told:
        nation.propose()
    assert "vad som är nytt" in told.value.errors[""]
