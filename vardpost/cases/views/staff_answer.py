"""Svar, delsvar and motfråga: sent, refused with everything kept, saved as one writes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vardpost.cases.actions import answer, draft, read
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.queries import thread
from vardpost.cases.queries.thread import CaseHead
from vardpost.cases.views import staff_composer as forms
from vardpost.cases.views.staff import case_page
from vardpost.cases.views.staff_pages import case_url, desk, inbox_page, list_url, read_key
from vardpost.cases.views.staff_refusal import overtaken, refusal_text
from vardpost.casetypes.fields import AnswerForm
from vardpost.casetypes.parse import Posted, Values
from vardpost.casetypes.queries import version
from vardpost.casetypes.rows import edit_rows
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.shell.access import quiet, staff
from vardpost.shell.jinja import language


@staff(Permission.CASE_PARTIAL_ANSWER)
@require_POST
def send(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Send what was written; refused, the page comes back with all of it."""
    posted = dict(request.POST.lists())
    kind = request.POST.get("kind", "")
    drawn = drawn_version(request)
    try:
        same_hands(request)
        form = _answer_form(request, case_id)
        more_rows = edit_rows(form, posted)
        if more_rows is not None:
            place = desk(request, unit, queue, seen=False)
            row = read.open_case(actor=place.actor, case_id=case_id, beside=place.listed)
            return case_page(
                request, place, row, posted=posted | more_rows, **overtaken(row, drawn, place.actor)
            )
        _send(request, case_id, kind, drawn, form, posted)
    except AlreadyDone:
        pass
    except (BadInput, Stale, WrongState) as error:
        return again(request, unit, queue, case_id, posted, drawn, error)
    except NotFound:
        return lost(request, unit, queue, request.POST.get(forms.TEXT, ""))
    return onwards(request, unit, queue, case_id, kind)


def _send(
    request: HttpRequest,
    case_id: UUID,
    kind: str,
    drawn: int,
    form: AnswerForm,
    posted: Posted,
) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if kind not in forms.KINDS:
        raise BadInput({"kind": _("Välj vad du vill skicka")})
    today = clock.today()
    parsed, errors = forms.parse(kind, form, posted, today, language())
    if errors:
        raise BadInput(errors)
    values: Values = dict(parsed.values)
    body = str(values.pop(forms.TEXT, ""))
    if kind == "final_answer":
        answer.send_final_answer(
            actor=actor,
            case_id=case_id,
            version=drawn,
            body=body,
            answers=values,
            journalled=forms.journalled(posted),
        )
    elif kind == "partial_answer":
        answer.send_partial_answer(actor=actor, case_id=case_id, version=drawn, body=body)
    else:
        reply_by = forms.day(values.get(forms.REPLY_BY))
        answer.ask_counter_question(
            actor=actor, case_id=case_id, version=drawn, body=body, reply_by=reply_by
        )


def again(
    request: HttpRequest,
    unit: str,
    queue: str,
    case_id: UUID,
    posted: Posted | None,
    drawn: int,
    error: BadInput | Stale | WrongState,
) -> HttpResponse:
    """Draw the case anew with the kept text; above it what is new, or what is to be mended."""
    try:
        place = desk(request, unit, queue, seen=False)
        row = read.open_case(actor=place.actor, case_id=case_id, beside=place.listed)
    except NotFound:
        return lost(request, unit, queue, request.POST.get(forms.TEXT, ""))
    if isinstance(error, BadInput):
        return case_page(
            request,
            place,
            row,
            status=error.status,
            posted=posted,
            errors=error.errors | forms.unjournalled(row, posted or {}),
            **overtaken(row, drawn, place.actor),
        )
    return case_page(
        request,
        place,
        row,
        status=error.status,
        posted=posted,
        since=drawn if isinstance(error, Stale) else None,
        alert=refusal_text(error, row, drawn, place.actor),
    )


@quiet("says that it is saved; the verb tells of a text that is begun or thrown away")
@staff(Permission.CASE_PARTIAL_ANSWER)
@require_POST
def save(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Keep what is being written, as one writes; one draft a person and case."""
    same_hands(request)
    return JsonResponse({"saved": keep(request, case_id)})


def keep(request: HttpRequest, case_id: UUID) -> bool:
    """Keep what stands in the composer as the actor's draft; return whether anything did.

    Raises as `draft.save_message_draft`, and `BadInput` for an unknown kind of message.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    head = _head(actor, case_id)
    form = version(head.type_version_id).definition.answer_form
    raw = forms.kept(form, dict(request.POST.lists()))
    kind = request.POST.get("kind", "")
    if kind not in forms.KINDS:
        raise BadInput({"kind": _("Välj vad du vill skicka")})
    for other in head.draft_kinds:
        if other != kind:
            draft.save_message_draft(actor=actor, case=head, kind=other, data={})
    draft.save_message_draft(
        actor=actor,
        case=head,
        kind=kind,
        data={"raw": raw} if raw else {},
        since=drawn_version(request),
    )
    return bool(raw)


def _head(actor: Actor, case_id: UUID) -> CaseHead:
    scope = require(actor, Permission.CASE_READ)
    head = thread.head(scope, actor.person_id, case_id) if actor.person_id else None
    if head is None:
        raise NotFound(f"case {case_id}")
    return head


def _answer_form(request: HttpRequest, case_id: UUID) -> AnswerForm:
    """Return the answer form that the case was sent with. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return version(_head(actor, case_id).type_version_id).definition.answer_form


def drawn_version(request: HttpRequest) -> int:
    """Return the version of the case that the posted page was drawn from; 0 is no version."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def same_hands(request: HttpRequest) -> None:
    """Raise `WrongState` when the page was drawn for somebody else, who has left the browser.

    On a shared computer the next person signs in while the former one's page is still open: what
    was typed there is never sent, or kept as a draft, in another's name.
    """
    drawn_for = request.POST.get("jag", "")
    if drawn_for and drawn_for != str(request.actor.person_id):  # type: ignore[attr-defined]  # set by the door
        raise WrongState("the page was drawn for somebody else", hands="other")


def onwards(
    request: HttpRequest, unit: str, queue: str, case_id: UUID, done: str, *, stays: bool = True
) -> HttpResponse:
    """Lead to the next case of the queue when asked for, else back to the same page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    place = read_key(request.POST.get("plats", ""))
    target = list_url(request, unit, queue, done)
    if request.POST.get("vidare") == "nasta" and place is not None:
        following = read.next_in_queue(actor=actor, queue=queue, after=place)
        if following is not None:
            target = case_url(request, unit, queue, following, done) + "&nasta=1"
    elif stays:
        target = case_url(request, unit, queue, case_id, done)
    return HttpResponse(status=303, headers={"Location": target})


def lost(request: HttpRequest, unit: str, queue: str, text: str) -> HttpResponse:
    """Return the inbox when the case is no longer there for the writer, with the text to copy."""
    place = desk(request, unit, queue, seen=True)
    return inbox_page(request, place, status=NotFound.status, lost=text)
