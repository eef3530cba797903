"""Alarms of a unit by when they were opened: the yearly report asks for a year of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index."""

    dependencies = [("review", "0010_facts_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="reviewalarm",
            index=models.Index(fields=["unit_id", "opened_at"], name="i_review_alarm_opened"),
        )
    ]
