"""A case that was sent on to another unit ended here as one that was taken back."""

from django.db import migrations

CASES = r"""
-- As before: the cases sent since a moment, and those that waited for a first answer then.
create or replace function simulation_cases(
    p_unit uuid, p_since timestamptz, p_until timestamptz)
returns table(
    sent_at timestamptz, case_type text, type_id text, first_due timestamptz,
    final_due timestamptz, final_days int, responded_at timestamptz, finished_at timestamptz,
    taken_back boolean, inside boolean, turns text[], turned_at timestamptz[])
language sql stable security definer set search_path = public, pg_temp set work_mem = '16MB' as $$
    with here as (
        select u.id from care_unit u
         where u.id = p_unit and current_setting('app.kind', true) = 'staff'
           and settings_in_scope(u.id, u.region_id)
    ), found as materialized (
        select c.id, c.submitted_at, c.case_type, c.type_version_id, c.first_due, c.final_due,
               c.final_days, c.first_response_at, c.finished_at,
               c.state in ('withdrawn', 'forwarded') and c.first_response_at is null
                   as taken_back
          from here h join care_case c on c.unit_id = p_unit
           and (c.is_open or (not c.is_open and c.updated_at >= p_since))
         where c.submitted_at < p_until
           and (c.submitted_at >= p_since
                or ((c.first_response_at is null or c.first_response_at > p_since)
                    and (c.finished_at is null or c.finished_at > p_since)))
         order by c.submitted_at desc limit 20001
    ), turned as (
        select h.case_id, array_agg(h.event::text order by h.id) as turns,
               array_agg(h.at order by h.id) as turned_at
          from found f join case_history h on h.case_id = f.id
         where f.first_response_at is not null and h.event in (
               'counter_question', 'resident_reply', 'resident_followup', 'reopen',
               'final_answer', 'close_without_answer', 'withdraw')
         group by h.case_id
        having bool_or(h.event in ('counter_question', 'resident_followup', 'reopen'))
    )
    select f.submitted_at, f.case_type, v.case_type_id::text, f.first_due, f.final_due,
           f.final_days::int, f.first_response_at, f.finished_at, f.taken_back,
           f.submitted_at >= p_since, t.turns, t.turned_at
      from found f left join case_type_version v on v.id = f.type_version_id
      left join turned t on t.case_id = f.id
     order by f.submitted_at
$$;
"""


class Migration(migrations.Migration):
    """The function anew."""

    dependencies = [("simulation", "0003_narrow"), ("cases", "0019_moved")]

    operations = [migrations.RunSQL([CASES], migrations.RunSQL.noop)]
