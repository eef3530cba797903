"""The trial of rules reads by the indexes that the queues have already.

An index by unit and time of sending drew the counts of the queues to it, and they then read the
table. What was sent in the last thirty days is open, or was finished in them.
"""

from django.db import migrations

TRIAL = r"""
create or replace function routing_trial(p_unit uuid) returns table(number int, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select (now() at time zone 'Europe/Stockholm')::date as today
         where current_setting('app.kind', true) = 'staff'
           and current_setting('app.roles', true) like '%,unit_admin,%'
           and p_unit = nullif(current_setting('app.unit', true), '')::uuid
    ), sent as materialized (
        select c.id, c.case_type, c.resident_id, h.today from here h join care_case c
            on c.unit_id = p_unit and c.submitted_at > now() - interval '30 days'
           and (c.is_open or (not c.is_open and c.updated_at > now() - interval '30 days'))
         order by c.submitted_at desc limit 20000
    ), found as (
        select coalesce((
            select r.number from routing_rule r
             where r.unit_id = p_unit and r.case_type in ('', s.case_type)
               and not exists (
                   select 1 from jsonb_array_elements(r.asked) one
                     cross join lateral (select one ->> 'field', one -> 'values') as q(field, wanted)
                    where not coalesce((
                        select case jsonb_typeof(m.answers -> q.field)
                            when 'string' then q.wanted ? (m.answers ->> q.field)
                            when 'boolean' then q.wanted
                                ? case m.answers ->> q.field when 'true' then 'yes' else 'no' end
                            when 'array' then exists (
                                select 1 from jsonb_array_elements(m.answers -> q.field) v
                                 where jsonb_typeof(v) = 'string' and q.wanted ? (v #>> '{}'))
                            else false end
                          from case_message m
                         where m.case_id = s.id and m.kind = 'submission' limit 1), false))
               and case r.target
                   when 'person' then routing_answers(
                       p_unit, r.person_id, s.resident_id, s.today) is not null
                   when 'team'
                       then exists (select 1 from team_member t where t.team_id = r.team_id)
                   else true end
             order by r.number limit 1), 0) as number
          from sent s
    ), counted as (select f.number, count(*) as cases from found f group by f.number)
    select n.number, case when c.cases >= 5 then c.cases end
      from here h
      cross join (select 0 as number union all
                  select r.number from routing_rule r where r.unit_id = p_unit) n
      left join counted c on c.number = n.number
     order by n.number
$$;
"""


class Migration(migrations.Migration):
    """One index less, and the function anew."""

    dependencies = [("cases", "0011_terms_as_shown")]

    operations = [
        migrations.RemoveIndex(model_name="case", name="i_case_sent"),
        migrations.RunSQL(sql=[TRIAL], reverse_sql=migrations.RunSQL.noop),
    ]
