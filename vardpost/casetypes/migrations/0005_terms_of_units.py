"""A unit's own terms: drafts, owner and review, and the texts as somebody accepted them."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

OWN = (
    "settings_in_scope(unit_terms.unit_id, "
    "(select c.region_id from care_unit c where c.id = unit_terms.unit_id))"
)
#: Who accepted a text is in the case, not here; it is read by its hash.
SECURITY = [
    "alter table unit_terms enable row level security",
    f"create policy unit_terms_own on unit_terms using ({OWN})",
    "alter table terms_shown enable row level security",
    "create policy terms_shown_read on terms_shown for select using (true)",
    "create policy terms_shown_accept on terms_shown for insert with check ("
    "(select current_setting('app.kind', true)) = 'resident')",
]


class Migration(migrations.Migration):
    dependencies = [
        ("casetypes", "0004_planned"),
        ("units", "0004_patient_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsShown",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("lang", models.CharField(max_length=2)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "terms_shown",
            },
        ),
        migrations.AddField(
            model_name="termstext",
            name="author_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="termstext",
            name="author_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.CreateModel(
            name="UnitTerms",
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
                ("draft_sv", models.TextField(blank=True, null=True)),
                ("draft_en", models.TextField(blank=True, null=True)),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("owner_name", models.CharField(blank=True, max_length=120)),
                ("review_by", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("before", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField()),
                ("updated_by_id", models.UUIDField(blank=True, null=True)),
                ("updated_by_name", models.CharField(blank=True, max_length=120)),
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
                "db_table": "unit_terms",
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "case_type"), name="unit_terms_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft_en__isnull", True), ("draft_sv__isnull", True)),
                            models.Q(("draft_en__isnull", False), ("draft_sv__isnull", False)),
                            _connector="OR",
                        ),
                        name="unit_terms_whole_draft",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
    ]
