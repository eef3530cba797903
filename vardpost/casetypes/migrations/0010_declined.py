"""A unit may decline what an office proposes: its own answer, so its own write."""

from django.db import migrations, models

OF = "(select c.region_id from care_unit c where c.id = case_type_proposal.unit_id)"
DROP = "drop policy case_type_proposal_moved on case_type_proposal"
MOVED = (
    "create policy case_type_proposal_moved on case_type_proposal for update using ("
    "settings_in_scope({}, " + OF + "))"
)


class Migration(migrations.Migration):
    dependencies = [("casetypes", "0009_central_terms")]

    operations = [
        migrations.AddField(
            model_name="casetypeproposal",
            name="declined_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="casetypeproposal",
            name="declined_by_name",
            field=models.CharField(blank=True, db_default="", max_length=160),
        ),
        migrations.RunSQL([DROP, MOVED.format("unit_id")], [DROP, MOVED.format("null")]),
    ]
