"""What has happened to a case, in words: the history, and what pins the case."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.cases.actions.close import CLOSING_REASONS, REOPENING_REASONS
from vardpost.cases.guards import URGENT
from vardpost.cases.queries.thread import CaseRow, FlagRow, HistoryRow
from vardpost.cases.states import Event
from vardpost.cases.views.staff_rows import Now
from vardpost.casetypes.queries import version
from vardpost.people.departures import REASONS
from vardpost.redflags.said import joined, list_name
from vardpost.shell import dates

#: What has happened, told with who did it and to whom the case went.
_EVENTS = {
    Event.SUBMIT: later("%(actor)s skickade ärendet"),
    Event.ROUTE: later("Fördelat av regel %(rule)s till %(assignee)s"),
    Event.ROUTE_TO_QUEUE: later("Lagt i Att fördela av regel %(rule)s"),
    Event.ASSIGN: later("%(actor)s fördelade till %(assignee)s"),
    Event.ASSIGN_WITH_PARTIAL: later("%(actor)s fördelade till %(assignee)s och skickade delsvar"),
    Event.SELF_TAKE: later("%(actor)s tog ärendet"),
    Event.OPEN: later("%(actor)s öppnade ärendet"),
    Event.REASSIGN: later("%(actor)s omfördelade till %(assignee)s"),
    Event.RETURN_TO_INBOX: later("%(actor)s lämnade tillbaka till Att fördela"),
    Event.TO_TEAM: later("%(actor)s lade ärendet i kön för teamet %(assignee)s"),
    Event.PARTIAL_ANSWER: later("%(actor)s skickade delsvar"),
    Event.COUNTER_QUESTION: later("%(actor)s ställde en motfråga"),
    Event.RESIDENT_REPLY: later("%(actor)s svarade på motfrågan"),
    Event.FINAL_ANSWER: later("%(actor)s skickade svaret"),
    Event.CLOSE: later("%(actor)s avslutade ärendet"),
    Event.CLOSE_WITHOUT_ANSWER: later("%(actor)s avslutade utan svar"),
    Event.WITHDRAW: later("%(actor)s återtog ärendet"),
    Event.ASK_TO_MOVE: later("%(actor)s frågade om ärendet får skickas vidare"),
    Event.UNASK_TO_MOVE: later("%(actor)s tog tillbaka frågan om att skicka vidare"),
    Event.DECLINE_MOVE: later("%(actor)s sa nej till att skicka vidare"),
    Event.FORWARD_UNIT: later("%(actor)s sa ja, och ärendet är skickat vidare"),
    Event.RESIDENT_FOLLOWUP: later("%(actor)s skrev igen efter svaret"),
    Event.REOPEN: later("%(actor)s öppnade ärendet igen"),
    Event.LOWER_FLAG: later("%(actor)s sänkte den röda flaggan"),
    Event.MARK_URGENT: later("%(actor)s markerade som brådskande"),
    Event.UNMARK_URGENT: later("%(actor)s tog bort brådskande"),
    Event.CHECK_POINT: later("%(actor)s bockade av i checklistan"),
    Event.UNCHECK_POINT: later("%(actor)s tog bort en bock i checklistan"),
    Event.MARK_JOURNALLED: later("%(actor)s markerade som journalfört"),
    Event.UNMARK_JOURNALLED: later("%(actor)s tog bort markeringen journalfört"),
    Event.QUESTION_DUE: later("Tiden för att svara på motfrågan gick ut"),
    Event.REMIND: later("Mottagningen påmindes om svarstiden"),
    Event.UNASSIGNED: later("Mottagningen påmindes om att fördela"),
}

_OUT_OF_TEAM = later("%(actor)s tog ärendet ur teamets kö")
#: What the unit's rules have done.
_BY_RULE = frozenset({Event.ROUTE, Event.ROUTE_TO_QUEUE})


def history(case: CaseRow, now: Now) -> list[tuple[str, str, str]]:
    """Return (when, what happened, why), newest first; red flags among the rest."""
    lines = [(one.at, happened(one), _why(one, case, now.lang)) for one in case.history]
    lines += [
        (one.at, _("Röd flagga: %(sign)s") % {"sign": _sign(one, now.lang)}, _list(one))
        for one in case.flags
    ]
    # A stable sort: a flag has the moment of the words that raised it, and stands after them.
    lines.sort(key=lambda line: line[0])
    return [(dates.when(at, now.at, now.lang), what, why) for at, what, why in reversed(lines)]


def after(case: CaseRow, since: int, me: UUID | None) -> list[HistoryRow]:
    """Return what others have done after version `since`; what oneself did, when nobody else."""
    seen = moment_of(case, since)
    news = [
        one for one in case.history if (seen is None or one.at > seen) and one.event != Event.OPEN
    ]
    return [one for one in news if one.actor_id != str(me)] or news


def moment_of(case: CaseRow, since: int | None) -> datetime | None:
    """Return when the case got the version that the page was drawn from."""
    if since is None:
        return None
    return max((one.at for one in case.history if one.version <= since), default=case.submitted_at)


def happened(one: HistoryRow) -> str:
    """Return one line of history in words."""
    if one.event in _BY_RULE:
        return _by_rule(one)
    words = _EVENTS.get(Event(one.event))
    if one.event == Event.TO_TEAM and not one.assignee_name:
        words = _OUT_OF_TEAM
    if words is None:
        return one.event
    # A job has a name without blanks; where a human asked for it, the human is named.
    by_itself = one.actor_role == "system" and " " not in one.actor_name
    actor = "Vårdpost" if by_itself else one.actor_name
    return _(words) % {"actor": actor, "assignee": one.assignee_name}


def _by_rule(one: HistoryRow) -> str:
    """Return `Fördelat av regel 2: Förnya recept till Anders`; why is kept as number and words."""
    number, _space, about = one.reason.partition(" ")
    every = _("alla ärenden")
    rule = f"{number}: {about or every}"
    words = _(_EVENTS[Event(one.event)]) % {"rule": rule, "assignee": one.assignee_name}
    if one.event == Event.ROUTE or not one.assignee_name:
        return words
    return ", ".join((words, _("till teamet {namn}").replace("{namn}", one.assignee_name)))


def _why(one: HistoryRow, case: CaseRow, lang: str) -> str:
    """Return what a line of history is about; a point of the checklist by its words."""
    if one.event not in (Event.CHECK_POINT, Event.UNCHECK_POINT):
        return _reason(one)
    points = version(case.type_version_id).definition.checklist
    return next((point.label.of(lang) for point in points if point.key == one.reason), one.reason)


#: Why a case came back by itself, as older lines of history keep it.
_ENDED = "grant_ended"


def _reason(one: HistoryRow) -> str:
    if one.event in _BY_RULE:
        return ""
    if one.reason == _ENDED:
        return _("Den som hade ärendet är inte längre ärendehanterare här.")
    known = CLOSING_REASONS.get(one.reason) or REOPENING_REASONS.get(one.reason)
    if one.reason in REASONS:
        known = one.reason
    return _(known) if known else one.reason


#: What goes back and forth within one version of a case.
_QUIET = frozenset({Event.LOWER_FLAG, Event.MARK_URGENT, Event.UNMARK_URGENT, Event.TO_TEAM})


def turn(case: CaseRow) -> int:
    """Return how often the case has been marked, lowered and moved between teams
    (`actions.urgent`)."""
    return sum(one.event in _QUIET for one in case.history)


def urgent(case: CaseRow, now: Now) -> str:
    """Return who has marked the case as urgent and when; empty while nobody's mark pins it."""
    marks = [one for one in case.history if one.event == Event.MARK_URGENT]
    if not marks or case.raised != URGENT:
        return ""
    when = dates.when(marks[-1].at, now.at, now.lang)
    return _("Markerat av %(name)s, %(when)s") % {"name": marks[-1].actor_name, "when": when}


def flags(case: CaseRow, lang: str) -> list[str]:
    """Return the signs by the list that told of them: `Larmord: bröstsmärta, nationell lista …`."""
    by_list: dict[str, dict[str, None]] = {}
    for one in case.flags:
        by_list.setdefault(_list(one), {})[_sign(one, lang)] = None
    return [
        _("Larmord: %(signs)s, %(list)s") % {"signs": joined(list(signs)), "list": name}
        for name, signs in by_list.items()
    ]


def _sign(one: FlagRow, lang: str) -> str:
    return one.label_en if lang == "en" else one.label_sv


def _list(one: FlagRow) -> str:
    return list_name(one.level, one.version)
