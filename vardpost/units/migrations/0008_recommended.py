"""Units that a region recommends; a unit that is open no longer is recommended no longer."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

SQL = """
alter table unit_recommended enable row level security;
create policy unit_recommended_seen on unit_recommended for select using (true);
-- A region recommends its own units to its own residents, and nobody else does.
create policy unit_recommended_made on unit_recommended for insert with check (
    settings_in_scope(null, region_id)
    and exists (select 1 from care_unit u where u.id = unit_id
                and u.region_id = unit_recommended.region_id)
    and (municipality_id is null or left(municipality_id, 2) = region_id)
);
create policy unit_recommended_taken on unit_recommended for delete using (
    settings_in_scope(null, region_id)
);

create function unit_recommended_no_longer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from unit_recommended where unit_id = new.id;
    return null;
end $$;
create trigger unit_recommended_ends after update of live on care_unit
    for each row when (old.live and not new.live) execute function unit_recommended_no_longer();
"""


class Migration(migrations.Migration):
    """The table, the second lock on it, and its end with the unit."""

    dependencies = [("units", "0007_ending")]

    operations = [
        migrations.CreateModel(
            name="Recommended",
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
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.municipality",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="units.region"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommended",
                        to="units.careunit",
                    ),
                ),
            ],
            options={"db_table": "unit_recommended"},
        ),
        migrations.AddConstraint(
            model_name="recommended",
            constraint=models.UniqueConstraint(
                fields=("unit", "region", "municipality"),
                name="unit_recommended_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(
            [SQL],
            [
                "drop trigger unit_recommended_ends on care_unit; "
                "drop function unit_recommended_no_longer; "
                "drop policy unit_recommended_seen on unit_recommended; "
                "drop policy unit_recommended_made on unit_recommended; "
                "drop policy unit_recommended_taken on unit_recommended"
            ],
        ),
    ]
