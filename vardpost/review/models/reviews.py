"""A review, what is looked at in it, what is said of it, and what the person concerned answers."""

from django.db import models
from django.db.models import Q

from vardpost.review.models.owned import OfUnit

#: How a review came about: drawn by lot, from hits of rules, from a search, from a resident's
#: question, from an alarm.
KINDS = ("sample", "rule", "search", "question", "alarm")
#: What a reviewer says of an entry; `none` is not yet.
MARKS = ("none", "ok", "ask", "breach")
#: How a review ended.
OUTCOMES = ("done", "cancelled")


class Review(OfUnit):
    """A review (granskning): a period, a way of choosing, items, marks and an end.

    One of a resident's question (`person_id`, `resident_id`) or of one person's acts (`person_id`)
    is hidden whole from whom it is about.
    `how` tells how its items were chosen, as data: seed, size or share, filters, how many there
    were to choose from. Once closed neither it nor anything in it changes, by trigger and by grant.
    """

    kind = models.CharField(max_length=8)
    #: Days in Sweden, both included.
    from_on = models.DateField()
    to_on = models.DateField()
    how = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True, db_default="")
    #: How many items it has, also those that the reader may not see.
    size = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    #: Nobody for a resident's question: it comes by itself.
    opened_by_id = models.UUIDField(null=True)
    opened_by_name = models.CharField(max_length=160)
    #: Who did it, when all of it is one person's; of a resident's question: whose log it is.
    person_id = models.UUIDField(null=True)
    resident_id = models.UUIDField(null=True)
    due_on = models.DateField()
    reminded_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=160, blank=True, db_default="")
    outcome = models.CharField(max_length=9, blank=True, db_default="")
    conclusion = models.TextField(blank=True, db_default="")
    #: The record of the review, written once when it closes (`protocol.py`), and its SHA-256.
    protocol = models.BinaryField(null=True)
    protocol_type = models.CharField(max_length=60, blank=True, db_default="")
    protocol_hash = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        db_table = "review"
        indexes = [
            models.Index(fields=["unit_id", "-opened_at", "-id"], name="i_review_unit"),
            models.Index(
                fields=["region_id", "due_on"],
                name="i_review_open",
                condition=Q(closed_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="review_kind"),
            models.CheckConstraint(
                condition=Q(to_on__gte=models.F("from_on")), name="review_forward"
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True, closed_by_id__isnull=True, outcome="", protocol=None
                )
                | Q(closed_at__isnull=False, closed_by_id__isnull=False, outcome__in=OUTCOMES),
                name="review_closed_whole",
            ),
            models.CheckConstraint(
                condition=Q(protocol__isnull=True, protocol_hash="")
                | Q(protocol__isnull=False, protocol_hash__regex="^[0-9a-f]{64}$"),
                name="review_protocol_hashed",
            ),
        ]


class ReviewItem(OfUnit):
    """One entry of the log in a review, with what it said copied, and the mark it has now."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveIntegerField()
    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=160)
    roles = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8)
    relation = models.CharField(max_length=10, blank=True)
    object_type = models.CharField(max_length=30)
    object_id = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=20, blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    #: The one person it was about; of a list that showed several, how many.
    resident_id = models.UUIDField(null=True)
    #: Empty for a protected identity.
    resident_name = models.CharField(max_length=160, blank=True)
    residents = models.PositiveIntegerField(default=0)
    #: What rules noticed about the entry (`rules.Fact`), and those that hit, in words.
    facts = models.PositiveIntegerField(default=0)
    rules = models.JSONField(default=list)
    mark = models.CharField(max_length=6, default="none")
    comment = models.CharField(max_length=1000, blank=True, db_default="")
    marked_by_id = models.UUIDField(null=True)
    marked_by_name = models.CharField(max_length=160, blank=True, db_default="")
    marked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "review_item"
        indexes = [models.Index(fields=["unit_id", "entry_id"], name="i_review_item_entry")]
        constraints = [
            models.UniqueConstraint(fields=["review", "place"], name="review_item_place"),
            models.UniqueConstraint(fields=["review", "entry_id"], name="review_item_once"),
            models.CheckConstraint(condition=Q(mark__in=MARKS), name="review_item_mark"),
            models.CheckConstraint(
                condition=Q(mark="none") | Q(marked_by_id__isnull=False, marked_at__isnull=False),
                name="review_item_marked_by_somebody",
            ),
            # Nobody says of her own act that it was right.
            models.CheckConstraint(
                condition=Q(marked_by_id__isnull=True)
                | Q(person_id__isnull=True)
                | ~Q(marked_by_id=models.F("person_id")),
                name="review_item_by_another",
            ),
        ]


class ReviewMarking(OfUnit):
    """One marking of an item, as it was made: only ever added, so that nothing is lost."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="markings")
    version = models.PositiveIntegerField()
    mark = models.CharField(max_length=6)
    comment = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "review_marking"
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="review_marking_once"),
            models.CheckConstraint(condition=Q(mark__in=MARKS), name="review_marking_mark"),
        ]


class ReviewQuestion(OfUnit):
    """A request for an explanation to the person who did it, and her answer.

    The person sees this row alone: what she did is copied here, and nothing tells how the entry
    was found or what it was marked.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(ReviewItem, on_delete=models.PROTECT, related_name="questions")
    unit_name = models.CharField(max_length=120)
    to_id = models.UUIDField()
    to_name = models.CharField(max_length=160)
    entry_at = models.DateTimeField()
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=8)
    case_number = models.CharField(max_length=20, blank=True)
    resident_name = models.CharField(max_length=160, blank=True)
    residents = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    asked_by_name = models.CharField(max_length=160)
    answer_by = models.DateField()
    reminded_on = models.DateField(null=True)
    answer = models.TextField(blank=True, db_default="")
    answered_at = models.DateTimeField(null=True)
    #: No answer is waited for any longer.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "review_question"
        indexes = [
            models.Index(fields=["to_id", "-asked_at"], name="i_review_question_to"),
            models.Index(
                fields=["region_id", "answer_by"],
                name="i_review_question_waiting",
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(fields=["unit_id", "-asked_at"], name="i_review_question_unit"),
        ]


class ReviewEscalation(OfUnit):
    """What a region is told of a suspected breach: the unit, how many, never which entries."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="escalations")
    unit_name = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    by_name = models.CharField(max_length=160)
    received_at = models.DateTimeField(null=True)
    received_by_name = models.CharField(max_length=160, blank=True, db_default="")

    class Meta:
        db_table = "review_escalation"
        indexes = [
            models.Index(fields=["region_id", "-at"], name="i_review_escalation"),
            models.Index(fields=["unit_id", "at"], name="i_review_escalation_unit"),
        ]
