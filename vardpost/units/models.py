"""Regions, municipalities and the care units of a region."""

from django.db import models

from vardpost.kernel.ids import new_id


class Region(models.Model):
    """One of 21 regions; `code` is the county code of Statistics Sweden, kept as text."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=80, unique=True)
    county = models.CharField(max_length=80)

    class Meta:
        db_table = "region"

    def __str__(self) -> str:
        return self.name


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
