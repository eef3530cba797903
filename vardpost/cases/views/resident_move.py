"""The resident's yes or no when her unit asks to send a case on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.actions.forward import forward_unit
from vardpost.cases.actions.move import decline_move
from vardpost.cases.actions.read import open_case
from vardpost.cases.guards import Hinder
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event, State
from vardpost.cases.views.resident_case import draw, number
from vardpost.cases.views.resident_page import see_other, who
from vardpost.kernel.errors import NotFound, Stale, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident


@resident(Permission.CASE_READ_OWN)
@require_POST
def answer_move(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say yes or no; refused, the case is shown as it stands, with why."""
    actor, said = who(request), request.POST.get("svar", "")
    if said not in {"ja", "nej"}:
        raise NotFound("neither yes nor no")
    version = number(request.POST.get("version"))
    try:
        if said == "ja":
            forward_unit(actor=actor, case_id=case_id, version=version)
        else:
            decline_move(actor=actor, case_id=case_id, version=version)
    except AlreadyDone:
        pass
    except (Stale, WrongState) as error:
        case = open_case(actor=actor, case_id=case_id)
        return draw(request, case, move_alert=_why(error, case))
    done = "flyttat" if said == "ja" else "kvar"
    return see_other(f"/mina/arenden/{case_id}?klart={done}#flytt")


def _why(error: Stale | WrongState, case: CaseRow) -> str:
    hinder = error.facts.get("hinder")
    if hinder == "not_there":
        text = _("{mottagning} tar inte emot ärendet längre. Inget är skickat.")
        return text.replace("{mottagning}", case.move_name)
    if hinder == Hinder.NOT_SENDER:
        return _("Bara den som skickade ärendet kan svara på den här frågan.")
    if case.state == State.FORWARDED:
        return _("Ärendet är redan skickat vidare.")
    if case.move_unit_id is not None:
        return _("Ärendet ändrades nyss. Läs det som är nytt och svara igen.")
    if any(one.event == Event.DECLINE_MOVE for one in case.history):
        return _("Du har redan svarat nej. Ärendet är kvar hos mottagningen, och inget är skickat.")
    return _("Mottagningen frågar inte längre. Ärendet är kvar där, och inget är skickat.")
