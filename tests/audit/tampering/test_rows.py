"""Entries and leaves, changed in SQL by the owner: found, named, and placed."""

from collections.abc import Callable

import pytest
from psycopg import sql

from tests.audit.ledgers import INSERT, Ledger, ago, entry
from tests.audit.tampering.conftest import Verified
from vardpost.audit.lines import line
from vardpost.kernel.ids import new_id

Verify = Callable[..., Verified]

#: Another value of each type that a column of an entry has.
OTHER = {
    "uuid": "'00000000-0000-4000-8000-000000000001'",
    "timestamptz": "at + interval '1 second'",
    "varchar": "'X'",
    "text": "'X'",
    "int2": "7",
    "_uuid": "array['00000000-0000-4000-8000-000000000001'::uuid]",
    "jsonb": "'{\"version\": 3}'",
}
#: Columns that are no part of what the entry says.
APART = {"xid"}
AT_15 = "(select entry_id from audit_leaf where log = '12' and number = 15)"


def fifteenth(ledger: Ledger) -> str:
    return str(ledger.one("select entry_id from audit_leaf where log = '12' and number = 15"))


def test_untouched_it_is_whole(whole: Ledger, verified: Verify) -> None:
    code, kinds, told = verified(whole)
    assert (code, kinds, told["whole"], told["rows"]) == (0, set(), True, 48)


def test_each_column_of_an_entry_is_bound(whole: Ledger, verified: Verify) -> None:
    columns = whole.owner.execute(
        "select column_name, udt_name from information_schema.columns "
        "where table_schema = 'public' and table_name = 'audit_entry'"
    ).fetchall()
    entry = fifteenth(whole)
    unseen = set()
    for name, kind in columns:
        if name in APART:
            continue
        saved = whole.owner.execute("select * from audit_entry where id = %s", [entry]).fetchone()
        assert saved is not None
        column = sql.Identifier(name)
        change = sql.SQL("update audit_entry set {} = {} where id = %s").format(
            column,
            sql.SQL(OTHER[kind]),
        )
        whole.owner.execute("begin")
        whole.owner.execute("create table kept as select * from audit_entry where id = %s", [entry])
        whole.owner.execute(change, [entry])
        whole.owner.execute("commit")
        code, kinds, told = verified(whole)
        expected = {"removed", "inserted"} if name in {"id", "at"} else {"altered"}
        if name == "region_id":
            expected |= {"wrong_log"}
        if code != 1 or kinds != expected or told["findings"][0].get("number") != 15:
            unseen.add((name, code, *kinds))
        whole.owner.execute(
            "delete from audit_entry where id in (select id from kept "
            "union select '00000000-0000-4000-8000-000000000001'::uuid)"
        )
        whole.owner.execute("insert into audit_entry select * from kept")
        whole.owner.execute("drop table kept")
    assert unseen == set()
    assert verified(whole)[0] == 0


def test_a_removed_entry(whole: Ledger, verified: Verify) -> None:
    entry = fifteenth(whole)
    whole.owner.execute("delete from audit_entry where id = %s", [entry])
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"removed"})
    (found,) = told["findings"]
    assert (found["log"], found["number"], found["entry"]) == ("12", 15, entry)


def test_an_entry_removed_with_its_leaf(whole: Ledger, verified: Verify) -> None:
    whole.owner.execute(f"delete from audit_entry where id = {AT_15}".encode())
    whole.owner.execute("delete from audit_leaf where log = '12' and number = 15")
    code, kinds, told = verified(whole)
    assert code == 1
    assert "leaf_removed" in kinds
    assert "leaves 15 to 15" in told["findings"][0]["text"]


def test_a_removed_entry_whose_place_was_closed(whole: Ledger, verified: Verify) -> None:
    whole.owner.execute(f"delete from audit_entry where id = {AT_15}".encode())
    whole.owner.execute("delete from audit_leaf where log = '12' and number = 15")
    whole.owner.execute("update audit_leaf set number = -number where log = '12' and number > 15")
    whole.owner.execute("update audit_leaf set number = -number - 1 where number < 0")
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"changed", "cut_tail"})
    assert "leaves 10 to 19" in told["findings"][0]["text"]


@pytest.mark.parametrize("hashes", ["", ", hash = other.hash"])
def test_two_entries_that_changed_places(whole: Ledger, verified: Verify, hashes: str) -> None:
    whole.owner.execute("alter table audit_leaf drop constraint u_audit_leaf_entry")
    whole.owner.execute(
        "update audit_leaf l set entry_id = other.entry_id, entry_at = other.entry_at"
        f"{hashes} from audit_leaf other where l.log = '12' and other.log = '12' "
        "and l.number in (12, 17) and other.number = 29 - l.number".encode()
    )
    code, kinds, told = verified(whole)
    assert code == 1
    assert kinds == ({"reordered"} if hashes else {"altered"})
    assert {one["number"] for one in told["findings"]} == {12, 17}


def test_an_entry_of_the_past(whole: Ledger, verified: Verify) -> None:
    key = new_id()
    whole.owner.execute(INSERT, entry(key, "12", ago(hours=1)))
    whole.owner.execute("update audit_entry set xid = 3 where id = %s", [key])
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"inserted"})
    assert told["findings"][0]["entry"] == str(key)


@pytest.mark.parametrize("log", ["77", "zz", "0a"])
def test_an_inserted_entry_with_a_leaf_where_nobody_looks(
    whole: Ledger, verified: Verify, log: str
) -> None:
    key = new_id()
    whole.owner.execute(INSERT, entry(key, "12", ago(hours=1)))
    whole.owner.execute(
        "insert into audit_leaf (log, number, entry_at, entry_id, form, hash) "
        "select %s, 0, at, id, 1, sha256('x') from audit_entry where id = %s",
        [log, key],
    )
    code, kinds, told = verified(whole)
    assert code == 1
    assert "leaf_inserted" in kinds
    assert log in {one["log"] for one in told["findings"]}


def test_an_inserted_entry_with_a_leaf_after_the_end(whole: Ledger, verified: Verify) -> None:
    key = new_id()
    whole.owner.execute(INSERT, entry(key, "12", ago(hours=1)))
    whole.owner.execute(
        "insert into audit_leaf (log, number, entry_at, entry_id, form, hash) "
        "select '12', 40, at, id, 1, sha256('x') from audit_entry where id = %s",
        [key],
    )
    code, kinds, told = verified(whole)
    assert code == 1
    assert "leaf_inserted" in kinds
    assert 40 in {one.get("number") for one in told["findings"]}


def test_a_second_entry_with_the_same_key(whole: Ledger, verified: Verify) -> None:
    entry = fifteenth(whole)
    whole.owner.execute("alter table audit_entry drop constraint audit_entry_pkey cascade")
    whole.owner.execute("create table twin as select * from audit_entry where id = %s", [entry])
    whole.owner.execute("update twin set person_name = 'X'")
    whole.owner.execute("insert into audit_entry select * from twin")
    code, kinds, told = verified(whole)
    assert code == 1
    assert kinds <= {"inserted", "altered"}
    assert "inserted" in kinds
    assert {one["entry"] for one in told["findings"]} == {entry}


@pytest.mark.parametrize("moment", ["infinity", "-infinity", "0044-03-15 BC"])
def test_a_moment_that_no_clock_shows(whole: Ledger, verified: Verify, moment: str) -> None:
    entry = fifteenth(whole)
    whole.owner.execute("update audit_entry set at = %s where id = %s", [moment, entry])
    code, kinds, told = verified(whole)
    assert (code, kinds) == (1, {"removed", "inserted"}), told
    assert {one["entry"] for one in told["findings"]} == {entry}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("hash = sha256('x')", "leaf_altered"),
        ("hash = ''", "leaf_altered"),
        ("form = 9", "leaf_altered"),
        ("entry_id = '00000000-0000-4000-8000-000000000001'", "removed"),
        ("entry_at = entry_at + interval '1 second'", "removed"),
        ("entry_at = 'infinity'", "removed"),
        ("number = -1", "leaf_removed"),
        ("number = 9223372036854775807", "leaf_removed"),  # and nobody counts that far
        ("log = '02'", "leaf_removed"),
        ("log = 'zz'", "leaf_removed"),
    ],
)
def test_each_column_of_a_leaf(whole: Ledger, verified: Verify, change: str, kind: str) -> None:
    whole.owner.execute(f"update audit_leaf set {change} where log = '12' and number = 15".encode())
    code, kinds, told = verified(whole)
    assert code == 1, told
    assert kind in kinds
    assert 15 in {one.get("number") for one in told["findings"]}


def test_a_database_that_lies_about_a_line(whole: Ledger, verified: Verify) -> None:
    """Names that the owner makes are asked before PostgreSQL's own, if the owner may say so."""
    entry = fifteenth(whole)
    name = sql.Identifier(whole.name)
    whole.owner.execute("create schema evil")
    whole.owner.execute(
        f"create table evil.kept as select e.id, {line()} as line from audit_entry e".encode()
    )
    whole.owner.execute(
        "create function evil.row_to_json(r record) returns json language plpgsql as $$ "
        "begin return (select k.line::json from evil.kept k where k.id = "
        "(pg_catalog.row_to_json(r)->>'id')::uuid); end $$"
    )
    whole.owner.execute("grant usage on schema evil to public")
    whole.owner.execute("grant select on evil.kept to public")
    whole.owner.execute(
        sql.SQL("alter database {} set search_path = evil, public, pg_catalog").format(name)
    )
    try:
        whole.owner.execute("update audit_entry set person_name = 'X' where id = %s", [entry])
        code, kinds, told = verified(whole)
    finally:
        whole.owner.execute(sql.SQL("alter database {} reset search_path").format(name))
        whole.owner.execute("drop schema evil cascade")
    assert (code, kinds) == (1, {"altered"})
    assert told["findings"][0]["number"] == 15
