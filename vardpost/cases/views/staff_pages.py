"""What every inbox page of the staff shows: the rail, the list, and where one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.cases.actions import read
from vardpost.cases.actions.read import Inbox
from vardpost.cases.queries.inbox import COUNTED, InboxPage, Key, TeamQueue
from vardpost.cases.queries.queues import Queue, team_key
from vardpost.cases.views.staff_rows import Now, at, rows_html
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.shell import administration
from vardpost.shell.jinja import language
from vardpost.shell.pages import late


class QueueWords(NamedTuple):
    """How a queue is shown: its name, symbol, the letter after `g`, and what an empty one says."""

    title: str
    icon: str
    key: str
    empty: str
    order: str


_DUE = later("Kortast tid kvar först")
QUEUE_WORDS: Mapping[str, QueueWords] = {
    "mina": QueueWords(
        later("Mina ärenden"), "inbox", "i", later("Du har inga ärenden just nu."), _DUE
    ),
    "vantar": QueueWords(
        later("Väntar på invånaren"), "reply", "v", later("Inget väntar på invånaren."), _DUE
    ),
    "att-fordela": QueueWords(later("Att fördela"), "split", "f", later("Allt är fördelat."), _DUE),
    "forsenade": QueueWords(
        later("Försenade"), "alert", "s", later("Inget är försenat."), later("Mest försenat först")
    ),
    "alla": QueueWords(later("Alla öppna"), "flag", "a", later("Inga öppna ärenden."), _DUE),
    "avslutade": QueueWords(
        later("Avslutade"),
        "check",
        "",
        later("Inget är avslutat än."),
        later("Senast avslutade först"),
    ),
}
#: The rail's two groups.
_MINE = "mina"


@lru_cache(maxsize=2)
def _queue_words(_lang: str) -> Mapping[str, QueueWords]:
    """Return the words of the queues in the page's language, looked up once a process."""
    return {
        key: one._replace(title=_(one.title), empty=_(one.empty), order=_(one.order))
        for key, one in QUEUE_WORDS.items()
    }


#: The rail: (heading, items), as `rail` of the components takes them.
Groups = list[tuple[str, list[dict[str, Any]]]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def key_text(key: Key) -> str:
    """Return a place in a queue as an address carries it."""
    return f"{(key[0] - _EPOCH) // _MICROSECOND}.{key[1]}"


def read_key(text: str) -> Key | None:
    """Return the place that an address carries; None when it carries none."""
    moment, _dot, row = text.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 18):
        return None
    try:
        return _EPOCH + int(moment) * _MICROSECOND, UUID(row)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one queue: what the page around a case is drawn from."""

    actor: Actor
    unit: str
    listed: Inbox
    now: Now
    tail: str

    @property
    def queue(self) -> Queue:
        """The queue that is open."""
        return self.listed.queue

    @property
    def base(self) -> str:
        """The address of the queue."""
        return queue_url(self.unit, self.queue.key)

    def case_url(self, case_id: UUID, verb: str = "") -> str:
        """Return the address of a case in this queue, or of a verb on it."""
        return f"{self.base}/{case_id}{'/' + verb if verb else ''}{self.tail}"


def queue_url(unit: str, queue: str) -> str:
    """Return the address of a queue."""
    return f"/m/{unit}/inkorg/{queue}"


def case_url(request: HttpRequest, unit: str, queue: str, case_id: UUID, done: str = "") -> str:
    """Return the address of a case where one is in the list; `done` tells what has been done."""
    return f"{queue_url(unit, queue)}/{case_id}{_query(request, done)}"


def list_url(request: HttpRequest, unit: str, queue: str, done: str = "") -> str:
    """Return the address of the list where one is in it; `done` tells what has been done."""
    return f"{queue_url(unit, queue)}{_query(request, done)}"


def _tail(request: HttpRequest) -> str:
    for name in ("efter", "fore"):
        key = read_key(request.GET.get(name, ""))
        if key is not None:
            return f"?{name}={key_text(key)}"
    return ""


def _query(request: HttpRequest, done: str) -> str:
    tail = _tail(request)
    if not done:
        return tail
    return f"{tail}{'&' if tail else '?'}klart={done}"


def desk(request: HttpRequest, unit: str, queue: str, *, seen: bool) -> Desk:
    """Open a queue at the place the address names. Raises as `read.open_inbox`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    listed = read.open_inbox(
        actor=actor,
        queue=queue,
        after=read_key(request.GET.get("efter", "")),
        before=read_key(request.GET.get("fore", "")),
        seen=seen,
    )
    return Desk(actor, unit, listed, at(clock.now(), language()), _tail(request))


def count_text(count: int) -> str:
    """Return a count as the rail shows it: exact to 99."""
    return str(count) if count < COUNTED else f"{COUNTED - 1}+"


def rail(
    actor: Actor,
    unit: str,
    queues: tuple[Queue, ...],
    counts: Mapping[str, int],
    teams: tuple[TeamQueue, ...],
    current: str,
) -> Groups:
    """Return the groups of the rail: (heading, items). The queues of one's own teams come first."""
    whole = any(queue.receivers_only for queue in queues)
    said = _queue_words(language())

    def item(key: str, words: QueueWords, *, late: bool = False) -> dict[str, Any]:
        count = counts.get(key)
        return {
            "href": queue_url(unit, key),
            "text": words.title,
            "icon": words.icon,
            "count": None if count is None else count_text(count),
            "hot": late and bool(count),
            "current": key == current,
            "key": words.key,
        }

    mine: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for queue in queues:
        here = mine if queue.key == _MINE or not whole else others
        here.append(item(queue.key, said[queue.key], late=queue.late))
    own = [one for one in teams if one.mine]
    for number, one in enumerate(own):
        mine.append(item(team_key(one.id), _team_words(one.name, "" if number else "t")))
    far = [item(team_key(one.id), _team_words(one.name)) for one in teams if not one.mine]
    groups = [(_("Mina"), mine), (_("Mottagningen"), others), (_("Team"), far)]
    return [*(one for one in groups if one[1]), *administration.way_in(actor)]


def _team_words(name: str, key: str = "") -> QueueWords:
    title = _("Team: {namn}").replace("{namn}", name)
    due = _queue_words(language())[_MINE].order
    return QueueWords(title, "assign", key, _("Inget väntar på teamet."), due)


def _words_of(place: "Desk") -> QueueWords:
    """Return how the open queue is shown."""
    team = place.queue.team
    if team is None:
        return _queue_words(place.now.lang)[place.queue.key]
    name = next((one.name for one in place.listed.page.teams if one.id == team), "")
    return _team_words(name)


def _pinned(page: InboxPage) -> str:
    """Return how many cases of the queue are pinned: by red flags, or marked as urgent."""
    if not page.pinned:
        return ""
    return _("%(n)s brådskande") % {"n": count_text(page.pinned)}


def frame(place: Desk, current: UUID | None = None) -> dict[str, Any]:
    """Return what the rail and the list are drawn from."""
    page, queue, base = place.listed.page, place.queue, place.base
    words = _words_of(place)
    count = page.counts.get(queue.key)
    following, previous = page.next_after, page.previous_before
    return {
        "stream_url": f"{settings.STREAM_ORIGIN}/strom?unit={place.unit}",
        "opened": current is not None,
        "rail_groups": rail(
            place.actor, place.unit, place.listed.queues, page.counts, page.teams, queue.key
        ),
        "counts_url": f"{base}/antal",
        "rows": rows_html(page, place.now, f"{base}/", place.tail, current),
        "queue": queue.key,
        "queue_title": words.title,
        "queue_count": "" if count is None else count_text(count),
        "queue_flags": _pinned(page),
        "queue_order": words.order,
        "queue_empty": words.empty,
        "list_url": f"{base}/lista{place.tail}",
        "base": base,
        "here": f"{base}{place.tail}",
        "next_href": f"{base}?efter={key_text(following)}" if following else "",
        "previous_href": f"{base}?fore={key_text(previous)}" if previous else "",
    }


def inbox_page(
    request: HttpRequest, place: Desk, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Return the list with an empty work pane that names the next useful step."""

    def context() -> dict[str, Any]:
        return frame(place) | {"step": next_step(place), "lost": None, "done": ""} | more

    return late(request, "cases/staff_inbox.html", context, status=status)


def next_step(place: Desk) -> dict[str, str]:
    """Return the calm words of an empty work pane: title, text, and where to go next."""
    counts = place.listed.page.counts
    words = _words_of(place)
    if place.listed.page.rows:
        keys = _("Tangenterna J och K går i listan, Enter öppnar och ? visar alla.")
        return {"title": _("Välj ett ärende i listan"), "text": keys, "href": "", "action": ""}
    for key, sentence in (
        ("forsenade", _("%(n)s ärenden är försenade.")),
        ("att-fordela", _("%(n)s väntar på att fördelas.")),
        ("mina", _("%(n)s ärenden är dina.")),
        ("alla", _("%(n)s ärenden är öppna.")),
    ):
        count = counts.get(key, 0)
        if key != place.queue.key and count:
            return {
                "title": words.empty,
                "text": sentence % {"n": count_text(count)},
                "href": queue_url(place.unit, key),
                "action": _("Gå till %(queue)s") % {"queue": _(QUEUE_WORDS[key].title)},
            }
    return {
        "title": words.empty,
        "text": _("Det finns inget mer att göra just nu. Nya ärenden syns här när de kommer."),
        "href": "",
        "action": "",
    }
