"""Saved views: seen and kept by whoever made them, in the region she works in."""

from django.db import migrations, models

import vardpost.kernel.ids

_ROLES = "(select current_setting('app.roles', true))"
_OWN = f"""
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
    and (select current_setting('app.kind', true)) = 'staff'
    and (({_ROLES} like '%,region_admin,%'
            and region_id = (select nullif(current_setting('app.region', true), '')))
        or {_ROLES} like '%,national_office,%')
"""
SECURITY = [
    "alter table overview_view enable row level security",
    f"create policy overview_view_own on overview_view using ({_OWN})",
]


class Migration(migrations.Migration):
    initial = True

    dependencies = [("people", "0002_sessions")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
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
                ("person_id", models.UUIDField()),
                ("region_id", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=400)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "overview_view",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "region_id", "name"), name="overview_view_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("query", ""), _negated=True),
                        ),
                        name="overview_view_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql=SECURITY, reverse_sql=migrations.RunSQL.noop),
    ]
