"""An office's work with the terms of its own case types: rows of `unit_terms` without a unit."""

import django.db.models.deletion
from django.db import migrations, models

#: Whose the work is: the unit's, else of the office that owns the type (`nation` is no region).
OWN = (
    "settings_in_scope(unit_terms.unit_id, "
    "coalesce((select c.region_id from care_unit c where c.id = unit_terms.unit_id), "
    "(select t.region_id from case_type t where t.id = unit_terms.case_type_id), 'nation'))"
)
BEFORE = (
    "settings_in_scope(unit_terms.unit_id, "
    "(select c.region_id from care_unit c where c.id = unit_terms.unit_id))"
)
DROP = "drop policy unit_terms_own on unit_terms"
MADE = "create policy unit_terms_own on unit_terms using ({})"


class Migration(migrations.Migration):
    dependencies = [
        ("casetypes", "0008_proposals"),
        ("units", "0007_ending"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitterms",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="units.careunit",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitterms",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit__isnull", True)),
                fields=("case_type",),
                name="unit_terms_central_once",
            ),
        ),
        migrations.RunSQL([DROP, MADE.format(OWN)], [DROP, MADE.format(BEFORE)]),
    ]
