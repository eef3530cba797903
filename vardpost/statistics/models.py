"""What is counted of each unit, and of each of its days: numbers alone.

Written by the job of the unit's region. Row security shows the rows to those who run the unit and
to the offices above it; outside the unit nothing under five is shown (`shown.py`).
"""

from django.db import models
from django.db.models import Q


class UnitDay(models.Model):
    """One day of a unit, in Swedish time. A day that is over never changes any more."""

    pk = models.CompositePrimaryKey("unit_id", "day")
    unit_id = models.UUIDField()
    region_id = models.CharField(max_length=2)
    day = models.DateField()
    received = models.PositiveIntegerField()
    #: Cases whose first answer was given that day, and of these the ones answered as promised.
    answered = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()

    class Meta:
        db_table = "unit_day"
        constraints = [
            models.CheckConstraint(
                condition=Q(kept__lte=models.F("answered")), name="unit_day_kept_of_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.day}"


class UnitRollup(models.Model):
    """A unit at `counted_at`, with sums of the last 28 days, that day included."""

    unit_id = models.UUIDField(primary_key=True)
    region_id = models.CharField(max_length=2)
    counted_at = models.DateTimeField()
    open_cases = models.PositiveIntegerField()
    #: Open cases without a first answer, and those of them whose promise is broken.
    waiting = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    received = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    #: When anybody with a role there last signed in, whatever she did then.
    signed_in_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "unit_rollup"
        indexes = [
            models.Index(fields=["region_id", "counted_at"], name="i_unit_rollup_region"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting__lte=models.F("open_cases"))
                & Q(late__lte=models.F("waiting"))
                & Q(kept__lte=models.F("answered")),
                name="unit_rollup_parts_of_wholes",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
