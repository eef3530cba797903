"""`python -m tools.bench.mirror`: how long a resident's log takes, at several sizes of the ledger.

`LEDGER_ROWS="1000000 10000000"` chooses sizes; the databases are those of `tools.bench.ledger`,
kept in `DATA_DIR/bench-ledger`. Times are of the client, on a connection of the web role.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from tools import environment, postgres
from tools.bench import ledger

ROUNDS = 40
_DAYS = "select count(*) from audit_days(array[%(who)s]::uuid[], %(since)s, %(before)s, %(lines)s, "
#: What is asked of the functions, for whom: an ordinary resident, or one who is in no entry.
ASKED = {
    "a page of the log, 40 lines": (_DAYS + "'', null, null)", 40, "somebody"),
    "the whole log, 1 500 lines": (_DAYS + "'', null, null)", 1500, "somebody"),
    "a page of one case's log": (_DAYS + "%(case)s, %(unit)s, null)", 40, "somebody"),
    "the log of who is in no entry": (_DAYS + "'', null, null)", 40, "nobody"),
    "each entry by itself, a year": (
        "select count(*) from audit_about(array[%(who)s]::uuid[], %(since)s, %(before)s, "
        "'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', %(lines)s)",
        20_000,
        "somebody",
    ),
}


def values(connection: psycopg.Connection[Any], place: ledger.Place, number: int) -> dict[str, Any]:
    """Return whom one try is about, and which days it may look at."""
    row = connection.execute(
        "select bench_id('resident', %s), bench_id('nobody', %s), bench_id('unit', %s), "
        "bench_id('case', %s)::text",
        [number * 37 % place.residents, number, number % ledger.UNITS, number],
    ).fetchone()
    somebody, nobody, unit, case = row or (None,) * 4
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    return {
        "somebody": somebody,
        "nobody": nobody,
        "unit": unit,
        "case": case,
        "since": tomorrow - timedelta(days=20 * 366),
        "before": tomorrow,
    }


def measured(place: ledger.Place) -> dict[str, tuple[float, float]]:
    """Return the median and the slowest of each, in ms."""
    times: dict[str, list[float]] = {name: [] for name in ASKED}
    options = "-c plan_cache_mode=force_generic_plan"
    with (
        psycopg.connect(place.owner, autocommit=True) as owner,
        psycopg.connect(place.web, options=options, autocommit=True) as connection,
    ):
        connection.prepare_threshold = 0
        for number in range(ROUNDS + 5):
            tried = values(owner, place, number)
            for name, (sql, lines, whom) in ASKED.items():
                who = tried[whom]
                connection.execute(ledger._SCOPE, ["resident", "", "", f"{{{who}}}"])
                started = time.perf_counter()
                connection.execute(sql.encode(), {**tried, "who": who, "lines": lines}).fetchall()
                if number >= 5:
                    times[name].append((time.perf_counter() - started) * 1000)
    return {name: (median(took), max(took)) for name, took in times.items()}


def main() -> int:
    """Measure each size, and print."""
    sizes = [int(one) for one in os.environ.get("LEDGER_ROWS", "1000000 10000000").split()]
    data = Path(os.environ.get("DATA_DIR", "var")).absolute() / "bench-ledger"
    data.mkdir(parents=True, exist_ok=True)
    console = Console(width=None if sys.stdout.isatty() else 150)
    server = postgres.start(data / "postgres", settings=ledger.SETTINGS, may_create_databases=True)
    try:
        places = [ledger.load(server, rows, console) for rows in sizes]
        found = {place.rows: measured(place) for place in places}
    finally:
        server.stop()
    table = Table(title="A resident's log, ms: median (slowest)")
    for head in ("", *map(str, sizes)):
        table.add_column(head)
    for name in ASKED:
        told = [found[size][name] for size in sizes]
        table.add_row(name, *(f"{middle:.1f} ({slowest:.1f})" for middle, slowest in told))
    console.print(table)
    return 0


if __name__ == "__main__":
    environment.enter("-m", "tools.bench.mirror", dev=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardpost.config.settings.local")
    sys.exit(main())
