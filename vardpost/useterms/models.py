"""Versions, drafts and acceptances. A version and an acceptance are never changed (triggers)."""

from django.db import models
from django.db.models import F, Q

from vardpost.kernel.ids import new_id
from vardpost.useterms.values import Audience

_AUDIENCES = [one.value for one in Audience]


class TermsOfUse(models.Model):
    """A version of the terms of use (användarvillkor) for residents or for staff.

    In force is the newest whose first day has come.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    audience = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()
    summary_sv = models.CharField(max_length=1000, blank=True)
    summary_en = models.CharField(max_length=1000, blank=True)
    valid_from = models.DateField()
    proposed_by_id = models.UUIDField()
    proposed_by_name = models.CharField(max_length=160)
    published_at = models.DateTimeField()
    published_by_id = models.UUIDField()
    published_by_name = models.CharField(max_length=160)

    class Meta:
        db_table = "terms_of_use"
        constraints = [
            models.UniqueConstraint(fields=["audience", "version"], name="terms_of_use_version"),
            models.CheckConstraint(
                condition=Q(audience__in=_AUDIENCES), name="terms_of_use_audience"
            ),
            models.CheckConstraint(
                condition=~Q(published_by_id=F("proposed_by_id")), name="terms_of_use_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.version}"


class TermsOfUseDraft(models.Model):
    """A new version that is being written, proposed or decided: one open for each audience.

    `base` is the version that it is compared with; `version` counts what has happened to it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    audience = models.CharField(max_length=8)
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    text_sv = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    summary_sv = models.CharField(max_length=1000, blank=True)
    summary_en = models.CharField(max_length=1000, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField()
    started_by_name = models.CharField(max_length=160)
    proposed_by_id = models.UUIDField(null=True, blank=True)
    proposed_by_name = models.CharField(max_length=160, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "terms_of_use_draft"
        constraints = [
            models.UniqueConstraint(
                fields=["audience"],
                condition=Q(state__in=["draft", "proposed"]),
                name="terms_of_use_draft_one_open",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=_AUDIENCES), name="terms_of_use_draft_audience"
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(
                    ~Q(decided_by_id=F("proposed_by_id")),
                    decided_by_id__isnull=False,
                    proposed_by_id__isnull=False,
                ),
                name="terms_of_use_draft_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.state} {self.version}"


class TermsOfUseDraftEvent(models.Model):
    """What has happened to a draft: only ever added to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(TermsOfUseDraft, on_delete=models.PROTECT)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=160)
    words = models.CharField(max_length=2000, blank=True)
    #: The texts that were changed, by name.
    old = models.JSONField()
    new = models.JSONField()

    class Meta:
        db_table = "terms_of_use_draft_event"
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "version"], name="terms_of_use_draft_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.version}"


class TermsOfUseAcceptance(models.Model):
    """That a person has accepted a version, once; the language is the one it was read in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    audience = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    terms = models.ForeignKey(TermsOfUse, on_delete=models.PROTECT)
    language = models.CharField(max_length=2)
    accepted_at = models.DateTimeField()

    class Meta:
        db_table = "terms_of_use_acceptance"
        constraints = [
            # It is also how the session's statement finds what somebody has accepted.
            models.UniqueConstraint(
                fields=["person_id", "audience", "version"], name="terms_of_use_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.version}"
