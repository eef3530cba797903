"""Who reads and writes what of a unit's way in: the second lock."""

from django.db import migrations

SQL = """
alter table directory_unit enable row level security;
create policy directory_unit_seen on directory_unit for select using (true);
create policy directory_unit_made on directory_unit for insert with check (
    settings_in_scope(null, region_id)
);
create policy directory_unit_changed on directory_unit for update using (
    settings_in_scope(null, region_id)
);

alter table unit_joining enable row level security;
create policy unit_joining_seen on unit_joining for select using (
    settings_in_scope(unit_id, region_id)
);
create policy unit_joining_made on unit_joining for insert with check (
    settings_in_scope(null, region_id)
);
create policy unit_joining_changed on unit_joining for update using (
    settings_in_scope(null, region_id)
);

alter table unit_joining_step enable row level security;
create policy unit_joining_step_seen on unit_joining_step for select using (
    exists (select 1 from unit_joining j where j.id = joining_id)
);
create policy unit_joining_step_made on unit_joining_step for insert with check (
    exists (
        select 1 from unit_joining j
         where j.id = joining_id and settings_in_scope(null, j.region_id)
    )
    and actor_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);

-- A new unit is made hidden, by the office above it; it opens through a door of its own.
create policy care_unit_made on care_unit for insert with check (
    settings_in_scope(null, region_id) and not live
);
create function unit_open(p_unit uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update care_unit set live = true
     where id = p_unit and not live and settings_in_scope(null, region_id);
    return found;
end
$$;
"""


class Migration(migrations.Migration):
    """The policies, and the door by which a unit opens."""

    dependencies = [("onboarding", "0001_initial"), ("units", "0005_names")]

    operations = [
        migrations.RunSQL(
            [SQL],
            [
                "drop function unit_open; drop policy care_unit_made on care_unit; "
                "drop policy unit_joining_step_made on unit_joining_step; "
                "drop policy unit_joining_step_seen on unit_joining_step; "
                "drop policy unit_joining_changed on unit_joining; "
                "drop policy unit_joining_made on unit_joining; "
                "drop policy unit_joining_seen on unit_joining; "
                "drop policy directory_unit_changed on directory_unit; "
                "drop policy directory_unit_made on directory_unit; "
                "drop policy directory_unit_seen on directory_unit"
            ],
        )
    ]
