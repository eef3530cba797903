"""What applies in a region: until which age guardians act, its colour, how long cases are kept."""

from django.db import migrations, models

SQL = """
alter table region_setting enable row level security;
-- Rules that everybody lives by: anybody may read them, the national office alone writes them.
create policy region_setting_seen on region_setting for select using (true);
create policy region_setting_made on region_setting for insert with check (
    (select current_setting('app.kind', true)) = 'staff'
    and current_setting('app.roles', true) like '%,national_office,%'
);
create policy region_setting_changed on region_setting for update using (
    (select current_setting('app.kind', true)) = 'staff'
    and current_setting('app.roles', true) like '%,national_office,%'
);

-- The patients' advisory board of a region is told by the national office.
alter table region enable row level security;
create policy region_seen on region for select using (true);
create policy region_changed on region for update using (
    (select current_setting('app.kind', true)) = 'staff'
    and current_setting('app.roles', true) like '%,national_office,%'
);

-- Until which birthday a guardian acts for a child who lives in a region: as the region has it,
-- else as the nation has it, else 13. The one place that says so, for Python and for SQL.
create function guardian_until(p_region text) returns int
language sql stable set search_path = public, pg_temp as $$
    select coalesce(
        (select s.guardian_until from region_setting s where s.region_id = p_region),
        (select s.guardian_until from region_setting s where s.region_id = ''),
        13)::int
$$;
"""


class Migration(migrations.Migration):
    """The table, the second lock on it and on the regions, and what `session_open` asks."""

    dependencies = [("units", "0008_recommended")]

    operations = [
        migrations.CreateModel(
            name="RegionSetting",
            fields=[
                (
                    "region_id",
                    models.CharField(blank=True, max_length=2, primary_key=True, serialize=False),
                ),
                ("guardian_until", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("accent", models.CharField(blank=True, db_default="", max_length=12)),
                ("keep_action", models.CharField(db_default="keep", max_length=20)),
                ("keep_years", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("keep_decision", models.CharField(blank=True, db_default="", max_length=80)),
                ("keep_decided_by", models.CharField(blank=True, db_default="", max_length=120)),
                ("keep_decided_on", models.DateField(blank=True, null=True)),
            ],
            options={"db_table": "region_setting"},
        ),
        migrations.AddConstraint(
            model_name="regionsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("guardian_until__isnull", True),
                    models.Q(("guardian_until__gte", 1), ("guardian_until__lte", 18)),
                    _connector="OR",
                ),
                name="region_setting_guardian_age",
            ),
        ),
        migrations.AddConstraint(
            model_name="regionsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keep_action", "keep"),
                    models.Q(
                        models.Q(("keep_decision", ""), _negated=True),
                        ("keep_decided_on__isnull", False),
                        ("keep_years__gte", 1),
                    ),
                    _connector="OR",
                ),
                name="region_setting_kept_until_decided",
            ),
        ),
        migrations.RunSQL(
            [SQL],
            [
                "drop function guardian_until; "
                "drop policy region_changed on region; drop policy region_seen on region; "
                "alter table region disable row level security; "
                "drop policy region_setting_changed on region_setting; "
                "drop policy region_setting_made on region_setting; "
                "drop policy region_setting_seen on region_setting"
            ],
        ),
    ]
