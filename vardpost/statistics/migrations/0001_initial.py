"""What is counted of units, and who sees and writes it."""

from django.db import migrations, models

#: Each setting is read once a statement, since it stands in a subselect (ADR 0003).
_ROLES = "(select current_setting('app.roles', true))"
_SEEN = f"""
    region_id = (select nullif(current_setting('app.system_region', true), ''))
    or ((select current_setting('app.kind', true)) = 'staff' and (
        ({_ROLES} like '%,unit_admin,%'
            and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid))
        or ({_ROLES} like '%,region_admin,%'
            and region_id = (select nullif(current_setting('app.region', true), '')))
        or {_ROLES} like '%,national_office,%'
    ))
"""
_JOB = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
SECURITY = [
    statement
    for table in ("unit_day", "unit_rollup")
    for statement in (
        f"alter table {table} enable row level security",
        f"create policy {table}_seen on {table} for select using ({_SEEN})",
        f"create policy {table}_counted on {table} for insert with check ({_JOB})",
        f"create policy {table}_counted_anew on {table} for update using ({_JOB})",
        f"create policy {table}_counted_away on {table} for delete using ({_JOB})",
    )
]


class Migration(migrations.Migration):
    """Two tables of numbers."""

    initial = True

    dependencies = [("units", "0001_initial"), ("people", "0002_sessions")]

    operations = [
        migrations.CreateModel(
            name="UnitDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "unit_id",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("unit_id", models.UUIDField()),
                ("region_id", models.CharField(max_length=2)),
                ("day", models.DateField()),
                ("received", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("kept", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "unit_day",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept__lte", models.F("answered"))),
                        name="unit_day_kept_of_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitRollup",
            fields=[
                ("unit_id", models.UUIDField(primary_key=True, serialize=False)),
                ("region_id", models.CharField(max_length=2)),
                ("counted_at", models.DateTimeField()),
                ("open_cases", models.PositiveIntegerField()),
                ("waiting", models.PositiveIntegerField()),
                ("late", models.PositiveIntegerField()),
                ("received", models.PositiveIntegerField()),
                ("answered", models.PositiveIntegerField()),
                ("kept", models.PositiveIntegerField()),
                ("signed_in_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "unit_rollup",
                "indexes": [
                    models.Index(fields=["region_id", "counted_at"], name="i_unit_rollup_region")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waiting__lte", models.F("open_cases")),
                            ("late__lte", models.F("waiting")),
                            ("kept__lte", models.F("answered")),
                        ),
                        name="unit_rollup_parts_of_wholes",
                    )
                ],
            },
        ),
        migrations.RunSQL(sql=SECURITY, reverse_sql=migrations.RunSQL.noop),
    ]
