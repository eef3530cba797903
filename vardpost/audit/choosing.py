"""Which entries are about one resident, one staff member or one unit, for an authority (ADR 0022).

Who is meant is told by the rooms that know people and units: they register here (`register`), for
the ledger knows ids and the names of the time, and looks nobody up.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic, sleep
from typing import Any, Protocol
from uuid import UUID

from vardpost.audit import leaving
from vardpost.audit.exporting import CannotExport
from vardpost.audit.stored import Connection
from vardpost.kernel import clock

#: Gives the id of who is meant, from what was written; raises `CannotExport`.
Finder = Callable[[Connection, str], UUID]
#: Which entries each kind of export holds. What a resident did herself is about her, too.
WHERE = {
    "resident": "(e.resident_ids @> array[%(id)s]::uuid[] "
    "or (e.person_id = %(id)s and e.actor_kind = 'resident'))",
    "staff": "e.person_id = %(id)s and e.actor_kind = 'staff'",
    "unit": "e.unit_id = %(id)s",
}
SPAN = "e.at >= %(since)s and e.at < %(until)s"
_CHOSEN = "select e.id, e.at from audit_entry e where {where} and {span} order by e.at, e.id"
_COUNT = """
select count(*), count(*) filter (where l.entry_id is null),
       min(e.at) filter (where l.entry_id is null)
  from audit_entry e left join audit_leaf l on l.entry_id = e.id and l.entry_at = e.at
 where {where} and {span}
"""
_DETACHED = "select name from audit_detached where since < %s and until > %s order by since"
_finders: dict[str, Finder] = {}


def register(kind: str, finder: Finder) -> None:
    """Let `finder` say who is meant by what is written of a `kind`; a key of `WHERE`."""
    if kind not in WHERE:
        raise KeyError(kind)
    _finders[kind] = finder


class Question(Protocol):
    """What is asked of the ledger: entries of a time, for which something holds."""

    @property
    def kind(self) -> str:
        """What kind of thing it is about."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def since(self) -> datetime:
        """From when on."""

    @property
    def until(self) -> datetime:
        """Until just before when."""

    @property
    def what(self) -> str:
        """What is signed of it."""

    @property
    def values(self) -> dict[str, Any]:
        """What its statements are given."""

    def statement(self, text: str) -> bytes:
        """Return a statement that asks for its entries: `{where}` and `{span}` are filled in."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an export is about, and of which time: from `since` until just before `until`."""

    kind: str
    id: UUID
    since: datetime
    until: datetime

    @property
    def what(self) -> str:
        """What is signed of it."""
        return f"{self.kind} {self.id}"

    @property
    def values(self) -> dict[str, Any]:
        """What its statements are given."""
        return {"id": self.id, "since": self.since, "until": self.until}

    def statement(self, text: str) -> bytes:
        """Return a statement that asks for its entries."""
        return text.format(where=WHERE[self.kind], span=SPAN).encode()


def whom(
    connection: Connection, kind: str, written: str, since: date | None, until: date | None
) -> Whom:
    """Return whom an export is about. Days are Swedish ones, and the last day is included.

    Raises `CannotExport`: nobody of that name, no such time, or a part of it has been taken out.
    """
    first, last = span(connection, since, until)
    return Whom(kind, _finders[kind](connection, written), first, last)


def find(connection: Connection, kind: str, written: str) -> UUID:
    """Return the id of who or what is meant. Raises `CannotExport`."""
    return _finders[kind](connection, written)


def span(
    connection: Connection, since: date | None, until: date | None
) -> tuple[datetime, datetime]:
    """Return the bounds of a time: the first moment, and the first that is not in it any more.

    Days are Swedish ones, and the last day is included; a moment is taken as it is. Raises
    `CannotExport`.
    """
    first = begin(since) if since else datetime(1970, 1, 1, tzinfo=UTC)
    last = _end(until) if until else clock.now()
    if first >= last and until is None:
        raise CannotExport(f"--from is yet to come: {since}")
    if first >= last:
        raise CannotExport(f"--to is before --from: {since} to {until}")
    gone = [row[0] for row in connection.execute(_DETACHED.encode(), [last, first])]
    if gone:
        raise CannotExport(
            f"taken out of the ledger: {', '.join(gone)}; those entries lie in their exports alone"
        )
    return first, min(last, clock.now())


def begin(at: date) -> datetime:
    """Return the moment, or the first one of a day."""
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=clock.STOCKHOLM)
    return datetime.combine(at, time(), clock.STOCKHOLM)


def count(connection: Connection, about: Question, patience: float = 0) -> int:
    """Return how many entries there are. Raises `CannotExport`: none, or not all are sealed.

    Those of the last seconds get their seal meanwhile: so many seconds it is waited for.
    """
    deadline = monotonic() + patience
    while True:
        row = connection.execute(about.statement(_COUNT), about.values).fetchone()
        rows, waiting, oldest = row or (0, 0, None)
        if not waiting or monotonic() >= deadline:
            break
        sleep(1)
    if not rows:
        raise CannotExport("the ledger has no entries about that, of that time")
    if waiting:
        raise CannotExport(
            f"{waiting} of {rows} entries are not sealed yet, the oldest of {oldest:%Y-%m-%d %H.%M}"
            " UTC. A sealer that runs does it within ten seconds: try again, or see /readyz"
        )
    return int(rows)


def chosen(connection: Connection, about: Question) -> Iterator[tuple[UUID, datetime]]:
    """Yield the entries, oldest first, a few at a time. Inside a transaction."""
    with connection.cursor("chosen") as cursor:
        cursor.itersize = 2_000
        cursor.execute(about.statement(_CHOSEN), about.values)
        yield from cursor


def leave_row(
    connection: Connection,
    about: Question,
    *,
    reason: str,
    command: str = "audit.export",
    more: Mapping[str, Any] | None = None,
) -> None:
    """Say in the ledger that its entries are taken out. Commits, before anything is written."""
    leaving.leave_row(
        connection,
        about.kind,
        about.id,
        resident_ids=[about.id] if about.kind == "resident" else [],
        command=command,
        since=about.since.isoformat(),
        until=about.until.isoformat(),
        reason=reason[:200],
        **(more or {}),
    )


def _end(at: date) -> datetime:
    """Return the moment, or the first one after a day."""
    return begin(at) if isinstance(at, datetime) else begin(at + timedelta(days=1))
