"""Drawing a sample: a period, a size, a word that the lot begins with."""

import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.kernel.actor import UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.actions.begin import begin_sample
from vardpost.review.forms import filters as form
from vardpost.review.queries.log import colleagues, uuid_of
from vardpost.review.queries.plan import plan_of
from vardpost.review.queries.reviews import last_sample
from vardpost.review.sampling import MOST_ITEMS
from vardpost.review.words import fact_options, group_options
from vardpost.shell.access import staff
from vardpost.shell.settings_page import kept
from vardpost.units.views.here import here

#: Letters that are not taken for others when a seed is read from paper.
_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"


@staff(Permission.ACTIVITY_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the form, as the unit's plan has it; a post draws, and leads to the review."""
    actor, place = here(request, unit)
    people = colleagues(place.id)
    if request.method != "POST":
        return _form(request, place, people, _planned(place.id), {})
    posted = kept(request.POST)
    review_id = uuid_of(posted.get("granskning", "")) or new_id()
    try:
        parsed = form.sample(posted, people)
        begin_sample(
            actor=actor,
            unit_id=place.id,
            review_id=review_id,
            filters=parsed.filters,
            size=parsed.size,
            seed=parsed.seed,
        )
    except BadInput as error:
        return _form(request, place, people, form.as_typed(posted), error.errors)
    return HttpResponseRedirect(f"/m/{place.slug}/granskning/{review_id}", status=303)


def _planned(unit_id: UUID) -> form.Typed:
    today = clock.today()
    plan = plan_of(unit_id)
    begins, ends = plan.next_period(last_sample(unit_id), today)
    if ends >= today:
        begins, ends = plan.next_period(None, today)
    seed = "".join(secrets.choice(_LETTERS) for _number in range(8))
    return form.Typed(
        begins.isoformat(), ends.isoformat(), of=plan.of, amount=str(plan.amount), seed=seed
    )


def _form(
    request: HttpRequest,
    place: UnitRef,
    people: list[tuple[UUID, str]],
    fields: form.Typed,
    errors: dict[str, str],
) -> HttpResponse:
    context = {
        "unit": place,
        "base": f"/m/{place.slug}/granskning",
        "people": [(str(key), name) for key, name in people],
        "groups": group_options(),
        "facts": fact_options(),
        "sizes": [("entries", _("poster")), ("percent", _("procent"))],
        "most": MOST_ITEMS,
        "fields": fields,
        "errors": errors,
        "fresh": new_id(),
    }
    return render(request, "review/sample.html", context, status=422 if errors else 200)
