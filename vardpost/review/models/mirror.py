"""The resident's log: how a unit's staff are shown in it."""

from django.db import models
from django.db.models import Q

#: As each has chosen to be shown, always by name, or never.
NAMES = ("chosen", "name", "role")


class MirrorPolicy(models.Model):
    """What a unit has decided about residents' logs; no row means the defaults of `mirror.py`."""

    unit_id = models.UUIDField(primary_key=True)
    names = models.CharField(max_length=6)
    #: Within how many days the unit answers a resident who asks why somebody looked.
    answer_days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "mirror_policy"
        constraints = [
            models.CheckConstraint(
                condition=Q(names__in=NAMES, answer_days__gte=1, answer_days__lte=60),
                name="mirror_policy_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
