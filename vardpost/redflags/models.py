"""The published versions of every list. A version is never changed (a trigger refuses)."""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class RedFlagListVersion(models.Model):
    """One version of the nation's, a region's or a unit's list; `lists.canonical` is stored.

    Owner, title and first day stand in the definition too; here they can be listed without
    reading it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.CharField(max_length=8)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField()
    owner_name = models.CharField(max_length=120)
    owner_title = models.CharField(max_length=120)
    valid_from = models.DateField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "red_flag_list"
        constraints = [
            models.UniqueConstraint(
                fields=["level", "region", "unit", "version"],
                name="red_flag_list_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(level="national", region__isnull=True, unit__isnull=True)
                | Q(level="region", region__isnull=False, unit__isnull=True)
                | Q(level="unit", region__isnull=False, unit__isnull=False),
                name="red_flag_list_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.version}"
