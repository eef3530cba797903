"""What waits for residents to say whether a case may move; and no question leads to a closed unit."""

from django.db import migrations

LEFT = r"""
create or replace function unit_left(p_unit uuid)
returns table(what text, number int)
language sql stable security definer set search_path = public, pg_temp as $$
    with u as (
        select x.id, x.region_id from care_unit x
         where x.id = p_unit and settings_in_scope(null, x.region_id)
    ), open as materialized (
        select c.state, c.assignee_id, c.resident_protected, c.move_unit_id,
               c.first_response_at is null and c.first_due < now() as late
          from u join care_case c on c.unit_id = u.id and c.is_open
    )
    select x.what, x.number from u cross join lateral (values
        ('cases', (select count(*)::int from open)),
        ('ungiven', (select count(*)::int from open o
                      where o.assignee_id is null and o.state <> 'awaiting_resident')),
        ('given', (select count(*)::int from open o
                    where o.assignee_id is not null and o.state <> 'awaiting_resident')),
        ('asked', (select count(*)::int from open o where o.state = 'awaiting_resident')),
        ('shielded', (select count(*)::int from open o where o.resident_protected)),
        ('moving', (select count(*)::int from open o where o.move_unit_id is not null)),
        ('late', (select count(*)::int from open o where o.late)),
        ('drafts', (select count(*)::int from case_draft d where d.unit_id = u.id
                     and d.case_id is null and d.sent_at is null)),
        ('grants', (select count(*)::int from role_grant g where g.unit_id = u.id
                     and (g.ends_on is null
                          or g.ends_on > (now() at time zone 'Europe/Stockholm')::date))),
        ('handed', (select count(*)::int from case_type_grant h where h.unit_id = u.id
                     and h.ended_at is null)),
        ('types', (select count(*)::int from unit_case_type t where t.unit_id = u.id and t.active)),
        ('links', (select count(*)::int from linked_service_unit l where l.unit_id = u.id)),
        ('pointers', (select count(*)::int from unit_closing k where k.alternative_id = u.id
                       and k.ends_on >= current_date)
                   + (select count(*)::int from intake_limit i where i.alternative_id = u.id)
                   + (select count(*)::int from unit_ending e where e.to_unit_id = u.id
                       and e.state = 'announced'))
    ) x (what, number)
$$;
"""

CLOSE = r"""
create or replace function unit_close(p_unit uuid, p_by uuid, p_by_name text)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_region text;
    v_to uuid;
    v_today date := (now() at time zone 'Europe/Stockholm')::date;
begin
    select u.region_id, e.to_unit_id into v_region, v_to from unit_ending e
      join care_unit u on u.id = e.unit_id
     where e.unit_id = p_unit and e.state = 'announced' for update;
    if not found or settings_in_scope(null, v_region) is not true then
        return null;
    end if;
    -- Whoever sends a case reads the unit first: with it held, none comes in between.
    perform 1 from care_unit where id = p_unit for update;
    if exists (select 1 from care_case c where c.unit_id = p_unit and c.is_open)
        or exists (select 1 from unit_ending e where e.unit_id = p_unit and e.closes_on > v_today)
    then
        return false;
    end if;
    update care_unit set live = false where id = p_unit;
    -- Whoever is asked about a move to here is asked no more; that case stays where it is.
    with ended as (
        update care_case set move_unit_id = null, version = version + 1, updated_at = now()
         where move_unit_id = p_unit returning id, version, state, move_name
    )
    insert into case_history (id, case_id, key, at, version, event, from_state, to_state,
           actor_id, actor_name, actor_role, assignee_name, reason)
    -- An id that sorts by time, as those of the house.
    select (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
            || substr(md5(id::text), 1, 20))::uuid, id, gen_random_uuid(), now(), version, 'unask_to_move', state, state,
           null, 'closing', 'system', '', move_name from ended;
    update unit_ending set state = 'closed', closed_at = now() where unit_id = p_unit;
    -- What follows for each person is done by the timer `people.run_out`.
    update role_grant set ends_on = greatest(starts_on, v_today), settled_at = null
     where unit_id = p_unit and (ends_on is null or ends_on > v_today);
    update unit_case_type set active = false where unit_id = p_unit and active;
    update case_type_grant set ended_at = now(), ended_why = 'withdrawn', ended_by_name = p_by_name,
           ended_by_id = coalesce(p_by, '00000000-0000-0000-0000-000000000000')
     where unit_id = p_unit and ended_at is null;
    update case_type_proposal set withdrawn_at = now()
     where unit_id = p_unit and withdrawn_at is null;
    update terms_proposal set state = 'withdrawn', settled_at = now(), settled_by_name = p_by_name
     where unit_id = p_unit and state = 'waiting';
    update approved_resident set until = v_today - 1
     where unit_id = p_unit and (until is null or until >= v_today);
    delete from linked_service_unit where unit_id = p_unit;
    delete from unit_planned_name where unit_id = p_unit;
    update unit_closing set alternative_id = nullif(v_to, unit_id) where alternative_id = p_unit;
    delete from intake_limit
     where alternative_id = p_unit and extra_days = 0 and nullif(v_to, unit_id) is null;
    update intake_limit set alternative_id = nullif(v_to, unit_id) where alternative_id = p_unit;
    update unit_ending set to_unit_id = nullif(v_to, unit_id)
     where to_unit_id = p_unit and state = 'announced';
    return true;
end
$$;
"""


class Migration(migrations.Migration):
    """Both doors anew, with a number more and a statement more."""

    dependencies = [("closing", "0005_words_end"), ("cases", "0019_moved")]

    operations = [migrations.RunSQL([LEFT, CLOSE], migrations.RunSQL.noop)]
