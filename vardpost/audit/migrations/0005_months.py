"""The ledger by months: what there is becomes the first part, a default part refuses no row."""

import django.contrib.postgres.indexes
from django.db import migrations, models

#: The rows that are there get the transaction number 0: they are sealed first, by their ids.
SET_ASIDE = r"""
drop policy audit_write on audit_entry;
drop policy audit_reviewer on audit_entry;
drop policy audit_resident on audit_entry;
drop policy audit_system on audit_entry;
alter table audit_entry rename to audit_entry_before;
alter table audit_entry_before drop constraint audit_entry_pkey;
drop index i_audit_unit_at;
alter table audit_entry_before add column xid bigint not null default 0;
alter table audit_entry_before
    alter column xid set default (pg_current_xact_id()::text::bigint);
"""

PARENT = r"""
create table audit_entry (like audit_entry_before including defaults, primary key (id, at))
    partition by range (at);
create index i_audit_unit_at on audit_entry (unit_id, at);
create index i_audit_person_at on audit_entry (unit_id, person_id, at);
create index i_audit_xid on audit_entry (xid, id);
create index i_audit_residents on audit_entry using gin (resident_ids);
alter table audit_entry enable row level security;
create policy audit_write on audit_entry for insert with check (
    actor_kind = (select nullif(current_setting('app.kind', true), ''))
    and person_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy audit_reviewer on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'staff'
    and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)
    and (select current_setting('app.roles', true)) like '%,reviewer,%'
);
create policy audit_resident on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'resident'
    and resident_ids
        && (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[]
);
create policy audit_system on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'system'
    and region_id = (select nullif(current_setting('app.region', true), ''))
);
-- Whoever may add leaves reads what they are made of, whatever an operator calls the role.
create policy audit_seal on audit_entry for select using (
    (select has_table_privilege('public.audit_leaf', 'insert'))
);
create table audit_entry_default partition of audit_entry default;
alter table audit_entry_default enable row level security;
"""

#: One month's part, of whatever the default part has caught of it too; true when it was made.
MONTH = r"""
create function audit_month(p_day date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    since timestamptz := date_trunc('month', p_day::timestamp) at time zone 'UTC';
    until timestamptz := (date_trunc('month', p_day::timestamp) + interval '1 month')
        at time zone 'UTC';
    part text := 'audit_entry_' || to_char(p_day, 'YYYY_MM');
begin
    if to_regclass('public.' || part) is not null then
        return false;
    end if;
    begin
        execute format('create table %I (like audit_entry including all)', part);
        execute format(
            'with moved as (delete from audit_entry_default where at >= %L and at < %L returning *)'
            ' insert into %I select * from moved', since, until, part);
        execute format('alter table audit_entry attach partition %I for values from (%L) to (%L)',
            part, since, until);
        execute format('alter table %I enable row level security', part);
    exception when invalid_object_definition or duplicate_table then
        return false;  -- the first part holds it, or somebody else was faster
    end;
    return true;
end $$;
"""

#: Three months lie ready, whoever asks and however often.
AHEAD = r"""
create function audit_months_ahead() returns int
language sql security definer set search_path = public, pg_temp as $$
    select count(*) filter (where audit_month((current_date + make_interval(months => n))::date))::int
      from generate_series(0, 3) n
$$;
"""

#: `&&` uses no index under row security (0003), so this applies the scope itself.
ABOUT = r"""
create function audit_about(
    p_residents uuid[], p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_id uuid, p_most int
) returns setof audit_entry
language sql stable security definer set search_path = public, pg_temp as $$
    select e.* from audit_entry e
     where e.resident_ids && p_residents
       and e.at >= p_since and e.at < p_until
       and e.at <= p_before_at and (e.at, e.id) < (p_before_at, p_before_id)
       and case (select current_setting('app.kind', true))
           when 'resident' then
               (select p_residents
                    <@ (nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
           when 'staff' then
               (select current_setting('app.roles', true) like '%,reviewer,%')
               and e.unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)
           when 'system' then
               e.region_id = (select nullif(current_setting('app.region', true), ''))
           else false end
     order by e.at desc, e.id desc
     limit p_most
$$;
"""


#: A ledger without rows begins with the month; one with rows keeps them as its first part.
FIRST = r"""
do $$
declare last timestamptz := (select max(at) from audit_entry_before);
begin
    if last is null then
        drop table audit_entry_before;
    else
        alter table audit_entry_before enable row level security;
        execute format(
            'alter table audit_entry attach partition audit_entry_before '
            'for values from (minvalue) to (%L)',
            (date_trunc('month', greatest(last, now()) at time zone 'UTC') + interval '1 month')
                at time zone 'UTC');
    end if;
    perform audit_months_ahead();
end $$;
"""


class Migration(migrations.Migration):
    """Nothing is copied: old rows stay where they lie (ADR 0022)."""

    dependencies = [("audit", "0004_seal")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(SET_ASIDE),
                migrations.RunSQL(PARENT),
                migrations.RunSQL([MONTH]),
                migrations.RunSQL([AHEAD]),
                migrations.RunSQL([ABOUT]),
                migrations.RunSQL([FIRST]),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="auditentry",
                    name="xid",
                    field=models.BigIntegerField(default=0, editable=False),
                    preserve_default=False,
                ),
                migrations.AddIndex(
                    model_name="auditentry",
                    index=models.Index(
                        fields=["unit_id", "person_id", "at"], name="i_audit_person_at"
                    ),
                ),
                migrations.AddIndex(
                    model_name="auditentry",
                    index=models.Index(fields=["xid", "id"], name="i_audit_xid"),
                ),
                migrations.AddIndex(
                    model_name="auditentry",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["resident_ids"], name="i_audit_residents"
                    ),
                ),
            ],
        ),
    ]
