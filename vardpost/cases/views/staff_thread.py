"""An open case as words: header, thread and history, made once before the page."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from markupsafe import Markup

from vardpost.cases.actions.close import CLOSING_REASONS
from vardpost.cases.guards import URGENT
from vardpost.cases.promise import Opening
from vardpost.cases.queries.inbox import InboxPage
from vardpost.cases.queries.thread import CaseRow, MessageRow
from vardpost.cases.states import OPEN, Event, State
from vardpost.cases.views.staff_history import flags, history, moment_of, urgent
from vardpost.cases.views.staff_rows import Now, sla_mark
from vardpost.casetypes.fields import AnswerForm, HasFields
from vardpost.casetypes.queries import version
from vardpost.casetypes.summary import summary
from vardpost.policy.words import role_name
from vardpost.shell import dates
from vardpost.shell.jinja import paragraphs
from vardpost.shell.words import Mark, sla, status

#: An answer of more characters than this, or of several lines, is read and not glanced at.
_LONG = 60
_MOVES = {Event.ASK_TO_MOVE, Event.UNASK_TO_MOVE, Event.DECLINE_MOVE}
#: Message kind → tag (words, colour, icon).
_MARKS = {
    "partial_answer": Mark(later("Delsvar"), "reply", "info"),
    "counter_question": Mark(later("Motfråga"), "question", "accent"),
    "move_question": Mark(later("Fråga om att skicka vidare"), "question", "accent"),
    "final_answer": Mark(later("Svar"), "check", "success"),
    "closing": Mark(later("Avslutat utan svar"), "done", "neutral"),
    "followup": Mark(later("Skrev igen efter svaret"), "reply", "accent"),
}


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message, ready for the page."""

    id: str
    author: str
    role: str
    when: str
    iso: str
    css: str
    color: str
    mark: Mark | None
    lines: list[tuple[str, str]]
    #: How many of the lines, the first ones, are long and take the wide column.
    wide: int
    body: Markup
    read: str
    fresh: bool
    signature: str = ""


@dataclass(frozen=True, slots=True)
class CaseView:
    """The head of an open case, ready for the page."""

    title: str
    name: str
    age: str
    number: str
    personal_number: str
    protected: bool
    proxy: str
    tag: Mark
    state: Mark
    reply_by: str
    #: Whether a red flag pins the case, and every sign that was found: `Larmord: …, nationell …`.
    raised: bool = False
    #: Who has marked the case as urgent and when, while that pins it.
    urgent: str = ""
    #: Which move the resident is asked about, and where the case went or came from.
    move: str = ""
    #: The team that a rule led to.
    team: str = ""
    flags: list[str] = field(default_factory=list)
    messages: list[MessageView] = field(default_factory=list)
    history: list[tuple[str, str, str]] = field(default_factory=list)


def case_view(case: CaseRow, page: InboxPage, now: Now, since: int | None = None) -> CaseView:
    """Return the case as the page shows it; what came after version `since` is marked as new."""
    return CaseView(
        title=case.type_en if now.lang == "en" else case.type_sv,
        name=case.resident_name,
        age=dates.age(case.resident_birth, now.today, now.lang),
        number=case.number,
        personal_number=_grouped(case.resident_number),
        protected=case.resident_protected,
        proxy=_proxy(case),
        tag=_time_tag(case, page, now),
        state=_state(case),
        reply_by=_reply_by(case, now),
        raised=0 < case.raised < URGENT,
        urgent=urgent(case, now),
        move=moved(case),
        team=case.team_name,
        flags=flags(case, now.lang),
        messages=messages(case, now, since),
        history=history(case, now),
    )


def moved(case: CaseRow) -> str:
    """Return where the case may go, has gone or comes from; the other case is not told of."""
    words = []
    if case.moved_from_id is not None:
        words.append(_("Skickat vidare från {namn}").replace("{namn}", case.moved_from_name))
    if case.moved_to_id is not None:
        words.append(_("Skickat vidare till {namn}").replace("{namn}", case.move_name))
    if case.move_unit_id is not None:
        asked = _("Invånaren är tillfrågad om att skicka ärendet vidare till {namn}")
        words.append(asked.replace("{namn}", case.move_name))
    elif case.state in OPEN and _declined(case):
        said = _("Invånaren sa nej till att skicka ärendet vidare till {namn}")
        words.append(said.replace("{namn}", case.move_name))
    return " · ".join(words)


def _declined(case: CaseRow) -> bool:
    """Tell whether the last word about a move was the resident's no."""
    said = [one.event for one in case.history if one.event in _MOVES]
    return bool(said) and said[-1] == Event.DECLINE_MOVE


def messages(case: CaseRow, now: Now, since: int | None = None) -> list[MessageView]:
    """Return the thread; messages written after version `since` of the case are marked."""
    form = version(case.type_version_id).definition
    seen = moment_of(case, since)
    return [
        _message(one, form, form.answer_form, now, fresh=seen is not None and one.created_at > seen)
        for one in case.messages
    ]


def _message(
    one: MessageRow, form: HasFields, answers: AnswerForm, now: Now, *, fresh: bool
) -> MessageView:
    mine = one.author_role in ("resident", "guardian")
    values = one.answers or {}
    lines: list[tuple[str, str]] = []
    wide = 0
    if one.kind == "submission":
        lines, wide = _long_first(
            [(line.label, line.text) for line in summary(form, values, now.lang)]
        )
    elif one.kind == "final_answer":
        shown = {key: value for key, value in values.items() if key != "text"}
        lines = [(line.label, line.text) for line in summary(answers, shown, now.lang)]
    elif one.kind == "closing":
        lines = [(_("Skäl"), _(CLOSING_REASONS.get(values.get("reason", ""), "Annat skäl")))]
    elif one.kind == "move_question":
        lines = [(_("Skicka vidare till"), str(values.get("name", "")))]
    elif one.reply_by:
        lines = [(_("Svar önskas senast"), dates.day(one.reply_by, now.lang, now.today))]
    mark = _MARKS.get(one.kind)
    return MessageView(
        id=f"m-{one.id}",
        author=one.author_name,
        role=_capacity(one),
        when=dates.when(one.created_at, now.at, now.lang),
        iso=one.created_at.isoformat(timespec="seconds"),
        css="msg mine" if mine else "msg",
        color="accent" if mine else "brand2",
        mark=mark._replace(text=_(mark.text)) if mark else None,
        lines=lines,
        wide=wide,
        body=paragraphs(one.body) if one.kind != "submission" else Markup(),
        signature=one.signature,
        read=_read(one, now) if not mine else "",
        fresh=fresh,
    )


def _capacity(one: MessageRow) -> str:
    """Return in what capacity the author wrote: title, or guardian of the child."""
    if one.author_role == "guardian" or one.capacity == "guardian":
        return _("vårdnadshavare")
    if one.author_role == "resident":
        return ""
    if one.author_title:
        return one.author_title
    known = one.author_role in ("case_receiver", "responder")
    return role_name(one.author_role).lower() if known else ""


def _read(one: MessageRow, now: Now) -> str:
    if one.read_at is None:
        return _("Inte läst av invånaren än")
    return _("Läst av invånaren %(when)s") % {"when": dates.when(one.read_at, now.at, now.lang)}


def _grouped(number: str) -> str:
    return f"{number[:8]}-{number[8:]}" if len(number) == 12 else number


def _proxy(case: CaseRow) -> str:
    if case.capacity != "guardian":
        return ""
    return _("Skickat av %(name)s, vårdnadshavare") % {"name": case.sent_by_name}


def _state(case: CaseRow) -> Mark:
    mark = status(case.state, "staff")
    if case.state in (State.ASSIGNED, State.IN_PROGRESS):
        return mark._replace(text=_("Fördelat till %(name)s") % {"name": case.assignee_name})
    if case.assignee_id is None and case.state in OPEN:
        if case.state == State.SUBMITTED:
            return mark
        return mark._replace(text=", ".join((mark.text, _("ej fördelat"))))
    return mark


def _time_tag(case: CaseRow, page: InboxPage, now: Now) -> Mark:
    """Return when to answer: *Svara i dag före 16.30*; the state when finished."""
    if case.state not in OPEN or case.state == State.AWAITING_RESIDENT:
        return _state(case)
    left = Opening(page.hours, page.closed_on_eves).left(now.at, case.due_at, case.submitted_at)
    mark = sla_mark(left, _("%(time)s kvar"), _("Försenat %(time)s"), now)
    if left.level == "danger":
        return mark
    words = _("Svara %(when)s") % {"when": dates.deadline(case.due_at, now.at, now.lang)}
    return sla({"neutral": "ok", "warning": "soon"}[left.level], words)


def _reply_by(case: CaseRow, now: Now) -> str:
    if case.reply_by is None or case.state != State.AWAITING_RESIDENT:
        return ""
    day = dates.day(case.reply_by, now.lang, now.today)
    if case.reply_by < now.today:
        return _("Svar önskades senast %(day)s") % {"day": day}
    return _("Svar önskas senast %(day)s") % {"day": day}


def _long_first(lines: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], int]:
    """Return the answers with the long ones first, in the form's order, and how many they are."""
    long = [line for line in lines if len(line[1]) > _LONG or "\n" in line[1]]
    return [*long, *(line for line in lines if line not in long)], len(long)
