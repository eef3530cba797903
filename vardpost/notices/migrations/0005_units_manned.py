"""Who runs and watches a region's units, as numbers: for the office above them, of all at once.

How each member of staff wants to be told is hers: what comes out is whether anybody of a unit is
told of new cases, as `unit_is_told` says of one, the unit's mailbox apart.
"""

from django.db import migrations

MANNED = r"""
create function units_manned(p_region text)
returns table(unit_id uuid, admins int, told boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select g.unit_id,
           (count(distinct g.person_id) filter (where g.role = 'unit_admin'))::int,
           coalesce(bool_or(a.email <> '' and coalesce(t.new_case, 'direct') <> 'off')
               filter (where g.role = 'case_receiver'), false)
      from care_unit u join role_grant g on g.unit_id = u.id
      join staff_account a on a.person_id = g.person_id and a.active
      left join staff_notice t on t.person_id = g.person_id
     where u.region_id = p_region
       and g.role in ('unit_admin', 'case_receiver')
       and g.starts_on <= (select (now() at time zone 'Europe/Stockholm')::date)
       and (g.ends_on is null
            or g.ends_on > (select (now() at time zone 'Europe/Stockholm')::date))
       and current_setting('app.kind', true) = 'staff'
       and (current_setting('app.roles', true) like '%,national_office,%'
            or (current_setting('app.roles', true) like '%,region_admin,%'
                and p_region = nullif(current_setting('app.region', true), '')))
     group by g.unit_id
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_review"), ("people", "0013_several_by_number")]

    operations = [migrations.RunSQL(sql=[MANNED], reverse_sql=["drop function units_manned"])]
