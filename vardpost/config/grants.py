"""What the web role and the sealer may do, one by one, applied after each migration.

A table, sequence or function that is not listed is not reachable, by anybody but the owner; a test
compares the lists with the database.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_CASE_COLUMNS = (
    "resident_protected, state, version, assignee_id, assignee_name, updated_at, first_due, "
    "final_due, first_response_at, paused_at, reply_by, reminded_at, question_due_at, "
    "unassigned_told_at, team_id, team_name, answered_at, finished_at, first_read_at, unread, "
    "raised, message_count, last_kind, preview, move_unit_id, move_name, moved_to_id"
)

_REVIEW_COLUMNS = (
    "version, due_on, reminded_on, closed_at, closed_by_id, closed_by_name, outcome, conclusion, "
    "protocol, protocol_type, protocol_hash"
)

_EXPORT_COLUMNS = (
    "state, run, rows, looked_until, size, sha256, made_at, expires_at, ended_at, residents"
)

_ENTRY_COLUMNS = (
    "id, at, schema_version, action, outcome, purpose, actor_kind, person_id, person_name, roles, "
    "unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation, object_type, "
    "object_id, state, session_id, address, request_id, detail"
)

TABLES: Mapping[str, str] = {
    "django_migrations": "select",
    "region": "select, update (patient_board)",
    "region_setting": "select, insert, update (guardian_until, accent, keep_action, keep_years, "
    "keep_decision, keep_decided_by, keep_decided_on)",
    "municipality": "select",
    "care_unit": "select, insert, update (phone, email, about_sv, about_en, closed_on_eves, "
    "self_take, template, template_version)",
    "unit_former_name": "select",
    "unit_ending": "select, insert, update (to_unit_id, state, freezes_on, closes_on)",
    "ending_telling": "select, insert, update (told, done_at)",
    "directory_unit": "select, insert, update (region_id, municipality_id, name, kind, street, "
    "postal_code, place, phone, seen_at)",
    "unit_joining": "select, insert, update (unit_id, state, version, template, "
    "template_version, starts_on, contact_name, contact_phone, contact_email, first_admin, "
    "training, opened_at)",
    "unit_joining_step": "select, insert",
    "unit_planned_name": "select, insert, update, delete",
    "opening_hours": "select, insert, delete",
    "catchment_row": "select, insert, delete",
    "unit_closing": "select, insert, update, delete",
    "intake_limit": "select, insert, update, delete",
    "region_day": "select, insert, delete",
    "unit_recommended": "select, insert, delete",
    "approved_resident": "select, insert, update, delete",
    "setting_change": "select, insert",
    "team": "select, insert, update (name), delete",
    "team_member": "select, insert, delete",
    "routing_rule": "select, insert, delete",
    "red_flag_list": "select, insert",
    "red_flag_draft": "select, insert, update (state, version, base, definition, reason, "
    "proposed_by_id, proposed_by_name, decided_by_id, decided_by_name, decided_at)",
    "red_flag_draft_event": "select, insert",
    "terms_of_use": "select, insert",
    "terms_of_use_draft": "select, insert, update (state, version, base, text_sv, text_en, "
    "summary_sv, summary_en, valid_from, proposed_by_id, proposed_by_name, decided_by_id, "
    "decided_by_name, decided_at)",
    "terms_of_use_draft_event": "select, insert",
    "terms_of_use_acceptance": "select, insert",
    "linked_service": "select, insert, update (internal_name, name_sv, name_en, about_sv, "
    "about_en, address, ended_at)",
    "linked_service_unit": "select, insert, delete",
    "office_application": "select, insert, update (state, version, candidate_id, candidate_name, "
    "hsa_id, email, phone, employment, reason, starts_on, replaces_id, replaces_name, "
    "training_plan, handed_over, reviewer_id, reviewer_name, advised, decider_id, decider_name, "
    "decided_at)",
    # What has happened stands.
    "office_event": "select, insert",
    "office_item": "select, insert, update (done, at, by_id, by_name)",
    "office_confirmation": "select, insert",
    "unit_template": "select, insert, update (name_sv, name_en)",
    "unit_template_version": "select, insert, update (fields, note, author_name, published_at), "
    "delete",
    "template_rollout": "select, insert, update (state, ended_at)",
    "template_rollout_unit": "select, insert, update (state, written, kept, refused, "
    "was_template, was_version, at)",
    "central_order": "select, insert, update (state)",
    "central_order_unit": "select, insert, update (state, why, at)",
    "case_type_proposal": "select, insert, update (by_region_id, by_name, at, withdrawn_at, "
    "declined_at, declined_by_name)",
    "terms_proposal": "select, insert, update (state, settled_at, settled_by_name)",
    "text_change": "select, insert, update (own, undone_at, undone_by_name)",
    "template_exemption": "select, insert, update (reason, until, by_name, at), delete",
    "unit_drift": "select, insert, update (differs, exempt, counted_at), delete",
    "office_message": "select, insert",
    "office_receipt": "select, insert, update (read_at)",
    "operating_notice": "select, insert, update (severity, audience, regions, title_sv, title_en, "
    "text_sv, text_en, starts_at, ends_at, withdrawn_at, version)",
    "case_type": "select, insert",
    # A trigger refuses every deletion but that of a version that is not in force yet.
    "case_type_version": "select, insert, delete",
    "case_type_draft": "select, insert, update, delete",
    "case_type_picture": "select, insert",
    "terms_text": "select, insert, delete",
    "terms_shown": "select, insert",
    "unit_terms": "select, insert, update",
    "unit_case_type": "select, insert, update",
    "case_type_grant": "select, insert, update (ended_at, ended_by_id, ended_by_name, ended_why)",
    "person": "select, update (phone, email)",
    "guardianship": "select",
    "staff_account": "select, update (name, title, email, active, protected, inactive_since, "
    "inactive_reason)",
    "staff_signature": "select, insert, update (show_as, signature)",
    "role_grant": "select, insert, update (ends_on, settled_at)",
    "directory_person": "select, insert, update (region_code, number, number_kind, birth_date, "
    "sex, given_name, family_name, title, email, phone, protected, seen_at, left_on)",
    "directory_assignment": "select, insert, update (ended_on)",
    "login_session": "",
    "notice_setting": "select, insert, update",
    "demo_persona": "select",
    "notice": "select, insert, update (sent_at, settled_at, held_until, attempts, last_error)",
    "staff_notice": "select, insert, update",
    "unit_notice": "select, insert, update",
    "demo_mail": "select, insert",
    "overview_view": "select, insert, update (query), delete",
    "unit_day": "select, insert, delete",
    "unit_rollup": "select, insert, update (counted_at, open_cases, waiting, late, received, "
    "answered, kept, signed_in_at)",
    "worker_seen": "select, insert, update, delete",
    # All but `xid`: which transaction wrote an entry is PostgreSQL's to say.
    "audit_entry": f"select, insert ({_ENTRY_COLUMNS})",
    "audit_leaf": "select",
    "audit_node": "select",
    "audit_head": "select",
    "audit_key": "select",
    "audit_alarm": "select",
    "audit_detached": "select",
    "care_case": f"select, insert, update ({_CASE_COLUMNS})",
    "case_message": "select, insert, update (read_at)",
    "case_history": "select, insert",
    "case_flag": "select, insert",
    "case_mark": "select, insert, update (done, turn, at, by_id, by_name)",
    "case_draft": "select, insert, update, delete",
    # Of a review: only ever added to or decided once; triggers refuse whatever a closed one holds.
    "review": f"select, insert, update ({_REVIEW_COLUMNS})",
    "review_item": "select, insert, update (mark, comment, marked_by_id, marked_by_name, "
    "marked_at, version)",
    "review_marking": "select, insert",
    "review_question": "select, insert, update (answer, answered_at, withdrawn_at, reminded_on)",
    "review_escalation": "select, insert, update (received_at, received_by_name)",
    "review_signal": "select, insert, update (review_id)",
    "review_fact": "select, insert, update (facts), delete",
    "review_cursor": "select, insert, update (number, entry_at, checked_at)",
    "review_alarm": "select, insert, update (resident_id, residents, entries, first_at, last_at, "
    "version, closed_at, closed_by_id, closed_by_name, outcome, comment, review_id)",
    "review_alarm_entry": "select, insert",
    "review_search": "select, insert, update (filters)",
    "review_rule": "select, insert, update (name, conditions, active), delete",
    "review_plan": "select, insert, update",
    "review_contact": "select, insert, update",
    # What an export holds is only ever added and taken away; what was ordered stands.
    "review_export": f"select, insert, update ({_EXPORT_COLUMNS})",
    "review_export_part": "select, insert, delete",
    "mirror_policy": "select, insert, update",
    "mirror_question": "select, insert, update (answer, answered_at, answered_by_id, "
    "answered_by_name, unmanned, read_at, version)",
}

#: The sealer reads entries and adds what the seal is made of; nothing that it wrote can it change.
SEALER_TABLES: Mapping[str, str] = {
    "audit_entry": "select",
    "audit_detached": "select",
    **dict.fromkeys(
        ("audit_leaf", "audit_node", "audit_head", "audit_key", "audit_alarm"), "select, insert"
    ),
}

#: The doors through row security, each for the one thing it does; its `search_path` is fixed.
FUNCTIONS = (
    "office_begin",
    "office_bounced_people",
    "office_end",
    "office_nation",
    "office_region",
    "office_self",
    "office_system",
    "operating_now",
    "terms_of_use_waiting",
    "session_open",
    "session_look",
    "session_start",
    "session_end",
    "sessions_end",
    "scope_clear",
    "system_open",
    "unit_receivers",
    "unit_responders",
    "change_done",
    "case_tried",
    "case_may_move_to",
    "notice_address",
    "resident_by_number",
    "residents_by_numbers",
    "answers_here",
    "residents_let_in",
    "case_type_grant_names",
    "unit_is_told",
    "units_manned",
    "settings_in_scope",
    "setting_of_resident",
    "setting_seen",
    "approval_in_scope",
    "unit_in_scope",
    "unit_close",
    "unit_concerned",
    "unit_concerns",
    "endings_told",
    "unit_left",
    "unit_open",
    "unit_rename",
    "unit_waiting",
    "unit_waiting_count",
    "grant_in_scope",
    "guardian_children",
    "guardian_until_of",
    "staff_in_region",
    "staff_is_kin",
    "staff_is_protected",
    "staff_in_scope",
    "staff_register",
    "directory_elsewhere",
    "directory_in_scope",
    "directory_search",
    "open_work",
    "routing_for",
    "routing_hold",
    "routing_trial",
    "simulation_cases",
    "simulation_region_days",
    "simulation_routing",
    "audit_days",
    "mirror_asker",
    "mirror_cases",
    "mirror_names",
    "mirror_reviewers",
    "mirror_unmanned",
    "review_alarm_counts",
    "review_alarm_unseen",
    "review_cases",
    "review_entry_seen",
    "review_export_cases",
    "review_region_year",
    "review_resident",
    "review_facts_newest",
    "review_ties",
    "audit_about",
    "audit_months_ahead",
    "audit_newest",
)
SEQUENCES = (
    "case_number",
    "opening_hours_id_seq",
    "catchment_row_id_seq",
    "region_day_id_seq",
    "team_member_id_seq",
)
#: The queue's own tables and functions; its jobs hold ids alone.
QUEUE = "procrastinate\\_%"


def hindrance(connection: BaseDatabaseWrapper, role: str) -> str:
    """Return why `role` cannot be given the pages' rights by whoever is connected, if so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, exists (select 1 from pg_roles where rolname = %s)", [role]
        )
        me, there = cursor.fetchone()
    if me == role:
        return f"{role} would own the tables and serve the pages: DATABASE_URL names another role"
    if not there:
        return f"there is no role {role}: ./manage.py database_sql prints the SQL that makes it"
    return ""


def there(connection: BaseDatabaseWrapper, role: str) -> bool:
    """Tell whether a role exists."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from pg_roles where rolname = %s)", [role])
        return bool(cursor.fetchone()[0])


def apply_sealer(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the sealer's `role` exactly what is listed, as the owner of the tables."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {quoted}")
        for things in ("tables", "sequences"):  # no function is ever given to it
            cursor.execute(f"revoke all on all {things} in schema public from {quoted}")
        for table, privileges in SEALER_TABLES.items():
            cursor.execute(f"grant {privileges} on {table} to {quoted}")


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` exactly what is listed, as the owner of the tables.

    Raises `django.db.Error` when the connection does not own them.
    """
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {quoted}")
        for things in ("tables", "sequences"):
            cursor.execute(f"revoke all on all {things} in schema public from public, {quoted}")
        for table, privileges in TABLES.items():
            if privileges:
                cursor.execute(f"grant {privileges} on {table} to {quoted}")
        for sequence in SEQUENCES:
            cursor.execute(f"grant usage on sequence {sequence} to {quoted}")
        cursor.execute(
            "select relname, relkind = 'S' from pg_class where relkind in ('r', 'S') "
            "and relnamespace = 'public'::regnamespace and relname like %s",
            [QUEUE],
        )
        for name, is_sequence in cursor.fetchall():
            thing = connection.ops.quote_name(name)
            rights = "usage on sequence" if is_sequence else "select, insert, update, delete on"
            cursor.execute(f"grant {rights} {thing} to {quoted}")
        _functions(cursor, quoted)


def _functions(cursor: CursorWrapper, quoted: str) -> None:
    """Take every function of ours from everybody, then give the role those it may call."""
    cursor.execute(
        "select oid::regprocedure::text, proname = any(%s) or proname like %s from pg_proc "
        "where pronamespace = 'public'::regnamespace "
        "and proowner = (select oid from pg_roles where rolname = current_user)",
        [list(FUNCTIONS), QUEUE],
    )
    for signature, given in cursor.fetchall():
        cursor.execute(f"revoke all on function {signature} from public, {quoted}")
        if given:
            cursor.execute(f"grant execute on function {signature} to {quoted}")
