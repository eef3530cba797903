"""The nation's list: a draft, four eyes, what must not be in force, and what stands for ever."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from tests.database import as_owner
from tests.redflags.nation import BITE, TICK, Nation, in_force, with_phrase
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import system_actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.redflags import queries, safety
from vardpost.redflags.actions import national as verbs
from vardpost.redflags.actions.publish import publish_file, publish_national
from vardpost.redflags.drafts import differences, new_key, values_of, with_part
from vardpost.redflags.lists import Flag, Text, canonical
from vardpost.redflags.national import national_list
from vardpost.redflags.queries.drafts import draft_events, national_versions, open_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation() -> Nation:
    return Nation()


def keys(nation: Nation, text: str) -> list[str]:
    """Return what a text gives at the unit."""
    nation.actor("eva")
    return [hit.key for hit in queries.matcher(nation.unit.id).hits(text)]


def ledger(event: AuditEvent) -> list[Any]:
    """Return who did such a thing, and what the ledger says of it, oldest first."""
    with as_owner():
        return db.fetch_all(
            "select person_name, outcome, detail from audit_entry where action = %s order by id",
            [event.value],
        )


def test_a_sign_is_added_proposed_and_published_by_another(nation: Nation) -> None:
    nation.proposed()
    assert keys(nation, "En fästing på benet") == []
    nation.step(verbs.publish_draft, "nils")
    assert keys(nation, "En fästing på benet") == ["tick_bite"]
    assert keys(nation, "Jag har ont i bröstet") == ["chest_pain"]
    nation.actor()
    assert open_draft() is None
    (new, why), (old, none) = national_versions()
    assert (new.version, new.published_by, why) == (2, "Nils Ö", "Fästingar ger frågor.")
    assert (old.version, old.published_by, none) == (1, "", "")
    assert new.valid_from == clock.today()


def test_each_step_leaves_a_line_and_a_row(nation: Nation) -> None:
    found = nation.proposed()
    nation.step(verbs.publish_draft, "nils")
    nation.actor()
    assert [(one.event, one.actor_name, one.part) for one in draft_events(found.id)] == [
        ("publish", "Nils Ö", ""),
        ("propose", "Nora Lund", ""),
        ("change", "Nora Lund", BITE),
        ("begin", "Nora Lund", ""),
    ]
    rows = [(who, json.loads(said)["event"]) for who, _ok, said in ledger_of_drafts()]
    assert rows == [("Nora Lund", "begin"), ("Nora Lund", "change"), ("Nora Lund", "propose")]
    ((who, outcome, said),) = ledger(AuditEvent.RED_FLAGS_PUBLISHED)[-1:]
    detail = said if isinstance(said, dict) else json.loads(said)
    assert (who, outcome) == ("Nils Ö", "ok")
    assert (detail["old"]["version"], detail["new"]["version"]) == (1, 2)
    assert detail["proposed_by"] == str(nation.people["nora"])
    assert "fästing" not in json.dumps(detail, ensure_ascii=False)


def ledger_of_drafts() -> list[tuple[str, str, str]]:
    return [
        (who, outcome, said if isinstance(said, str) else json.dumps(said))
        for who, outcome, said in ledger(AuditEvent.RED_FLAGS_DRAFTED)
    ]


def test_whoever_proposed_does_not_publish(nation: Nation) -> None:
    nation.proposed()
    with pytest.raises(Denied):
        nation.step(verbs.publish_draft, "nora")
    assert keys(nation, "fästing") == []


def test_the_database_takes_nothing_that_nobody_else_has_proposed(nation: Nation) -> None:
    """The second lock: a verb that forgot the four eyes writes nothing."""
    sql = (
        "insert into red_flag_list (id, level, version, owner_name, owner_title, valid_from, "
        "definition, content_hash, published_at, published_by) select gen_random_uuid(), "
        "'national', %s, 'X', 'Y', current_date, d.definition, 'x', now(), 'N' "
        "from red_flag_draft d"
    )
    nation.begin()
    nation.change(BITE, TICK)
    nation.actor("nils")
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        db.execute(sql, [2])  # a draft that nobody has proposed
    nation.propose()
    for who, number in (("nora", 2), ("nils", 3)):  # her own; and not the next version
        nation.actor(who)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            db.execute(sql, [number])
    nation.actor("nils")
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        db.execute(sql.replace("d.definition,", """d.definition || '{"flags": []}',"""), [2])
    assert db.execute(sql, [2]) == 1


def test_what_is_proposed_stands_still(nation: Nation) -> None:
    found = nation.proposed()
    with pytest.raises(WrongState):
        nation.change("owner", {"name": "A", "title": "B", "source": "C"})
    for change in (
        "definition = '{}'",
        "proposed_by_id = gen_random_uuid()",
        "base = 7",
    ):
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            db.execute(f"update red_flag_draft set {change}")
    with pytest.raises(DatabaseError), transaction.atomic():  # four eyes, by the table itself
        db.execute("update red_flag_draft set state = 'published', decided_by_id = proposed_by_id")
    nation.step(verbs.return_draft, "nils", words="Skriv fler böjningar.")
    nation.change(BITE, {**TICK, "sv": ["fästing*", "borrelia"]}, "nils")
    assert nation.draft().version == found.version + 2


def test_what_is_decided_is_never_changed(nation: Nation) -> None:
    nation.proposed()
    nation.step(verbs.publish_draft, "nils")
    nation.actor()
    for change in ("reason = 'x'", "state = 'draft'", "definition = '{}'"):
        with pytest.raises(IntegrityError, match="not changed"), transaction.atomic():
            db.execute(f"update red_flag_draft set {change}")


@pytest.mark.parametrize("who", ["rita", "eva"])
def test_no_region_and_no_unit_touches_the_nations_list(nation: Nation, who: str) -> None:
    found = nation.proposed()
    key: dict[str, Any] = {"draft_id": found.id, "version": found.version}
    calls: list[tuple[Any, dict[str, Any]]] = [
        (verbs.begin_draft, {}),
        (verbs.change_draft, {**key, "part": BITE, "values": {}}),
        (verbs.publish_draft, key),
        (verbs.return_draft, {**key, "words": "W"}),
        (verbs.discard_draft, key),
    ]
    for verb, given in calls:
        with pytest.raises(Denied):
            verb(actor=nation.actor(who), **given)
    nation.actor(who)
    assert open_draft() is None  # row security: there is none for them
    assert db.execute("update red_flag_draft set reason = 'x'") == 0


def test_a_region_that_asks_is_told_no_and_the_ledger_tells(nation: Nation) -> None:
    for who in ("rita", "eva"):
        assert nation.browser(who).get("/n/larmord").status_code in {403, 404}
    names = {who for who, outcome, _said in ledger(AuditEvent.REFUSED) if outcome != "ok"}
    assert names == {"Rita Dal", "Eva Ros"}


def test_two_windows(nation: Nation) -> None:
    nation.begin()
    nation.change(BITE, TICK)  # version 2
    nation.change("owner", {"name": "A", "title": "B", "source": "C"}, "nils", version=1)
    with pytest.raises(Moved) as told:  # the same sign, drawn before Nora added it
        nation.change(BITE, {**TICK, "advice": "112"}, "nils", version=1)
    assert [one.name for one in told.value.changes] == ["Nora Lund"]
    nation.change(BITE, TICK, version=1)  # the same once more: a double click
    assert nation.draft().version == 3
    with pytest.raises(Moved):  # what is proposed must have been seen
        nation.propose(version=2)
    nation.propose()
    nation.propose(version=3)  # pressed twice
    assert nation.draft().version == 4


def test_publishing_twice_is_once(nation: Nation) -> None:
    found = nation.proposed()
    for _again in range(2):
        verbs.publish_draft(actor=nation.actor("nils"), draft_id=found.id, version=found.version)
    assert [card.version for card, _why in national_versions()] == [2, 1]
    with pytest.raises(NotFound):
        verbs.publish_draft(actor=nation.actor("nora"), draft_id=found.id, version=found.version)


def test_discarding_touches_nothing_in_force(nation: Nation) -> None:
    found = nation.begin()
    nation.change("flag:heart_attack", {})
    nation.step(verbs.discard_draft)
    verbs.discard_draft(actor=nation.actor(), draft_id=found.id, version=2)  # pressed twice
    assert "heart_attack" in keys(nation, "Tror att det kan vara en hjärtinfarkt")
    assert [card.version for card, _why in national_versions()] == [1]
    assert nation.begin().id != found.id


def test_nothing_new_is_not_proposed(nation: Nation) -> None:
    nation.begin()
    with pytest.raises(BadInput) as nothing:
        nation.propose()
    assert "samma sak" in nothing.value.errors[""]
    nation.change(BITE, TICK)
    for days in (-1, 400):
        with pytest.raises(BadInput) as told:
            nation.step(
                verbs.propose_draft,
                reason="Skäl",
                valid_from=clock.today() + timedelta(days=days),
            )
        assert set(told.value.errors) == {"valid_from"}


def test_a_list_that_is_too_wide_is_refused(nation: Nation) -> None:
    nation.begin()
    nation.change("flag:chest_pain", with_phrase("flag:chest_pain", "jag|vi|hon|han|min"))
    with pytest.raises(BadInput) as told:
        nation.propose()
    assert "för bred" in told.value.errors[""]
    assert nation.draft().state == "draft"


def test_a_list_that_misses_too_much_or_is_empty_is_refused(nation: Nation) -> None:
    listed = national_list()
    assert [one.code for one in safety.faults_of(replace(listed, flags=(), combinations=()))] == [
        "empty"
    ]
    nation.begin()
    for key in ("chest_pain", "breathing", "heart_attack"):
        nation.change(f"flag:{key}", {})
    with pytest.raises(BadInput) as told:
        nation.propose()
    assert "missar till exempel" in told.value.errors[""]


def test_the_list_of_the_product_may_be_in_force() -> None:
    assert safety.faults_of(national_list()) == []


def test_a_sign_that_a_combination_needs_stays(nation: Nation) -> None:
    nation.begin()
    with pytest.raises(BadInput) as told:
        nation.change("flag:fever", {})
    assert "feber och nackstelhet" in told.value.errors["part"]


def test_a_version_that_came_in_between_stops_the_proposal(nation: Nation) -> None:
    nation.proposed()
    listed = replace(national_list(), source="En annan källa")
    with as_owner():
        assert publish_file(actor=system_actor("test"), source=canonical(listed)) == 2
    with pytest.raises(BadInput) as told:
        nation.step(verbs.publish_draft, "nils")
    assert "Version 2" in told.value.errors[""]
    nation.step(verbs.return_draft, words="")  # her own: without a word
    nation.propose()
    nation.step(verbs.publish_draft, "nils")
    assert in_force().source == national_list().source


def test_an_upgrade_does_not_undo_what_the_office_decided(nation: Nation) -> None:
    nation.proposed()
    nation.step(verbs.publish_draft, "nils")
    with as_owner():
        assert publish_national(actor=system_actor("test")) == []
    assert keys(nation, "fästing") == ["tick_bite"]


def test_a_new_list_of_the_product_waits_for_the_office(
    nation: Nation, monkeypatch: pytest.MonkeyPatch
) -> None:
    nation.proposed()
    nation.step(verbs.publish_draft, "nils")
    newer = replace(national_list(), source="Nästa utgåva")
    monkeypatch.setattr("vardpost.redflags.actions.publish.national_list", lambda: newer)
    with as_owner():
        (said,) = publish_national(actor=system_actor("test"))
    assert "/n/larmord" in said
    assert keys(nation, "fästing") == ["tick_bite"]


def test_parts() -> None:
    listed = national_list()
    changed = with_part(listed, "group:pain", {"words": ["pain"]})
    changed = with_part(changed, "flag:chest_pain", {})
    changed = with_part(changed, BITE, TICK)
    assert [
        (one.part, bool(one.before), bool(one.after)) for one in differences(listed, changed)
    ] == [
        ("flag:chest_pain", True, False),
        (BITE, False, True),
        ("group:pain", True, True),
    ]
    for flag in listed.flags:  # nothing of a sign is lost on the way through the history
        part = f"flag:{flag.key}"
        assert with_part(listed, part, values_of(listed, part)) == listed
    assert new_key(listed, "Chest pain!") == "chest_pain_2"
    assert new_key(listed, "Åäö 9") == "sign_9"
    odd = replace(listed, flags=(Flag("sign", Text("a", "b"), "112", sv=("ord",)),))
    assert new_key(odd, "") == "sign_2"
