"""Searches come in the order of their index: newest first needs no sort, at any size.

Plans are generic (docs/performance.md), and a plan that knows no period takes a period for short: it
reads all of a unit's entries in it and sorts them. So a page of the ledger is planned for its own
values, inside a function: months that are not asked for are gone before anything begins, and the
index gives the order.
"""

from django.db import migrations, models

UNIT = "create index i_audit_unit_at on audit_entry (unit_id, at, id)"
PERSON = "create index i_audit_person_at on audit_entry (unit_id, person_id, at, id)"

#: A unit's entries, or one person's there, newest first. Row security holds: nothing is definer's.
NEWEST = r"""
create function audit_newest(
    p_unit uuid, p_person uuid, p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_id uuid, p_most int
) returns setof audit_entry
language plpgsql stable set search_path = public, pg_temp as $$
begin
    return query execute
        'select e.* from audit_entry e where e.unit_id = $1'
        || case when p_person is null then '' else ' and e.person_id = $2' end
        || ' and e.at >= $3 and e.at < $4 and e.at <= $5 and (e.at, e.id) < ($5, $6)'
        || ' order by e.at desc, e.id desc limit $7'
        using p_unit, p_person, p_since, p_until, p_before_at, p_before_id, p_most;
end $$;
"""

#: What concerns residents, newest first; `&&` uses no index under row security (0003), so this
#: applies the scope itself.
ABOUT = r"""
create or replace function audit_about(
    p_residents uuid[], p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_id uuid, p_most int
) returns setof audit_entry
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    kind text := current_setting('app.kind', true);
    scope text;
    what text := '';
begin
    if kind = 'resident' then
        if not coalesce(p_residents
                <@ nullif(current_setting('app.residents', true), '')::uuid[], false) then
            return;
        end if;
        scope := 'true';
    elsif kind = 'staff' then
        what := coalesce(current_setting('app.unit', true), '');
        if what = '' or not coalesce(current_setting('app.roles', true) like '%,reviewer,%', false)
        then
            return;
        end if;
        -- Not as `=`: all of the unit's entries would be looked up by the index beside.
        scope := 'e.unit_id is not distinct from $7::uuid';
    elsif kind = 'system' then
        scope := 'e.region_id = nullif($7, '''')';
        what := current_setting('app.region', true);
    else
        return;
    end if;
    return query execute
        'select e.* from audit_entry e where e.resident_ids && $1 and e.at >= $2 and e.at < $3'
        || ' and e.at <= $4 and (e.at, e.id) < ($4, $5) and ' || scope
        || ' order by e.at desc, e.id desc limit $6'
        using p_residents, p_since, p_until, p_before_at, p_before_id, p_most, what;
end $$;
"""


class Migration(migrations.Migration):
    """Two indexes anew, and the two ways into the ledger."""

    dependencies = [("audit", "0006_days_of_a_resident")]

    operations = [
        migrations.RunSQL(
            sql=["drop index i_audit_unit_at", UNIT, "drop index i_audit_person_at", PERSON],
            reverse_sql=migrations.RunSQL.noop,
            state_operations=[
                migrations.RemoveIndex("auditentry", "i_audit_unit_at"),
                migrations.RemoveIndex("auditentry", "i_audit_person_at"),
                migrations.AddIndex(
                    "auditentry",
                    models.Index(fields=["unit_id", "at", "id"], name="i_audit_unit_at"),
                ),
                migrations.AddIndex(
                    "auditentry",
                    models.Index(
                        fields=["unit_id", "person_id", "at", "id"], name="i_audit_person_at"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(sql=[NEWEST], reverse_sql="drop function audit_newest"),
        migrations.RunSQL(sql=[ABOUT], reverse_sql=migrations.RunSQL.noop),
    ]
