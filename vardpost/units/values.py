"""What a unit's settings hold, as plain data: made by forms, kept by actions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactData:
    """What a unit tells of itself beside what the directory says."""

    phone: str = ""
    email: str = ""
    about_sv: str = ""
    about_en: str = ""


#: The periods of one weekday, as text: ("08:00", "16:30").
DayHours = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Opening hours of a week, Monday first, and whether the unit is closed on the eves."""

    days: tuple[DayHours, ...]
    closed_on_eves: bool = True


@dataclass(frozen=True, slots=True)
class ClosingData:
    """Days when the unit is closed or takes no new cases; dates as text, YYYY-MM-DD."""

    starts_on: str
    ends_on: str
    stops_clock: bool
    stops_intake: bool
    case_type: str
    reason_sv: str
    reason_en: str
    #: The id of another unit, or None.
    alternative: str | None


@dataclass(frozen=True, slots=True)
class LimitData:
    """When many wait for a first answer; no number means no limit."""

    most_waiting: int | None = None
    extra_days: int = 0
    alternative: str | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One row of a catchment area: no region is the whole country."""

    region: str = ""
    municipality: str = ""
    sex: str = ""
    age_from: int = 0
    age_to: int = 199


#: What becomes of a region's closed cases (domain 6.2).
KEEP_ACTIONS = ("keep", "export", "export_dispose")


@dataclass(frozen=True, slots=True)
class KeepRule:
    """How long a region's cases are kept, and who decided it; `keep` needs no decision."""

    keep_action: str = "keep"
    keep_years: int | None = None
    keep_decision: str = ""
    keep_decided_by: str = ""
    #: YYYY-MM-DD; empty without a decision.
    keep_decided_on: str = ""
