"""A version that is planned and has not come into force can be taken back; others never change.

And the second lock: everybody reads what is published, and writes only what is theirs.
"""

from django.db import migrations

FUNCTION = """
create or replace function refuse_published_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and old.published_at > now() then
        return old;
    end if;
    raise exception '% is published and never changed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
"""
BEFORE = """
create or replace function refuse_published_change() returns trigger language plpgsql as $$
begin
    raise exception '% is published and never changed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
"""

#: Whose a row is: of the unit that it names, else of the type's own unit or region, else the nation.
OWN = """settings_in_scope(
    coalesce({t}.unit_id, (select t.unit_id from case_type t where t.id = {t}.case_type_id)),
    coalesce((select c.region_id from care_unit c where c.id = {t}.unit_id),
             (select t.region_id from case_type t where t.id = {t}.case_type_id), 'nation'))"""
OF_TYPE = """settings_in_scope(
    (select t.unit_id from case_type t where t.id = {t}.case_type_id),
    coalesce((select t.region_id from case_type t where t.id = {t}.case_type_id), 'nation'))"""
OF_UNIT = (
    "settings_in_scope({t}.unit_id, (select c.region_id from care_unit c where c.id = {t}.unit_id))"
)


def locks(table: str, own: str, writes: tuple[str, ...]) -> list[str]:
    own = own.format(t=table)
    clauses = {
        "insert": f"with check ({own})",
        "update": f"using ({own})",
        "delete": f"using ({own})",
    }
    return [
        f"alter table {table} enable row level security",
        f"create policy {table}_seen on {table} for select using (true)",
        *(f"create policy {table}_{verb} on {table} for {verb} {clauses[verb]}" for verb in writes),
    ]


SECURITY = [
    *locks(
        "case_type",
        "settings_in_scope({t}.unit_id, coalesce({t}.region_id, 'nation'))",
        ("insert", "update"),
    ),
    *locks("case_type_version", OWN, ("insert", "delete")),
    *locks("terms_text", OWN, ("insert", "delete")),
    *locks("unit_case_type", OF_UNIT, ("insert", "update")),
    "alter table case_type_draft enable row level security",
    "create policy case_type_draft_own on case_type_draft "
    f"using ({OF_TYPE.format(t='case_type_draft')})",
]


class Migration(migrations.Migration):
    dependencies = [("casetypes", "0003_local_types")]

    operations = [
        migrations.RunSQL(FUNCTION, BEFORE),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
    ]
