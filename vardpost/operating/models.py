"""The notices. What a notice said before is in the history of settings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vardpost.kernel.ids import new_id
from vardpost.operating.values import AUDIENCES, SEVERITIES


class OperatingNotice(models.Model):
    """One notice (driftmeddelande). `regions` are codes of regions; none is the whole country."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    severity = models.CharField(max_length=11)
    audience = models.CharField(max_length=9)
    regions = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    title_sv = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    text_sv = models.CharField(max_length=600)
    text_en = models.CharField(max_length=600, blank=True)
    starts_at = models.DateTimeField()
    #: Null: until somebody ends it.
    ends_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "operating_notice"
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=SEVERITIES), name="operating_notice_severity"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=AUDIENCES), name="operating_notice_audience"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="operating_notice_ends_after",
            ),
        ]
        # Those that can still be in force are few; what was stays for the page of what has been.
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(withdrawn_at__isnull=True),
                name="i_operating_notice_standing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.severity} {self.starts_at:%Y-%m-%d}"
