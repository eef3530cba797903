"""The published versions of the lists."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0002_setting_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="RedFlagListVersion",
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
                ("level", models.CharField(max_length=8)),
                ("version", models.PositiveIntegerField()),
                ("owner_name", models.CharField(max_length=120)),
                ("owner_title", models.CharField(max_length=120)),
                ("valid_from", models.DateField()),
                ("definition", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(blank=True, max_length=160)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.region",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="units.careunit",
                    ),
                ),
            ],
            options={
                "db_table": "red_flag_list",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "region", "unit", "version"),
                        name="red_flag_list_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("level", "national"),
                                ("region__isnull", True),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("level", "region"),
                                ("region__isnull", False),
                                ("unit__isnull", True),
                            ),
                            models.Q(
                                ("level", "unit"),
                                ("region__isnull", False),
                                ("unit__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="red_flag_list_level",
                    ),
                ],
            },
        ),
    ]
