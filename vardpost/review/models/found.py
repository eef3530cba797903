"""What the job found in the log, how far it has come, and what reviewers searched for."""

from django.db import models
from django.db.models import Q

from vardpost.review.models.owned import OfUnit


class ReviewSignal(OfUnit):
    """A hit of a rule, kept once a rule and entry; `review_id` when somebody looks into it."""

    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=160)
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8, default="ok", db_default="ok")
    object_id = models.CharField(max_length=60, blank=True)
    resident_id = models.UUIDField(null=True)
    residents = models.PositiveIntegerField(default=0)
    #: A rule of the product by its key, or a rule of a unit or region by its id.
    rule = models.CharField(max_length=40)
    #: What a unit or region called its rule when it hit; the product's are named by their key.
    rule_name = models.CharField(max_length=80, blank=True, db_default="")
    #: How many entries the rule counted.
    count = models.PositiveIntegerField(default=1)
    found_at = models.DateTimeField()
    review_id = models.UUIDField(null=True)

    class Meta:
        db_table = "review_signal"
        indexes = [
            models.Index(
                fields=["unit_id", "-entry_at", "-id"],
                name="i_review_signal_new",
                condition=Q(review_id__isnull=True),
            ),
            models.Index(fields=["unit_id", "found_at"], name="i_review_signal_found"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "entry_id", "rule"], name="review_signal_once"
            ),
        ]


class ReviewFact(models.Model):
    """What is true of an entry beside what it says (`rules.Fact`), kept by the job for filters."""

    entry_id = models.UUIDField(primary_key=True)
    entry_at = models.DateTimeField()
    region_id = models.CharField(max_length=2)
    unit_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    facts = models.PositiveIntegerField()

    class Meta:
        db_table = "review_fact"
        indexes = [
            models.Index(
                fields=["unit_id", "-entry_at", "-entry_id"],
                include=["facts"],
                name="i_review_fact_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry_id)


class ReviewCursor(models.Model):
    """How far the job has come in one log: the number that the seal gave the last entry it read."""

    #: The log and the pass over it; a region has a log of its own.
    key = models.CharField(primary_key=True, max_length=40)
    region_id = models.CharField(max_length=2)
    number = models.BigIntegerField(default=0)
    #: When that entry was written, and when the job last looked for more.
    entry_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "review_cursor"

    def __str__(self) -> str:
        return self.key


class ReviewSearch(OfUnit):
    """A search in the log, its reason and its filters; a personal number never stands in it."""

    person_id = models.UUIDField()
    person_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    filters = models.JSONField(default=dict)

    class Meta:
        db_table = "review_search"
        indexes = [models.Index(fields=["unit_id", "-at"], name="i_review_search_unit")]
