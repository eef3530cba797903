"""Row security alone, by raw SQL as the web role: each scope sees and changes exactly its own."""

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.locks.rows import SCOPES, Rows
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope

EK = {
    *("ek: anna new", "ek: anna lind", "ek: karin holm", "ek: child alm", "ek: teenager lind"),
    *("ek: nils new", "ek: rut lind", "ek: lind lind"),
}
AL = {name.replace("ek:", "al:") for name in EK}
TALL = {name.replace("ek:", "tall:") for name in EK}
EVERYONE_HERE = {
    *("anna", "karin", "child", "teenager", "rut", "lind", "holm", "alm", "ros", "eva", "ulf"),
    *("ask", "gran", "dag", "nora"),
}
NONE: set[str] = set()


def everywhere(*names: str) -> set[str]:
    return {f"{place}: {name}" for place in ("ek", "al", "tall") for name in names}


#: Written by hand from `domain.md` 2. Cases decide for messages and history too.
CASES = {
    "resident": everywhere("anna new", "anna lind"),
    "guardian": everywhere("karin holm", "child alm"),
    "other resident": everywhere("nils new"),
    "receiver": EK - {"ek: rut lind"},
    "responder": {"ek: anna lind", "ek: teenager lind", "ek: rut lind"},
    "responder on the other unit": {"al: anna lind", "al: teenager lind", "al: rut lind"},
    "colleague": {"ek: karin holm"},
    "both": EK,
    "administrator": NONE,
    "reviewer": NONE,
    "reviewer alone": NONE,
    "receiver on a unit of no role": NONE,
    "receiver elsewhere": AL,
    "receiver in another region": TALL,
    "region office": NONE,
    "national office": NONE,
    "system here": EK | AL,
    "system there": TALL,
    "system of no region": NONE,
}
PEOPLE = {
    "resident": {"anna"},
    "guardian": {"karin", "child"},
    "other resident": {"nils"},
    "receiver": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
    "colleague": {"holm"},
    "both": {"alm"},
    "administrator": {"ros"},
    "reviewer": {"eva"},
    "reviewer alone": {"ulf"},
    "receiver on a unit of no role": {"rut"},
    "receiver elsewhere": {"ask"},
    "receiver in another region": {"gran"},
    "region office": {"dag"},
    "national office": {"nora"},
    "system here": EVERYONE_HERE,
    "system there": {"nils"},
    "system of no region": NONE,
}
GUARDIANS = {"guardian": {"child", "teenager"}}
OWN = {
    "resident": {"anna"},
    "guardian": {"karin"},
    "receiver": {"rut"},
    "receiver on a unit of no role": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
}
DRAFTS = {
    "resident": {"anna"},
    "guardian": {"karin", "karin in her case"},
    "receiver": {"rut at the unit"},
    "responder": {"lind on the own case"},
    "responder on the other unit": {"lind elsewhere"},
}
NOTICES = {"system here": {"here"}, "system there": {"there"}}
LEDGER = {
    "resident": everywhere("anna"),
    "guardian": everywhere("karin", "child"),
    "other resident": everywhere("nils"),
    "reviewer": {"ek: anna", "ek: karin", "ek: child", "ek: teenager", "ek: nils"},
    "system here": {
        f"{place}: {name}"
        for place in ("ek", "al")
        for name in ("anna", "karin", "child", "teenager", "nils")
    },
    "system there": {"tall: anna", "tall: karin", "tall: child", "tall: teenager", "tall: nils"},
}
RESIDENTS = {"resident", "guardian", "other resident"}
#: Of settings: the unit's administrators, and the offices above it.
SETTINGS = {
    "administrator": {"ek"},
    "reviewer": {"ek"},
    "region office": {"ek", "al"},
    "national office": {"ek", "al", "tall"},
    "system here": {"ek", "al"},
    "system there": {"tall"},
}
#: Whom a unit has let in: oneself, and those who run the unit.
APPROVED = {
    "resident": everywhere("anna"),
    "other resident": everywhere("nils"),
    **{
        scope: {f"{place}: {name}" for place in places for name in ("anna", "nils")}
        for scope, places in SETTINGS.items()
    },
}
#: Of the directory: those who run units, each in their own region.
DIRECTORY = {
    "administrator": {"ek", "al"},
    "reviewer": {"ek", "al"},
    "region office": {"ek", "al"},
    "national office": {"ek", "al", "tall"},
    "system here": {"ek", "al"},
    "system there": {"tall"},
}
SIGNATURES = {
    "receiver": {"rut"},
    "receiver on a unit of no role": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
    "receiver elsewhere": {"ask"},
    "receiver in another region": {"gran"},
    "administrator": {"rut", "lind"},
    "reviewer": {"rut", "lind"},
    "region office": {"rut", "lind", "ask"},
    "national office": {"rut", "lind", "ask", "gran"},
    "system here": {"rut", "lind", "ask"},
    "system there": {"gran"},
}
SEEN = {
    "directory_person": DIRECTORY,
    "directory_assignment": DIRECTORY,
    "staff_signature": SIGNATURES,
    "care_case": CASES,
    "case_message": CASES,
    "case_history": CASES,
    "case_flag": CASES,
    "person": PEOPLE,
    "guardianship": GUARDIANS,
    "notice_setting": OWN,
    "case_draft": DRAFTS,
    "staff_notice": {scope: who for scope, who in OWN.items() if scope not in RESIDENTS},
    "notice": NOTICES,
    "audit_entry": LEDGER,
    "setting_change": SETTINGS,
    "approved_resident": APPROVED,
    "case_type_draft": SETTINGS,
    "team": SETTINGS,
    "team_member": SETTINGS,
    "routing_rule": SETTINGS,
    "unit_terms": SETTINGS,
}
KEYS = {
    "notice_setting": "person_id",
    "staff_notice": "person_id",
    "staff_signature": "person_id",
    "staff_account": "person_id",
    "directory_person": "key",
}
#: What the web role may change at all, and who of those who see a row may change it.
CHANGED = {
    "care_case": ("update {} set unread = unread", set(CASES)),
    "case_message": ("update {} set read_at = read_at", RESIDENTS),
    "notice_setting": ("update {} set waiting = waiting", set(OWN)),
    "approved_resident": ("update {} set reason = reason", set(SETTINGS)),
    "case_draft": ("delete from {}", set(DRAFTS)),
    "routing_rule": ("delete from {}", set(SETTINGS)),
    "team_member": ("delete from {}", set(SETTINGS)),
    "team": ("update {} set name = name", set(SETTINGS)),
    "directory_person": ("update {} set phone = phone", {"system here", "system there"}),
    "directory_assignment": ("update {} set ended_on = ended_on", {"system here", "system there"}),
    "staff_signature": ("update {} set signature = signature", set(SIGNATURES)),
    "notice": ("update {} set attempts = attempts", set(NOTICES)),
}


def seen(rows: Rows, table: str) -> set[str]:
    key = KEYS.get(table, "id")
    found = db.fetch_all(f"select {key} from {table}")
    return {rows.things[table][row[0]] for row in found}


def changed(rows: Rows, table: str, sql: str) -> set[str]:
    key = KEYS.get(table, "id")
    found = db.fetch_all(f"{sql.format(table)} returning {key}")
    return {rows.things[table][row[0]] for row in found}


def refused(sql: str, params: list[object]) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"row-level security|permission denied"),
        transaction.atomic(),
    ):
        db.execute(sql, params)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_sees_exactly_its_own(rows: Rows, scope: str) -> None:
    for _ in range(2):  # once more by the statement that has been prepared
        rows.enter(scope)
        for table, expected in SEEN.items():
            assert seen(rows, table) == expected.get(scope, NONE), table


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_changes_exactly_its_own(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    for table, (sql, who) in CHANGED.items():
        expected = SEEN[table].get(scope, NONE) if scope in who else NONE
        assert changed(rows, table, sql) == expected, table
    expected = SETTINGS.get(scope, NONE)
    assert changed(rows, "care_unit", "update {} set phone = phone") == expected
    for table in ("case_type_draft", "unit_terms"):
        assert changed(rows, table, "update {} set version = version") == expected
    oneself = SCOPES[scope][0] if SCOPES[scope][1] != "system" else None
    expected = {oneself} if oneself else NONE
    assert changed(rows, "person", "update {} set phone = phone") == expected


AT_EK = {"rut", "lind", "holm", "alm", "ros", "eva", "ulf"}
#: Whose permissions may be written: nobody's own, and by a region those that it appoints.
GRANTED = {
    "administrator": AT_EK - {"ros"},
    "reviewer": AT_EK - {"eva"},
    "region office": {"ros", "eva", "ulf"},
    "system here": AT_EK | {"ask"},
    "system there": {"gran"},
}
ACCOUNTS = {
    "administrator": {"rut", "lind"},
    "reviewer": {"rut", "lind"},
    "region office": {"rut", "lind", "ask"},
    "national office": {"rut", "lind", "ask", "gran", "dag"},
    "system here": {"rut", "lind", "ask"},
    "system there": {"gran"},
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_grants_exactly_where_it_may(rows: Rows, scope: str) -> None:
    rows.enter(scope)
    oneself = SCOPES[scope][0] if SCOPES[scope][1] != "system" else ""
    sql = "update {} set settled_at = settled_at where person_id <> %s returning person_id"
    person = rows.people.get(oneself, new_id())
    found = db.fetch_all(sql.format("role_grant"), [person])
    names = {name for name, key in rows.people.items() if (key,) in found}
    assert names == GRANTED.get(scope, NONE)
    sql = "update {} set title = title where person_id = any(%s) returning person_id"
    noted = list(rows.things["staff_account"])
    found = db.fetch_all(sql.format("staff_account"), [noted])
    names = {rows.things["staff_account"][row[0]] for row in found}
    assert names == ACCOUNTS.get(scope, NONE)


def test_an_account_is_made_by_its_function_alone(rows: Rows) -> None:
    rows.enter("administrator")
    refused(
        "insert into staff_account (person_id, hsa_id, name, active, protected) "
        "values (%s, 'SE2321000016-X', 'X', true, false)",
        [rows.people["anna"]],
    )
    register = "select staff_register(%s, %s, %s)"
    here, next_door = rows.units["ek"].id, rows.units["al"].id
    for key, unit in (("TALL", here), ("EK", next_door), ("NOBODY", here)):
        asked = [f"SE2321000016-{key}", unit, new_id()]
        assert db.fetch_one(register, asked) == (None,), key
    rows.enter("responder")
    assert db.fetch_one(register, ["SE2321000016-EK", here, new_id()]) == (None,)


def test_the_directory_is_for_staff(rows: Rows) -> None:
    for table in ("staff_account", "role_grant"):
        rows.enter("administrator")
        assert db.fetch_all(f"select 1 from {table} limit 1") == [(1,)]
        rows.enter("resident")
        assert db.fetch_all(f"select 1 from {table} limit 1") == []
        db.execute("select scope_clear()")
        assert db.fetch_all(f"select 1 from {table} limit 1") == []


def test_who_receives_at_a_unit_is_told_by_id_to_known_people(rows: Rows) -> None:
    asked = "select * from unit_receivers(%s, %s)"
    params = [rows.units["ek"].id, clock.now().date()]
    rows.enter("resident")
    receivers = {rows.people["rut"], rows.people["alm"]}
    assert {row[0] for row in db.fetch_all(asked, params)} == receivers
    db.execute("select scope_clear()")
    assert db.fetch_all(asked, params) == []


def nothing_set(rows: Rows) -> None:
    """Leave the transaction as it began."""


def cleared(rows: Rows) -> None:
    rows.enter("receiver")
    assert seen(rows, "care_case")
    db.execute("select scope_clear()")


def ended(rows: Rows) -> None:
    rows.enter("receiver")
    assert open_scope("no such secret", "", request_id="", address="") is None


@pytest.mark.parametrize("none", [nothing_set, cleared, ended])
def test_no_scope_sees_and_changes_nothing(rows: Rows, none: object) -> None:
    assert callable(none)
    none(rows)
    for table in [*SEEN, "staff_account", "role_grant"]:
        assert db.fetch_all(f"select 1 from {table} limit 1") == [], table
    for table, (sql, _who) in CHANGED.items():
        assert db.execute(sql.format(table)) == 0, table
    assert db.execute("update person set phone = '1'") == 0


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
    assert db.execute(*_ledger("staff", people["lind"])) == 1
    assert db.execute(*_notice("14")) == 1
    for sql, params in (
        _message(rows, "ek: anna lind", people["holm"]),
        _message(rows, "ek: karin holm", people["lind"]),
        _message(rows, "ek: lind lind", people["lind"]),
        _message(rows, "al: anna lind", people["lind"]),
        _history(rows, "ek: karin holm", people["lind"]),
        _case(rows, people["anna"], people["lind"]),
        _case(rows, people["lind"], people["lind"]),
        _notice("01"),
        _ledger("staff", people["holm"]),
        _ledger("resident", people["lind"]),
    ):
        refused(sql, params)


@pytest.mark.django_db(transaction=True)
def test_a_scope_ends_with_its_transaction() -> None:
    """The next transaction of the same connection starts with nothing, also after a mistake."""
    from tests.database import as_owner
    from tests.locks import rows as made_rows

    with transaction.atomic(), as_owner():
        rows = made_rows.make()
    for spoiled in (False, True):
        with transaction.atomic():
            server = db.fetch_one("select pg_backend_pid()")
            rows.enter("receiver")
            assert seen(rows, "care_case") == CASES["receiver"]
            if spoiled:
                with pytest.raises(ProgrammingError), transaction.atomic():
                    db.execute("delete from care_case")
        with transaction.atomic():
            assert db.fetch_one("select pg_backend_pid()") == server
            for table in SEEN:
                assert db.fetch_all(f"select 1 from {table} limit 1") == [], table
            settings = db.fetch_all(
                "select current_setting('app.' || one, true) from unnest(array['kind', 'person', "
                "'unit', 'region', 'roles', 'residents', 'kin', 'whole_unit', 'own_unit', "
                "'system_region', 'releasing']) one"
            )
            assert {row[0] for row in settings} <= {None, ""}
    assert connection.in_atomic_block is False
