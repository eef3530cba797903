"""The resident's log: how a unit's staff are shown in it, and what residents ask about it."""

from django.db import models
from django.db.models import F, Q

from vardpost.review.models.owned import OfUnit

#: As each has chosen to be shown, always by name, or never.
NAMES = ("chosen", "name", "role")


class MirrorPolicy(models.Model):
    """What a unit has decided about residents' logs; no row means the defaults of `mirror.py`."""

    unit_id = models.UUIDField(primary_key=True)
    names = models.CharField(max_length=6)
    #: Within how many days the unit answers a resident who asks why somebody looked.
    answer_days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "mirror_policy"
        constraints = [
            models.CheckConstraint(
                condition=Q(names__in=NAMES, answer_days__gte=1, answer_days__lte=60),
                name="mirror_policy_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)


class MirrorQuestion(OfUnit):
    """*Fråga varför*: what somebody asks about one row of a log, and what the unit answers.

    Seen by whoever asked and by those of the unit's reviewers whom it is not about. Each has a
    review of her entry (`review_id`), which carries the day it is due and what is said of it there.
    """

    #: Whose log it is, and who asked: she herself or a guardian.
    resident_id = models.UUIDField()
    asked_by_id = models.UUIDField()
    #: The row: its first entry, when that was, and when the last one so far.
    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8)
    relation = models.CharField(max_length=10, blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    unit_name = models.CharField(max_length=120)
    #: Who did it: never told by this row, and never shown it.
    person_id = models.UUIDField(null=True)
    text = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    #: The unit has nobody who may answer, and its administrators and the region know.
    unmanned = models.BooleanField(default=False, db_default=False)
    review_id = models.UUIDField(unique=True)
    answer = models.CharField(max_length=4000, blank=True, db_default="")
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=160, blank=True, db_default="")
    #: When whoever asked had the answer before her.
    read_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "mirror_question"
        indexes = [
            models.Index(fields=["asked_by_id", "-asked_at"], name="i_mirror_question_mine"),
            models.Index(fields=["unit_id", "asked_at"], name="i_mirror_question_unit"),
            models.Index(
                fields=["region_id", "answer_by"],
                name="i_mirror_question_waiting",
                condition=Q(answered_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by_id", "resident_id", "entry_id"], name="mirror_question_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True, answer="")
                | Q(answered_at__isnull=False, answered_by_id__isnull=False) & ~Q(answer=""),
                name="mirror_question_answered_whole",
            ),
            # Nobody answers for what she did herself, or for what she asked herself.
            models.CheckConstraint(
                condition=Q(answered_by_id__isnull=True)
                | (
                    (Q(person_id__isnull=True) | ~Q(answered_by_id=F("person_id")))
                    & ~Q(answered_by_id=F("asked_by_id"))
                ),
                name="mirror_question_by_another",
            ),
        ]
