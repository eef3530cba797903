"""Nothing live points to a unit that has closed: every column of the database is asked."""

from uuid import UUID

import pytest
from django.db import connection

from tests import people_made as made
from tests.closing.place import TODAY, Place
from tests.database import as_owner
from vardpost.kernel import db
from vardpost.people.jobs import ended


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


#: Every column that names a unit and may be live → what a live reference is, as SQL.
LIVE = {
    ("role_grant", "unit_id"): "ends_on is null or ends_on > current_date",
    ("care_case", "unit_id"): "is_open",
    ("care_case", "move_unit_id"): "true",
    ("unit_case_type", "unit_id"): "active",
    ("case_type_grant", "unit_id"): "ended_at is null",
    ("case_type_proposal", "unit_id"): "withdrawn_at is null",
    ("terms_proposal", "unit_id"): "state = 'waiting'",
    ("approved_resident", "unit_id"): "until is null or until >= current_date",
    ("linked_service_unit", "unit_id"): "true",
    ("unit_planned_name", "unit_id"): "true",
    ("unit_recommended", "unit_id"): "true",
    ("unit_closing", "alternative_id"): "ends_on >= current_date",
    ("intake_limit", "alternative_id"): "true",
    ("unit_ending", "to_unit_id"): "state = 'announced'",
    ("unit_ending", "unit_id"): "state = 'announced'",
}


#: Columns that keep what has been, or what nobody meets at a unit that is not live.
KEPT = {
    *(("audit_entry", "unit_id"), ("setting_change", "unit_id"), ("unit_former_name", "unit_id")),
    *(("unit_joining", "unit_id"), ("unit_day", "unit_id"), ("unit_rollup", "unit_id")),
    # An order to many units keeps what became of each.
    ("central_order_unit", "unit_id"),
    # A resident's own words stay hers; she is led to the unit that takes over.
    ("case_draft", "unit_id"),
    # The unit's own settings, as they were.
    *((table, "unit_id") for table in (
        "opening_hours", "catchment_row", "unit_closing", "intake_limit", "unit_notice", "team",
        "team_member", "routing_rule", "case_type", "case_type_version", "terms_text", "unit_terms",
        "red_flag_list", "mirror_policy",
    )),
    # How far residents have been told that it closes.
    ("ending_telling", "unit_id"),
    # Reviews and questions keep what was decided and asked; the alarms ask of live units alone.
    *((table, "unit_id") for table in (
        "mirror_question", "review", "review_alarm", "review_alarm_entry", "review_escalation",
        "review_export", "review_export_part", "review_fact", "review_item", "review_marking",
        "review_plan", "review_question", "review_rule", "review_search", "review_signal",
    )),
    # What an office rolled out, let differ, counted and asked; its lists are of live units.
    *((table, "unit_id") for table in (
        "template_rollout_unit", "template_exemption", "unit_drift", "office_confirmation",
        "office_receipt",
    )),
    # Who works there in the directory; whose administrator made an account.
    *(("directory_assignment", "unit_id"), ("staff_account", "registered_unit_id")),
}  # fmt: skip


#: Columns that hold any id or text, and so the unit's now and then: what happened stands there.
NAMED = {
    *(("care_unit", "id"), ("audit_entry", "object_id"), ("audit_entry", "detail")),
    *(("case_message", "answers"), ("procrastinate_jobs", "args"), ("setting_change", "new")),
}


def _everything(place: Place) -> None:
    """Let everything there is point to the unit."""
    unit, people, today = place.world.unit.id, place.world.people, TODAY
    with as_owner():
        db.execute(
            "insert into approved_resident (id, unit_id, person_id, reason, "
            "approved_by_name, created_at) values (gen_random_uuid(), %s, %s, 'x', 'x', "
            "now())",
            [unit, place.world.people["resident"]],
        )
        db.execute(
            "insert into linked_service (id, region_id, internal_name, name_sv, name_en, "
            "about_sv, about_en, address) values (%s, null, 'x', 'x', '', 'x', '', "
            "'https://x.se')",
            [UUID(int=7)],
        )
        db.execute(
            "insert into linked_service_unit (id, service_id, unit_id) "
            "values (gen_random_uuid(), %s, %s)",
            [UUID(int=7), unit],
        )
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, "
            "stops_intake, case_type, reason_sv, reason_en, alternative_id) values "
            "(gen_random_uuid(), %s, %s, %s, true, true, '', 'x', '', %s)",
            [place.next.id, today, today, unit],
        )
        db.execute(
            "insert into intake_limit (unit_id, most_waiting, extra_days, alternative_id) "
            "values (%s, 9, 0, %s)",
            [place.next.id, unit],
        )
        db.execute(
            "insert into unit_planned_name (unit_id, name, from_on) values (%s, 'x', %s)",
            [unit, today],
        )
        db.execute(
            "insert into case_type_proposal (id, unit_id, case_type_id, by_name, at) "
            "select gen_random_uuid(), %s, t.id, 'x', now() from case_type t "
            "where t.key = 'send_message'",
            [unit],
        )
        db.execute(
            "insert into terms_proposal (id, change_id, unit_id, case_type_id, by_name, find, put, "
            "whole, at, state) select gen_random_uuid(), gen_random_uuid(), %s, t.id, 'x', 'x', "
            "'y', true, now(), 'waiting' from case_type t where t.key = 'send_message'",
            [unit],
        )
        db.execute("insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, "
                   "starts_on, granted_at, granted_by_id, granted_by_name) select "
                   "gen_random_uuid(), %s, t.id, %s, 'x', %s, now(), %s, 'x' from case_type t "
                   "where t.key = 'send_message'",
                   [unit, people["resident"], today, people["admin"]])  # fmt: skip


def _columns() -> set[tuple[str, str]]:
    """Return every column of the database that names a unit, by its key or by what it is called."""
    return {
        (row[0], row[1])
        for row in db.fetch_all(
            "select c.relname::text, a.attname::text from pg_attribute a join pg_class c "
            "on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition "
            "and c.relnamespace = 'public'::regnamespace where a.attnum > 0 "
            "and not a.attisdropped and (exists (select 1 from pg_constraint k "
            "where k.conrelid = c.oid and k.contype = 'f' "
            "and k.confrelid = 'care_unit'::regclass and a.attnum = any(k.conkey)) "
            "or (a.attname like '%%unit%%' and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)))"
        )
    }


def _holding(unit_id: UUID) -> set[tuple[str, str]]:
    """Return every column of the database in which the unit's id stands, whatever it is called."""
    columns = db.fetch_all(
        "select c.relname::text, a.attname::text from pg_attribute a join pg_class c "
        "on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition "
        "and c.relnamespace = 'public'::regnamespace where a.attnum > 0 and not a.attisdropped "
        "and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype, 'json'::regtype, 'jsonb'::regtype, "
        "'text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'varchar[]'::regtype)"
    )
    # Names of tables and columns alone, as the database gives them.
    each = " union all ".join(
        f"select '{table}', '{column}' where exists "
        f'(select 1 from {table} where "{column}"::text like %(held)s)'
        for table, column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(each, {"held": f"%{unit_id}%"})
        return {(row[0], row[1]) for row in cursor.fetchall()}


def test_a_new_table_that_names_a_unit_is_found_whatever_its_column_is_called(
    place: Place,
) -> None:
    with as_owner():
        for column in (
            "unit_id uuid", "for_unit uuid", "units uuid[]", "place uuid references care_unit",
        ):  # fmt: skip
            before = _columns()
            db.execute(f"create table planted (id int, {column})")
            assert _columns() - before == {("planted", column.split()[0])}
            db.execute("drop table planted")
        db.execute("create table planted (id int, what jsonb)")
        db.execute(
            "insert into planted values (1, %s)", [db.json({"to": str(place.world.unit.id)})]
        )
        assert ("planted", "what") in _holding(place.world.unit.id)


def test_nothing_live_points_to_a_closed_unit(place: Place) -> None:
    _everything(place)
    place.announce()
    place.day_comes()
    place.close()
    assert place.one("select live from care_unit where id = %s", place.world.unit.id) is False
    with as_owner():
        found = _columns()
        assert found - set(LIVE) - KEPT == set(), "a table says whether it points to a closed unit"
        assert set(LIVE) | KEPT <= found, "and one that is gone says nothing"
        held = _holding(place.world.unit.id)
        assert held - set(LIVE) - KEPT - NAMED == set(), "so does one that names it otherwise"
        for (table, column), live in LIVE.items():
            row = db.fetch_one(
                f"select count(*) from {table} where {column} = %s and ({live})",
                [place.world.unit.id],
            )
            assert row == (0,), table
    assert place.one("select alternative_id from intake_limit") is None
    assert ended(made.REGION) >= 5, "the timer does what follows for each person"
