"""The ledger by months: parts lie ready, no row is refused, and old rows stay where they lie."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from uuid import UUID

import psycopg
import pytest

from tests import database
from tests.audit.ledgers import INSERT, ago, entry
from tests.database import as_owner
from vardpost.config import roles
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

PARTS = (
    "select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i "
    "join pg_class c on c.oid = i.inhrelid where i.inhparent = 'audit_entry'::regclass order by 1"
)


def names() -> list[str]:
    return [row[0] for row in db.fetch_all(PARTS)]


def month(ahead: int) -> date:
    today = clock.now().date()
    number = today.year * 12 + today.month - 1 + ahead
    return date(number // 12, number % 12 + 1, 1)


@pytest.mark.django_db
def test_this_month_and_three_more_lie_ready() -> None:
    expected = [f"audit_entry_{month(ahead):%Y_%m}" for ahead in range(4)]
    assert names() == [*expected, "audit_entry_default"]
    assert db.fetch_one("select audit_months_ahead()") == (0,)
    assert names() == [*expected, "audit_entry_default"]


@pytest.mark.django_db
def test_no_row_is_refused_and_what_the_default_part_caught_moves_to_its_month() -> None:
    far = datetime(2031, 5, 17, 12, tzinfo=UTC)
    with as_owner():
        for at in (far, far + timedelta(hours=1), datetime(1970, 1, 1, tzinfo=UTC)):
            db.execute(INSERT, entry(new_id(), "12", at))
        asked = "select tableoid::regclass::text, count(*) from audit_entry group by 1 order by 1"
        assert db.fetch_all(asked) == [("audit_entry_default", 3)]
        before = db.fetch_all("select id, xid, at from audit_entry order by id")
        assert db.fetch_one("select audit_month('2031-05-31')") == (True,)
        assert db.fetch_one("select audit_month('2031-05-01')") == (False,)
        assert db.fetch_all(asked) == [("audit_entry_2031_05", 2), ("audit_entry_default", 1)]
        assert db.fetch_all("select id, xid, at from audit_entry order by id") == before


@pytest.mark.django_db
def test_each_part_has_every_index() -> None:
    asked = (
        "select i.indrelid::regclass::text, array_agg(am.amname::text || ' ' || "
        "(select string_agg(a.attname, ',' order by k.n) from unnest(i.indkey) with ordinality "
        "k(attnum, n) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum) "
        "order by 1) from pg_index i join pg_class c on c.oid = i.indexrelid "
        "join pg_am am on am.oid = c.relam where i.indrelid = any(select inhrelid from pg_inherits "
        "where inhparent = 'audit_entry'::regclass) group by 1"
    )
    found: dict[str, list[str]] = dict(db.fetch_all(asked))
    assert len(found) == 5
    for name, indexes in found.items():
        assert sorted(indexes) == [
            *("btree id,at", "btree unit_id,at,id", "btree unit_id,person_id,at,id"),
            "btree xid,id",
            "gin resident_ids",
        ], name


@pytest.mark.django_db
def test_the_web_role_cannot_say_which_transaction_wrote() -> None:
    asked = "select has_column_privilege('audit_entry', 'xid', 'insert')"
    assert db.fetch_one(asked) == (False,)
    with as_owner():
        db.execute(INSERT, entry(new_id(), "12"))
        asked = "select xid = pg_current_xact_id()::text::bigint from audit_entry"
        assert db.fetch_one(asked) == (True,)


def about(residents: list[UUID], **of: object) -> list[UUID]:
    last = clock.now() + timedelta(days=1)
    given = {"since": ago(days=900), "until": last, "at": last, "id": new_id(), "most": 50} | of
    rows = db.fetch_all(
        "select id from audit_about(%s, %s, %s, %s, %s, %s)", [residents, *given.values()]
    )
    return [row[0] for row in rows]


def scope(**of: str) -> None:
    db.execute("select scope_clear()")
    for name, value in of.items():
        db.fetch_one("select set_config(%s, %s, true)", [f"app.{name}", value])


@pytest.mark.django_db
def test_what_is_about_a_resident_is_found_within_the_scope_alone() -> None:
    anna, nils, here, there = (new_id() for _ in range(4))
    made = {}
    with as_owner():
        for number, (unit, region, people) in enumerate([
            (here, "12", [anna]), (here, "12", [nils, anna]), (there, "12", [anna]),
            (there, "01", [anna]), (here, "12", [nils]),
        ]):  # fmt: skip
            made[number] = new_id()
            at = ago(days=800 - 100 * number)
            db.execute(INSERT, entry(made[number], region, at, unit=unit, residents=people))
    assert about([anna]) == []
    scope(kind="resident", residents="{" + str(anna) + "}")
    assert about([anna]) == [made[3], made[2], made[1], made[0]]
    assert about([anna], most=1) == [made[3]]
    row = db.fetch_one("select at, id from audit_entry where id = %s", [made[2]])
    assert row
    assert about([anna], at=row[0], id=row[1]) == [made[1], made[0]]
    assert about([anna], since=ago(days=650)) == [made[3], made[2]]
    assert about([nils]) == []
    assert about([anna, nils]) == []
    scope(kind="staff", unit=str(here), roles=",reviewer,unit_admin,")
    assert about([anna]) == [made[1], made[0]]
    scope(kind="staff", unit=str(here), roles=",case_receiver,")
    assert about([anna]) == []
    scope(kind="system", region="01")
    assert about([anna]) == [made[3]]


def test_rows_of_an_older_version_are_the_first_part() -> None:
    """The migration, on a ledger with rows: they stay, and what comes later finds its month."""
    migration = import_module("vardpost.audit.migrations.0005_months")
    name = f"older_{database.NAME}"
    database.renew(name)
    with psycopg.connect(database.address(roles.OWNER, name), autocommit=True) as owner:
        owner.execute("drop table audit_entry cascade; drop function audit_month; "
                      "drop function audit_months_ahead")  # fmt: skip
        owner.execute(_AS_IT_WAS.encode())
        kept = [new_id() for _ in range(3)]
        for key, days in zip(kept, (300, 30, 0), strict=True):
            owner.execute(INSERT, entry(key, "12", ago(days=days)))
        for sql in (*_statements(migration),):
            owner.execute(sql.encode())
        owner.execute(INSERT, entry(new_id(), "12"))
        parts = owner.execute(PARTS.encode()).fetchall()
        assert [row[0] for row in parts] == [
            *(f"audit_entry_{month(ahead):%Y_%m}" for ahead in (1, 2, 3)),
            *("audit_entry_before", "audit_entry_default"),
        ]
        rows = owner.execute("select id, xid = 0 from audit_entry order by xid, id").fetchall()
        assert rows[:3] == sorted((key, True) for key in kept)
        assert rows[3][1] is False
        assert owner.execute("select audit_months_ahead()").fetchone() == (0,)
    database.drop(name)


def _statements(migration: object) -> list[str]:
    steps = ("SET_ASIDE", "PARENT", "MONTH", "AHEAD", "FIRST")
    return [getattr(migration, step) for step in steps]


#: The table as the version before the seal had it, by what its migrations made.
_AS_IT_WAS = """
create table audit_entry (id uuid primary key, at timestamptz not null, schema_version smallint not
null, action varchar(60) not null, outcome varchar(8) not null, purpose varchar(20) not null,
actor_kind varchar(8) not null, person_id uuid, person_name varchar(160) not null, roles
varchar(120) not null, unit_id uuid, unit_hsa_id varchar(31) not null, unit_name varchar(120) not
null, region_id varchar(2) not null, resident_ids uuid[] not null, acting_as varchar(12) not null,
relation varchar(10) not null, object_type varchar(30) not null, object_id varchar(60) not null,
state varchar(20) not null, session_id uuid, address varchar(45) not null, request_id varchar(36)
not null, detail jsonb not null);
create index i_audit_unit_at on audit_entry (unit_id, at);
alter table audit_entry enable row level security;
create policy audit_write on audit_entry for insert with check (true);
create policy audit_reviewer on audit_entry for select using (true);
create policy audit_resident on audit_entry for select using (true);
create policy audit_system on audit_entry for select using (true);
"""


@pytest.mark.django_db
def test_a_page_of_a_units_entries_is_for_its_reviewer_alone() -> None:
    here, there, person = (new_id() for _ in range(3))
    scope(kind="staff", unit=str(here), roles=",reviewer,unit_admin,")
    with as_owner():
        for number in range(8):
            unit, who = (there if number == 5 else here), (person if number % 2 else new_id())
            db.execute(
                INSERT, entry(new_id(), "12", ago(days=90 - 10 * number), unit=unit, person=who)
            )

    def newest(unit: UUID, who: UUID | None, most: int = 50, days: float = 0) -> list[int]:
        last = ago(days=days)
        rows = db.fetch_all(
            "select at from audit_newest(%s, %s, %s, %s, %s, %s, %s)",
            [unit, who, ago(days=85), clock.now(), last, new_id(), most],
        )
        return [(clock.now() - row[0]).days for row in rows]

    assert newest(here, None) == [20, 30, 50, 60, 70, 80]
    assert newest(here, None, most=2) == [20, 30]
    assert newest(here, None, days=30.5) == [50, 60, 70, 80]
    assert newest(here, person) == [20, 60, 80]
    assert newest(there, None) == []
    scope(kind="staff", unit=str(here), roles=",case_receiver,")
    assert newest(here, None) == []


@pytest.mark.django_db
def test_a_page_comes_in_the_order_of_its_index() -> None:
    """No sort, and no month but those that are asked for, however plans are made otherwise."""
    unit = new_id()
    scope(kind="staff", unit=str(unit), roles=",reviewer,unit_admin,")
    with as_owner():
        for ahead in (-3, -2, -1):
            db.execute("select audit_month(%s)", [month(ahead)])
        db.execute(
            "insert into audit_entry select gen_random_uuid(), now() - n * interval '1 minute', 1, "
            "'a', 'ok', 'care', 'staff', %s, '', '', %s, '', '', '12', '{}', '', '', 'case', '', "
            "'', null, '', '', '{}', 0 from generate_series(1, 3000) n",
            [new_id(), unit],
        )
        db.execute("analyze audit_entry")
    plan = "\n".join(
        row[0]
        for row in db.fetch_all(
            "explain (costs off) select e.* from audit_entry e where e.unit_id = %s "
            "and e.at >= %s and e.at < %s order by e.at desc, e.id desc limit 50",
            [unit, ago(days=20), clock.now()],
        )
    )
    assert "Sort" not in plan, plan
    assert "Index Scan Backward" in plan
    assert f"{month(-2):%Y_%m}" not in plan
    assert len(db.fetch_all("select 1 from audit_newest(%s, null, %s, now(), now(), %s, 50)",
                            [unit, ago(days=20), new_id()])) == 50  # fmt: skip
