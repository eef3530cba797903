"""A search by resident reads the resident's own entries, at every size of the ledger.

The index on residents is all that such a search needs. A planner that takes her entries for one in
two hundred of all would rather look up the unit's or the period's by the index beside, and meet the
two: in a large month that is most of the work. So the period is asked of the index as whole months,
which choose the parts of the ledger, and the rest as truths (`is true`), which no index answers.
"""

from django.db import migrations

#: `events.CONFIDENTIAL`: of a resident's question why somebody had looked. Whoever did may be one of
#: the unit's reviewers, and the other guardian of a child is not to learn that it was asked.
_CONFIDENTIAL = "'{review:mirror:answer,review:mirror:ask}'::text[]"

#: As before (0008) with the settings of 0009, but for that.
ABOUT = f"""
create or replace function audit_about(
    p_residents uuid[], p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_id uuid, p_most int
) returns setof audit_entry
language plpgsql stable security definer set search_path = public, pg_temp
set max_parallel_workers_per_gather = 0 as $$
declare
    kind text := current_setting('app.kind', true);
    scope text;
    what text := '';
    first_month timestamptz := date_trunc('month', p_since at time zone 'UTC') at time zone 'UTC';
    last_month timestamptz := (date_trunc('month', least(p_until, p_before_at)
        at time zone 'UTC') + interval '1 month') at time zone 'UTC';
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
        scope := '(e.unit_id = $7::uuid) is true and e.action::text <> all ($8)';
    elsif kind = 'system' then
        scope := 'e.region_id = nullif($7, '''')';
        what := current_setting('app.region', true);
    else
        return;
    end if;
    return query execute
        'select e.* from audit_entry e where e.resident_ids && $1'
        || ' and e.at >= $9 and e.at < $10 and (e.at >= $2 and e.at < $3'
        || ' and e.at <= $4 and (e.at, e.id) < ($4, $5)) is true and ' || scope
        || ' order by e.at desc, e.id desc limit $6'
        using p_residents, p_since, p_until, p_before_at, p_before_id, p_most, what,
              {_CONFIDENTIAL}, first_month, last_month;
end $$;
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("audit", "0009_no_workers")]

    operations = [migrations.RunSQL(sql=[ABOUT], reverse_sql=migrations.RunSQL.noop)]
