"""A queue for each team: the cases of *Att fördela* that are marked with it (ADR 0024)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("cases", "0017_tried")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit_id", "team_id", "queue_at", "id"],
                include=("region_id", "resident_id", "assignee_id"),
                name="i_case_team",
                condition=models.Q(is_open=True, assignee_id__isnull=True, team_id__isnull=False),
            ),
        )
    ]
