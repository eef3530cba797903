"""The rows of a queue as words: everything a row shows is made here, once, before the page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from html import escape
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from markupsafe import Markup

from vardpost.cases.clocks import TimeLeft
from vardpost.cases.guards import URGENT
from vardpost.cases.promise import Opening
from vardpost.cases.queries.inbox import InboxPage, InboxRow
from vardpost.cases.states import OPEN, State
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell import dates
from vardpost.shell.marks import icon, initials, tag
from vardpost.shell.marks import status as state_tag
from vardpost.shell.words import Mark, sla

#: A late promise is told in hours up to a working day, then in days of that length.
_DAY_MINUTES = 8 * 60
_CURRENT = ' aria-current="true"'
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
    words = _Words(now, Opening(page.hours, page.closed_on_eves).reader(now.at))
    typed = [text for row in page.rows for text in (row.name, words.kind(row), row.preview)]
    safe = iter(_escaped(typed))
    opened = str(current)
    made = [
        _row(row, words, _Typed(name, kind, text), (base, str(row.id), tail), opened)
        for row, name, kind, text in zip(page.rows, safe, safe, safe, strict=False)
    ]
    return Markup("\n".join(made))  # noqa: S704  # escaped above


def _escaped(texts: Iterable[str]) -> list[str]:
    """Return the texts escaped, all in one go: fifty times three calls are felt on a page.

    No text of ours can hold the null between them: PostgreSQL takes none.
    """
    return escape("\0".join(texts)).split("\0")


class _Typed(NamedTuple):
    """What people have written in a row, escaped."""

    name: str
    kind: str
    preview: str


class _Texts:
    """Words of the page's language that rows need, looked up once a process."""

    def __init__(self) -> None:
        self.protected = _("Skyddade uppgifter")
        self.hidden = _("Visas när du öppnar ärendet.")
        self.proxy = _("via ombud")
        self.replied = _("Svar på motfråga")
        self.followed = _("Skrev igen efter svaret")
        self.team = _("team %(name)s")
        self.left = _("%(time)s kvar")
        self.late = _("Försenat %(time)s")
        nobody, unread = _("Ej fördelat"), _("Oläst:")
        self.unassigned = f'<span class="ds-sr-only">{nobody}</span>'
        self.assigned = _("Fördelat till %(name)s")
        self.unread = (
            '<span class="udot" aria-hidden="true"></span>'
            f'<span class="ds-sr-only">{unread} </span>'
        )
        self.shield = f"{icon('shield')} "
        flag, urgent = _("Röd flagga"), _("Brådskande")
        self.flag = f"{tag(flag, 'danger', 'flag')} "
        self.urgent = f"{tag(urgent, 'danger', 'flag')} "


@lru_cache(maxsize=2)
def _texts(_lang: str) -> _Texts:
    return _Texts()


class _Words:
    """What the rows of one page have in common."""

    def __init__(self, now: Now, time_left: Callable[[datetime, datetime], TimeLeft]) -> None:
        self.now = now
        self.time_left = time_left
        self.when = dates.row_reader(now.at, now.lang)
        self.texts = _texts(now.lang)
        self.avatars: dict[str, str] = {}

    def moment(self, row: InboxRow) -> datetime:
        """Return when the row last changed, or, while it waits for the unit, when it came."""
        latest = row.state not in OPEN or row.state == State.RESIDENT_REPLIED
        return row.updated_at if latest else row.submitted_at

    def assignee(self, row: InboxRow) -> str:
        """Return the initials of who has the case, made once a name."""
        if row.assignee_id is None:
            return self.texts.unassigned
        made = self.avatars.get(row.assignee_name)
        if made is None:
            said = escape(self.texts.assigned % {"name": row.assignee_name})
            made = (
                '<span class="ds-avatar" data-size="xs" data-color="neutral" role="img" '
                f'aria-label="{said}" title="{said}">{escape(initials(row.assignee_name))}</span>'
            )
            self.avatars[row.assignee_name] = made
        return made

    def kind(self, row: InboxRow) -> str:
        """Return what the row is about: the case type with its team, or that there is a reply."""
        if row.state == State.RESIDENT_REPLIED:
            return self.texts.followed if row.last_kind == "followup" else self.texts.replied
        kind = row.type_en if self.now.lang == "en" else row.type_sv
        if row.team and row.assignee_id is None:
            return f"{kind} · {self.texts.team % {'name': row.team}}"
        return kind

    def pin(self, raised: int) -> str:
        """Return what pins a row: a red flag, or a colleague's mark."""
        if not raised:
            return ""
        return self.texts.urgent if raised == URGENT else self.texts.flag

    def tag(self, row: InboxRow) -> Markup:
        """Return the time left in words; a finished or waiting case shows its state instead."""
        if row.state not in OPEN or row.state == State.AWAITING_RESIDENT:
            return state_tag(row.state, "staff")
        left = self.time_left(row.due_at, row.submitted_at)
        mark = sla_mark(left, self.texts.left, self.texts.late, self.now)
        return tag(mark.text, mark.color, mark.icon)


def _row(
    row: InboxRow, words: _Words, typed: _Typed, address: tuple[str, str, str], opened: str
) -> str:
    texts, now, key = words.texts, words.now, address[1]
    current = key == opened
    age = dates.age(row.birth, now.today, now.lang)
    if row.capacity == "guardian":
        age += f", {texts.proxy}"
    return (
        f'<li class="case{" unread" if row.unread else ""}{" sel" if current else ""}'
        f'{" flagged" if row.raised else ""}" '
        f'data-case="{key}"><a href="{"".join(address)}"{_CURRENT if current else ""}>'
        f'<span class="t1"><span class="name">{texts.unread if row.unread else ""}'
        f"{f'{texts.shield}{texts.protected}' if row.protected else typed.name} "
        f'<span class="sub">{age}</span></span>'
        f'<span class="sub num nowrap">{words.when(words.moment(row))}</span></span>'
        f'<span class="t2"><span class="type">{typed.kind}</span>{words.tag(row)}</span>'
        f'<span class="t3">{words.pin(row.raised)}<span class="pre">'
        f"{texts.hidden if row.protected else typed.preview}</span>"
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
