"""Bocka av, journalfört: one press on an open case, with what is being written kept."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from vardpost.cases.actions import checklist
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.marks import JOURNAL
from vardpost.cases.views.staff_answer import again, drawn_version, keep, lost, same_hands
from vardpost.cases.views.staff_composer import TEXT
from vardpost.cases.views.staff_pages import case_url
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff


@staff(Permission.CASE_CHECK_POINT)
@require_POST
def point(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Tick off a point of the checklist, or take the tick back."""
    return _press(request, unit, queue, case_id)


@staff(Permission.CASE_MARK_JOURNALLED)
@require_POST
def journal(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Mark the case as journalled, or take the mark back."""
    return _press(request, unit, queue, case_id, journal=True)


def _press(
    request: HttpRequest, unit: str, queue: str, case_id: UUID, *, journal: bool = False
) -> HttpResponse:
    posted = dict(request.POST.lists())
    drawn = drawn_version(request)
    key = ""
    try:
        same_hands(request)
        turn, done, key = _read(request)
        if (key == JOURNAL) is not journal:
            raise NotFound("no such point")
        if "kind" in posted:
            keep(request, case_id)
        _mark(request, case_id, drawn, turn, key, done=done)
    except AlreadyDone:
        pass
    except (BadInput, Stale, WrongState) as error:
        typed = posted if "kind" in posted else None
        return again(request, unit, queue, case_id, typed, drawn, error)
    except NotFound:
        return lost(request, unit, queue, request.POST.get(TEXT, ""))
    target = case_url(request, unit, queue, case_id)
    place = "journal" if journal else key
    target += f"{'&' if '?' in target else '?'}punkt={place}#punkt-{place}"
    return HttpResponse(status=303, headers={"Location": target})


def _mark(
    request: HttpRequest, case_id: UUID, drawn: int, turn: int, key: str, *, done: bool
) -> None:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if key == JOURNAL:
        verb = checklist.mark_journalled if done else checklist.unmark_journalled
        verb(actor=actor, case_id=case_id, version=drawn, turn=turn)
        return
    check = checklist.check_point if done else checklist.uncheck_point
    check(actor=actor, case_id=case_id, version=drawn, key=key, turn=turn)


def _read(request: HttpRequest) -> tuple[int, bool, str]:
    """Return the turn, what is wanted and the point of a press. Raises `NotFound`."""
    turn, _dash, rest = request.POST.get("punkt", "")[:60].partition("-")
    done, _dash, key = rest.partition("-")
    if not (turn.isascii() and turn.isdigit() and len(turn) < 10 and done in {"0", "1"} and key):
        raise NotFound("no such point")
    return int(turn), done == "1", key
