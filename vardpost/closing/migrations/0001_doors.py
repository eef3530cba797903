"""What is left at a unit, in numbers, and the one door by which a unit closes."""

from django.db import migrations

SQL = r"""
alter table unit_ending enable row level security;
create policy unit_ending_seen on unit_ending for select using (true);
create policy unit_ending_made on unit_ending for insert with check (
    state <> 'closed' and exists (
        select 1 from care_unit u where u.id = unit_id and settings_in_scope(null, u.region_id)
    )
);
-- That a unit has closed is written by `unit_close` alone.
create policy unit_ending_changed on unit_ending for update using (
    state <> 'closed' and exists (
        select 1 from care_unit u where u.id = unit_id and settings_in_scope(null, u.region_id)
    )
) with check (state <> 'closed');

-- Numbers alone, and only for the office above the unit: never which case, or whose.
create function unit_left(p_unit uuid)
returns table(what text, number int)
language sql stable security definer set search_path = public, pg_temp as $$
    select x.what, x.number from care_unit u cross join lateral (values
        ('cases', (select count(*)::int from care_case c where c.unit_id = u.id and c.is_open)),
        ('late', (select count(*)::int from care_case c where c.unit_id = u.id and c.is_open
                   and c.first_response_at is null and c.first_due < now())),
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
     where u.id = p_unit and settings_in_scope(null, u.region_id)
$$;

-- Closes a unit: permissions end, links are taken away, whatever pointed to it points to the unit
-- that takes over. Nothing is deleted but links. Null outside the scope; false while a case is
-- open or the day has not come.
create function unit_close(p_unit uuid, p_by uuid, p_by_name text)
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
    update unit_ending set state = 'closed', closed_at = now() where unit_id = p_unit;
    -- What follows for each person is done by the timer `people.run_out`.
    update role_grant set ends_on = greatest(starts_on, v_today), settled_at = null
     where unit_id = p_unit and (ends_on is null or ends_on > v_today);
    update unit_case_type set active = false where unit_id = p_unit and active;
    update case_type_grant set ended_at = now(), ended_why = 'withdrawn', ended_by_name = p_by_name,
           ended_by_id = coalesce(p_by, '00000000-0000-0000-0000-000000000000')
     where unit_id = p_unit and ended_at is null;
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
    """Functions, and the policies of the table in `units`."""

    dependencies = [
        ("units", "0007_ending"),
        ("cases", "0018_queue_of_a_team"),
        ("casetypes", "0007_handed_out"),
        ("linked", "0002_row_security"),
        ("people", "0013_several_by_number"),
    ]

    operations = [
        migrations.RunSQL(
            [SQL],
            [
                "drop function unit_close; drop function unit_left; "
                "drop policy unit_ending_changed on unit_ending; "
                "drop policy unit_ending_made on unit_ending; "
                "drop policy unit_ending_seen on unit_ending"
            ],
        )
    ]
