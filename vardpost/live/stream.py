"""The process of event streams: `uvicorn vardpost.live.stream:app` (ADR 0011).

Plain ASGI without Django's handlers or tables. `GET /strom?unit=<slug>` for staff, `/strom` for
residents. Events: `case` {"case": id, "what": word}, `sync` (look at everything anew), `bye` (the
session has ended). A stream ends by itself after some minutes, and the browser opens the next.
"""

import asyncio
import os
import random
import signal
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any
from urllib.parse import parse_qs

import psycopg
import structlog
from django.conf import settings
from django.utils.log import configure_logging

from vardpost.live.hub import Hub, Stream
from vardpost.live.listen import (
    Pool,
    has_terms_to_accept,
    listen,
    look,
    make_pool,
    may_listen,
    note_refusal,
    watch,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardpost.config.settings.production")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LOG = structlog.get_logger("vardpost.live")
PATH = "/strom"
COMMENT_EVERY = 15.0
#: Shortest and longest life of a stream: spread, so that not everybody comes back at once.
LIFE = (210.0, 270.0)
_LONGEST_COOKIE = 4096


class Refused(Exception):
    """The stream is not opened; `status` says why."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status."""
        super().__init__(str(status))
        self.status = status


class Streams:
    """The ASGI application."""

    def __init__(self) -> None:
        """Start with nothing; what needs a running loop comes with `lifespan`."""
        self.hub: Hub | None = None
        self.pool: Pool | None = None
        self.tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self.lifespan(receive, send)
        elif scope["type"] == "http":
            try:
                stream = await self.admit(scope)
            except Refused as refused:
                await _answer(send, await self.noted(scope, refused.status))
                return
            await self.serve(stream, receive, send)

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Start and stop with the server."""
        await receive()
        await self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def start(self) -> None:
        """Open the ways to the database; a database that is away is waited for."""
        configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
        self.hub, self.pool = Hub(), make_pool()
        await self.pool.open(wait=False)
        self.tasks = [
            asyncio.create_task(listen(self.hub), name="listen"),
            asyncio.create_task(watch(self.hub, self.pool), name="watch"),
        ]
        for task in self.tasks:
            task.add_done_callback(_ended)
        _before_stopping(self.hub.end_all)

    async def stop(self) -> None:
        """Let go of everything."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self.pool is not None:
            await self.pool.close(timeout=2)

    async def admit(self, scope: Message) -> Stream:
        """Return the stream of a request. Raises `Refused` with the status to answer."""
        headers = dict(scope["headers"])
        if scope["path"] != PATH:
            raise Refused(404)
        if scope["method"] != "GET":
            raise Refused(405)
        if not _from_our_pages(headers):
            raise Refused(403)
        token = _cookie(headers, settings.SESSION_COOKIE)
        if not token:
            raise Refused(401)
        if self.hub is None or self.pool is None:
            raise Refused(503)
        unit = _unit(scope)
        try:
            actor = await look(self.pool, token, unit)
        except (psycopg.Error, OSError) as error:
            LOG.warning("cannot check", kind=type(error).__name__)
            raise Refused(503) from error
        if actor is None:
            raise Refused(401)
        if has_terms_to_accept(actor):
            raise Refused(403)
        if not may_listen(actor):
            raise Refused(404)
        if not self.hub.room_for(str(actor.session_id)):
            raise Refused(429)
        return self.hub.open(actor, token, unit)

    async def noted(self, scope: Message, status: int) -> int:
        """Leave the row of a refusal where a person is known; 503 when it cannot be written."""
        headers = dict(scope["headers"])
        token = _cookie(headers, settings.SESSION_COOKIE)
        if not token or self.pool is None or status in {401, 503}:
            return status
        try:
            await note_refusal(
                self.pool, token, _unit(scope), _address(scope), status, scope["method"]
            )
        except (psycopg.Error, OSError) as error:
            LOG.warning("cannot note", kind=type(error).__name__)
            return 503
        return status

    async def serve(self, stream: Stream, receive: Receive, send: Send) -> None:
        """Write what the hub gives, until either side has had enough."""
        hub = self.hub
        if hub is None:
            return
        gone = asyncio.create_task(_until_gone(stream, receive))
        ends = time.monotonic() + random.uniform(*LIFE)  # noqa: S311  # no secret
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _stream_headers()})
            text: str | None = "retry: 2000\n\n"
            while text is not None:
                await send(_chunk(text))
                text = await _next(stream, ends)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except OSError:
            pass  # the reader went away while we wrote
        finally:
            gone.cancel()
            hub.close(stream)


async def _next(stream: Stream, ends: float) -> str | None:
    """Return what to write next: an event, a comment when it is quiet, None at the end."""
    left = ends - time.monotonic()
    if left <= 0:
        return None
    try:
        return await asyncio.wait_for(stream.queue.get(), min(COMMENT_EVERY, left))
    except TimeoutError:
        return ": \n\n" if ends > time.monotonic() else None


async def _until_gone(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.put(None)


def _ended(task: "asyncio.Task[None]") -> None:
    """A process that no longer listens is of no use: it ends, and whoever keeps it starts it."""
    if not task.cancelled() and (error := task.exception()) is not None:
        LOG.critical("stopped listening", exc_info=error)
        os.kill(os.getpid(), 15)


def _before_stopping(act: Callable[[], None]) -> None:
    """Do something at the first word to stop: the server itself waits for streams to end."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def told(number: int, frame: FrameType | None, before: "signal._HANDLER" = before) -> None:
            loop.call_soon_threadsafe(act)
            if callable(before):
                before(number, frame)

        signal.signal(number, told)


def _from_our_pages(headers: MutableMapping[bytes, bytes]) -> bool:
    """Whether a page of ours asks: its origin when the browser tells, else no foreign site."""
    origin = headers.get(b"origin")
    if origin is not None:
        return origin == settings.PUBLIC_ORIGIN.encode()
    return headers.get(b"sec-fetch-site", b"none") in {b"none", b"same-origin"}


def _unit(scope: Message) -> str:
    query: dict[str, list[str]] = parse_qs(scope["query_string"].decode("ascii", "replace"))
    return query.get("unit", [""])[0][:80].replace("\0", "")


def _address(scope: Message) -> str:
    client = scope.get("client")
    return str(client[0])[:45] if client else ""


def _cookie(headers: MutableMapping[bytes, bytes], name: str) -> str:
    for part in headers.get(b"cookie", b"")[:_LONGEST_COOKIE].decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _cors() -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", settings.PUBLIC_ORIGIN.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin, Cookie"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"cross-origin-resource-policy", b"same-site"),
    ]


def _stream_headers() -> list[tuple[bytes, bytes]]:
    return [
        *_cors(),
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"x-accel-buffering", b"no"),
    ]


def _chunk(text: str) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


async def _answer(send: Send, status: int) -> None:
    headers = [*_cors(), (b"content-type", b"text/plain"), (b"content-length", b"0")]
    if status == 405:
        headers.append((b"allow", b"GET"))
    if status in {429, 503}:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


app = Streams()
