"""Row security of reviews where a table alone does not say it: who marks, answers, asks, closes."""

import pytest
from django.db import IntegrityError, transaction

from tests import people_made as made
from tests.database import as_owner
from tests.locks.asking import refused
from tests.locks.scopes import SCOPES, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


def never(sql: str, params: list[object]) -> None:
    """Hold that a trigger or a rule of the table refuses a statement."""
    with pytest.raises(IntegrityError), transaction.atomic():
        db.execute(sql, params)


def close(rows: Rows, place: str) -> None:
    db.execute(
        "update review set closed_at = %s, closed_by_id = %s, outcome = 'done' where id = %s",
        [clock.now(), rows.people["eva"], rows.key("review", place)],
    )


def test_nobody_marks_her_own_act(rows: Rows) -> None:
    rows.enter("reviewer")
    sql = "update review_item set mark = 'ok', marked_by_id = %s, marked_at = %s where id = %s"
    eva, now = rows.people["eva"], clock.now()
    assert db.execute(sql, [eva, now, rows.key("review_item", "ek: eva")]) == 0
    assert db.execute(sql, [eva, now, rows.key("review_item", "ek: rut")]) == 1
    refused(sql, [rows.people["ros"], now, rows.key("review_item", "ek: rut")])
    with as_owner():  # the table's own rule holds for everybody
        never(sql, [eva, now, rows.key("review_item", "ek: eva")])


def test_what_is_about_the_reviewers_child_is_another_reviewers(rows: Rows) -> None:
    item = rows.key("review_item", "ek: rut")
    rows.enter("reviewer")
    assert db.fetch_all("select 1 from review_item where id = %s", [item]) == [(1,)]
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [rows.people["eva"], rows.people["anna"], clock.now()],
        )
    rows.enter("reviewer")
    for table, key in (
        ("review_item", item),
        ("review_marking", rows.key("review_marking", "ek: rut")),
        ("review_signal", rows.key("review_signal", "ek: rut")),
        ("review_alarm", rows.key("review_alarm", "ek: rut")),
        ("review_alarm_entry", rows.key("review_alarm_entry", "ek: rut")),
    ):
        assert db.fetch_all(f"select 1 from {table} where id = %s", [key]) == [], table


def test_a_closed_review_never_changes(rows: Rows) -> None:
    rows.enter("reviewer")
    close(rows, "ek")
    item, review = rows.key("review_item", "ek: rut"), rows.key("review", "ek")
    eva, now = rows.people["eva"], clock.now()
    for owner in (False, True):
        statements: list[tuple[str, list[object]]] = [
            ("update review set version = version where id = %s", [review]),
            ("update review set conclusion = 'x' where id = %s", [review]),
            (
                "update review_item set mark = 'ok', marked_by_id = %s, marked_at = %s "
                "where id = %s",
                [eva, now, item],
            ),
            (
                "insert into review_marking (id, region_id, unit_id, review_id, item_id, version, "
                "mark, comment, at, by_id, by_name) values (%s, %s, %s, %s, %s, 2, 'ok', '', %s, "
                "%s, '')",
                [new_id(), made.REGION, rows.units["ek"].id, review, item, now, eva],
            ),
            (
                "update review_question set withdrawn_at = %s where id = %s",
                [now, rows.key("review_question", "ek: rut")],
            ),
            (
                "insert into review_escalation (id, region_id, unit_id, review_id, unit_name, "
                "count, note, at, by_id, by_name) values (%s, %s, %s, %s, '', 1, '', %s, %s, '')",
                [new_id(), made.REGION, rows.units["ek"].id, review, now, eva],
            ),
        ]
        if owner:
            statements += [
                (f"delete from {table} where review_id = %s", [review])
                for table in ("review_marking", "review_question", "review_escalation")
            ]
            statements += [
                ("delete from review_item where review_id = %s", [review]),
                ("delete from review where id = %s", [review]),
            ]
        for sql, params in statements:
            if owner:
                with as_owner():
                    never(sql, params)
            else:
                never(sql, params)
    rows.enter("receiver")
    never(
        "update review_question set answer = 'Jag', answered_at = %s where id = %s",
        [now, rows.key("review_question", "ek: rut")],
    )
    rows.enter("region office")  # receiving it is the region's act, and no part of the review
    told = rows.key("review_escalation", "ek")
    sql = "update review_escalation set received_at = %s, received_by_name = 'Dag' where id = %s"
    assert db.execute(sql, [now, told]) == 1


def test_only_the_person_asked_answers_and_once(rows: Rows) -> None:
    question = rows.key("review_question", "ek: rut")
    answer = "update review_question set answer = 'Jag', answered_at = %s where id = %s"
    rows.enter("reviewer")
    never(answer, [clock.now(), question])
    with as_owner():
        never(answer, [clock.now(), question])
    rows.enter("responder")
    assert db.execute(answer, [clock.now(), question]) == 0
    rows.enter("receiver")
    never("update review_question set withdrawn_at = %s where id = %s", [clock.now(), question])
    assert db.execute(answer, [clock.now(), question]) == 1
    never(answer, [clock.now(), question])


def test_a_withdrawn_question_is_answered_no_more(rows: Rows) -> None:
    question = rows.key("review_question", "ek: rut")
    rows.enter("reviewer")
    db.execute("update review_question set withdrawn_at = now() where id = %s", [question])
    rows.enter("receiver")
    answer = "update review_question set answer = 'Jag', answered_at = %s where id = %s"
    never(answer, [clock.now(), question])


def _why(rows: Rows, who: str, entry: str, **more: object) -> tuple[str, list[object]]:
    """Return an insert of a question about an entry of the ledger at a unit, in somebody's name."""
    with as_owner():
        found = db.fetch_one(
            "select id, at from audit_entry where id = %s", [rows.key("audit_entry", entry)]
        )
    assert found is not None
    fields = {
        "id": new_id(),
        "region_id": made.REGION,
        "unit_id": rows.units[entry[:2]].id,
        "resident_id": rows.people[who],
        "asked_by_id": rows.people[who],
        "entry_id": found[0],
        "entry_at": found[1],
        "last_at": found[1],
        "count": 1,
        "action": "a",
        "outcome": "ok",
        "relation": "",
        "case_number": "",
        "unit_name": "",
        "text": "",
        "asked_at": clock.now(),
        "answer_by": clock.now(),
        "review_id": new_id(),
        "version": 1,
        **more,
    }
    marks = ", ".join(["%s"] * len(fields))
    return f"insert into mirror_question ({', '.join(fields)}) values ({marks})", list(
        fields.values()
    )


def test_a_resident_asks_about_her_own_entries_in_her_own_name(rows: Rows) -> None:
    own = "ek: anna"
    rows.enter("resident")
    assert db.execute(*_why(rows, "anna", own)) == 1
    refused(*_why(rows, "karin", own))
    refused(*_why(rows, "anna", own, asked_by_id=rows.people["karin"]))
    refused(*_why(rows, "anna", own, entry_id=new_id()))
    refused(*_why(rows, "anna", own, answer="Ja", answered_at=clock.now(),
                  answered_by_id=rows.people["eva"]))  # fmt: skip
    never("update mirror_question set answer = 'Ja', answered_at = now(), answered_by_id = %s",
          [rows.people["anna"]])  # fmt: skip
    never("update mirror_question set unmanned = true", [])
    rows.enter("reviewer")
    never("update mirror_question set read_at = now()", [])


def test_a_rule_is_removed_where_it_was_made(rows: Rows) -> None:
    for scope, expected in (("reviewer", {"ek"}), ("administrator", set())):
        rows.enter(scope)
        found = db.fetch_all("delete from review_rule returning id")
        assert {rows.things["review_rule"][row[0]] for row in found} == expected
    rows.enter("region office")
    found = db.fetch_all("delete from review_rule returning id")
    assert {rows.things["review_rule"][row[0]] for row in found} == {"here"}


def _item(rows: Rows, review: str, unit: str, mark: str = "none") -> tuple[str, list[object]]:
    return (
        "insert into review_item (id, region_id, unit_id, review_id, place, entry_id, entry_at, "
        "person_id, person_name, roles, action, outcome, relation, object_type, object_id, state, "
        "case_number, resident_name, residents, facts, rules, mark, version) values (%s, %s, %s, "
        "%s, 9, %s, %s, %s, '', '', 'a', 'ok', '', 'case', '', '', '', '', 1, 0, '[]', %s, 1)",
        [
            *(new_id(), made.REGION, rows.units[unit].id, rows.key("review", review), new_id()),
            *(clock.now(), rows.people["eva"], mark),
        ],
    )


def test_a_reviewer_adds_to_reviews_of_her_unit_alone(rows: Rows) -> None:
    rows.enter("reviewer")
    assert db.execute(*_item(rows, "ek", "ek")) == 1  # also what she did: another looks at it
    refused(*_item(rows, "al", "al"))
    refused(*_item(rows, "al", "ek"))
    for scope in ("administrator", "reviewer alone", "receiver", "region office", "system here"):
        rows.enter(scope)
        refused(*_item(rows, "ek", "ek"))


@pytest.mark.parametrize("scope", SCOPES)
def test_ties_are_told_to_the_job_of_the_region_alone(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    people = rows.people
    found = db.fetch_all(
        "select place, own, child, surname, address, colleague, protected from "
        "review_ties(%s, %s, %s) order by place",
        [
            rows.units["ek"].id,
            [people[one] for one in ("rut", "rut", "karin", "rut")],
            [people[one] for one in ("rut", "lind", "child", "anna")],
        ],
    )
    expected = [
        (1, True, False, False, False, False, False),
        (2, False, False, True, False, True, False),
        (3, False, True, True, False, False, False),
        (4, False, False, False, False, False, False),
    ]
    assert found == (expected if scope == "system here" else [])


@pytest.mark.parametrize("scope", SCOPES)
def test_cases_are_named_to_the_reviewer_of_their_unit(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    keys = {name: rows.key("care_case", f"{name}: anna new") for name in ("ek", "al", "tall")}
    sql = "select id, resident_name, protected from review_cases(%s)"
    found = {row[0] for row in db.fetch_all(sql, [list(keys.values())])}
    expected = {"reviewer": {"ek"}, "system here": {"ek", "al"}, "system there": {"tall"}}
    assert found == {keys[name] for name in expected.get(scope, set())}


def test_a_protected_name_stays_in_the_database(rows: Rows) -> None:
    case = rows.key("care_case", "ek: anna new")
    with as_owner():
        db.execute("update person set protected = true where id = %s", [rows.people["anna"]])
    rows.enter("reviewer")
    sql = "select resident_name, protected from review_cases(%s)"
    assert db.fetch_all(sql, [[case]]) == [("", True)]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_resident_is_found_by_number_where_she_has_a_case(rows: Rows, scope: str) -> None:
    with as_owner():
        for name, number in (("anna", "191212121212"), ("teenager", "201212121212")):
            sql = "update person set number = %s where id = %s"
            db.execute(sql, [number, rows.people[name]])
        for table in ("case_flag", "case_mark"):
            db.execute(f"delete from {table} where true")
        for table in ("case_message", "case_history", "case_draft"):
            db.execute(f"delete from {table} where case_id in (select id from care_case "
                       "where resident_id = %s)", [rows.people["teenager"]])  # fmt: skip
        db.execute("delete from care_case where resident_id = %s", [rows.people["teenager"]])
    rows.enter(scope)
    found = db.fetch_all("select id from review_resident('191212121212')")
    assert found == ([(rows.people["anna"],)] if scope == "reviewer" else [])
    assert db.fetch_all("select id from review_resident('201212121212')") == []


def test_an_export_leaves_out_no_less_than_the_session_says(rows: Rows) -> None:
    """What is about the orderer or her child is named when she orders, and is hers to order."""
    sql = (
        "insert into review_export (id, region_id, unit_id, search_id, filters, form, recipient, "
        "reason, ordered_at, ordered_by_id, ordered_by_name, kin, state, rows, size, residents) "
        "values (%s, %s, %s, %s, '{}', 'csv', 'age1', 'x', %s, %s, '', %s, %s, 0, 0, '{}')"
    )
    eva, unit = rows.people["eva"], rows.units["ek"].id
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [eva, rows.people["anna"], clock.now()],
        )
        db.execute("update review_search set person_id = %s where unit_id = %s", [eva, unit])
    rows.enter("reviewer")
    search, kin = rows.key("review_search", "ek"), [eva, rows.people["anna"]]

    def order(**other: object) -> list[object]:
        known: dict[str, object] = {
            "id": new_id(), "region": made.REGION, "unit": unit, "search": search,
            "at": clock.now(), "who": eva, "kin": kin, "state": "waiting",
        }  # fmt: skip
        return list((known | other).values())

    wrong: tuple[dict[str, object], ...] = (
        {"kin": [eva]},
        {"kin": []},
        {"who": rows.people["rut"]},
        {"unit": rows.units["al"].id},
        {"state": "making"},
        {"search": rows.key("review_search", "al")},
    )
    for other in wrong:
        refused(sql, order(**other))
    assert db.execute(sql, order()) == 1


def test_an_export_that_has_ended_never_changes_and_only_the_job_makes_one(rows: Rows) -> None:
    export = rows.key("review_export", "ek")
    make = (
        "update review_export set state = 'ready', sha256 = repeat('a', 64), made_at = now(), "
        "expires_at = now() where id = %s"
    )
    rows.enter("reviewer")
    never(make, [export])
    rows.enter("system here")
    assert db.execute(make, [export]) == 1
    rows.enter("reviewer")
    end = "update review_export set state = 'taken', ended_at = now() where id = %s"
    assert db.execute(end, [export]) == 1
    never("update review_export set state = 'ready', ended_at = null where id = %s", [export])
    with as_owner():
        never("update review_export set rows = 0 where id = %s", [export])
