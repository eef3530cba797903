"""Row security of what is added: each writes as herself, about those she may, and nobody else."""

from uuid import UUID

from tests.database import as_owner
from tests.locks.asking import refused
from tests.locks.scopes import SCOPES, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id


def _ledger(kind: str, person: UUID | None) -> tuple[str, list[object]]:
    columns = (
        "id, at, schema_version, action, outcome, purpose, actor_kind, person_id, person_name, "
        "roles, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation, "
        "object_type, object_id, state, address, request_id, detail"
    )
    return (
        f"insert into audit_entry ({columns}) values (%s, %s, 1, 'a', 'ok', 'care', %s, %s, '', "
        "'', '', '', '', '{}', '', '', 'case', '', '', '', '', '{}')",
        [new_id(), clock.now(), kind, person],
    )


def _message(rows: Rows, case: str, author: UUID | None) -> tuple[str, list[object]]:
    return (
        "insert into case_message (id, case_id, kind, author_id, author_name, author_title, "
        "author_role, capacity, body, created_at) values (%s, %s, 'reply', %s, '', '', '', '', "
        "'', %s)",
        [new_id(), rows.key("care_case", case), author, clock.now()],
    )


def _history(rows: Rows, case: str, actor: UUID | None) -> tuple[str, list[object]]:
    return (
        "insert into case_history (id, case_id, key, at, version, event, from_state, to_state, "
        "actor_id, actor_name, actor_role, assignee_name, reason) "
        "values (%s, %s, %s, %s, 1, 'x', '', 'x', %s, '', '', '', '')",
        [new_id(), rows.key("care_case", case), new_id(), clock.now(), actor],
    )


def _mark(rows: Rows, case: str, by: UUID | None) -> tuple[str, list[object]]:
    return (
        "insert into case_mark (id, case_id, key, done, turn, at, by_id, by_name) "
        "values (%s, %s, %s, true, 1, %s, %s, '')",
        [new_id(), rows.key("care_case", case), new_id().hex, clock.now(), by],
    )


def _notice(region: str) -> tuple[str, list[object]]:
    return (
        "insert into notice (id, region_id, event_key, template, recipient_id, created_at, "
        "attempts, last_error) values (%s, %s, %s, 'waiting', %s, %s, 0, '')",
        [new_id(), region, new_id(), new_id(), clock.now()],
    )


def _case(rows: Rows, resident: UUID, sender: UUID) -> tuple[str, list[object]]:
    """Copy a case that the scope sees into one of `resident`, sent by `sender`."""
    columns = [
        row[0]
        for row in db.fetch_all(
            "select attname from pg_attribute where attrelid = 'care_case'::regclass "
            "and attnum > 0 and not attisdropped and attgenerated = ''"
        )
    ]
    other = {"id": "%s", "number": "%s", "resident_id": "%s", "sent_by_id": "%s"}
    values = ", ".join(other.get(name, name) for name in columns)
    marks = {"id": new_id(), "number": new_id().hex[:20], "resident_id": resident}
    marks["sent_by_id"] = sender
    params: list[object] = [marks[name] for name in columns if name in other]
    sql = f"insert into care_case ({', '.join(columns)}) select {values} from care_case limit 1"
    return sql, params


def _draft(person: UUID, rows: Rows) -> tuple[str, list[object]]:
    return (
        "insert into case_draft (id, person_id, kind, unit_id, case_type, data, urgent_checked, "
        "version, created_at, updated_at) values (%s, %s, 'submission', %s, %s, '{}', false, 1, "
        "%s, %s)",
        [new_id(), person, rows.units["al"].id, new_id().hex, clock.now(), clock.now()],
    )


def _handed_out(rows: Rows, place: str, person: str, by: str) -> tuple[str, list[object]]:
    return (
        "insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, starts_on, "
        "granted_at, granted_by_id, granted_by_name) select %s, %s, t.id, %s, 'Remiss', %s, %s, "
        "%s, '' from case_type t where t.key = 'send_message'",
        [
            *(new_id(), rows.units[place].id, rows.people[person], clock.now().date()),
            *(clock.now(), rows.people[by]),
        ],
    )


def test_no_scope_inserts_nothing(rows: Rows) -> None:
    people = rows.people
    for person in (None, people["anna"]):
        for kind in ("", "resident", "staff", "system"):
            refused(*_ledger(kind, person))
        refused(*_message(rows, "ek: anna new", person))
        refused(*_history(rows, "ek: anna new", person))
    refused(*_notice("14"))
    refused(*_notice(""))
    refused(*_draft(people["anna"], rows))
    refused(*_handed_out(rows, "ek", "karin", "ros"))


def test_a_case_type_is_handed_out_by_who_runs_the_unit_and_to_others(rows: Rows) -> None:
    rows.enter("administrator")
    assert db.execute(*_handed_out(rows, "ek", "karin", "ros")) == 1
    refused(*_handed_out(rows, "ek", "child", "eva"))
    refused(*_handed_out(rows, "al", "child", "ros"))
    refused(*_handed_out(rows, "ek", "ros", "ros"))
    refused("update case_type_grant set person_id = %s", [rows.people["ros"]])
    refused("update case_type_grant set until = null", [])
    refused("delete from case_type_grant", [])
    for scope, who in (
        ("resident", "anna"),
        ("receiver", "rut"),
        ("reviewer alone", "ulf"),
        ("region office", "dag"),
        ("national office", "nora"),
        ("system here", "ros"),
    ):
        rows.enter(scope)
        refused(*_handed_out(rows, "ek", "teenager", who))


def test_names_of_whom_a_type_is_handed_out_to_are_told_to_who_runs_the_unit(rows: Rows) -> None:
    ids = list(rows.things["case_type_grant"])
    asked = "select id from case_type_grant_names(%s)"
    for scope in SCOPES:
        rows.enter(scope)
        told = {rows.things["case_type_grant"][row[0]] for row in db.fetch_all(asked, [ids])}
        runs = scope in {"administrator", "reviewer"}
        assert told == ({"ek: anna", "ek: nils"} if runs else set()), scope


def test_residents_are_found_by_their_numbers_by_who_runs_a_unit(rows: Rows) -> None:
    number = "191212121212"
    with as_owner():
        db.execute("update person set number = %s where id = %s", [number, rows.people["anna"]])
    for scope in SCOPES:
        rows.enter(scope)
        found = db.fetch_all("select id from residents_by_numbers(%s)", [["x", number]])
        runs = scope in {"administrator", "reviewer"}
        assert found == ([(rows.people["anna"],)] if runs else []), scope


def test_a_resident_writes_as_herself_about_herself_alone(rows: Rows) -> None:
    people = rows.people
    rows.enter("resident")
    for sql, params in (
        _message(rows, "al: anna new", people["anna"]),
        _history(rows, "al: anna new", people["anna"]),
        _case(rows, people["anna"], people["anna"]),
        _draft(people["anna"], rows),
        _ledger("resident", people["anna"]),
    ):
        assert db.execute(sql, params) == 1
    for sql, params in (
        _message(rows, "al: karin holm", people["anna"]),
        _message(rows, "al: anna new", people["karin"]),
        _message(rows, "al: anna new", None),
        _history(rows, "al: karin holm", people["anna"]),
        _history(rows, "al: anna new", people["rut"]),
        _mark(rows, "al: anna new", people["anna"]),
        _case(rows, people["karin"], people["anna"]),
        _case(rows, people["anna"], people["karin"]),
        _draft(people["karin"], rows),
        _ledger("resident", people["karin"]),
        _ledger("staff", people["anna"]),
        _ledger("system", None),
    ):
        refused(sql, params)


def test_a_guardian_writes_for_the_young_child_alone(rows: Rows) -> None:
    people = rows.people
    rows.enter("guardian")
    assert db.execute(*_case(rows, people["child"], people["karin"])) == 1
    refused(*_case(rows, people["teenager"], people["karin"]))


def test_staff_write_as_themselves_in_what_they_see(rows: Rows) -> None:
    people = rows.people
    rows.enter("responder")
    assert db.execute(*_message(rows, "ek: anna lind", people["lind"])) == 1
    assert db.execute(*_history(rows, "ek: anna lind", people["lind"])) == 1
    assert db.execute(*_mark(rows, "ek: anna lind", people["lind"])) == 1
    assert db.execute(*_ledger("staff", people["lind"])) == 1
    assert db.execute(*_notice("14")) == 1
    for sql, params in (
        _message(rows, "ek: anna lind", people["holm"]),
        _message(rows, "ek: karin holm", people["lind"]),
        _message(rows, "ek: lind lind", people["lind"]),
        _message(rows, "al: anna lind", people["lind"]),
        _history(rows, "ek: karin holm", people["lind"]),
        _mark(rows, "ek: anna lind", people["holm"]),
        _mark(rows, "ek: karin holm", people["lind"]),
        _case(rows, people["anna"], people["lind"]),
        _case(rows, people["lind"], people["lind"]),
        _notice("01"),
        _ledger("staff", people["holm"]),
        _ledger("resident", people["lind"]),
    ):
        refused(sql, params)
