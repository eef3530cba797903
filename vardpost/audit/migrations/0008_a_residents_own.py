"""A resident's own entries by whole months, and what is confidential: a resident's questions."""

from django.db import migrations

#: `events.CONFIDENTIAL`: of a resident's question why somebody had looked. Whoever did may be one of
#: the unit's reviewers, and the other guardian of a child is not to learn that it was asked.
_CONFIDENTIAL = "'{review:mirror:answer,review:mirror:ask}'::text[]"

#: Operators on text are leakproof, so whatever finds its way by an index still does (0003).
REVIEWER = f"""
alter policy audit_reviewer on audit_entry using (
    (select current_setting('app.kind', true)) = 'staff'
    and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)
    and (select current_setting('app.roles', true)) like '%,reviewer,%'
    and action::text <> all ({_CONFIDENTIAL})
);
alter policy audit_resident on audit_entry using (
    (select current_setting('app.kind', true)) = 'resident'
    and resident_ids
        && (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[]
    and (action::text <> all ({_CONFIDENTIAL})
         or (select current_setting('app.person', true)) in (person_id::text, detail->>'asker'))
);
"""

#: As before (0007), without what is confidential for a unit's reviewer, and for a resident without
#: what another than she has asked.
ABOUT = f"""
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
        what := current_setting('app.person', true);
        if not coalesce(p_residents
                <@ nullif(current_setting('app.residents', true), '')::uuid[], false) then
            return;
        end if;
        scope := '(e.action::text <> all ($8) or $7 in (e.person_id::text, e.detail->>''asker''))';
    elsif kind = 'staff' then
        what := coalesce(current_setting('app.unit', true), '');
        if what = '' or not coalesce(current_setting('app.roles', true) like '%,reviewer,%', false)
        then
            return;
        end if;
        -- Not as `=`: all of the unit's entries would be looked up by the index beside.
        scope := 'e.unit_id is not distinct from $7::uuid and e.action::text <> all ($8)';
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
        using p_residents, p_since, p_until, p_before_at, p_before_id, p_most, what,
              {_CONFIDENTIAL};
end $$;
"""

#: As before (0006), but windows are whole months, as the ledger's parts are: the index on residents
#: knows no time, so a window of two days costs what its month costs, and a month is asked once.
#: The first window is the month that the page begins in; then one month, two, four, while more is
#: needed. The dates stand in the text, so that no other part is planned.
DAYS = f"""
create or replace function audit_days(
    p_residents uuid[], p_since date, p_before date, p_lines int, p_object text, p_unit uuid,
    p_without uuid
) returns setof jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    zone constant text := 'Europe/Stockholm';
    me text := current_setting('app.person', true);
    upper date := p_before;
    lower date;
    months int := 1;
    first boolean := true;
    shown int := 0;
    last date;
    line record;
begin
    if coalesce(current_setting('app.kind', true), '') <> 'resident'
       or not coalesce(p_residents
            <@ nullif(current_setting('app.residents', true), '')::uuid[], false) then
        return;
    end if;
    while upper > p_since loop
        lower := greatest(
            (date_trunc('month', (upper - 1)::timestamp) - make_interval(months => months - 1))::date,
            p_since);
        for line in execute format($query$
            select (e.at at time zone 'Europe/Stockholm')::date as day, e.actor_kind, e.person_id,
                   e.roles, e.unit_id, e.action, e.outcome, e.purpose, e.relation, e.acting_as,
                   e.object_type,
                   case when e.object_type in ('case', 'draft') and e.actor_kind <> 'resident'
                        then e.object_id else '' end as object_id,
                   coalesce((e.detail->>'automatic')::boolean, false) as automatic,
                   max(e.person_name) as person_name, max(e.unit_name) as unit_name,
                   max(e.region_id) as region_id, count(*)::int as count,
                   min(e.at) as first_at, max(e.at) as last_at, min(e.id::text) as first_id,
                   case when count(*) <= 50 then array_agg(e.at) else '{{}}' end as times
              from audit_entry e
             where e.resident_ids && %L::uuid[] and e.at >= %L and e.at < %L
               and ($1 = '' or e.object_id = $1
                    or (e.object_type = 'queue' and e.unit_id = $2))
               and ($3 is null or e.person_id is distinct from $3)
               and (e.action::text <> all ({_CONFIDENTIAL})
                    or $4 in (e.person_id::text, e.detail->>'asker'))
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
             order by 1 desc, last_at desc, first_id desc
            $query$, p_residents, lower::timestamp at time zone zone,
            upper::timestamp at time zone zone)
            using p_object, p_unit, p_without, me
        loop
            if shown >= p_lines and line.day <> last then
                return next to_jsonb(line);  -- the first of an older day: there is more
                return;
            end if;
            shown := shown + 1;
            last := line.day;
            return next to_jsonb(line);
        end loop;
        upper := lower;
        months := case when first then 1 else months * 2 end;
        first := false;
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    """Two policies and two functions."""

    dependencies = [("audit", "0007_indexes_in_order")]

    operations = [
        migrations.RunSQL(sql=[REVIEWER], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=[ABOUT], reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=[DAYS], reverse_sql=migrations.RunSQL.noop),
    ]
