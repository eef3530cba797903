"""Case types, their versions and drafts, terms texts, and what a unit offers.

A version and a terms text are never changed (a trigger refuses): cases point at them for as long
as they are kept. A version that is planned and has not come into force can be taken back.
"""

from django.db import models
from django.db.models import Q

from vardpost.kernel.ids import new_id
from vardpost.units.models import CareUnit, Region


class CaseType(models.Model):
    """A kind of case (ärendetyp): the nation's, a region's, or a unit's own.

    Which of the three the key says too (`owners.py`), so that a unit's own is never mistaken for
    a central one in statistics or in an address.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="own_case_types"
    )
    #: The version that it was copied from, if it was.
    copied_from = models.ForeignKey(
        "CaseTypeVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Where it stands among the others, unless the unit says otherwise.
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "case_type"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(region__isnull=True), name="case_type_national_key"
            ),
            models.UniqueConstraint(
                fields=["region", "key"],
                condition=Q(unit__isnull=True),
                name="case_type_region_key",
            ),
            models.UniqueConstraint(
                fields=["unit", "key"], condition=Q(unit__isnull=False), name="case_type_unit_key"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, region__isnull=True)
                & ~Q(key__startswith="r_")
                & ~Q(key__startswith="u_")
                | Q(unit__isnull=True, region__isnull=False, key__startswith="r_")
                | Q(unit__isnull=False, region__isnull=False, key__startswith="u_"),
                name="case_type_owner_in_key",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class CaseTypeVersion(models.Model):
    """One published form of a case type; `definition` is what `reading.canonical` gives.

    With a unit it is a central form with that unit's own parts laid in: `upstream` is the central
    version it was made of. `published_at` may lie ahead: then the version is planned.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="versions")
    unit = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    upstream = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    #: From the product's own files, or by somebody; then who and why.
    shipped = models.BooleanField(default=False, db_default=False)
    author_id = models.UUIDField(null=True, blank=True)
    author_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    note = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        db_table = "case_type_version"
        constraints = [
            models.UniqueConstraint(
                fields=["case_type", "version"],
                condition=Q(unit__isnull=True),
                name="case_type_version_once",
            ),
            models.UniqueConstraint(
                fields=["case_type", "unit", "version"],
                condition=Q(unit__isnull=False),
                name="case_type_version_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True, upstream__isnull=True)
                | Q(unit__isnull=False, upstream__isnull=False),
                name="case_type_version_upstream_of_unit",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case_type", "unit", "-published_at", "-version"],
                name="i_case_type_version_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_type_id} {self.version}"


class CaseTypeDraft(models.Model):
    """The next version of a case type while it is being written: one a type, open to change.

    `version` rises with every save: who saves from an older one is told (`Stale`) and loses
    nothing. The definition has the right shape; what the checker says of it is not asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.OneToOneField(CaseType, on_delete=models.PROTECT, related_name="draft")
    based_on = models.ForeignKey(
        CaseTypeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    definition = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by_id = models.UUIDField(null=True, blank=True)
    updated_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "case_type_draft"

    def __str__(self) -> str:
        return f"{self.case_type_id} {self.version}"


class CaseTypePicture(models.Model):
    """A picture of a form, drawn anew by us; named by the hash of its bytes."""

    hash = models.CharField(primary_key=True, max_length=64)
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    data = models.BinaryField()
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "case_type_picture"

    def __str__(self) -> str:
        return self.hash


class TermsText(models.Model):
    """One published terms text (villkorstext); without a unit it is the case type's own.

    `published_at` may lie ahead: then the text is planned. Placeholders stand in it unfilled.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="terms")
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField()
    body_sv = models.TextField()
    body_en = models.TextField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    author_id = models.UUIDField(null=True, blank=True)
    author_name = models.CharField(max_length=120, blank=True, default="", db_default="")

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


class TermsShown(models.Model):
    """A terms text with its placeholders filled in, as somebody accepted it; by its hash."""

    hash = models.CharField(primary_key=True, max_length=64)
    lang = models.CharField(max_length=2)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "terms_shown"

    def __str__(self) -> str:
        return self.hash


class UnitTerms(models.Model):
    """The work with the terms of one case type: the draft, who owns it, when it is reviewed.

    A unit's with its own text; without a unit the work of the office that owns the type. `version`
    rises with every save and publication: who saves from an older one is told (`Moved`). `before`
    is what stood until the last of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="+")
    #: Null when there is no draft; both or none.
    draft_sv = models.TextField(null=True, blank=True)  # noqa: DJ001  # no draft is no empty one
    draft_en = models.TextField(null=True, blank=True)  # noqa: DJ001  # the same
    owner_id = models.UUIDField(null=True, blank=True)
    owner_name = models.CharField(max_length=120, blank=True)
    review_by = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    before = models.JSONField(default=dict)
    updated_at = models.DateTimeField()
    updated_by_id = models.UUIDField(null=True, blank=True)
    updated_by_name = models.CharField(max_length=120, blank=True)
    #: The unit's text that the ledger was last told is in force; readers never ask for it.
    settled = models.ForeignKey(
        TermsText, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "unit_terms"
        constraints = [
            models.UniqueConstraint(fields=["unit", "case_type"], name="unit_terms_once"),
            models.UniqueConstraint(
                fields=["case_type"],
                condition=Q(unit__isnull=True),
                name="unit_terms_central_once",
            ),
            models.CheckConstraint(
                condition=Q(draft_sv__isnull=True, draft_en__isnull=True)
                | Q(draft_sv__isnull=False, draft_en__isnull=False),
                name="unit_terms_whole_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.case_type_id}"


class UnitCaseType(models.Model):
    """A case type as one unit offers it: which version, which terms, and what is promised.

    A unit that follows uses the newest version in force, whatever `version` says (a planned one
    comes into force by its time, not by a job); one that does not keeps `version`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="case_types")
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="offered_by")
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.ForeignKey(CaseTypeVersion, on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey(TermsText, on_delete=models.PROTECT, related_name="+")
    first_days = models.PositiveSmallIntegerField()
    final_days = models.PositiveSmallIntegerField()
    follows = models.BooleanField(default=True, db_default=True)
    #: The open parts that the unit has words of its own for (`overrides.Overrides` as JSON).
    overrides = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    #: Held back: only residents to whom it has been handed out see and use it.
    restricted = models.BooleanField(default=False, db_default=False)

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


class CaseTypeProposal(models.Model):
    """That an office proposes a central type to a unit, which decides. By a region, or the nation.

    Which units were asked, and by whom, is a fact: a proposal ends and is not deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="+")
    by_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    #: The unit's answer, when it is no; that it says yes is that it offers the type.
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by_name = models.CharField(max_length=160, blank=True, db_default="")

    class Meta:
        db_table = "case_type_proposal"
        constraints = [
            models.UniqueConstraint(fields=["unit", "case_type"], name="case_type_proposal_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class TermsProposal(models.Model):
    """Words that an office proposes to change in a unit's own terms; the unit decides.

    Who was asked, and what each answered, is a fact: a proposal is settled and not deleted. The
    text it makes is that of the unit at the moment it is taken, so nothing written since is lost.
    """

    class State(models.TextChoices):
        """Where it stands; only one that waits can be taken, declined or withdrawn."""

        WAITING = "waiting"
        TAKEN = "taken"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    #: The office's change that it is a part of (`central.TextChange`).
    change_id = models.UUIDField()
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="+")
    by_region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    find = models.CharField(max_length=80)
    put = models.CharField(max_length=80)
    whole = models.BooleanField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=160, blank=True, db_default="")

    class Meta:
        db_table = "terms_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["change_id", "unit", "case_type"], name="terms_proposal_once"
            )
        ]
        indexes = [models.Index(fields=["unit", "state"], name="i_terms_proposal_waiting")]

    def __str__(self) -> str:
        return str(self.id)


class CaseTypeGrant(models.Model):
    """A case type handed out to one resident at a unit (utdelad ärendetyp).

    Never deleted and never changed but for how it ended: who could use what, and when, is a fact.
    Another last day is a new row in place of the old.
    """

    class Ended(models.TextChoices):
        """How a hand-out ended, other than by its last day."""

        WITHDRAWN = "withdrawn"
        CHANGED = "changed"
        RAN_OUT = "ran_out"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="+")
    case_type = models.ForeignKey(CaseType, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    #: The last day; none means until further notice.
    until = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by_id = models.UUIDField()
    granted_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True, db_default="")
    #: Of one whose last day had passed when the next was made, `ran_out`.
    ended_why = models.CharField(max_length=10, blank=True, choices=Ended, db_default="")

    class Meta:
        db_table = "case_type_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "case_type", "person_id"],
                condition=Q(ended_at__isnull=True),
                name="case_type_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("starts_on")),
                name="case_type_grant_forward",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True, ended_why="")
                | Q(
                    ended_at__isnull=False,
                    ended_by_id__isnull=False,
                    ended_why__in=["withdrawn", "changed", "ran_out"],
                ),
                name="case_type_grant_ended_whole",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="case_type_grant_says_why"),
        ]
        indexes = [
            models.Index(fields=["unit", "case_type", "-id"], name="i_case_type_grant_list"),
            models.Index(
                fields=["person_id"],
                condition=Q(ended_at__isnull=True),
                name="i_case_type_grant_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
