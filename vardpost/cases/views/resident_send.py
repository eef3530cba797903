"""Granska, skicka, kvitto: the end of writing a case."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.cases.actions.own_drafts import open_draft
from vardpost.cases.actions.read import open_case
from vardpost.cases.actions.submit import submit_case
from vardpost.cases.forms.pen import mark, pen_of
from vardpost.cases.forms.steps import CHECK, WHO, Way
from vardpost.cases.queries import drafts
from vardpost.cases.queries.intake import standing
from vardpost.cases.views.resident_aside import aside
from vardpost.cases.views.resident_flags import advice
from vardpost.cases.views.resident_page import acted_for, named, see_other, who
from vardpost.cases.views.resident_receipt import receipt
from vardpost.cases.views.resident_write import LATER, draft_page, way_of
from vardpost.casetypes import queries as casetypes
from vardpost.casetypes.deadline import CancelNotice, cancel_notice
from vardpost.casetypes.queries import Filled, Offer
from vardpost.casetypes.summary import summary
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, TooMany, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident
from vardpost.shell.dates import sentence
from vardpost.shell.jinja import language
from vardpost.units.queries import closed_days

_NEW_TERMS = later("Villkoren har ändrats sedan du öppnade sidan. Läs dem igen, och skicka sedan.")
_NEW_ANSWERS = later("Svaren har ändrats sedan du öppnade sidan. Läs dem igen, och skicka sedan.")
_TOO_MANY = later(
    "Du har skickat många ärenden den senaste timmen. Det här finns kvar i utkastet. Skicka det "
    "senare, eller ring mottagningen om det brådskar."
)
_NOT_OFFERED = later(
    "Mottagningen tar inte emot det här ärendet just nu. Det du skrev finns kvar i utkastet. "
    "Ring mottagningen i stället."
)


@resident(Permission.CASE_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the answers and the terms in full; a post sends the case, once."""
    actor = who(request)
    if request.method == "POST":
        return _post(request, actor, draft_id)
    way = way_of(actor, open_draft(actor=actor, draft_id=draft_id))
    if way.draft.sent_case_id:
        return see_other(way.address("klart"))
    needed = way.needed_before(CHECK)
    return see_other(way.address(needed)) if needed else _draw(request, way)


@resident(Permission.CASE_SUBMIT)
@require_safe
def done(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show the receipt of a draft that was sent: a page that lasts."""
    actor = who(request)
    draft = drafts.find(actor.person_id, draft_id) if actor.person_id else None
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    if draft.sent_case_id is None:
        return see_other(f"/ny/{draft_id}")
    return receipt(request, open_case(actor=actor, case_id=draft.sent_case_id))


def _post(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    """Send, unless there is somebody to choose first; a draft already sent shows its receipt."""
    draft = drafts.find(actor.person_id, draft_id) if actor.person_id else None
    if draft is None:
        raise NotFound(f"draft {draft_id}")
    if draft.sent_case_id:
        return see_other(f"/ny/{draft_id}/klart")
    if "spara" in request.POST:
        return see_other(LATER.format(draft_id))
    if draft.resident_id is None and way_of(actor, draft).asks_who:
        return see_other(f"/ny/{draft_id}")
    shown = pen_of(request.POST).base
    if shown and shown != mark(draft.raw):
        way = way_of(actor, open_draft(actor=actor, draft_id=draft_id))
        return _draw(request, way, news=_(_NEW_ANSWERS), status=409)
    return _send(request, actor, draft_id)


def _send(request: HttpRequest, actor: Actor, draft_id: UUID) -> HttpResponse:
    accepted = request.POST.get("villkor") == "1"
    terms_id, shown = _shown_terms(request.POST.get("terms", ""))
    told: dict[str, Any]
    try:
        submit_case(
            actor=actor,
            draft_id=draft_id,
            terms_id=terms_id,
            accepted=accepted,
            shown=shown,
        )
        return see_other(f"/ny/{draft_id}/klart")
    except BadInput as error:
        step = str(error.facts.get("step", CHECK))
        if step != CHECK:
            return see_other(f"/ny/{draft_id}/{step}?fel=1")
        errors = {"villkor": _("Godkänn villkoren för att kunna skicka")}
        told = {"errors": errors, "accepted": accepted, "status": 422}
    except Stale:
        told = {"news": _(_NEW_TERMS), "status": 409}
    except TooMany:
        told = {"news": _(_TOO_MANY), "accepted": accepted, "status": 429}
    except WrongState:
        told = {"news": _(_NOT_OFFERED), "accepted": accepted, "status": 409}
    return _draw(request, way_of(actor, open_draft(actor=actor, draft_id=draft_id)), **told)


def _draw(
    request: HttpRequest,
    way: Way,
    *,
    errors: dict[str, str] | None = None,
    news: str = "",
    accepted: bool = False,
    status: int = 200,
) -> HttpResponse:
    offer = _offer(way)
    return draft_page(
        request,
        "cases/resident_check.html",
        way,
        {
            "steps": way.steps(CHECK),
            "rows": _rows(way, who(request)),
            "terms": _terms(way, offer) if offer else None,
            "notice": _cancel_notice(way),
            "errors": errors or {},
            "news": news or ("" if offer else _(_NOT_OFFERED)),
            "accepted": accepted,
            "version": mark(way.draft.raw),
            "aside": aside(way),
            "advice": advice(way, way.parsed, who(request)),
        },
        status=status,
    )


def _offer(way: Way) -> Offer | None:
    try:
        people = [one.id for one in way.people]
        return casetypes.offer(way.draft.unit_id, way.draft.case_type, people)
    except NotFound:
        return None


def _rows(way: Way, actor: Actor) -> list[tuple[str, str, str]]:
    """Return (question, answer, address where it is changed)."""
    about = acted_for(actor, way.draft.resident_id)
    rows = []
    if about is not None:
        rows.append((_("Gäller"), sentence(named(about)), _change(way, WHO, "resident")))
    for line in summary(way.form, way.parsed.values, language()):
        rows.append((line.label, line.text, _change(way, line.step, line.name)))
    return rows


def _change(way: Way, page: str, name: str) -> str:
    return f"{way.address(page)}#f-{name}" if page in way.pages else ""


def _cancel_notice(way: Way) -> CancelNotice | None:
    draft = way.draft

    def is_holiday(day: date) -> bool:
        return day in closed_days(day, draft.hours, closed_on_eves=draft.closed_on_eves)

    return cancel_notice(
        way.form,
        way.parsed.values,
        kind=draft.unit_kind,
        now=clock.now(),
        lang=language(),
        is_holiday=is_holiday,
    )


def _terms(way: Way, offer: Offer) -> Filled:
    def days() -> int:
        return offer.first_days + standing(way.draft.unit_id, clock.today()).extra_days

    return casetypes.filled_terms(offer.terms_id, way.draft.unit_id, language(), days)


def _shown_terms(text: str) -> tuple[UUID | None, str]:
    """Return which terms the page showed, and the hash of how they read there."""
    wanted, _dot, shown = text.partition(".")
    try:
        return UUID(wanted), shown
    except ValueError:
        return None, ""
