"""Words changed in many texts at once: by whom, and the second lock."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

OWN = "settings_in_scope(null, coalesce(region_id, 'nation'))"
#: The system of a region tells the units of what both offices propose.
SEEN = f"{OWN} or (region_id is null and (select current_setting('app.kind', true)) = 'system')"
SECURITY = [
    "alter table text_change enable row level security",
    f"create policy text_change_seen on text_change for select using ({SEEN})",
    f"create policy text_change_made on text_change for insert with check ({OWN})",
    f"create policy text_change_moved on text_change for update using ({OWN})",
]


class Migration(migrations.Migration):
    dependencies = [
        ("central", "0002_row_security"),
        ("units", "0007_ending"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextChange",
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
                ("find", models.CharField(max_length=80)),
                ("put", models.CharField(max_length=80)),
                ("whole", models.BooleanField()),
                ("publish", models.BooleanField()),
                ("own", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(max_length=160)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("undone_by_name", models.CharField(blank=True, db_default="", max_length=160)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.region",
                    ),
                ),
            ],
            options={
                "db_table": "text_change",
                "indexes": [models.Index(fields=["region", "-id"], name="i_text_change_region")],
            },
        ),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
    ]
