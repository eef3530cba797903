"""What the web role may do, table by table: the whole of it, applied after every migration.

A table that is not listed is not reachable; a test compares the list with the database.
"""

from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

_CASE_COLUMNS = (
    "resident_protected, state, version, assignee_id, assignee_name, updated_at, first_due, "
    "final_due, first_response_at, paused_at, reply_by, reminded_at, question_due_at, "
    "answered_at, finished_at, first_read_at, unread, message_count, last_kind, preview"
)

TABLES: Mapping[str, str] = {
    "django_migrations": "select",
    "region": "select",
    "municipality": "select",
    "care_unit": "select",
    "opening_hours": "select",
    "catchment_row": "select",
    "case_type": "select",
    "case_type_version": "select",
    "terms_text": "select",
    "unit_case_type": "select",
    "person": "select, update (phone, email)",
    "guardianship": "select",
    "staff_account": "select",
    "role_grant": "select",
    "login_session": "",
    "notice_setting": "select, insert, update",
    "demo_persona": "select",
    "notice": "select, insert, update (sent_at, settled_at, attempts, last_error)",
    "demo_mail": "select, insert",
    "worker_seen": "select, insert, update, delete",
    "audit_entry": "select, insert",
    "care_case": f"select, insert, update ({_CASE_COLUMNS})",
    "case_message": "select, insert, update (read_at)",
    "case_history": "select, insert",
    "case_draft": "select, insert, update, delete",
}


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` exactly what is listed, as the owner of the tables.

    Raises `django.db.Error` when the connection does not own them.
    """
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {quoted}")
        cursor.execute(f"revoke all on all tables in schema public from {quoted}")
        for table, privileges in TABLES.items():
            if privileges:
                cursor.execute(f"grant {privileges} on {table} to {quoted}")
        cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' "
            "and tablename like 'procrastinate%'"
        )
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(f"grant select, insert, update, delete on {name} to {quoted}")
        cursor.execute(f"grant usage on all sequences in schema public to {quoted}")
