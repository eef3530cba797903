"""The directory's units, and the way of each into the service, step by step."""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id
from vardpost.onboarding.states import HERE, State
from vardpost.units.models import CareUnit, Municipality, Region, UnitKind

_HERE = sorted(state.value for state in HERE)


class DirectoryUnit(models.Model):
    """A unit in the directory as it was last read in, connected or not."""

    #: The HSA-id in capitals: ids are compared without regard to case.
    key = models.CharField(max_length=31, primary_key=True)
    hsa_id = models.CharField(max_length=31)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "directory_unit"
        indexes = [models.Index(fields=["region", "name", "key"], name="i_directory_unit_name")]

    def __str__(self) -> str:
        return self.hsa_id


class Joining(models.Model):
    """One unit on its way in (anslutning), and what its office has planned."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    directory = models.ForeignKey(DirectoryUnit, on_delete=models.PROTECT, related_name="joinings")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    template = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    #: Whom at the region's office to ask.
    contact_name = models.CharField(max_length=120)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_email = models.EmailField(blank=True)
    #: The HSA-id of whoever becomes the first administrator.
    first_admin = models.CharField(max_length=31, blank=True)
    training = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "unit_joining"
        indexes = [models.Index(fields=["region", "-id"], name="i_joining_region")]
        constraints = [
            models.UniqueConstraint(
                fields=["directory"],
                condition=~Q(state=State.WITHDRAWN.value),
                name="unit_joining_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_HERE, unit__isnull=False)
                | ~Q(state__in=_HERE) & Q(unit__isnull=True),
                name="unit_joining_has_its_unit",
            ),
            models.CheckConstraint(
                condition=Q(state=State.LIVE.value, opened_at__isnull=False)
                | ~Q(state=State.LIVE.value) & Q(opened_at__isnull=True),
                name="unit_joining_opened",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoiningStep(models.Model):
    """One step of the way: who, when, and why where a reason was asked for. Never amended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    joining = models.ForeignKey(Joining, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    event = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=160)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "unit_joining_step"
        indexes = [models.Index(fields=["joining", "id"], name="i_joining_step")]

    def __str__(self) -> str:
        return f"{self.joining_id} {self.event}"
