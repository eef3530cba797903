"""Questions about a move to a closed unit are ended by the action, with ledger and notices."""

from django.db import migrations

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
    """The door anew, without the statement that wrote in other units' cases."""

    dependencies = [("closing", "0006_moves"), ("cases", "0020_asked_about")]

    operations = [migrations.RunSQL(CLOSE, migrations.RunSQL.noop)]
