"""The table of notices."""

import django.contrib.postgres.fields
from django.db import migrations, models

import vardpost.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="OperatingNotice",
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
                ("severity", models.CharField(max_length=11)),
                ("audience", models.CharField(max_length=9)),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=2),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("title_sv", models.CharField(max_length=80)),
                ("title_en", models.CharField(blank=True, max_length=80)),
                ("text_sv", models.CharField(max_length=600)),
                ("text_en", models.CharField(blank=True, max_length=600)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "operating_notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=["starts_at"],
                        name="i_operating_notice_standing",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ("information", "limited", "outage"))),
                        name="operating_notice_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ("everyone", "residents", "staff"))),
                        name="operating_notice_audience",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="operating_notice_ends_after",
                    ),
                ],
            },
        ),
    ]
