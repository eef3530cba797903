"""Case types, their versions, terms texts, and what a unit offers.

A version and a terms text are never changed (a trigger refuses): cases point at them for as long
as they are kept.
"""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class CaseType(models.Model):
    """A kind of case (ärendetyp); without a region it is the nation's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    #: Where it stands among the others, unless the unit says otherwise.
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "case_type"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(region__isnull=True), name="case_type_national_key"
            ),
            models.UniqueConstraint(fields=["region", "key"], name="case_type_region_key"),
        ]

    def __str__(self) -> str:
        return self.key


class CaseTypeVersion(models.Model):
    """One published form of a case type; `definition` is what `reading.canonical` gives."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "case_type_version"
        constraints = [
            models.UniqueConstraint(fields=["case_type", "version"], name="case_type_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_type_id} {self.version}"


class TermsText(models.Model):
    """One published terms text (villkorstext); without a unit it is the case type's own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="terms")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField()
    body_sv = models.TextField()
    body_en = models.TextField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "terms_text"
        constraints = [
            models.UniqueConstraint(
                fields=["case_type", "version"],
                condition=Q(unit__isnull=True),
                name="terms_text_central_once",
            ),
            models.UniqueConstraint(
                fields=["case_type", "unit", "version"], name="terms_text_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_type_id} {self.version}"


class UnitCaseType(models.Model):
    """A case type as one unit offers it: which version, which terms, and what is promised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="case_types")
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="offered_by")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.ForeignKey(CaseTypeVersion, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(TermsText, on_delete=models.PROTECT, related_name="+")
    first_days = models.PositiveSmallIntegerField()
    final_days = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "unit_case_type"
        constraints = [
            models.UniqueConstraint(fields=["unit", "case_type"], name="unit_case_type_once"),
            models.CheckConstraint(
                condition=Q(first_days__gte=1, final_days__gte=models.F("first_days")),
                name="unit_case_type_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.case_type_id}"
