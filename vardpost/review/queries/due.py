"""What is due: reviews, answers, and samples that a unit's plan wants; for the job that reminds.

Within the system's scope of one region.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from vardpost.kernel import db
from vardpost.review.plan import Plan

#: How long before the day a review is reminded of, and how often after it.
BEFORE, AGAIN = timedelta(days=3), timedelta(days=7)
#: The active reviewers of the unit `u` today. Parameters: the day, twice.
_REVIEWERS = (
    "array(select g.person_id from role_grant g join staff_account a "
    "on a.person_id = g.person_id and a.active where g.unit_id = {unit} "
    "and g.role in ('unit_admin', 'reviewer') and g.starts_on <= %s "
    "and (g.ends_on is null or g.ends_on > %s) "
    "group by g.person_id having count(distinct g.role) = 2)"
)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody is reminded of."""

    id: UUID
    people: Sequence[UUID]


def reviews(region_id: str, today: date) -> list[Due]:
    """Return open reviews that are due soon or late, and not reminded of lately.

    Of a resident's question, and of an alarm, only those are reminded whom it is not about.
    """
    rows = db.fetch_all(
        "select r.id, case when r.person_id is not null then array(select one from "
        "mirror_reviewers(r.unit_id, r.person_id, coalesce(r.resident_id, "
        "'00000000-0000-0000-0000-000000000000'), %s) one) "
        f"else {_REVIEWERS.format(unit='r.unit_id')} end from review r "
        "where r.region_id = %s and r.closed_at is null and r.due_on <= %s "
        "and (r.reminded_on is null or r.reminded_on <= %s) order by r.due_on, r.id limit 500",
        [today, today, today, region_id, today + BEFORE, today - AGAIN],
    )
    return [Due(row[0], row[1]) for row in rows if row[1]]


def questions(region_id: str, today: date) -> list[Due]:
    """Return questions whose answers are due tomorrow or late, and not reminded of lately."""
    rows = db.fetch_all(
        "select q.id, q.to_id from review_question q where q.region_id = %s "
        "and q.answered_at is null and q.withdrawn_at is null and q.answer_by <= %s "
        "and (q.reminded_on is null or q.reminded_on <= %s) order by q.answer_by, q.id limit 500",
        [region_id, today + timedelta(days=1), today - AGAIN],
    )
    return [Due(row[0], [row[1]]) for row in rows]


def samples(region_id: str, today: date) -> list[Due]:
    """Return units whose next sample is due within three days, or on the day a week or more late.

    Only units that review at all: that have drawn a sample, or have decided on a plan. A sample
    that is being reviewed is reminded of as a review.
    """
    rows = db.fetch_all(
        "select u.id, p.months, p.unit_of_size, p.amount, p.due_days, p.answer_days, "
        "(select max(r.to_on) from review r where r.unit_id = u.id and r.kind = 'sample' "
        "and r.outcome = 'done'), "
        "exists (select 1 from review r where r.unit_id = u.id and r.kind = 'sample' "
        f"and r.closed_at is null), {_REVIEWERS.format(unit='u.id')} "
        "from care_unit u left join review_plan p on p.unit_id = u.id where u.region_id = %s "
        "and u.live and (p.unit_id is not null or exists (select 1 from review r "
        "where r.unit_id = u.id)) order by u.id",
        [today, today, region_id],
    )
    found = []
    for unit_id, months, of, amount, due_days, answer_days, last, begun, people in rows:
        plan = Plan(months, of, amount, due_days, answer_days) if months else Plan()
        days = (plan.due(last, today) - today).days
        on_the_day = days == BEFORE.days or (days <= 0 and days % AGAIN.days == 0)
        if people and not begun and on_the_day:
            found.append(Due(unit_id, people))
    return found


def units(region_id: str) -> list[UUID]:
    """Return the region's units."""
    rows = db.fetch_all("select id from care_unit where region_id = %s order by id", [region_id])
    return [row[0] for row in rows]
