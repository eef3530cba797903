"""The queues' indexes carry what row security asks, so that counts never visit the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The same five indexes, made anew with more in them."""

    dependencies = [
        ("cases", "0004_drafts_with_their_case"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="i_case_open",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="i_case_unassigned",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="i_case_mine",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="i_case_waiting",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="i_case_late",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["unit_id", "due_at", "id"],
                include=("region_id", "resident_id", "assignee_id"),
                name="i_case_open",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("assignee_id__isnull", True), ("is_open", True)),
                fields=["unit_id", "due_at", "id"],
                include=("region_id", "resident_id", "assignee_id"),
                name="i_case_unassigned",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["unit_id", "assignee_id", "due_at", "id"],
                include=("region_id", "resident_id"),
                name="i_case_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "awaiting_resident")),
                fields=["unit_id", "due_at", "id"],
                include=("region_id", "resident_id", "assignee_id"),
                name="i_case_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("first_response_at__isnull", True), ("is_open", True)),
                fields=["unit_id", "first_due", "id"],
                include=("region_id", "resident_id", "assignee_id"),
                name="i_case_late",
            ),
        ),
    ]
