"""Regions, municipalities and the care units of a region."""

from django.db import models

from vardpost.kernel.ids import new_id


class Region(models.Model):
    """One of 21 regions; `code` is the county code of Statistics Sweden, kept as text."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    county = models.CharField(max_length=80)
    #: The patients' advisory board (patientnämnd) that takes complaints; none is told while null.
    patient_board = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  # not told

    class Meta:
        db_table = "region"

    def __str__(self) -> str:
        return self.name


class RegionSetting(models.Model):
    """What the national office has decided for a region; without a region, for the nation.

    Whatever is empty is as the nation has it. A region without a row has decided nothing.
    """

    region_id = models.CharField(max_length=2, primary_key=True, blank=True)
    #: A guardian acts for a child until this birthday.
    guardian_until = models.PositiveSmallIntegerField(null=True, blank=True)
    #: One of `accents.ACCENTS`; empty for the product's own.
    accent = models.CharField(max_length=12, blank=True, db_default="")
    #: What becomes of cases: `keep` until there is a decision (domain 6.2).
    keep_action = models.CharField(max_length=20, db_default="keep")
    keep_years = models.PositiveSmallIntegerField(null=True, blank=True)
    keep_decision = models.CharField(max_length=80, blank=True, db_default="")
    keep_decided_by = models.CharField(max_length=120, blank=True, db_default="")
    keep_decided_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "region_setting"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(guardian_until__isnull=True)
                | models.Q(guardian_until__gte=1, guardian_until__lte=18),
                name="region_setting_guardian_age",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_action="keep")
                | models.Q(
                    ~models.Q(keep_decision=""),
                    keep_decided_on__isnull=False,
                    keep_years__gte=1,
                ),
                name="region_setting_kept_until_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.region_id or "riket"


class Municipality(models.Model):
    """One of 290 municipalities; the first two digits of `code` are the region's."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")

    class Meta:
        db_table = "municipality"

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """What sort of unit it is; the words are shown when one looks for a unit."""

    PRIMARY_CARE = "primary_care", "Vårdcentral"
    SPECIALIST = "specialist", "Specialistmottagning"
    DENTAL = "dental", "Tandvård"
    CHILD_HEALTH = "child_health", "Barnavårdscentral"
    MATERNITY = "maternity", "Barnmorskemottagning"
    PSYCHIATRY = "psychiatry", "Psykiatri"
    REHABILITATION = "rehabilitation", "Rehabilitering"
    YOUTH = "youth", "Ungdomsmottagning"


class CareUnit(models.Model):
    """A unit that receives cases (mottagning). Never deleted: cases and logs point at it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units")
    hsa_id = models.CharField(max_length=31, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind)
    template = models.CharField(max_length=40)
    template_version = models.PositiveSmallIntegerField(default=1)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    about_sv = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    #: The very name tells what the care is about; no notice may carry it.
    sensitive = models.BooleanField(default=False)
    #: A person who is both receiver and responder may take a case.
    self_take = models.BooleanField(default=True)
    #: Closed on Midsummer, Christmas and New Year's Eve, which are no public holidays in law.
    closed_on_eves = models.BooleanField(default=True)
    live = models.BooleanField(default=True)

    class Meta:
        db_table = "care_unit"
        indexes = [models.Index(fields=["region", "name"], name="i_unit_region_name")]

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One period of one weekday (0 = Monday), in Swedish time; a day may have several."""

    unit = models.ForeignKey(CareUnit, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        db_table = "opening_hours"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, closes__gt=models.F("opens")),
                name="opening_hours_forward",
            ),
            models.UniqueConstraint(
                fields=["unit", "weekday", "opens"], name="opening_hours_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class CatchmentRow(models.Model):
    """Who may see the unit: any row that fits admits (domain 5).

    No region means the whole country. No rows at all means that nobody finds the unit.
    """

    unit = models.ForeignKey(CareUnit, on_delete=models.CASCADE, related_name="catchment")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True)
    sex = models.CharField(max_length=5, blank=True, choices=[("man", "Man"), ("woman", "Kvinna")])
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(default=199)

    class Meta:
        db_table = "catchment_row"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(age_to__gte=models.F("age_from")), name="catchment_age_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(municipality__isnull=True) | models.Q(region__isnull=False),
                name="catchment_municipality_in_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id or 'riket'} {self.municipality_id or ''}"


class SettingChange(models.Model):
    """One change of one setting: who, when, before, after. Never amended; features may read it.

    Row security shows it to the unit's administrators, and to the offices above the unit. A row
    without a unit is the region's, and without a region the nation's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region_id = models.CharField(max_length=2, blank=True)
    unit_id = models.UUIDField(null=True, blank=True)
    #: `room:thing`, one of `settings.KINDS`.
    kind = models.CharField(max_length=40)
    #: Which one, where a unit has several of the kind.
    object_id = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=160)
    old = models.JSONField()
    new = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    #: The change that this one takes back.
    undoes_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "setting_change"
        constraints = [
            models.UniqueConstraint(
                fields=["region_id", "unit_id", "kind", "object_id", "version"],
                name="setting_change_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["unit_id", "-id"], name="i_setting_change_unit")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Closing(models.Model):
    """Days on which a unit is closed, takes no new cases, or takes none of one kind.

    Both ends are included. A reason is told to residents, and another unit where there is one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="closings")
    starts_on = models.DateField()
    ends_on = models.DateField()
    #: The unit is closed: these days do not count in a promise.
    stops_clock = models.BooleanField()
    #: No new cases can be sent on these days.
    stops_intake = models.BooleanField()
    #: The key of the one case type that is stopped; empty for all.
    case_type = models.CharField(max_length=40, blank=True)
    reason_sv = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200, blank=True)
    alternative = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "unit_closing"
        indexes = [models.Index(fields=["unit", "ends_on"], name="i_closing_unit_end")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="closing_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(stops_clock=True) | models.Q(stops_intake=True),
                name="closing_stops_something",
            ),
            models.CheckConstraint(
                condition=models.Q(case_type="") | models.Q(stops_clock=False),
                name="closing_of_one_kind_keeps_the_clock",
            ),
            models.CheckConstraint(
                condition=~models.Q(alternative=models.F("unit")), name="closing_points_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.starts_on}"


class RegionDay(models.Model):
    """A day on which a whole region is closed beside the public holidays."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="closed_days")
    day = models.DateField()
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "region_day"
        constraints = [
            models.UniqueConstraint(fields=["region", "day"], name="region_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day}"


class IntakeLimit(models.Model):
    """What happens when many wait for a first answer: a longer promise or another unit.

    Never a silent stop: residents are told, and may still send (ambitions 55).
    """

    unit = models.OneToOneField(CareUnit, on_delete=models.PROTECT, primary_key=True)
    #: So many cases without a first answer, or more.
    most_waiting = models.PositiveSmallIntegerField()
    extra_days = models.PositiveSmallIntegerField(default=0)
    alternative = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "intake_limit"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most_waiting__gte=1, most_waiting__lte=500),
                name="intake_limit_reach",
            ),
            models.CheckConstraint(
                condition=models.Q(extra_days__gte=1, extra_days__lte=20)
                | models.Q(extra_days=0, alternative__isnull=False),
                name="intake_limit_does_something",
            ),
            models.CheckConstraint(
                condition=~models.Q(alternative=models.F("unit")),
                name="intake_limit_points_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)


class ApprovedResident(models.Model):
    """A resident let in to a unit outside its catchment (godkänd för kommunikation)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="approved")
    #: A person of `people`, which is a room above: no foreign key.
    person_id = models.UUIDField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    approved_by_name = models.CharField(max_length=160)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "approved_resident"
        constraints = [
            models.UniqueConstraint(fields=["unit", "person_id"], name="approved_resident_once")
        ]
        indexes = [models.Index(fields=["person_id"], name="i_approved_person")]

    def __str__(self) -> str:
        return str(self.id)


class FormerName(models.Model):
    """A name that a unit had until a moment. Written by `unit_rename` alone, never amended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    until_at = models.DateTimeField()

    class Meta:
        db_table = "unit_former_name"
        indexes = [models.Index(fields=["unit", "until_at"], name="i_former_name_unit")]

    def __str__(self) -> str:
        return self.name


class PlannedName(models.Model):
    """The name that a unit will have from a day to come."""

    unit = models.OneToOneField(CareUnit, on_delete=models.PROTECT, primary_key=True)
    name = models.CharField(max_length=120)
    from_on = models.DateField()

    class Meta:
        db_table = "unit_planned_name"

    def __str__(self) -> str:
        return self.name


class Recommended(models.Model):
    """That a region recommends a unit to its residents, or to those of one municipality."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(CareUnit, on_delete=models.PROTECT, related_name="recommended")

    class Meta:
        db_table = "unit_recommended"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "region", "municipality"],
                name="unit_recommended_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.municipality_id or self.region_id}"


class Ending(models.Model):
    """That a unit is to close, or has closed, and which unit takes over (domain 7.3)."""

    unit = models.OneToOneField(CareUnit, on_delete=models.PROTECT, primary_key=True)
    to_unit = models.ForeignKey(
        CareUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: One of `closing.states.State`.
    state = models.CharField(max_length=12)
    #: From this day no new cases; from the other the unit may be closed.
    freezes_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "unit_ending"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("freezes_on")),
                name="unit_ending_forward",
            ),
            models.CheckConstraint(
                condition=~models.Q(to_unit=models.F("unit")), name="unit_ending_points_elsewhere"
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_at__isnull=True),
                name="unit_ending_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)
