"""The moments of a unit's cases, without whose they are, and how its settings have stood.

Whoever asks runs the unit or its region and reads no case: no number, no person, no word comes out.
"""

from django.db import migrations

CASES = r"""
-- The cases sent since a moment, and those that waited for a first answer then: whose `inside` is
-- false. Found by the indexes of the queues; a finished case's moments moved its `updated_at`.
create function simulation_cases(p_unit uuid, p_since timestamptz, p_until timestamptz)
returns table(
    sent_at timestamptz, case_type text, type_id text, first_due timestamptz,
    final_due timestamptz, final_days int, responded_at timestamptz, finished_at timestamptz,
    taken_back boolean, inside boolean, turns text[], turned_at timestamptz[])
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select u.id from care_unit u
         where u.id = p_unit and current_setting('app.kind', true) = 'staff'
           and settings_in_scope(u.id, u.region_id)
    ), found as materialized (
        select c.* from here h join care_case c on c.unit_id = p_unit
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
           f.final_days::int, f.first_response_at, f.finished_at,
           f.state = 'withdrawn' and f.first_response_at is null, f.submitted_at >= p_since,
           t.turns, t.turned_at
      from found f left join case_type_version v on v.id = f.type_version_id
      left join turned t on t.case_id = f.id
     order by f.submitted_at
$$;
"""

#: The region's days stand in its own history, which a unit's administrator does not read.
DAYS = r"""
create function simulation_region_days(p_unit uuid, p_since timestamptz)
returns table(day date, at timestamptz, was boolean, stands boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select u.region_id from care_unit u
         where u.id = p_unit and current_setting('app.kind', true) = 'staff'
           and settings_in_scope(u.id, u.region_id)
    )
    select d.day, null::timestamptz, true, true
      from here h join region_day d on d.region_id = h.region_id
    union all
    select s.object_id::date, s.at, s.old <> '{}', s.new <> '{}'
      from here h join setting_change s on s.region_id = h.region_id and s.unit_id is null
       and s.kind = 'units:region-day' and s.at >= p_since
     order by 2 nulls first
$$;
"""


class Migration(migrations.Migration):
    """Two functions that only read."""

    dependencies = [("cases", "0018_queue_of_a_team"), ("units", "0007_ending")]

    operations = [
        migrations.RunSQL([CASES], ["drop function simulation_cases"]),
        migrations.RunSQL([DAYS], ["drop function simulation_region_days"]),
    ]
