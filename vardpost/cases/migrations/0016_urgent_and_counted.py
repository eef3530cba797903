"""Marked as urgent by hand, after every red flag; and indexes that count what pins and what is late.

The count of late cases walked past every pinned one that was not late: they stand first in that
index. Now those that nothing pins are counted there, and the pinned ones in an index of their own,
which tells how many pin a queue as well. A responder's own counts read her own index alone.
"""

from django.db import migrations, models

_OPEN = models.Q(is_open=True)


class Migration(migrations.Migration):
    """A wider constraint, one index made anew, and one more."""

    dependencies = [("cases", "0015_trial_in_one_pass")]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_raised_known"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(raised__lte=4), name="case_raised_known"
            ),
        ),
        migrations.RemoveIndex(model_name="case", name="i_case_mine"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit_id", "assignee_id", "queue_at", "id"],
                include=("region_id", "resident_id", "state", "first_response_at", "first_due"),
                name="i_case_mine",
                condition=_OPEN,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["unit_id", "first_due", "id"],
                include=(
                    "region_id",
                    "resident_id",
                    "assignee_id",
                    "state",
                    "first_response_at",
                    "queue_at",
                ),
                name="i_case_pinned",
                condition=_OPEN & models.Q(raised__gt=0),
            ),
        ),
    ]
