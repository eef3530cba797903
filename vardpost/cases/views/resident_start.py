"""One case type of one unit: what it is, when one gets an answer, and where one begins."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.cases.actions.draft import delete_draft, start_case_draft
from vardpost.cases.promise import Opening
from vardpost.cases.queries import drafts
from vardpost.cases.queries.intake import standing
from vardpost.cases.views.resident_find import look_up
from vardpost.cases.views.resident_intake import intake_words, offer_words
from vardpost.cases.views.resident_page import ids, named, residents, see_other, who
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.audience import Hindrance, hindrance
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.queries import Offer
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.shell.access import quiet, resident_or_staff
from vardpost.shell.jinja import language
from vardpost.units.queries import UnitCard


@quiet("what anyone may know of a case type, and whether one has begun one; a beginning is a verb")
@resident_or_staff(Permission.UNIT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def case_type(request: HttpRequest, slug: str, arendetyp: str) -> HttpResponse:
    """Show a case type; a post begins the case, or goes on with the draft there is.

    Staff see what it is; to begin one is for residents.
    """
    actor = who(request)
    if request.method == "POST":
        require(actor, Permission.CASE_SUBMIT)
    found = look_up(actor, slug)
    offer = _offer(actor, found.unit, arendetyp)
    person = actor.person_id if actor.is_resident else None
    draft = drafts.unsent_of(person, found.unit.id, offer.key) if person else None
    form = casetypes.version(offer.version_id).definition
    intake = standing(found.unit.id, clock.today())
    stop = intake.stopped(offer.key)
    why = why_not(actor, form)
    if request.method == "POST" and found.fits and stop is None and not why:
        if draft is not None and request.POST.get("borja_om") == str(draft[0]):
            with suppress(NotFound):  # the same press a moment ago has thrown it away
                delete_draft(actor=actor, draft_id=draft[0])
        draft_id = start_case_draft(
            actor=actor,
            unit_id=found.unit.id,
            case_type=offer.key,
            version_id=offer.version_id,
        )
        return see_other(f"/ny/{draft_id}")
    opening = Opening(found.unit.hours, found.unit.closed_on_eves)
    return render(
        request,
        "cases/resident_case_type.html",
        {
            "actor": actor,
            "found": found,
            "accent": found.unit.accent,
            "offer": offer,
            "form": form,
            "promise": offer_words(intake, offer.key, offer.first_days),
            "due": opening.due(clock.now(), offer.first_days + intake.extra_days),
            "news": intake_words(intake),
            "stop": stop,
            "terms": casetypes.filled_terms(
                offer.terms_id,
                found.unit.id,
                language(),
                lambda: offer.first_days + intake.extra_days,
            ),
            "draft": draft,
            "why_not": why,
            "only_oneself": not form.proxy_allowed and len(residents(actor)) > 1,
            "only_for": _only_for(actor, offer),
        },
        status=409 if request.method == "POST" else 200,
    )


def why_not(actor: Actor, form: FormDefinition) -> str:
    """Return in a sentence why the actor can send this about nobody, or nothing."""
    born = [one.birth_date for one in actor.residents if one.id == actor.person_id]
    if (
        not born
        or hindrance(form, own=True, born=born[0], today=clock.today()) is not Hindrance.AGE
    ):
        return ""
    words = _("Det här kan du göra när du har fyllt {ålder} år.")
    return words.replace("{ålder}", str(form.min_age))


def _only_for(actor: Actor, offer: Offer) -> str:
    """Return for whom something held back is handed out, when that is not the reader."""
    if not actor.is_resident or offer.is_for(actor.person_id):
        return ""
    return _(" och ").join(named(one) for one in residents(actor) if offer.is_for(one.id))


def _offer(actor: Actor, unit: UnitCard, slug: str) -> Offer:
    for offer in casetypes.offered(unit.id, ids(actor)):
        if offer.slug == slug:
            return offer
    raise NotFound(f"case type {slug[:80]}")
