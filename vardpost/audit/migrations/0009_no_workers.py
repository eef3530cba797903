"""Searches of the ledger start no parallel workers.

Fifty entries come out of one index; a planner that takes a wide search for a long one would give one
reader several processors, and all others wait.
"""

from django.db import migrations

_FUNCTIONS = (
    "audit_about(uuid[], timestamptz, timestamptz, timestamptz, uuid, int)",
    "audit_days(uuid[], date, date, int, text, uuid, uuid)",
    "audit_newest(uuid, uuid, timestamptz, timestamptz, timestamptz, uuid, int)",
)


class Migration(migrations.Migration):
    """A setting of three functions."""

    dependencies = [("audit", "0008_a_residents_own")]

    operations = [
        migrations.RunSQL(
            sql=[f"alter function {one} set max_parallel_workers_per_gather = 0"],
            reverse_sql=[f"alter function {one} reset max_parallel_workers_per_gather"],
        )
        for one in _FUNCTIONS
    ]
