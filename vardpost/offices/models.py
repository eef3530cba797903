"""Applications for a region's administrators, their history and checklist, and confirmations."""

from django.db import models
from django.db.models import F, Q

from vardpost.kernel.ids import new_id
from vardpost.offices.states import State
from vardpost.units.models import CareUnit, Region

#: As the columns hold them: a migration knows nothing of the room.
_ACTIVE = State.ACTIVE.value
_OPEN = [
    one.value for one in (State.SUBMITTED, State.UNDER_REVIEW, State.NEEDS_INFO, State.APPROVED)
]
_DECIDED = [one.value for one in (State.APPROVED, State.REJECTED, State.ACTIVE)]


class Application(models.Model):
    """That somebody shall become administrator of a region (domain 7.4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    #: `proposed` by an administrator of the region, or `ordered` in writing by its management.
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    applicant_id = models.UUIDField()
    applicant_name = models.CharField(max_length=160)
    candidate_id = models.UUIDField()
    candidate_name = models.CharField(max_length=120)
    hsa_id = models.CharField(max_length=31)
    email = models.EmailField()
    phone = models.CharField(max_length=30, blank=True)
    employment = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=1000)
    starts_on = models.DateField()
    replaces_id = models.UUIDField(null=True, blank=True)
    replaces_name = models.CharField(max_length=120, blank=True)
    training_plan = models.CharField(max_length=1000)
    handed_over = models.BooleanField()
    order_number = models.CharField(max_length=60, blank=True)
    order_on = models.DateField(null=True, blank=True)
    reviewer_id = models.UUIDField(null=True, blank=True)
    reviewer_name = models.CharField(max_length=160, blank=True)
    advised = models.BooleanField(default=False)
    decider_id = models.UUIDField(null=True, blank=True)
    decider_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    terms_version = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "office_application"
        indexes = [models.Index(fields=["region", "-created_at"], name="i_office_application")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="application_state"
            ),
            models.CheckConstraint(
                condition=Q(kind="proposed", handed_over=True)
                | (Q(kind="ordered", order_on__isnull=False) & ~Q(order_number="")),
                name="application_handed_over_or_ordered",
            ),
            models.CheckConstraint(
                condition=Q(decider_id__isnull=True, decided_at__isnull=True)
                | (
                    Q(decider_id__isnull=False, decided_at__isnull=False, advised=True)
                    & Q(reviewer_id__isnull=False)
                    & ~Q(decider_id=F("reviewer_id"))
                    & ~Q(decider_id=F("applicant_id"))
                ),
                name="application_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(decider_id__isnull=False, state__in=_DECIDED)
                | (Q(decider_id__isnull=True) & ~Q(state__in=_DECIDED)),
                name="application_decided",
            ),
            models.CheckConstraint(
                condition=~Q(candidate_id=F("applicant_id"))
                & (Q(reviewer_id__isnull=True) | ~Q(candidate_id=F("reviewer_id")))
                & (Q(decider_id__isnull=True) | ~Q(candidate_id=F("decider_id"))),
                name="application_not_by_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state=_ACTIVE, accepted_at__isnull=False)
                | (Q(accepted_at__isnull=True) & ~Q(state=_ACTIVE)),
                name="application_accepted",
            ),
            models.UniqueConstraint(
                fields=["candidate_id"],
                condition=Q(state__in=_OPEN),
                name="application_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ApplicationEvent(models.Model):
    """One thing that happened to an application; never amended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=12)
    to_state = models.CharField(max_length=16)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=160)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        db_table = "office_event"
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="office_event_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class ApplicationItem(models.Model):
    """A point of the handover or the training, ticked or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=20)
    done = models.BooleanField()
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "office_item"
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="office_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"


class Confirmation(models.Model):
    """That an administrator was confirmed, or what time did about it; only ever added to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    #: `region_admin` or `unit_admin`.
    role = models.CharField(max_length=20)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    #: Nobody: the region itself has none left.
    person_id = models.UUIDField(null=True, blank=True)
    #: `confirmed`, `reminded`, `alarmed` or `ended`.
    what = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "office_confirmation"
        indexes = [
            models.Index(fields=["region", "role", "person_id", "-at"], name="i_confirmation")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="region_admin", unit__isnull=True)
                | Q(role="unit_admin", unit__isnull=False),
                name="confirmation_place_fits_role",
            ),
            models.CheckConstraint(
                condition=Q(what__in=["confirmed", "reminded", "alarmed", "ended"]),
                name="confirmation_known",
            ),
            # Nobody confirms herself.
            models.CheckConstraint(
                condition=~Q(what="confirmed")
                | (Q(by_id__isnull=False, person_id__isnull=False) & ~Q(by_id=F("person_id"))),
                name="confirmation_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Message(models.Model):
    """What a region's office writes to administrators of its units; never about a resident."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    subject = models.CharField(max_length=120)
    body = models.CharField(max_length=4000)
    sent_at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "office_message"
        indexes = [models.Index(fields=["region", "-sent_at"], name="i_office_message")]

    def __str__(self) -> str:
        return str(self.id)


class MessageReceipt(models.Model):
    """To whom a message went, at which unit, and when she read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="receipts")
    #: The message's own, for row security.
    region_id = models.CharField(max_length=2)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    name = models.CharField(max_length=120)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "office_receipt"
        indexes = [models.Index(fields=["person_id", "-id"], name="i_office_receipt_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "unit", "person_id"], name="office_receipt_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
