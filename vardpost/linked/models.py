"""Services and which units have them. What they were before is in the history of settings."""

from django.db import models

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class LinkedService(models.Model):
    """A service elsewhere (uthoppstjänst). Without a region it is the nation's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    internal_name = models.CharField(max_length=80)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    about_sv = models.CharField(max_length=300)
    about_en = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "linked_service"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address__startswith="https://"), name="linked_service_https"
            )
        ]

    def __str__(self) -> str:
        return self.internal_name


class LinkedServiceUnit(models.Model):
    """That a unit has a service."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(LinkedService, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT)

    class Meta:
        db_table = "linked_service_unit"
        constraints = [
            models.UniqueConstraint(fields=["unit", "service"], name="linked_service_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.unit_id}"
