"""Why something did not happen, in a sentence of its own for each reason."""

from typing import Any

from django.utils.translation import gettext as _

from vardpost.cases.guards import Hinder
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.states import Event
from vardpost.cases.views.staff_history import after, happened
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Stale, WrongState

#: What leaves a new message in the thread.
_ANSWERS = frozenset(
    {
        Event.PARTIAL_ANSWER,
        Event.ASSIGN_WITH_PARTIAL,
        Event.COUNTER_QUESTION,
        Event.FINAL_ANSWER,
        Event.RESIDENT_REPLY,
        Event.RESIDENT_FOLLOWUP,
        Event.CLOSE_WITHOUT_ANSWER,
    }
)


def refusal_text(error: Stale | WrongState, row: CaseRow, drawn: int, actor: Actor) -> str:
    """Return what stood in the way, with the name of the one who was faster."""
    if isinstance(error, Stale):
        return _stale(row, drawn, actor)
    if error.facts.get("hands") == "other":
        return _(
            "Sidan öppnades av någon annan, och nu är du inloggad som %(name)s. "
            "Läs igenom texten innan du skickar den i ditt namn."
        ) % {"name": actor.name}
    hinder = str(error.facts.get("hinder", ""))
    return hinder_text(hinder) or _(
        "Det går inte att göra det nu, för ärendet har gått vidare. Det du skrev finns kvar."
    )


def overtaken(row: CaseRow, drawn: int, actor: Actor) -> dict[str, Any]:
    """Return what a page drawn anew for another reason tells, when the case has moved meanwhile.

    The page carries the version of now: the next press is sent with what is new having been shown.
    """
    if not 0 < drawn < row.version:
        return {}
    return {"since": drawn, "alert": _stale(row, drawn, actor)}


def moved_on(row: CaseRow, drawn: int, actor: Actor) -> str:
    """Return what has happened to the case since the page of a verb was opened."""
    news = after(row, drawn, actor.person_id)
    if news:
        return _("Ärendet har ändrats: %(what)s.") % {"what": happened(news[-1])}
    return _("Ärendet har ändrats sedan du öppnade sidan.")


def _stale(row: CaseRow, drawn: int, actor: Actor) -> str:
    news = after(row, drawn, actor.person_id)
    answers = [one for one in news if one.event in _ANSWERS]
    if answers:
        return _("%(name)s svarade medan du skrev. Läs svaret innan du skickar.") % {
            "name": answers[-1].actor_name
        }
    if news:
        return _("Ärendet ändrades medan du skrev: %(what)s. Läs det nya innan du skickar.") % {
            "what": happened(news[-1])
        }
    return _("Ärendet ändrades medan du skrev. Läs det nya innan du skickar.")


def hinder_text(hinder: str) -> str:
    """Return the sentence for a hinder; empty for one that no page can meet."""
    texts = {
        Hinder.MARK_MOVED: _("Punkten har ändrats sedan du öppnade sidan. Så här står den nu."),
        Hinder.ALREADY_ASKED: _("Invånaren är redan tillfrågad. Ta tillbaka den frågan först."),
        Hinder.NOBODY_TO_ASK: _(
            "Den som skickade ärendet är inte ombud längre, så ingen kan svara på frågan."
        ),
        Hinder.NO_MOVE_ASKED: _(
            "Frågan om att skicka vidare är redan besvarad eller tillbakatagen."
        ),
        Hinder.ALREADY_URGENT: _("Ärendet är redan markerat, och ligger överst."),
        Hinder.HAS_ASSIGNEE: _("Någon har ärendet. Lämna tillbaka det först."),
        Hinder.NOT_URGENT: _("Ärendet är inte markerat som brådskande längre."),
        Hinder.NO_FLAG: _("Den röda flaggan är redan sänkt."),
        Hinder.NOT_ASSIGNED: _("Ingen har ärendet, så det kan inte lämnas tillbaka."),
        Hinder.NOT_OFFERED: _("Mottagningen låter ingen ta ärenden själv."),
        Hinder.PENDING_QUESTION: _("Invånaren har en fråga att svara på. Vänta på svaret först."),
        Hinder.TARGET_INACTIVE: _("Kollegans konto är inte aktivt. Välj någon annan."),
        Hinder.TARGET_IS_ASSIGNEE: _("Kollegan har redan ärendet. Välj någon annan."),
        Hinder.TARGET_IS_KIN: _("Kollegan får inte ha det här ärendet. Välj någon annan."),
        Hinder.TARGET_NO_RESPONDER: _(
            "Den du valde är inte ärendehanterare här. Välj någon annan."
        ),
        Hinder.TOO_LATE: _("Det har gått för lång tid för att öppna ärendet igen."),
    }
    return texts.get(Hinder(hinder), "") if hinder in set(Hinder) else ""
