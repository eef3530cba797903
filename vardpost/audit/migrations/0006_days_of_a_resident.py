"""What the ledger says of a resident, day by day: her way past `&&`, which no policy can index."""

from django.db import migrations

#: Equal acts of one day are one line; a page is whole days, so a line is never cut in two. Windows
#: of days are read backwards until there is enough, wider while they are empty: a resident with
#: little reads far, one with much reads near. The dates of a window stand in its text, so that it is
#: planned without the other months of the ledger, also where plans are generic (docs/performance).
DAYS = r"""
create function audit_days(
    p_residents uuid[], p_since date, p_before date, p_lines int, p_object text, p_unit uuid,
    p_without uuid
) returns setof jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    zone constant text := 'Europe/Stockholm';
    upper date := p_before;
    lower date;
    days int := 2;
    shown int := 0;
    found int;
    last date;
    line record;
begin
    if coalesce(current_setting('app.kind', true), '') <> 'resident'
       or not coalesce(p_residents
            <@ nullif(current_setting('app.residents', true), '')::uuid[], false) then
        return;
    end if;
    while upper > p_since loop
        lower := greatest(upper - days, p_since);
        found := 0;
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
                   case when count(*) <= 50 then array_agg(e.at) else '{}' end as times
              from audit_entry e
             where e.resident_ids && %L::uuid[] and e.at >= %L and e.at < %L
               and ($1 = '' or e.object_id = $1
                    or (e.object_type = 'queue' and e.unit_id = $2))
               and ($3 is null or e.person_id is distinct from $3)
             group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
             order by 1 desc, last_at desc, first_id desc
            $query$, p_residents, lower::timestamp at time zone zone,
            upper::timestamp at time zone zone)
            using p_object, p_unit, p_without
        loop
            if shown >= p_lines and line.day <> last then
                return next to_jsonb(line);  -- the first of an older day: there is more
                return;
            end if;
            shown := shown + 1;
            found := found + 1;
            last := line.day;
            return next to_jsonb(line);
        end loop;
        upper := lower;
        days := case
            when found = 0 then days * 2
            else greatest(1, least(days * 2, days * greatest(p_lines - shown, 1) / found + 1))
        end;
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    """One function, for residents alone; it applies the scope of the transaction itself."""

    dependencies = [("audit", "0005_months")]

    operations = [migrations.RunSQL(sql=[DAYS], reverse_sql="drop function audit_days")]
