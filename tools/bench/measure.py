"""What the operating system and PostgreSQL say of a round: CPU time, memory, statements."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children[int(fields[1])].append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children[pid]
    return found


def cpu_seconds(root: int) -> float:
    """Return user and system time of a process tree, with that of children already gone."""
    total = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(value) for value in fields[11:15])
    return total / _TICKS


def memory_mb(root: int) -> float:
    """Return the proportional set size of a process tree, in MB."""
    total = 0
    for pid in tree(root):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(
            (int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0
        )
    return total / 1024


def statements(dsn: str) -> int:
    """Return how many statements the database has been sent, transaction control aside.

    What it asks itself, to hold a foreign key, was not sent.
    """
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "select coalesce(sum(s.calls), 0) from pg_stat_statements s "
            "join pg_database d on d.oid = s.dbid where d.datname = current_database() "
            "and s.toplevel and s.query not ilike '%pg_stat_statements%' "
            "and s.query !~ '^SELECT .* FROM ONLY .* FOR KEY SHARE OF x$' "
            "and s.query !~* '^(begin|commit|rollback|savepoint|release|set|show|deallocate)'"
        ).fetchone()
    return int(str(row[0])) if row else 0


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
