"""What a unit decides about one resident is seen by those who run that unit, and no office."""

from django.db import migrations

#: The kinds whose changes name a resident: row 32 of the matrix gives them to no office.
ABOUT_RESIDENTS = r"""
create function setting_of_resident(p_kind text) returns boolean
language sql immutable set search_path = public, pg_temp as $$
    select p_kind in ('casetypes:grant', 'units:approval')
$$;
create function setting_seen(p_unit uuid, p_region text, p_kind text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select settings_in_scope(p_unit, p_region) and (
        not setting_of_resident(p_kind)
        or current_setting('app.kind', true) = 'system'
        or (current_setting('app.roles', true) like '%,unit_admin,%'
            and p_unit = nullif(current_setting('app.unit', true), '')::uuid)
    )
$$;
alter policy setting_change_seen on setting_change using (
    setting_seen(unit_id, region_id, kind)
);
alter policy setting_change_written on setting_change with check (
    setting_seen(unit_id, region_id, kind)
    and actor_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
"""

#: The same of the list of those who have been let in.
APPROVED = r"""
create function approval_in_scope(p_unit uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select setting_seen(p_unit, (select u.region_id from care_unit u where u.id = p_unit),
                        'units:approval')
$$;
alter policy approved_seen on approved_resident using (
    person_id = any ((select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    or approval_in_scope(unit_id)
);
alter policy approved_added on approved_resident with check (approval_in_scope(unit_id));
alter policy approved_changed on approved_resident using (approval_in_scope(unit_id));
alter policy approved_taken on approved_resident using (approval_in_scope(unit_id));
"""

BEFORE = r"""
alter policy setting_change_seen on setting_change using (settings_in_scope(unit_id, region_id));
alter policy setting_change_written on setting_change with check (
    settings_in_scope(unit_id, region_id)
    and actor_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
alter policy approved_seen on approved_resident using (
    person_id = any ((select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    or unit_in_scope(unit_id)
);
alter policy approved_added on approved_resident with check (unit_in_scope(unit_id));
alter policy approved_changed on approved_resident using (unit_in_scope(unit_id));
alter policy approved_taken on approved_resident using (unit_in_scope(unit_id));
drop function approval_in_scope;
drop function setting_seen;
drop function setting_of_resident;
"""


class Migration(migrations.Migration):
    """Pages have left them out all along; now the database does."""

    dependencies = [("units", "0005_names")]

    operations = [migrations.RunSQL(sql=[ABOUT_RESIDENTS, APPROVED], reverse_sql=[BEFORE])]
