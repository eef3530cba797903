"""Signals: what rules have hit and nobody has looked into yet."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock, typed
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.signals import Signals, begin_from_signals, list_signals
from vardpost.review.event_words import act
from vardpost.review.queries.log import CaseNamed, uuid_of
from vardpost.review.queries.signals import PAGE, Signal, counts, fresh
from vardpost.review.views.rows import about, resident_of
from vardpost.review.words import rule_name
from vardpost.shell.access import staff
from vardpost.units.views.here import here


@staff(Permission.ACTIVITY_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def signals(request: HttpRequest, unit: str) -> HttpResponse:
    """List signals; a post begins a review of those that are ticked."""
    actor, place = here(request, unit)
    errors = dict[str, str]()
    if request.method == "POST":
        ticked = request.POST.getlist("signaler")[:600]
        review_id = uuid_of(request.POST.get("granskning", "")) or new_id()
        try:
            begin_from_signals(
                actor=actor,
                unit_id=place.id,
                review_id=review_id,
                chosen=[one for one in map(uuid_of, ticked) if one is not None],
            )
        except BadInput as error:
            errors = error.errors
        else:
            return HttpResponseRedirect(f"/m/{place.slug}/granskning/{review_id}", status=303)
    rule = typed.kept(request.GET.get("regel", "")[:40])
    after = _key(request.GET.get("efter", ""))
    got = list_signals(actor=actor, unit_id=place.id, rule=rule, after=after)
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "rule": rule,
        "rules": [(key, rule_name(key, name), number) for key, name, number in counts(place.id)],
        "signals": [_shown(one, got.cases) for one in got.signals[:PAGE]],
        "next_href": _next(request.path, rule, got),
        "fresh": fresh(place.region_id),
        "errors": errors,
        "review_id": new_id(),
    }
    return render(request, "review/signals.html", context, status=422 if errors else 200)


def _shown(one: Signal, cases: Mapping[UUID, CaseNamed]) -> dict[str, object]:
    case = cases.get(uuid_of(one.object_id) or new_id())
    return {
        "id": one.id,
        "rule": rule_name(one.rule, one.rule_name),
        "count": one.count,
        "who": one.person_name,
        "did": act(one.action, one.outcome),
        "about": about(case.number if case else "", one.residents),
        "resident": resident_of(case.resident_name, known=True) if case else "",
        "at": one.entry_at,
    }


def _next(path: str, rule: str, got: Signals) -> str:
    if len(got.signals) <= PAGE:
        return ""
    last = got.signals[PAGE - 1]
    moment = last.entry_at.astimezone(clock.STOCKHOLM).isoformat().replace("+", "%2B")
    return f"{path}?regel={rule}&efter={moment},{last.id}"


def _key(text: str) -> tuple[datetime, UUID] | None:
    at, _comma, entry = text.partition(",")
    key = uuid_of(entry)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, key) if key and moment.tzinfo else None
