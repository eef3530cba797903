"""The outbox of neutral notices, and what the demo shows instead of sending."""

from django.db import models

from vardpost.kernel.ids import new_id

#: The kinds of notice there are; `texts` has the words of each.
TEMPLATES = ("waiting", "new_case", "assigned", "replied", "reminder")


class Notice(models.Model):
    """One person to be told of one event. Written with the event, sent afterwards by the worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region_id = models.CharField(max_length=2)
    #: The key of the history row that it tells of.
    event_key = models.UUIDField()
    template = models.CharField(max_length=20)
    recipient_id = models.UUIDField()
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
