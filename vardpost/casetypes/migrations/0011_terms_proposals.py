"""Words that offices propose to change in units' own terms, and the second lock.

The offices above make them and see them; the unit sees and answers its own.
"""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

OF = "(select c.region_id from care_unit c where c.id = terms_proposal.unit_id)"
SECURITY = [
    "alter table terms_proposal enable row level security",
    "create policy terms_proposal_seen on terms_proposal for select using ("
    f"settings_in_scope(unit_id, {OF}))",
    "create policy terms_proposal_made on terms_proposal for insert with check ("
    f"settings_in_scope(null, {OF}))",
    "create policy terms_proposal_settled on terms_proposal for update using ("
    f"settings_in_scope(unit_id, {OF}))",
]


class Migration(migrations.Migration):
    dependencies = [
        ("casetypes", "0010_declined"),
        ("units", "0007_ending"),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsProposal",
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
                ("change_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=160)),
                ("find", models.CharField(max_length=80)),
                ("put", models.CharField(max_length=80)),
                ("whole", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("taken", "Taken"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by_name", models.CharField(blank=True, db_default="", max_length=160)),
                (
                    "by_region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.region",
                    ),
                ),
                (
                    "case_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casetypes.casetype",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.careunit",
                    ),
                ),
            ],
            options={
                "db_table": "terms_proposal",
                "indexes": [
                    models.Index(fields=["unit", "state"], name="i_terms_proposal_waiting")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change_id", "unit", "case_type"), name="terms_proposal_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
    ]
