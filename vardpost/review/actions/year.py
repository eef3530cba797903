"""The yearly report of a unit's review, to read and to take away; and what its region sees."""

from dataclasses import dataclass
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review import year as pure
from vardpost.review.actions.asked import PURPOSE, reviewer_at, told
from vardpost.review.printing import pdf
from vardpost.review.queries import year as queries
from vardpost.review.queries.plan import plan_of, reviewers
from vardpost.review.queries.year import UnitYear
from vardpost.review.year import Year, years
from vardpost.review.year_words import document, table


@dataclass(frozen=True, slots=True)
class Report:
    """A finished file."""

    data: bytes
    media_type: str
    name: str


def read_year(*, actor: Actor, unit_id: UUID, year: int) -> Year:
    """Return a year of the unit's review. Raises `NotFound` for a year out of reach, `Denied`."""
    unit = reviewer_at(actor, unit_id)
    found = _year(unit, year)
    record(actor, told(AuditEvent.REVIEW_YEAR_READ, "unit", unit_id, detail={"year": year}))
    return found


def take_year(*, actor: Actor, unit_id: UUID, year: int, form: str) -> Report:
    """Return it as a file: `pdf` (PDF/A) or `csv`. Raises as `read_year`, and `Unavailable`."""
    unit = reviewer_at(actor, unit_id)
    if form not in ("pdf", "csv"):
        raise NotFound("a report of another sort")
    found = _year(unit, year)
    data = pdf("year", document(found)) if form == "pdf" else table(found).encode()
    media_type = "application/pdf" if form == "pdf" else "text/csv; charset=utf-8"
    detail = {"year": year, "form": form}
    record(actor, told(AuditEvent.REVIEW_YEAR_TAKEN, "unit", unit_id, detail=detail))
    return Report(data, media_type, f"granskning-{year}.{form}")


def read_region_year(
    *, actor: Actor, region_id: str, year: int, after: tuple[str, UUID] | None = None
) -> list[UnitYear]:
    """Return a page of the region's units in numbers, nobody's in particular.

    Raises `NotFound` for a year out of reach, and `Denied`.
    """
    require(actor, Permission.REVIEW_ESCALATION_READ, Thing(region_id=region_id))
    today = clock.today()
    if year not in years(today):
        raise NotFound("year")
    found = queries.of_region(year, today, after)
    entry = Entry(
        event=AuditEvent.REVIEW_YEAR_READ,
        object_type="region",
        object_id=region_id,
        purpose=PURPOSE,
        region_id=region_id,
        detail={"year": year, "units": len(found)},
    )
    record(actor, entry)
    return found


def _year(unit: UnitRef, year: int) -> Year:
    today = clock.today()
    if year not in years(today):
        raise NotFound("year")
    plan, found = plan_of(unit.id), queries.reviews(unit.id, year)
    return Year(
        year,
        unit.name,
        unit.hsa_id,
        today,
        plan,
        pure.begun(found, year),
        pure.planned(plan, found, year, today),
        queries.explanations(unit.id, year),
        queries.residents(unit.id, year),
        queries.escalated(unit.id, year),
        queries.signals(unit.id, year),
        queries.alarms(unit.id, year),
        len(reviewers(unit.id)),
    )
