"""A part of the log as a file for somebody named: what was ordered stands, the bytes go away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from vardpost.review.models.owned import OfUnit

FORMS = ("csv", "json")
#: Ordered, being made, ready to be fetched; stopped by who ordered it, too large; fetched, and
#: taken away unfetched.
STATES = ("waiting", "making", "ready", "stopped", "too_large", "taken", "expired")
#: Nothing happens after these.
ENDED = ("taken", "expired")


class ReviewExport(OfUnit):
    """An export: of a search or of a closed review, encrypted to one recipient, fetched once.

    Neither the file's content nor anything that opens it is ever stored: the parts hold what age
    made of it, and they go when it is fetched or a day has passed. This row stays.
    """

    #: One of the two: `filters` are those that the search had when it was ordered.
    search_id = models.UUIDField(null=True)
    review_id = models.UUIDField(null=True)
    filters = models.JSONField(default=dict)
    form = models.CharField(max_length=4)
    #: The public key that it is encrypted to; nobody here has the other one.
    recipient = models.CharField(max_length=90)
    reason = models.CharField(max_length=300)
    ordered_at = models.DateTimeField()
    ordered_by_id = models.UUIDField()
    ordered_by_name = models.CharField(max_length=160)
    #: Herself and her children: what is about them is left out, as in the search.
    kin = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=9, default="waiting")
    #: Which try is at it: an older one that is still running finds another here, and ends.
    run = models.UUIDField(null=True)
    rows = models.PositiveIntegerField(default=0)
    #: How far back the making has come.
    looked_until = models.DateTimeField(null=True)
    #: Of the file as it is fetched.
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_default="")
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    #: Fetched, or taken away unfetched.
    ended_at = models.DateTimeField(null=True)
    #: Whom it is about, until the ledger's row of its being fetched names them.
    residents = ArrayField(models.UUIDField(), default=list)

    class Meta:
        db_table = "review_export"
        indexes = [
            models.Index(fields=["unit_id", "-ordered_at", "-id"], name="i_review_export_unit"),
            models.Index(
                fields=["region_id", "ordered_at"],
                name="i_review_export_left",
                condition=Q(ended_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=FORMS), name="review_export_form"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="review_export_state"),
            models.CheckConstraint(
                condition=Q(search_id__isnull=False, review_id__isnull=True)
                | Q(search_id__isnull=True, review_id__isnull=False),
                name="review_export_of_one",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="review_export_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "taken"])
                | Q(
                    made_at__isnull=False,
                    expires_at__isnull=False,
                    sha256__regex="^[0-9a-f]{64}$",
                ),
                name="review_export_made_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="review_export_ended",
            ),
        ]


class ReviewExportPart(OfUnit):
    """A piece of an encrypted file, in order."""

    export = models.ForeignKey(ReviewExport, on_delete=models.PROTECT, related_name="parts")
    run = models.UUIDField()
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        db_table = "review_export_part"
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="review_export_part_once"),
        ]
