"""The open streams of one process: who listens, who is told, who is cut off."""

import asyncio
import json
import time
from collections import Counter, deque
from dataclasses import dataclass, field

import structlog

from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Scope
from vardpost.live.audience import Event, hearing, hears

LOG = structlog.get_logger("vardpost.live")
#: A page is drawn a moment before its stream opens: what happened meanwhile is told at once.
REPLAY_SECONDS = 5.0
_MOST_RECENT = 500
#: Messages that may wait for one slow reader; more, and it starts over.
_MOST_WAITING = 64
PER_SESSION = 12
IN_ALL = 4000

SYNC = "event: sync\ndata: {}\n\n"
BYE = "event: bye\ndata: {}\n\n"


@dataclass(slots=True, eq=False)
class Stream:
    """One open page's stream. `None` in the queue ends it."""

    actor: Actor
    token: str
    unit: str
    scope: Scope
    checked: float
    queue: "asyncio.Queue[str | None]" = field(
        default_factory=lambda: asyncio.Queue(maxsize=_MOST_WAITING)
    )

    def put(self, text: str | None) -> None:
        """Give the reader something; one that does not keep up is ended, and comes back."""
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)

    def renew(self, actor: Actor) -> None:
        """Keep what a new check said of the actor."""
        if actor != self.actor:
            self.actor, self.scope = actor, hearing(actor)
        self.checked = time.monotonic()


class Hub:
    """Every stream of the process."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.streams: set[Stream] = set()
        self.sessions: Counter[str] = Counter()
        self.recent: deque[tuple[float, Event]] = deque(maxlen=_MOST_RECENT)
        self.doubted: set[Stream] = set()
        self.doubt = asyncio.Event()

    def room_for(self, session: str) -> bool:
        """Whether one more may open; neither a session nor all together may take everything."""
        return len(self.streams) < IN_ALL and self.sessions[session] < PER_SESSION

    def open(self, actor: Actor, token: str, unit: str) -> Stream:
        """Add a stream, and tell it what happened while its page was on the way."""
        now = time.monotonic()
        stream = Stream(actor, token, unit, hearing(actor), now)
        self.streams.add(stream)
        self.sessions[str(actor.session_id)] += 1
        for at, event in self.recent:
            if now - at < REPLAY_SECONDS and hears(stream.scope, event):
                stream.put(_message(event))
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream."""
        self.streams.discard(stream)
        self.doubted.discard(stream)
        session = str(stream.actor.session_id)
        self.sessions[session] -= 1
        if self.sessions[session] <= 0:
            del self.sessions[session]

    def heard(self, payload: str) -> None:
        """Take a notification: tell those who may know, cut off those whose session has ended."""
        try:
            event = Event.read(json.loads(payload))
        except (ValueError, KeyError, TypeError):
            LOG.warning("unknown notification")
            return
        if event.what == "revoked":
            self.revoked(event)
            return
        self.recent.append((time.monotonic(), event))
        text = _message(event)
        for stream in list(self.streams):
            if hears(stream.scope, event):
                stream.put(text)

    def revoked(self, event: Event) -> None:
        """End the streams of a session, or ask anew for those of a person."""
        for stream in list(self.streams):
            if event.session and str(stream.actor.session_id) == event.session:
                self.end(stream)
            elif event.person and str(stream.actor.person_id) == event.person:
                self.doubted.add(stream)
        self.doubt.set()

    def end(self, stream: Stream) -> None:
        """End a stream whose session or scope is gone; its page says so."""
        stream.put(BYE)
        stream.put(None)

    def end_all(self) -> None:
        """End every stream: the process stops, and the pages turn to the next."""
        for stream in list(self.streams):
            stream.put(None)

    def doubt_all(self) -> None:
        """Ask anew for everybody: notifications may have been missed."""
        self.recent.clear()
        self.doubted |= self.streams
        self.doubt.set()
        for stream in list(self.streams):
            stream.put(SYNC)

    def due(self, age: float) -> list[Stream]:
        """Return the streams to be checked now: doubted, or last checked so many seconds ago."""
        limit = time.monotonic() - age
        due = [one for one in self.streams if one in self.doubted or one.checked < limit]
        self.doubted.clear()
        return due


def _message(event: Event) -> str:
    facts = json.dumps({"case": event.case, "what": event.what}, separators=(",", ":"))
    return f"event: case\ndata: {facts}\n\n"
