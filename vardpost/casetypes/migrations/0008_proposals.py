"""What offices propose to units, and the second lock: a unit reads it, the offices above write it."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

OF = "(select c.region_id from care_unit c where c.id = case_type_proposal.unit_id)"
SECURITY = [
    "alter table case_type_proposal enable row level security",
    "create policy case_type_proposal_seen on case_type_proposal for select using ("
    f"settings_in_scope(unit_id, {OF}))",
    "create policy case_type_proposal_made on case_type_proposal for insert with check ("
    f"settings_in_scope(null, {OF}))",
    "create policy case_type_proposal_moved on case_type_proposal for update using ("
    f"settings_in_scope(null, {OF}))",
]


class Migration(migrations.Migration):
    dependencies = [
        ("casetypes", "0007_handed_out"),
        ("units", "0007_ending"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTypeProposal",
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
                ("by_name", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
                "db_table": "case_type_proposal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "case_type"), name="case_type_proposal_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
    ]
