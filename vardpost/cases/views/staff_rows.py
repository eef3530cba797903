"""The rows of a queue as words: everything a row shows is made here, once, before the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from markupsafe import Markup

from vardpost.cases.clocks import TimeLeft
from vardpost.cases.promise import Opening
from vardpost.cases.queries.inbox import InboxPage, InboxRow
from vardpost.cases.states import OPEN, State
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell import dates
from vardpost.shell.marks import icon, initials
from vardpost.shell.words import Mark, sla, status

#: A late promise is told in hours up to a working day, then in days of that length.
_DAY_MINUTES = 8 * 60
_LEVELS = {"neutral": "ok", "warning": "soon", "danger": "late"}


@dataclass(frozen=True, slots=True)
class RowView:
    """One row, ready to be put on the page as it is."""

    id: UUID
    href: str
    css: str
    current: bool
    unread: bool
    protected: bool
    name: str
    age: str
    when: str
    kind: str
    tag: Mark
    tag_icon: Markup
    text: str
    assignee: str
    initials: str


@dataclass(frozen=True, slots=True)
class Now:
    """The moment a page is made, in the page's language."""

    at: datetime
    today: date
    lang: str


def at(moment: datetime, lang: str) -> Now:
    """Return the moment as pages ask about it."""
    return Now(moment, moment.astimezone(STOCKHOLM).date(), lang)


def row_views(
    page: InboxPage, now: Now, base: str, tail: str, current: UUID | None
) -> list[RowView]:
    """Return the rows of a page. `base` and `tail` stand around the id in a row's address."""
    time_left = Opening(page.hours, page.closed_on_eves).reader(now.at)
    words = _Words(now, time_left)
    return [_view(row, words, f"{base}{row.id}{tail}", row.id == current) for row in page.rows]


class _Words:
    """Words that every row needs, looked up once a page."""

    def __init__(self, now: Now, time_left: Callable[[datetime, datetime], TimeLeft]) -> None:
        self.now = now
        self.time_left = time_left
        self.protected = _("Skyddade uppgifter")
        self.hidden = _("Visas när du öppnar ärendet.")
        self.proxy = _("via ombud")
        self.replied = _("Svar på motfråga")
        self.followed = _("Skrev igen efter svaret")
        self.left = _("%(time)s kvar")
        self.late = _("Försenat %(time)s")
        self.unassigned = _("Ej fördelat")
        self.assigned = _("Fördelat till %(name)s")

    def kind(self, row: InboxRow) -> str:
        """Return what the row is about: the case type, or that the resident has answered."""
        if row.state == State.RESIDENT_REPLIED:
            return self.followed if row.last_kind == "followup" else self.replied
        return row.type_en if self.now.lang == "en" else row.type_sv

    def tag(self, row: InboxRow) -> Mark:
        """Return the time left in words; a finished or waiting case shows its state instead."""
        if row.state not in OPEN or row.state == State.AWAITING_RESIDENT:
            return status(row.state, "staff")
        return sla_mark(
            self.time_left(row.due_at, row.submitted_at), self.left, self.late, self.now
        )


def _view(row: InboxRow, words: _Words, href: str, current: bool) -> RowView:
    now = words.now
    latest = row.state not in OPEN or row.state == State.RESIDENT_REPLIED
    age = dates.age(row.birth, now.today, now.lang)
    tag = words.tag(row)
    return RowView(
        row.id,
        href,
        "case" + (" unread" if row.unread else "") + (" sel" if current else ""),
        current,
        row.unread,
        row.protected,
        words.protected if row.protected else row.name,
        f"{age}, {words.proxy}" if row.capacity == "guardian" else age,
        dates.row_when(row.updated_at if latest else row.submitted_at, now.at, now.lang),
        words.kind(row),
        tag,
        icon(tag.icon),
        words.hidden if row.protected else row.preview,
        words.assigned % {"name": row.assignee_name} if row.assignee_id else words.unassigned,
        initials(row.assignee_name) if row.assignee_id else "",
    )


def sla_mark(left: TimeLeft, left_words: str, late_words: str, now: Now) -> Mark:
    """Return the time left of a promise as a tag: `3 tim kvar`, `Försenat 1 tim`."""
    minutes = abs(left.minutes)
    if left.level == "danger":
        days = minutes // _DAY_MINUTES
        time = (
            dates.days_text(days, now.lang)
            if days
            else dates.span(timedelta(minutes=minutes), now.lang)
        )
        return sla("late", late_words % {"time": time})
    time = (
        dates.days_text(left.days, now.lang)
        if left.days
        else dates.span(timedelta(minutes=minutes), now.lang)
    )
    return sla(_LEVELS[left.level], left_words % {"time": time})
