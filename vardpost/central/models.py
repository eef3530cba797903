"""Orders to give a central case type to units or take it back, and words changed in many texts.

What units have stands with them (`casetypes`); an order is how it came to be so.
"""

from django.db import models

from vardpost.casetypes.models import CaseType
from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class Order(models.Model):
    """One order (utdelning), of a region's office or, without a region, the national one."""

    class How(models.TextChoices):
        """What is asked for at each unit."""

        OFFER = "offer"
        ACTIVE = "active"
        WITHDRAW = "withdraw"

    class State(models.TextChoices):
        """Whether the job may go on; it is done when no unit waits."""

        RUNNING = "running"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How)
    state = models.CharField(max_length=10, choices=State)
    ordered_at = models.DateTimeField()
    ordered_by_id = models.UUIDField(null=True, blank=True)
    ordered_by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "central_order"
        indexes = [models.Index(fields=["region", "-id"], name="i_central_order_region")]

    def __str__(self) -> str:
        return str(self.id)


class OrderUnit(models.Model):
    """What an order does at one unit. Waiting ones are taken in turn, each once."""

    class State(models.TextChoices):
        """Where the unit is: `same` where it was so already."""

        WAITING = "waiting"
        DONE = "done"
        SAME = "same"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    #: Why it was refused, a word of `words.WHY`.
    why = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "central_order_unit"
        constraints = [
            models.UniqueConstraint(fields=["order", "unit"], name="central_order_unit_once")
        ]
        indexes = [models.Index(fields=["order", "state", "id"], name="i_central_order_turn")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.unit_id}"


class TextChange(models.Model):
    """Words that an office changed for others in its own terms, and proposed to units in theirs.

    What each unit answered stands with `casetypes.TermsProposal`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    find = models.CharField(max_length=80)
    put = models.CharField(max_length=80)
    whole = models.BooleanField()
    #: The office's own texts were to be published at once, and not only drafted.
    publish = models.BooleanField()
    #: What came of each of them: [case type, outcome], a word of `words.OWN`.
    own = models.JSONField(default=list)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=160, blank=True, db_default="")

    class Meta:
        db_table = "text_change"
        indexes = [models.Index(fields=["region", "-id"], name="i_text_change_region")]

    def __str__(self) -> str:
        return str(self.id)
