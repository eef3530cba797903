"""Verification: every entry of every log, from the database, held against what was told outside it.

Nothing that the database computes for itself is believed: lines are read from the tables and hashed
here, heads are checked by keys from a file, and the end of each log by heads from another.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vardpost.audit.keys import Keys
from vardpost.audit.lines import NOWHERE
from vardpost.audit.statements import Head, Statement, moment
from vardpost.audit.stored import Connection, Moments, connect, newest_heads
from vardpost.audit.verifying import exports, older, strays
from vardpost.audit.verifying.report import Finding, Report
from vardpost.audit.verifying.told import Told
from vardpost.audit.verifying.walk import Detached, Walk
from vardpost.kernel import clock

_SETTINGS = """
set local time zone 'UTC'; set local client_encoding = 'UTF8'; set local statement_timeout = 0;
set local jit = off;
set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off
"""
#: The strays are found by reading two indexes side by side.
_OTHER_SETTINGS = "set local enable_hashjoin = on; set local enable_mergejoin = on"
_KINDS = """
select c.relname, c.relkind::text, c.relhasrules from pg_class c
 where c.relnamespace = 'public'::regnamespace and (c.relname = any(%s) or c.oid in (
       select inhrelid from pg_inherits where inhparent = to_regclass('public.audit_entry')))
"""
#: Every log that has leaves, whatever it is called, by one look into the index for each.
_LOGS = """
with recursive known (log) as (
    (select log from audit_leaf order by log limit 1)
    union all
    select (select l.log from audit_leaf l where l.log > known.log order by l.log limit 1)
      from known where known.log is not null)
select log from known where log is not null
"""
_TABLES = {
    "audit_entry": "p",
    **dict.fromkeys(("audit_leaf", "audit_node", "audit_head", "audit_detached"), "r"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be verified, and by which files."""

    address: str
    #: A folder of heads, or one file of them.
    heads: Path
    keys: Path
    region: str = ""
    #: Where the exports of parts lie that were taken out, to check these too.
    exports: Path | None = None


def verify(
    asked: Asked,
    *,
    begin: Callable[[int], None] = lambda rows: None,
    advance: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Verify, and return what was found.

    Raises `KeyProblem` when there is no list of keys to verify by, or the database's error.
    """
    keys = Keys.read(asked.keys)
    report, started = Report(), time.monotonic()
    connection = connect(asked.address)
    connection.adapters.register_loader("timestamptz", Moments)
    try:
        with connection.transaction():
            connection.execute("set transaction isolation level repeatable read, read only")
            connection.execute(_SETTINGS.encode())
            _check_structure(connection, report)
            _logs(asked, connection, keys, report, begin, advance)
    finally:
        connection.close()
    report.seconds = time.monotonic() - started
    return report


def _logs(
    asked: Asked,
    connection: Connection,
    keys: Keys,
    report: Report,
    begin: Callable[[int], None],
    advance: Callable[[int], None],
) -> None:
    heads = {head.log: (head, cluster) for head, cluster in newest_heads(connection)}
    logs = _asked_for(asked, connection, heads)
    # What was not signed says nothing of when and how far somebody sealed.
    signed = [one for one in heads.values() if keys.signed(one[0].statement())]
    newest = max(signed, key=lambda one: one[0].at, default=None)
    begin(sum(heads[log][0].size for log in logs if log in heads))
    digests: dict[str, bytearray] = {}
    told = Told(
        asked.heads,
        keys,
        report,
        digests,
        newest[0].at if newest else None,
        partial(older.restored, connection),
    )
    detached = _detached(connection, keys, told, report)
    for log in logs:
        walk = Walk(connection, log, keys, report, detached, advance)
        walk.run()
        digests[log] = walk.digests
    for log in [] if asked.region else _only_told(told, digests):
        digests[log] = bytearray()
    told.check()
    if asked.exports is not None:
        exports.check(asked.exports, detached, digests, report)
    connection.execute(_OTHER_SETTINGS.encode())
    everywhere = [asked.region] if asked.region else [f"{number:02}" for number in range(100)]
    now = clock.now()
    strays.find(connection, report, newest, everywhere, now, lambda: connect(asked.address))


def _asked_for(
    asked: Asked, connection: Connection, heads: dict[str, tuple[Head, str]]
) -> Sequence[str]:
    """Return the logs to walk: those with heads, and those with leaves and none."""
    if asked.region:
        return [asked.region]
    rows = connection.execute(_LOGS.encode()).fetchall()
    return sorted({NOWHERE, *heads, *(row[0] for row in rows)})


def _only_told(told: Told, digests: dict[str, bytearray]) -> set[str]:
    """Return logs that were told of and are not in the database at all."""
    try:
        return told.logs() - set(digests)
    except (OSError, ValueError):
        return set()  # `check` tells why


def _check_structure(connection: Connection, report: Report) -> None:
    """Tell of a view or rule in the place of a table: it could show other rows than there are."""
    found = connection.execute(_KINDS.encode(), [list(_TABLES)]).fetchall()
    kinds = {name: kind for name, kind, _rules in found}
    for name, kind, rules in found:
        if rules or kind != _TABLES.get(name, "r"):
            report.add(Finding("structure", "", f"{name} is no plain table"))
    for name in set(_TABLES) - set(kinds):
        report.add(Finding("structure", "", f"{name} is not there"))


def _detached(connection: Connection, keys: Keys, told: Told, report: Report) -> list[Detached]:
    """Return the parts that were taken out; each must stand, signed, in the file of heads too."""
    rows = connection.execute(
        "select name, since, until, rows, digest, at, key_id, signature from audit_detached"
    ).fetchall()
    if not rows:
        return []
    noted = {one.text() for one in told.detached()}
    parts = []
    for name, since, until, count, digest, at, key, signature in rows:
        fields = {
            "at": moment(at),
            "name": name,
            "since": moment(since) if since else "-",
            "until": moment(until),
            "rows": str(count),
            "digest": digest.hex(),
            "key": key,
        }
        one = Statement("detached", fields, signature)
        if not keys.signed(one) or one.text() not in noted:
            text = f"{name} was taken out, and no signed line of the file of heads says so"
            report.add(Finding("detached", "", text))
            continue
        parts.append(Detached(name, since, until, count, digest))
        report.notes.append(f"{name}: {count} entries were exported and taken out {moment(at)}")
    return parts
