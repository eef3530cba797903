"""Who got the month's cases by the rules, and who would have, in numbers: none below five.

The one argument is an order of the rules that stand, some of them left out: nobody can ask for an
answer that no saved rule asks for (ADR 0019). Without it each case meets the rules of its moment,
as their history has them, and what the system noted in the case's history comes out anew; `unlike`
is how many did not. `routing.rules.matches` in SQL, which a test holds together with the sending.
"""

from django.db import migrations

REPLAY = r"""
create function simulation_routing(
    p_unit uuid, p_since timestamptz, p_until timestamptz, p_order uuid[])
returns table(target text, name text, was bigint, would bigint, unlike bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select p_unit as unit where current_setting('app.kind', true) = 'staff'
           and current_setting('app.roles', true) like '%,unit_admin,%'
           and p_unit = nullif(current_setting('app.unit', true), '')::uuid
    ), standing as (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'case_type', r.case_type, 'target', r.target, 'person_id', r.person_id,
                   'team_id', r.team_id, 'asked', r.asked,
                   'target_name', coalesce(t.name, r.target_name))
                   order by coalesce(array_position(p_order, r.id), r.number)), '[]') as rules
          from here h join routing_rule r on r.unit_id = h.unit
          left join team t on t.id = r.team_id
         where p_order is null or r.id = any (p_order)
    ), changes as (
        select s.at, s.old -> 'rules' as old, s.new -> 'rules' as new,
               lead(s.at) over (order by s.version) as until,
               row_number() over (order by s.version) as place
          from here h join setting_change s on s.unit_id = h.unit and s.kind = 'routing:rules'
         where s.at >= p_since and p_order is null
    ), lists as (
        select '-infinity'::timestamptz as since, 'infinity'::timestamptz as until, rules
          from standing where not exists (select 1 from changes)
        union all
        select '-infinity', at, old from changes where place = 1
        union all
        select at, coalesce(until, 'infinity'), new from changes
    ), rules as materialized (
        select l.since, l.until, e.number::int, e.rule ->> 'case_type' as case_type,
               e.rule ->> 'target' as target,
               nullif(e.rule ->> 'person_id', '')::uuid as person_id,
               nullif(e.rule ->> 'team_id', '')::uuid as team_id,
               e.rule ->> 'target_name' as name, e.rule -> 'asked' as asked
          from lists l cross join jsonb_array_elements(l.rules) with ordinality e(rule, number)
    ), sent as materialized (
        select c.id, c.case_type, c.resident_id, c.submitted_at as at,
               (c.submitted_at at time zone 'Europe/Stockholm')::date as day
          from here h join care_case c on c.unit_id = h.unit
           and c.submitted_at >= p_since and c.submitted_at < p_until
           and (c.is_open or (not c.is_open and c.updated_at >= p_since))
         order by c.submitted_at desc limit 20000
    ), facts as materialized (
        select s.*, n.target as was_target, n.name as was_name, coalesce(n.number, 0) as was, (
                   select m.answers || '{}' from case_message m
                    where m.case_id = s.id and m.kind = 'submission' limit 1) as given
          from sent s left join lateral (
              select case h.event when 'route' then 'person'
                         else case h.assignee_name when '' then 'queue' else 'team' end
                     end as target,
                     h.assignee_name as name, split_part(h.reason, ' ', 1)::int as number
                from case_history h
               where h.case_id = s.id and h.event in ('route', 'route_to_queue')
                 and h.actor_role = 'system' and h.at = s.at
               order by h.id limit 1) n on true
    ), unable as materialized (
        select p.person_id, d.day
          from (select distinct r.person_id from rules r where r.target = 'person') p
         cross join (select distinct s.day from sent s) d
         where routing_answers(
             p_unit, p.person_id, '00000000-0000-0000-0000-000000000000', d.day) is null
    ), close as materialized (
        select k.guardian_id as person_id, k.child_id as resident_id from guardianship k
         where k.guardian_id in (select r.person_id from rules r)
        union select r.person_id, r.person_id from rules r where r.person_id is not null
    ), found as (
        select f.was_target, f.was_name, f.was, w.number, w.target, w.name
          from facts f left join lateral (
              select r.number, r.target, case r.target when 'queue' then '' else r.name end as name
                from rules r
               where f.at >= r.since and f.at < r.until and r.case_type in ('', f.case_type)
                 and case r.target
                     when 'person' then not exists (
                             select 1 from unable u
                              where u.person_id = r.person_id and u.day = f.day)
                         and not exists (
                             select 1 from close k where k.person_id = r.person_id
                                and k.resident_id = f.resident_id)
                     when 'team'
                         then exists (select 1 from team_member t where t.team_id = r.team_id)
                     else true end
                 and not exists (
                     select 1 from jsonb_array_elements(r.asked) one
                      where (case jsonb_typeof(f.given -> (one ->> 'field'))
                          when 'string' then one -> 'values' ? (f.given ->> (one ->> 'field'))
                          when 'boolean' then one -> 'values' ?
                              case f.given ->> (one ->> 'field') when 'true' then 'yes' else 'no' end
                          when 'array' then exists (
                              select 1 from jsonb_array_elements(f.given -> (one ->> 'field')) v
                               where jsonb_typeof(v) = 'string' and one -> 'values' ? (v #>> '{}'))
                          else false end) is not true)
               order by r.number limit 1) w on true
    ), sides as (
        select coalesce(f.was_target, 'queue') as target, coalesce(f.was_name, '') as name,
               1 as was, 0 as would, 0 as unlike from found f
        union all
        select coalesce(f.target, 'queue'), coalesce(f.name, ''), 0, 1,
               (p_order is null and f.was <> coalesce(f.number, 0))::int from found f
    ), summed as (
        select s.target, s.name, sum(s.was) as was, sum(s.would) as would, sum(s.unlike) as unlike
          from sides s group by s.target, s.name
    )
    select s.target, s.name, case when s.was >= 5 then s.was end,
           case when s.would >= 5 then s.would end, (select sum(x.unlike)::bigint from summed x)
      from here h cross join summed s
     order by s.target = 'queue', s.name
$$;
"""


class Migration(migrations.Migration):
    """One function that only reads."""

    dependencies = [("simulation", "0001_doors"), ("routing", "0002_teams_seen")]

    operations = [migrations.RunSQL([REPLAY], ["drop function simulation_routing"])]
