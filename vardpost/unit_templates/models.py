"""Templates, their versions, roll-outs and exemptions. Which unit has which stands on the unit."""

from django.db import models
from django.db.models import F, Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region, UnitKind


class UnitTemplate(models.Model):
    """A template (mall); without a region it is the nation's. `code` is what a unit names."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=UnitKind)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "unit_template"
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) & ~Q(code__startswith="r_")
                | Q(region__isnull=False, code__startswith="r_"),
                name="unit_template_owner_in_code",
            )
        ]

    def __str__(self) -> str:
        return self.code


class UnitTemplateVersion(models.Model):
    """One version of a template: never changed once published. Without a moment it is the draft.

    `fields` is what `values.plain` gives.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.ForeignKey(UnitTemplate, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    fields = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    #: From the product's own files.
    shipped = models.BooleanField(default=False)

    class Meta:
        db_table = "unit_template_version"
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="unit_template_version_once"
            ),
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(published_at__isnull=True),
                name="unit_template_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.number}"


class Rollout(models.Model):
    """One version on its way to chosen units (utrullning), of one region."""

    class State(models.TextChoices):
        """Where it is."""

        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    version = models.ForeignKey(UnitTemplateVersion, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State)
    ordered_at = models.DateTimeField()
    ordered_by_id = models.UUIDField(null=True, blank=True)
    ordered_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "template_rollout"
        indexes = [models.Index(fields=["region", "-id"], name="i_rollout_region")]

    def __str__(self) -> str:
        return str(self.id)


class RolloutUnit(models.Model):
    """What a roll-out does at one unit. Waiting ones are taken in turn, each once."""

    class State(models.TextChoices):
        """Where the unit is."""

        WAITING = "waiting"
        DONE = "done"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rollout = models.ForeignKey(Rollout, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    #: Local edits that may be overwritten, each with the value that was seen.
    overwrite = models.JSONField(default=dict)
    #: Field → [before, after].
    written = models.JSONField(default=dict)
    #: Local edits that were left; and fields that could not be written, with why.
    kept = models.JSONField(default=list)
    refused = models.JSONField(default=dict)
    was_template = models.CharField(max_length=40, blank=True)
    was_version = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "template_rollout_unit"
        constraints = [
            models.UniqueConstraint(fields=["rollout", "unit"], name="rollout_unit_once")
        ]
        indexes = [models.Index(fields=["rollout", "state", "id"], name="i_rollout_turn")]

    def __str__(self) -> str:
        return f"{self.rollout_id} {self.unit_id}"


class Exemption(models.Model):
    """That a unit may differ from its template in one field until a day, and why (undantag)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT)
    field = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    #: The last day it counts.
    until = models.DateField()
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        db_table = "template_exemption"
        constraints = [
            models.UniqueConstraint(fields=["unit", "field"], name="template_exemption_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="template_exemption_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.field}"


class Drift(models.Model):
    """In how many fields a unit differs from its template, counted by a job: for lists."""

    unit = models.OneToOneField(CareUnit, on_delete=models.PROTECT, primary_key=True)
    differs = models.PositiveSmallIntegerField()
    #: Of those, how many have an exemption that counts.
    exempt = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "unit_drift"
        constraints = [
            models.CheckConstraint(condition=Q(exempt__lte=F("differs")), name="unit_drift_part")
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
