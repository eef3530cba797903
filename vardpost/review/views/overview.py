"""The first page of log review: what is open, what waits, what is due."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.kernel import clock
from vardpost.policy.permissions import Permission
from vardpost.review.actions.read import list_reviews
from vardpost.review.queries.alarms import open_number
from vardpost.review.queries.log import uuid_of
from vardpost.review.queries.plan import plan_of, reviewers
from vardpost.review.queries.questions import of_unit
from vardpost.review.queries.reviews import PAGE, ReviewRow, last_sample
from vardpost.review.queries.signals import counts
from vardpost.review.queries.why import unanswered
from vardpost.review.views.rows import progress, title
from vardpost.review.words import period, rule_name
from vardpost.shell.access import staff
from vardpost.units.views.here import here


@staff(Permission.ACTIVITY_REVIEW)
@require_safe
def overview(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the unit's reviews, what waits, and when the next sample is due."""
    actor, place = here(request, unit)
    found = list_reviews(actor=actor, unit_id=place.id, before=_place(request))
    today = clock.today()
    plan, last = plan_of(place.id), last_sample(place.id)
    closed = found.closed[:PAGE]
    waits = unanswered([one.id for one in found.open if one.kind == "question"])
    questions = of_unit(place.id)
    begins, ends = plan.next_period(last, today)
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "alarms": open_number(place.id),
        "reviewers": [name for _key, name in reviewers(place.id)],
        "open": [{**_shown(one, today), "unanswered": one.id in waits} for one in found.open],
        "closed": [_shown(one, today) for one in closed],
        "answers": [one for one in questions if not one.waits],
        "waiting": [one for one in questions if one.waits],
        "signals": [(key, rule_name(key, name), n) for key, name, n in counts(place.id)],
        "next_period": period(begins, ends),
        "next_due": plan.due(last, today),
        "next_late": plan.due(last, today) < today,
        "next_over": ends < today,
        "next_href": _next(request, closed, more=len(found.closed) > PAGE),
    }
    return render(request, "review/overview.html", context)


def _shown(one: ReviewRow, today: date) -> dict[str, object]:
    return {
        "id": one.id,
        "title": title(one),
        "progress": progress(one),
        "hidden": one.hidden,
        "due": one.due_on,
        "late": one.due_on < today,
        "breaches": one.counts.breaches,
        "opened": one.opened_at,
        "opened_by": one.opened_by_name,
        "closed": one.closed_at,
        "closed_by": one.closed_by_name,
        "outcome": one.outcome,
    }


def _place(request: HttpRequest) -> tuple[datetime, UUID] | None:
    at, _comma, key = request.GET.get("efter", "").partition(",")
    found = uuid_of(key)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, found) if found and moment.tzinfo else None


def _next(request: HttpRequest, shown: list[ReviewRow], *, more: bool) -> str:
    if not more:
        return ""
    last = shown[-1]
    moment = last.opened_at.astimezone(clock.STOCKHOLM).isoformat().replace("+", "%2B")
    return f"{request.path}?efter={moment},{last.id}"
