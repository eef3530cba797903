"""The database's own lists of who may do what equal ours: nothing more, nothing less."""

import re

import pytest
from django.db import ProgrammingError, connection, transaction

from vardpost.config import grants
from vardpost.config.roles import OWNER, SEALER, WEB
from vardpost.kernel import db

pytestmark = pytest.mark.django_db

#: Tables that row security hides. A new table goes here, with a row in `rows.py` or `unit_rows.py`
#: and in `SEEN` of `sight.py`, or among the open ones with the reason.
HIDDEN = {
    *("person", "guardianship", "staff_account", "role_grant", "login_session", "notice_setting"),
    *(
        "care_case",
        "case_message",
        "case_history",
        "case_flag",
        "case_mark",
        "case_draft",
        "notice",
        "audit_entry",
    ),
    *("setting_change", "approved_resident", "case_type_draft", "staff_notice", "unit_terms"),
    "case_type_grant",
    *("staff_signature", "directory_person", "directory_assignment"),
    *("team", "team_member", "routing_rule"),
    "audit_alarm",
    *("review", "review_item", "review_marking", "review_question", "review_escalation"),
    *("review_signal", "review_fact", "review_cursor", "review_search", "review_rule"),
    *("review_plan", "review_contact", "mirror_question", "review_alarm", "review_alarm_entry"),
    *("unit_day", "unit_rollup", "overview_view", "unit_joining", "unit_joining_step"),
    *("review_export", "review_export_part"),
    *("office_application", "office_event", "office_item", "office_confirmation"),
    *("central_order", "central_order_unit", "case_type_proposal"),
    *("text_change", "terms_proposal"),
    "ending_telling",
    *("template_rollout", "template_rollout_unit", "template_exemption", "unit_drift"),
    *("office_message", "office_receipt"),
    *("red_flag_draft", "red_flag_draft_event"),
    *("terms_of_use_draft", "terms_of_use_draft_event", "terms_of_use_acceptance"),
}
#: Tables that everybody may read and row security guards against writing elsewhere.
GUARDED = {
    "region": "public facts, and who takes complaints there",
    "region_setting": "rules that everybody lives by",
    "care_unit": "a unit's page is public among those who sign in",
    "directory_unit": "names and addresses of units, public facts",
    "unit_ending": "that a unit closes, and where to turn; residents are told",
    "unit_former_name": "what a unit was called; residents search by it",
    "unit_planned_name": "what a unit will be called",
    "opening_hours": "the same",
    "catchment_row": "the same",
    "unit_closing": "the same",
    "intake_limit": "the same: residents are told why answers take longer",
    "region_day": "public facts",
    "unit_recommended": "which units a region recommends; residents are shown them",
    "mirror_policy": "how a unit names its staff in residents' logs; residents are told",
    "unit_notice": "how a unit is told; its shared mailbox is no person's",
    "linked_service": "names and addresses of services, shown to residents",
    "linked_service_unit": "which units show them",
    "unit_template": "what an office proposes to units; names no person",
    "unit_template_version": "the same",
    "operating_notice": "what is told to everybody, and to staff what is for them",
    "terms_of_use": "texts that whoever signs in reads; anybody may",
    "red_flag_list": "phrases of lists that are asked about every text",
    "unit_case_type": "the same",
    "case_type": "forms, no answers",
    "case_type_version": "forms, no answers",
    "terms_text": "texts of ours",
    "terms_shown": "the same, with a unit's telephone filled in; found by its hash",
}
OPEN = {
    "django_migrations": "which version the tables are of",
    "municipality": "public facts",
    "case_type_picture": "drawings in forms, no answers",
    "demo_persona": "made-up people, only in the demo",
    "demo_mail": "letters to made-up people, only in the demo",
    "worker_seen": "signs of life of processes",
    "audit_leaf": "hashes and moments, no names",
    "audit_node": "hashes",
    "audit_head": "told to the whole world",
    "audit_key": "public keys",
    "audit_detached": "which months were taken out of the ledger, and how many rows",
    "procrastinate_jobs": "ids alone (tests of the queue)",
    "procrastinate_events": "the same",
    "procrastinate_workers": "the same",
    "procrastinate_periodic_defers": "the same",
}
_QUEUE_RIGHTS = {"select", "insert", "update", "delete"}


def listed(privileges: str) -> dict[str, set[str]]:
    """Return {privilege: columns}, with no columns for the whole table."""
    found: dict[str, set[str]] = {}
    for word, columns in re.findall(r"(\w+)(?: \(([^)]*)\))?(?:, |$)", privileges):
        found[word] = {name.strip() for name in columns.split(",")} if columns else set()
    return found


def given(table: str, role: str) -> dict[str, set[str]]:
    """Return the same from the database, for a role by name or for `public`."""
    grantee = "0" if role == "public" else f"'{role}'::regrole"
    whole = db.fetch_all(
        "select lower(a.privilege_type) from pg_class c, aclexplode(c.relacl) a "
        f"where c.oid = %s::regclass and a.grantee = {grantee}",
        [table],
    )
    columns = db.fetch_all(
        "select lower(a.privilege_type), t.attname from pg_attribute t, aclexplode(t.attacl) a "
        f"where t.attrelid = %s::regclass and a.grantee = {grantee}",
        [table],
    )
    found: dict[str, set[str]] = {row[0]: set() for row in whole}
    for privilege, column in columns:
        found.setdefault(privilege, set()).add(column)
    return found


def tables() -> dict[str, bool]:
    """Return every table and view with whether row security is on."""
    return dict(
        db.fetch_all(
            "select relname, relrowsecurity from pg_class where relnamespace = "
            "'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') "
            "and not relispartition"
        )
    )


def test_every_table_has_a_decision_and_the_database_follows_it() -> None:
    found = tables()
    assert set(found) == HIDDEN | set(GUARDED) | set(OPEN)
    assert {name for name, on in found.items() if on} == HIDDEN | set(GUARDED)


def test_the_web_role_has_what_is_listed_and_nobody_else_anything() -> None:
    for table in tables():
        expected = listed(grants.TABLES.get(table, ""))
        if table.startswith("procrastinate_"):
            expected = {privilege: set() for privilege in _QUEUE_RIGHTS}
        assert given(table, WEB) == expected, table
        assert given(table, "public") == {}, table
    others = db.fetch_all(
        "select distinct a.grantee::regrole::text from pg_class c, aclexplode(c.relacl) a "
        "where c.relnamespace = 'public'::regnamespace"
    )
    assert {row[0] for row in others} == {OWNER, WEB, SEALER}
    assert set(grants.TABLES) <= set(tables())


def test_the_sealer_has_what_is_listed() -> None:
    for table in tables():
        assert given(table, SEALER) == listed(grants.SEALER_TABLES.get(table, "")), table
    assert (
        db.fetch_all(
            "select proname from pg_proc where pronamespace = 'public'::regnamespace "
            f"and has_function_privilege('{SEALER}', oid, 'execute')"
        )
        == []
    )


def test_parts_of_the_ledger_are_reached_through_it_alone() -> None:
    parts = db.fetch_all(
        "select relname, relrowsecurity, relacl is null or not exists (select from "
        "aclexplode(relacl) a where a.grantee <> relowner) from pg_class "
        "where relispartition and relkind = 'r'"
    )
    assert len(parts) >= 5
    assert {row[1:] for row in parts} == {(True, True)}


def test_the_ledgers_are_only_ever_added_to() -> None:
    for table in ("audit_entry", "case_history"):
        assert set(given(table, WEB)) == {"select", "insert"}
        for sql in (
            f"update {table} set id = id",
            f"delete from {table}",
            f"truncate {table}",
            f"alter table {table} disable row level security",
            f"drop table {table}",
            f"create trigger t before insert on {table} execute function scope_clear()",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                db.execute(sql)


def test_what_a_review_says_is_never_taken_away() -> None:
    """Only a unit's own rules, what the job noted for filters, and bytes of exports go away."""
    reviews = {name for name in HIDDEN if name.startswith("review")}
    assert {name for name in reviews if "delete" in given(name, WEB)} == {
        "review_rule",
        "review_fact",
        "review_export_part",
    }
    assert set(given("review_marking", WEB)) == {"select", "insert"}


def test_staff_are_never_deleted() -> None:
    """An account or a permission that has been is a fact: who could read what, and when."""
    for table in ("staff_account", "role_grant", "person", "directory_person", "setting_change"):
        assert "delete" not in given(table, WEB)
        with pytest.raises(ProgrammingError), transaction.atomic():
            db.execute(f"delete from {table}")


def test_sequences_are_those_listed() -> None:
    found = db.fetch_all(
        "select c.relname, lower(a.privilege_type) from pg_class c, aclexplode(c.relacl) a "
        "where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' "
        f"and a.grantee = '{WEB}'::regrole"
    )
    assert {row[1] for row in found} == {"usage"}
    ours = {row[0] for row in found if not row[0].startswith("procrastinate_")}
    assert ours == set(grants.SEQUENCES)


def test_functions_are_those_listed_and_public_has_none() -> None:
    found = db.fetch_all(
        "select proname, prosecdef, coalesce(proconfig::text, ''), "
        f"has_function_privilege('{WEB}', oid, 'execute'), "
        "proacl is null or exists (select 1 from aclexplode(proacl) a where a.grantee = 0), "
        "pg_get_userbyid(proowner) from pg_proc where pronamespace = 'public'::regnamespace"
    )
    callable_by_web = {row[0] for row in found if row[3]}
    assert {n for n in callable_by_web if not n.startswith("procrastinate_")} == set(
        grants.FUNCTIONS
    )
    for name, definer, settings, _web, public, owner in found:
        assert not public, f"{name} may be called by everybody"
        assert owner == OWNER
        if definer or name in grants.FUNCTIONS:
            # Searches of the ledger may besides forbid workers of their own (audit/0009), and a
            # month of cases is sorted in memory (simulation/0003).
            alone = settings.replace(",max_parallel_workers_per_gather=0", "")
            alone = alone.replace(",work_mem=16MB", "") if name == "simulation_cases" else alone
            assert alone == '{"search_path=public, pg_temp"}', name
    assert {row[0] for row in found if row[1]} == set(grants.FUNCTIONS) - {
        "scope_clear",
        "system_open",
        "settings_in_scope",
        "setting_of_resident",
        "setting_seen",
        "approval_in_scope",
        "unit_in_scope",
        "grant_in_scope",
        "office_nation",
        "office_region",
        "office_self",
        "office_system",
        "staff_in_region",
        "staff_in_scope",
        "directory_in_scope",
        "review_entry_seen",
        "audit_newest",
        "review_facts_newest",
        "mirror_cases",
    } | {
        "review_holds_open",  # a trigger's: nobody calls it
        "unit_recommended_no_longer",  # the same
        "audit_month",  # the owner's own, for one month
    }


@pytest.mark.parametrize("role", [WEB, SEALER])
def test_a_role_that_serves_is_nothing_but_itself(role: str) -> None:
    assert db.fetch_all(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles "
        f"where rolname = '{role}'"
    ) == [(False,) * 5]
    assert db.fetch_all(f"select 1 from pg_auth_members where member = '{role}'::regrole") == []
    assert db.fetch_all(f"select 1 from pg_class where relowner = '{role}'::regrole") == []
    assert db.fetch_all(f"select 1 from pg_proc where proowner = '{role}'::regrole") == []
    with connection.cursor() as cursor:
        cursor.execute(f"select has_schema_privilege('{role}', 'public', 'create')")
        assert cursor.fetchone() == (False,)


def test_nobody_looks_into_the_sessions() -> None:
    for sql in ("select 1 from login_session", "delete from login_session"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            db.execute(sql)
