"""That residents are told of a closing: which one, how far the telling has come, and to how many.

Who they are is kept by the notices (`notices`); here are numbers alone.
"""

from django.db import models

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit


class Telling(models.Model):
    """One event of a unit's closing that residents are told of by e-mail, each of them once.

    Its id is the event of their notices: who has one has been told, and a job that is killed
    half-way goes on with the others.
    """

    class Event(models.TextChoices):
        """What they are told of; as in `states`."""

        ANNOUNCED = "announced"
        CALLED_OFF = "called_off"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=12, choices=Event)
    #: Of a calling off: the telling that it takes back.
    of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    at = models.DateTimeField()
    told = models.PositiveIntegerField(default=0, db_default=0)
    #: When there was nobody left to tell, or the closing was called off.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "ending_telling"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(done_at__isnull=True),
                name="ending_telling_one_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["unit", "-at"], name="i_ending_telling_unit")]

    def __str__(self) -> str:
        return str(self.id)
