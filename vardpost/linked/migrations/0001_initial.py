"""The tables of linked services."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("units", "0004_patient_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkedService",
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
                ("internal_name", models.CharField(max_length=80)),
                ("name_sv", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
                ("about_sv", models.CharField(max_length=300)),
                ("about_en", models.CharField(blank=True, max_length=300)),
                ("address", models.CharField(max_length=500)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                "db_table": "linked_service",
            },
        ),
        migrations.CreateModel(
            name="LinkedServiceUnit",
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
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="linked.linkedservice",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="units.careunit"
                    ),
                ),
            ],
            options={
                "db_table": "linked_service_unit",
            },
        ),
        migrations.AddConstraint(
            model_name="linkedservice",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__startswith", "https://")), name="linked_service_https"
            ),
        ),
        migrations.AddConstraint(
            model_name="linkedserviceunit",
            constraint=models.UniqueConstraint(
                fields=("unit", "service"), name="linked_service_unit_once"
            ),
        ),
    ]
