"""The stream process's two ways to the database: one that listens, and a few that ask."""

import asyncio
import contextlib
import random
import time
from typing import TypeAlias

import psycopg
import structlog
from django.conf import settings
from psycopg_pool import AsyncConnectionPool

from vardpost.audit.actions import Entry, statement
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.live.actions import CHANNEL
from vardpost.live.hub import Hub, Stream
from vardpost.people.session import LOOK, OPEN, actor_of, token_hash
from vardpost.useterms.waiting import WAITS

#: What the session's statement gives: the session, two that streams do without, and `WAITS`.
Looked: TypeAlias = "tuple[str | None, str | None, str | None, int | None]"
Pool: TypeAlias = "AsyncConnectionPool[psycopg.AsyncConnection[Looked]]"

LOG = structlog.get_logger("vardpost.live")
#: Seconds between two checks of a stream's session and scope.
CHECK_EVERY = 60.0
#: A stream that could not be checked for so long is ended.
UNCHECKED_LIMIT = 180.0
_WAITS = (0.1, 0.3, 1.0, 2.0, 5.0)
_PULSE = 15.0
#: Seconds to wait for an answer: a database that is frozen gives none, not even an error.
_LOOK = 8.0


def make_pool() -> Pool:
    """Return the pool for session checks, not yet open."""
    return AsyncConnectionPool(
        settings.DATABASE_DIRECT_URL,
        min_size=0,
        max_size=2,
        timeout=4,
        max_idle=60,
        open=False,
        kwargs={"connect_timeout": 3, "options": "-c statement_timeout=4000"},
        check=AsyncConnectionPool.check_connection,
    )


async def look(pool: Pool, token: str, unit: str) -> Actor | None:
    """Ask who holds the session, without keeping it alive: what the look wrote is rolled back.

    Raises `psycopg.Error` when the database does not answer.
    """
    asked = [
        token_hash(token),
        unit,
        clock.now(),
        settings.SESSION_IDLE_MINUTES,
        settings.SESSION_ABSOLUTE_HOURS,
    ]
    async with (
        asyncio.timeout(_LOOK),
        pool.connection() as connection,
        connection.transaction(force_rollback=True),
    ):
        row = await (await connection.execute(OPEN.encode(), asked)).fetchone()
    if row is None or row[0] is None:
        return None
    actor = actor_of(row[0], request_id="", address="")
    actor.facts[WAITS] = row[3]
    return actor


async def note_refusal(
    pool: Pool, token: str, unit: str, address: str, status: int, method: str
) -> None:
    """Write the ledger's row of a stream that was refused, where the session is somebody's.

    Raises `psycopg.Error` when it cannot be written.
    """
    asked = [
        token_hash(token),
        unit,
        clock.now(),
        settings.SESSION_IDLE_MINUTES,
        settings.SESSION_ABSOLUTE_HOURS,
    ]
    async with asyncio.timeout(_LOOK), pool.connection() as connection, connection.transaction():
        row = await (await connection.execute(LOOK.encode(), asked)).fetchone()
        if row is None or row[0] is None:
            return
        actor = actor_of(row[0], request_id=str(new_id()), address=address)
        detail = {"code": str(status), "status": status, "method": method[:10], "route": "stream"}
        entry = Entry(AuditEvent.REFUSED, "route", outcome="refused", purpose="none", detail=detail)
        sql, params = statement(actor, [entry])
        await connection.execute(sql.encode(), params)


def may_listen(actor: Actor | None) -> bool:
    """Whether there is anything to hear: a resident, or staff with a role on the unit."""
    return actor is not None and (
        actor.is_resident or (actor.unit is not None and bool(actor.roles))
    )


def has_terms_to_accept(actor: Actor) -> bool:
    """Whether the terms of use stand before what is asked for, as at the door of the pages.

    A stream that is open when they come into force goes on: it tells ids alone, and what its page
    then fetches is refused with the reason.
    """
    return actor.facts.get(WAITS) is not None


async def listen(hub: Hub) -> None:
    """Hand the database's notifications to the hub, for ever; connect again when cut off."""
    failures = 0
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                settings.DATABASE_DIRECT_URL, autocommit=True, connect_timeout=3
            ) as connection:
                await connection.execute(f"listen {CHANNEL}".encode())
                LOG.info("listening", streams=len(hub.streams))
                failures = 0
                hub.doubt_all()
                while True:
                    async for note in connection.notifies(timeout=_PULSE):
                        hub.heard(note.payload)
                    await asyncio.wait_for(connection.execute("select 1"), 5)
        except (psycopg.Error, OSError, TimeoutError) as error:
            wait = _WAITS[min(failures, len(_WAITS) - 1)]
            failures += 1
            LOG.warning("not listening", kind=type(error).__name__, again_in=wait)
            await asyncio.sleep(wait * random.uniform(0.8, 1.2))  # noqa: S311  # no secret


async def watch(hub: Hub, pool: Pool) -> None:
    """Check every stream's session and scope each minute, and at once when in doubt."""
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(hub.doubt.wait(), 1.0)
        hub.doubt.clear()
        due = hub.due(CHECK_EVERY)
        try:
            for stream in due:
                await _check(hub, pool, stream)
        except (psycopg.Error, OSError) as error:
            LOG.warning("cannot check", kind=type(error).__name__)
            _not_checked(hub, due)
            await asyncio.sleep(1)


def _not_checked(hub: Hub, due: list[Stream]) -> None:
    """Try again soon; end those that nobody has vouched for too long."""
    now = time.monotonic()
    for stream in due:
        if now - stream.checked > UNCHECKED_LIMIT:
            stream.put(None)
        else:
            hub.doubted.add(stream)


async def _check(
    hub: Hub,
    pool: Pool,
    stream: Stream,
) -> None:
    actor = await look(pool, stream.token, stream.unit)
    if actor is None or not may_listen(actor):
        hub.end(stream)
    else:
        stream.renew(actor)
