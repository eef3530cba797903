"""Names that units had, and names to come; the one door by which a name is changed."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

SECURITY = r"""
alter table unit_former_name enable row level security;
create policy unit_former_name_seen on unit_former_name for select using (true);

alter table unit_planned_name enable row level security;
create policy unit_planned_name_seen on unit_planned_name for select using (true);
create policy unit_planned_name_made on unit_planned_name for insert with check (
    exists (
        select 1 from care_unit u where u.id = unit_id and settings_in_scope(null, u.region_id)
    )
);
create policy unit_planned_name_changed on unit_planned_name for update using (
    exists (
        select 1 from care_unit u where u.id = unit_id and settings_in_scope(null, u.region_id)
    )
);
create policy unit_planned_name_taken on unit_planned_name for delete using (
    exists (
        select 1 from care_unit u where u.id = unit_id and settings_in_scope(null, u.region_id)
    )
);

-- A name is changed by the office above the unit, and never without the one before being kept.
create function unit_rename(p_key uuid, p_unit uuid, p_name text, p_at timestamptz)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_region text;
    v_name text;
begin
    select u.region_id, u.name into v_region, v_name from care_unit u where u.id = p_unit
       for update;
    if not found or settings_in_scope(null, v_region) is not true or v_name = p_name then
        return false;
    end if;
    insert into unit_former_name (id, unit_id, name, until_at)
    values (p_key, p_unit, v_name, p_at);
    update care_unit set name = p_name where id = p_unit;
    return true;
end
$$;
"""


class Migration(migrations.Migration):
    """The tables, and the second lock on them."""

    dependencies = [("units", "0004_patient_board")]

    operations = [
        migrations.CreateModel(
            name="FormerName",
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
                ("name", models.CharField(max_length=120)),
                ("until_at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="units.careunit",
                    ),
                ),
            ],
            options={
                "db_table": "unit_former_name",
                "indexes": [models.Index(fields=["unit", "until_at"], name="i_former_name_unit")],
            },
        ),
        migrations.CreateModel(
            name="PlannedName",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="units.careunit",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
            ],
            options={"db_table": "unit_planned_name"},
        ),
        migrations.RunSQL(
            sql=[SECURITY],
            reverse_sql=[
                "drop function unit_rename; "
                "drop policy unit_former_name_seen on unit_former_name; "
                "drop policy unit_planned_name_seen on unit_planned_name; "
                "drop policy unit_planned_name_made on unit_planned_name; "
                "drop policy unit_planned_name_changed on unit_planned_name; "
                "drop policy unit_planned_name_taken on unit_planned_name"
            ],
        ),
    ]
