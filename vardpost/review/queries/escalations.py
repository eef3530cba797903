"""Reads of what a region has been told, and of whom it is told to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.people.queries.staff import STANDING
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits, counted

#: Escalations on a page.
PAGE = 30
_COLUMNS = (
    "x.id, x.unit_id, x.unit_name, x.count, x.note, x.at, x.by_name, x.received_at, "
    "x.received_by_name"
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """What the region was told: a unit, how many, and by whom; nothing of the entries."""

    id: UUID
    unit_id: UUID
    unit_name: str
    count: int
    note: str
    at: datetime
    by_name: str
    received_at: datetime | None
    received_by_name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a region's reviewers turn to."""

    name: str = ""
    email: str = ""
    phone: str = ""


def of_review(review_id: UUID) -> list[Escalation]:
    """Return what the region was told of a review."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_escalation x where x.review_id = %s order by x.at, x.id",
        [review_id],
    )
    return [Escalation(*row) for row in rows]


def of_region(region_id: str, before: tuple[datetime, UUID] | None = None) -> list[Escalation]:
    """Return a page of what the region was told, the latest first; one more when there are more."""
    at, key = before or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS} from review_escalation x where x.region_id = %s "
        "and (%s::timestamptz is null or (x.at, x.id) < (%s, %s)) "
        "order by x.at desc, x.id desc limit %s",
        [region_id, at, at, key, PAGE + 1],
    )
    return [Escalation(*row) for row in rows]


def region_admins(region_id: str) -> list[UUID]:
    """Return the region's administrators today."""
    day = clock.today()
    rows = db.fetch_all(
        "select distinct g.person_id from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.role = 'region_admin' "
        f"and g.region_code = %s and g.starts_on <= %s and {STANDING}",
        [region_id, day, day],
    )
    return [row[0] for row in rows]


def contact_of(region_id: str) -> Contact:
    """Return whom the region's reviewers turn to; empty when nobody has been named."""
    row = db.fetch_one(
        "select name, email, phone from review_contact where region_id = %s", [region_id]
    )
    return Contact(*row) if row else Contact()


def unit_admins(unit_id: UUID) -> list[UUID]:
    """Return a unit's administrators today."""
    day = clock.today()
    rows = db.fetch_all(
        "select distinct g.person_id from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.role = 'unit_admin' "
        f"and g.unit_id = %s and g.starts_on <= %s and {STANDING}",
        [unit_id, day, day],
    )
    return [row[0] for row in rows]


def unreceived(actor: Actor) -> list[Waits]:
    """Return how many suspicions the region's office has not confirmed that it has received."""
    region = actor.region_id
    if actor.unit is not None or not region or not can(actor, Permission.REVIEW_ESCALATION_READ):
        return []
    row = db.fetch_one(
        "select count(*) from (select 1 from review_escalation x where x.region_id = %s "
        "and x.received_at is null limit 100) x",
        [region],
    )
    number = int(row[0]) if row else 0
    words = ngettext(
        "{n} misstänkt intrång är inte mottaget.",
        "{n} misstänkta intrång är inte mottagna.",
        number,
    )
    return counted(number, words, f"/r/{region}/granskning", _("Gå igenom"), first=True)
