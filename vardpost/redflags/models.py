"""The published versions of every list, never changed (a trigger refuses), and national drafts."""

from django.db import models
from django.db.models import F, Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class RedFlagListVersion(models.Model):
    """One version of the nation's, a region's or a unit's list; `lists.canonical` is stored.

    Owner, title and first day stand in the definition too; here they can be listed without
    reading it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.CharField(max_length=8)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField()
    owner_name = models.CharField(max_length=120)
    owner_title = models.CharField(max_length=120)
    valid_from = models.DateField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=160, blank=True)

    class Meta:
        db_table = "red_flag_list"
        constraints = [
            models.UniqueConstraint(
                fields=["level", "region", "unit", "version"],
                name="red_flag_list_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(level="national", region__isnull=True, unit__isnull=True)
                | Q(level="region", region__isnull=False, unit__isnull=True)
                | Q(level="unit", region__isnull=False, unit__isnull=False),
                name="red_flag_list_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.version}"


class RedFlagDraft(models.Model):
    """A new version of the nation's list that is being written, proposed or decided (ADR 0016).

    One is open at a time. `base` is the version of the list that it is compared with.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    definition = models.JSONField()
    reason = models.CharField(max_length=2000, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField()
    started_by_name = models.CharField(max_length=160)
    proposed_by_id = models.UUIDField(null=True, blank=True)
    proposed_by_name = models.CharField(max_length=160, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "red_flag_draft"
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(state__in=["draft", "proposed"]),
                name="red_flag_draft_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    ~Q(decided_by_id=F("proposed_by_id")),
                    decided_by_id__isnull=False,
                    proposed_by_id__isnull=False,
                ),
                name="red_flag_draft_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.version}"


class RedFlagDraftEvent(models.Model):
    """What has happened to a draft: only ever added to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(RedFlagDraft, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=10)
    #: Which part of the list was changed (`drafts`).
    part = models.CharField(max_length=60, blank=True)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=160)
    words = models.CharField(max_length=2000, blank=True)
    old = models.JSONField()
    new = models.JSONField()

    class Meta:
        db_table = "red_flag_draft_event"
        constraints = [
            models.UniqueConstraint(fields=["draft", "version"], name="red_flag_draft_event_once")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.version}"
