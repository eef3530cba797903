"""The outbox of neutral notices, and what the demo shows instead of sending."""

from django.db import models

from vardpost.kernel.ids import new_id

#: The kinds of notice there are; `texts` has the words of each.
TEMPLATES = (
    *("waiting", "new_case", "unassigned", "assigned", "replied", "reminder"),
    *("explain", "review"),
)
#: How one is told of an event: at once, gathered at an hour of one's choice, or not at all.
MODES = ("direct", "digest", "off")


class Notice(models.Model):
    """One person to be told of one event. Written with the event, sent afterwards by the worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region_id = models.CharField(max_length=2)
    #: The key of the history row that it tells of.
    event_key = models.UUIDField()
    template = models.CharField(max_length=20)
    recipient_id = models.UUIDField()
    #: The recipient is a unit with a shared mailbox, not a person.
    to_unit = models.BooleanField(default=False, db_default=False)
    #: When it goes out with others: the hour of a digest, or the end of quiet hours.
    held_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    #: When the mail server accepted it.
    sent_at = models.DateTimeField(null=True)
    #: When nothing more will be done: sent, not wanted, no address, or given up.
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: A word or an SMTP code of ours, never what the other side wrote.
    last_error = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        db_table = "notice"
        indexes = [
            models.Index(
                fields=["region_id", "created_at"],
                name="i_notice_unsettled",
                condition=models.Q(settled_at__isnull=True),
            ),
            models.Index(
                fields=["region_id", "held_until"],
                name="i_notice_held",
                condition=models.Q(settled_at__isnull=True, held_until__isnull=False),
            ),
            # What became of the last one to somebody at work.
            models.Index(
                fields=["recipient_id", "-settled_at"],
                name="i_notice_staff_settled",
                condition=models.Q(settled_at__isnull=False) & ~models.Q(template="waiting"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event_key", "template", "recipient_id"], name="notice_once_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(template__in=TEMPLATES), name="notice_template_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(settled_at__isnull=False),
                name="notice_sent_is_settled",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DemoMail(models.Model):
    """What would have been sent; empty outside the demo."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sent_at = models.DateTimeField()
    recipient = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        db_table = "demo_mail"
        indexes = [models.Index(fields=["-sent_at"], name="i_demo_mail_sent")]

    def __str__(self) -> str:
        return str(self.id)


class Told(models.Model):
    """What both people and units choose: how for each event, and when."""

    digest_hour = models.PositiveSmallIntegerField(default=8)
    #: From and until which hour nothing is sent; the same hour is never.
    quiet_from = models.PositiveSmallIntegerField(default=0)
    quiet_to = models.PositiveSmallIntegerField(default=0)
    new_case = models.CharField(max_length=6, default="direct")
    unassigned = models.CharField(max_length=6, default="direct")
    reminder = models.CharField(max_length=6, default="direct")
    replied = models.CharField(max_length=6, default="direct")

    class Meta:
        abstract = True


class StaffNotice(Told):
    """How a member of staff is told; no row means at once of everything."""

    person_id = models.UUIDField(primary_key=True)
    assigned = models.CharField(max_length=6, default="direct")

    class Meta:
        db_table = "staff_notice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    digest_hour__lte=23,
                    quiet_from__lte=23,
                    quiet_to__lte=23,
                    new_case__in=MODES,
                    unassigned__in=MODES,
                    reminder__in=MODES,
                    replied__in=MODES,
                    assigned__in=MODES,
                ),
                name="staff_notice_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class UnitNotice(Told):
    """How a unit is told: its shared mailbox, and after how long its people are told."""

    unit_id = models.UUIDField(primary_key=True)
    mailbox = models.EmailField(blank=True)
    #: Hours of opening time a case may lie undistributed.
    unassigned_hours = models.PositiveSmallIntegerField(default=8)
    #: Hours before the promised first answer.
    remind_hours = models.PositiveSmallIntegerField(default=4)

    class Meta:
        db_table = "unit_notice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    digest_hour__lte=23,
                    quiet_from__lte=23,
                    quiet_to__lte=23,
                    unassigned_hours__gte=1,
                    unassigned_hours__lte=80,
                    remind_hours__gte=1,
                    remind_hours__lte=72,
                    new_case__in=MODES,
                    unassigned__in=MODES,
                    reminder__in=MODES,
                    replied__in=MODES,
                ),
                name="unit_notice_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
