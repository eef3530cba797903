"""Facts of a unit are found without parallel workers, as entries of the ledger are (`audit/0009`)."""

from django.db import migrations

_FUNCTION = "review_facts_newest(uuid, timestamptz, timestamptz, timestamptz, uuid, int)"


class Migration(migrations.Migration):
    """A setting of a function."""

    dependencies = [("review", "0011_alarms_by_opening")]

    operations = [
        migrations.RunSQL(
            sql=[f"alter function {_FUNCTION} set max_parallel_workers_per_gather = 0"],
            reverse_sql=[f"alter function {_FUNCTION} reset max_parallel_workers_per_gather"],
        )
    ]
