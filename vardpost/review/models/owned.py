"""What everything of a unit has in the room."""

from django.db import models

from vardpost.kernel.ids import new_id


class OfUnit(models.Model):
    """What belongs to a unit; the region stands here too, so that row security asks no table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region_id = models.CharField(max_length=2)
    unit_id = models.UUIDField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)
