"""Cases that a rule has given somebody: the team's mark, the system's line, and a trial in numbers.

A case is sent in the resident's scope. The line of history that the system leaves with it is let in
for that case alone, in the same breath, under nobody's name.
"""

from django.db import migrations, models

HISTORY = r"""
create policy history_routed on case_history for insert with check (
    (select current_setting('app.kind', true)) = 'resident'
    and actor_id is null
    and actor_role = 'system'
    and event in ('route', 'route_to_queue')
    and exists (
        select 1 from care_case c
         where c.id = case_history.case_id and c.submitted_at = case_history.at
           and c.sent_by_id = (select nullif(current_setting('app.person', true), '')::uuid))
);
"""

#: How many of a unit's cases of the last thirty days each rule would have taken; number 0 is the
#: common queue. Whoever asks runs the unit and reads no case: nothing but numbers comes out, none
#: below five, for the rules that stand and for no other days. `routing.rules.matches` in SQL, which
#: a test holds together with it.
TRIAL = r"""
create function routing_trial(p_unit uuid) returns table(number int, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select (now() at time zone 'Europe/Stockholm')::date as today
         where current_setting('app.kind', true) = 'staff'
           and current_setting('app.roles', true) like '%,unit_admin,%'
           and p_unit = nullif(current_setting('app.unit', true), '')::uuid
    ), sent as materialized (
        select c.id, c.case_type, c.resident_id, h.today from here h join care_case c
            on c.unit_id = p_unit and c.submitted_at > now() - interval '30 days'
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
    """Two columns, an index, a policy and a function."""

    dependencies = [
        ("cases", "0009_pinned_first"),
        ("routing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="team_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="case",
            name="team_name",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit_id", "-submitted_at"], name="i_case_sent"),
        ),
        migrations.RunSQL(
            sql=[HISTORY, TRIAL],
            reverse_sql=[
                "drop function routing_trial",
                "drop policy history_routed on case_history",
            ],
        ),
    ]
