"""The tables of unit templates."""

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
            name="Drift",
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
                ("differs", models.PositiveSmallIntegerField()),
                ("exempt", models.PositiveSmallIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "unit_drift",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("exempt__lte", models.F("differs"))),
                        name="unit_drift_part",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitTemplate",
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
                ("code", models.CharField(max_length=40, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary_care", "Vårdcentral"),
                            ("specialist", "Specialistmottagning"),
                            ("dental", "Tandvård"),
                            ("child_health", "Barnavårdscentral"),
                            ("maternity", "Barnmorskemottagning"),
                            ("psychiatry", "Psykiatri"),
                            ("rehabilitation", "Rehabilitering"),
                            ("youth", "Ungdomsmottagning"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name_sv", models.CharField(max_length=80)),
                ("name_en", models.CharField(blank=True, max_length=80)),
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
                "db_table": "unit_template",
            },
        ),
        migrations.CreateModel(
            name="UnitTemplateVersion",
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
                ("number", models.PositiveSmallIntegerField()),
                ("fields", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("author_name", models.CharField(blank=True, max_length=160)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("shipped", models.BooleanField(default=False)),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="unit_templates.unittemplate",
                    ),
                ),
            ],
            options={
                "db_table": "unit_template_version",
            },
        ),
        migrations.CreateModel(
            name="Rollout",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("stopped", "Stopped"),
                            ("done", "Done"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by_id", models.UUIDField(blank=True, null=True)),
                ("ordered_by_name", models.CharField(max_length=160)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="units.region"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="unit_templates.unittemplateversion",
                    ),
                ),
            ],
            options={
                "db_table": "template_rollout",
            },
        ),
        migrations.CreateModel(
            name="Exemption",
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
                ("field", models.CharField(max_length=80)),
                ("reason", models.CharField(max_length=200)),
                ("until", models.DateField()),
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="units.careunit"
                    ),
                ),
            ],
            options={
                "db_table": "template_exemption",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "field"), name="template_exemption_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="template_exemption_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RolloutUnit",
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
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("undone", "Undone")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("overwrite", models.JSONField(default=dict)),
                ("written", models.JSONField(default=dict)),
                ("kept", models.JSONField(default=list)),
                ("refused", models.JSONField(default=dict)),
                ("was_template", models.CharField(blank=True, max_length=40)),
                ("was_version", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(blank=True, null=True)),
                (
                    "rollout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="unit_templates.rollout",
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
                "db_table": "template_rollout_unit",
                "indexes": [models.Index(fields=["rollout", "state", "id"], name="i_rollout_turn")],
                "constraints": [
                    models.UniqueConstraint(fields=("rollout", "unit"), name="rollout_unit_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="unittemplate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("region__isnull", True),
                        models.Q(("code__startswith", "r_"), _negated=True),
                    ),
                    models.Q(("code__startswith", "r_"), ("region__isnull", False)),
                    _connector="OR",
                ),
                name="unit_template_owner_in_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="unittemplateversion",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="unit_template_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="unittemplateversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("template",),
                name="unit_template_one_draft",
            ),
        ),
        migrations.AddIndex(
            model_name="rollout",
            index=models.Index(fields=["region", "-id"], name="i_rollout_region"),
        ),
    ]
