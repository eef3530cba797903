"""The history of settings: never amended, seen by the unit's administrators and offices above."""

from django.db import migrations, models

import vardpost.kernel.ids

SECURITY = r"""
create function settings_in_scope(p_unit uuid, p_region text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select case (select current_setting('app.kind', true))
        when 'staff' then
            (current_setting('app.roles', true) like '%,unit_admin,%'
                and p_unit = nullif(current_setting('app.unit', true), '')::uuid)
            or (current_setting('app.roles', true) like '%,region_admin,%'
                and p_region = nullif(current_setting('app.region', true), ''))
            or current_setting('app.roles', true) like '%,national_office,%'
        when 'system' then p_region = coalesce(current_setting('app.system_region', true), '')
        else false
    end
$$;
alter table setting_change enable row level security;
create policy setting_change_seen on setting_change for select using (
    settings_in_scope(unit_id, region_id)
);
alter table care_unit enable row level security;
create policy care_unit_seen on care_unit for select using (true);
create policy care_unit_changed on care_unit for update using (
    settings_in_scope(id, region_id)
);
create policy setting_change_written on setting_change for insert with check (
    settings_in_scope(unit_id, region_id)
    and actor_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
"""


class Migration(migrations.Migration):
    """The table, and the second lock on it."""

    dependencies = [("units", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="SettingChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vardpost.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("region_id", models.CharField(blank=True, max_length=2)),
                ("unit_id", models.UUIDField(blank=True, null=True)),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.CharField(blank=True, max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(blank=True, null=True)),
                ("actor_name", models.CharField(max_length=160)),
                ("old", models.JSONField()),
                ("new", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("undoes_id", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "db_table": "setting_change",
                "indexes": [models.Index(fields=["unit_id", "-id"], name="i_setting_change_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region_id", "unit_id", "kind", "object_id", "version"),
                        name="setting_change_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(
            sql=[SECURITY],
            reverse_sql=["drop function settings_in_scope cascade"],
        ),
    ]
