"""The rows of a queue as words: everything a row shows is made here, once, before the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from uuid import UUID

from django.utils.translation import gettext as _
from markupsafe import Markup

from vardpost.cases.clocks import TimeLeft
from vardpost.cases.promise import Opening
from vardpost.cases.queries.inbox import InboxPage, InboxRow
from vardpost.cases.states import OPEN, State
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell import dates
from vardpost.shell.marks import icon, initials, tag
from vardpost.shell.words import Mark, sla, status

#: A late promise is told in hours up to a working day, then in days of that length.
_DAY_MINUTES = 8 * 60
_LEVELS = {"neutral": "ok", "warning": "soon", "danger": "late"}


@dataclass(frozen=True, slots=True)
class Now:
    """The moment a page is made, in the page's language."""

    at: datetime
    today: date
    lang: str


def at(moment: datetime, lang: str) -> Now:
    """Return the moment as pages ask about it."""
    return Now(moment, moment.astimezone(STOCKHOLM).date(), lang)


def rows_html(page: InboxPage, now: Now, base: str, tail: str, current: UUID | None) -> Markup:
    """Return the rows of a page, to be put on it as they are.

    `base` and `tail` stand around the id in a row's address. Made by string formatting and not by
    a template: fifty rows of fifteen values each are most of what the inbox costs.
    """
    time_left = Opening(page.hours, page.closed_on_eves).reader(now.at)
    words = _Words(now, time_left)
    opened = str(current)
    made = [_row(row, str(row.id), words, base, tail, opened) for row in page.rows]
    return Markup("\n".join(made))  # noqa: S704  # escaped, value by value


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
        unassigned, unread = _("Ej fördelat"), _("Oläst:")
        self.unassigned = f'<span class="ds-sr-only">{unassigned}</span>'
        self.assigned = _("Fördelat till %(name)s")
        self.unread = (
            '<span class="udot" aria-hidden="true"></span>'
            f'<span class="ds-sr-only">{unread} </span>'
        )
        self.shield = f"{icon('shield')} "
        self.current = ' aria-current="true"'
        self.avatars: dict[str, str] = {}

    def latest(self, row: InboxRow) -> bool:
        """Whether the row tells when it last changed, and not when it came."""
        return row.state not in OPEN or row.state == State.RESIDENT_REPLIED

    def assignee(self, row: InboxRow) -> str:
        """Return the initials of who has the case, made once a name."""
        if row.assignee_id is None:
            return self.unassigned
        made = self.avatars.get(row.assignee_name)
        if made is None:
            said = escape(self.assigned % {"name": row.assignee_name})
            made = (
                '<span class="ds-avatar" data-size="xs" data-color="neutral" role="img" '
                f'aria-label="{said}" title="{said}">{escape(initials(row.assignee_name))}</span>'
            )
            self.avatars[row.assignee_name] = made
        return made

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


def _row(row: InboxRow, key: str, words: _Words, base: str, tail: str, opened: str) -> str:
    current = key == opened
    now = words.now
    moment = row.updated_at if words.latest(row) else row.submitted_at
    age = dates.age(row.birth, now.today, now.lang)
    if row.capacity == "guardian":
        age += f", {words.proxy}"
    mark = words.tag(row)
    name = words.protected if row.protected else escape(row.name)
    return (
        f'<li class="case{" unread" if row.unread else ""}{" sel" if current else ""}" '
        f'data-case="{key}"><a href="{base}{key}{tail}"{words.current if current else ""}>'
        f'<span class="t1"><span class="name">{words.unread if row.unread else ""}'
        f'{words.shield if row.protected else ""}{name} <span class="sub">{age}</span></span>'
        f'<span class="sub num nowrap">{dates.row_when(moment, now.at, now.lang)}</span></span>'
        f'<span class="t2"><span class="type">{escape(words.kind(row))}</span>'
        f"{tag(mark.text, mark.color, mark.icon)}</span>"
        f'<span class="t3"><span class="pre">'
        f"{words.hidden if row.protected else escape(row.preview)}</span>"
        f"{words.assignee(row)}</span></a></li>"
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
