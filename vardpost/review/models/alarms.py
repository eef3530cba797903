"""Alarms: what somebody should look at now, and the entries of the log that they are about."""

from django.db import models
from django.db.models import F, Q

from vardpost.review.models.owned import OfUnit

ALARM_RULES = ("mass_reading", "protected")
#: How an alarm ended: looked into and closed, or made into a review.
ALARM_OUTCOMES = ("closed", "review")


class ReviewAlarm(OfUnit):
    """One a rule, unit and person at a time: as long as it is open, what comes counts up on it.

    Whom it is about never sees it. Once closed it never changes, by trigger.
    """

    rule = models.CharField(max_length=20)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=160)
    #: Whom all of it is about, when it is one resident: then she sees it no more than her own acts.
    resident_id = models.UUIDField(null=True)
    #: How many different residents, and how many entries.
    residents = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    #: Moves when it grows as well: nobody closes what she has not seen.
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=160, blank=True, db_default="")
    outcome = models.CharField(max_length=6, blank=True, db_default="")
    comment = models.CharField(max_length=1000, blank=True, db_default="")
    review_id = models.UUIDField(null=True)

    class Meta:
        db_table = "review_alarm"
        indexes = [
            models.Index(fields=["unit_id", "opened_at"], name="i_review_alarm_opened"),
            models.Index(
                fields=["unit_id", "-closed_at", "-id"],
                name="i_review_alarm_closed",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["region_id", "opened_at"],
                name="i_review_alarm_open",
                condition=Q(closed_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "person_id", "rule"],
                condition=Q(closed_at__isnull=True),
                name="review_alarm_one_open",
            ),
            models.CheckConstraint(condition=Q(rule__in=ALARM_RULES), name="review_alarm_rule"),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    closed_by_id__isnull=True,
                    outcome="",
                    comment="",
                    review_id__isnull=True,
                )
                | (
                    Q(closed_at__isnull=False, closed_by_id__isnull=False)
                    & (
                        (Q(outcome="closed", review_id__isnull=True) & ~Q(comment=""))
                        | Q(outcome="review", review_id__isnull=False)
                    )
                ),
                name="review_alarm_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_by_id__isnull=True) | ~Q(closed_by_id=F("person_id")),
                name="review_alarm_by_another",
            ),
        ]


class ReviewAlarmEntry(OfUnit):
    """An entry that an alarm is about: of a rule's alarms, one at most."""

    alarm_id = models.UUIDField()
    rule = models.CharField(max_length=20)
    person_id = models.UUIDField()
    resident_id = models.UUIDField()
    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    action = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)

    class Meta:
        db_table = "review_alarm_entry"
        indexes = [
            models.Index(fields=["alarm_id", "entry_at"], name="i_review_alarm_entries"),
            models.Index(
                fields=["unit_id", "person_id", "entry_at"], name="i_review_alarm_of_person"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "rule"], name="review_alarm_entry_once"),
        ]
