"""Load, take turns with the floor, tell and keep the figures."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from tools import postgres
from tools.bench import measure, report, serve
from tools.bench.client import Result, Source, drive
from tools.bench.load import Loaded, load, tidy
from tools.bench.serve import Cell, Side
from tools.bench.world import SLUG, World

#: What is measured, and the answer that says it went well.
CODES = {"inbox": 200, "open": 200, "submit": 303, "reply": 303}
CLIENTS = (1, 8)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
#: With and without the ledger in turn, so many times a round: what slows the machine down for a
#: moment slows both.
TURNS = 5
SETTINGS = {
    "shared_buffers": "'2GB'",
    "work_mem": "'32MB'",
    "shared_preload_libraries": "'pg_stat_statements'",
    "pg_stat_statements.track": "top",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'30min'",
}


@dataclass(frozen=True, slots=True)
class Bench:
    """One size, ready to be measured: its database, its people, the product and the floor."""

    loaded: Loaded
    world: World
    ours: Side
    floor: Side
    #: The product without its ledger: what the ledger adds to a page, one client at a time.
    unaudited: Side
    #: The database server's process; its CPU counts for whoever is asked.
    database: int

    def warm(self, operation: str) -> None:
        """Let every worker of both servers prepare its statements; not counted."""
        for side in (self.ours, self.floor, self.unaudited):
            source = self._source(side, operation)
            code = CODES[operation]
            _checked(operation, drive(side.port, source, clients=4, seconds=0.5, expected=code))

    def round(self, cell: Cell) -> None:
        """Drive both once, one after the other, and keep times, CPU and statements."""
        operation, clients = cell
        for side in (self.ours, self.floor):
            source = self._source(side, operation)
            calls = measure.statements(self.loaded.admin)
            before = side.cpu_seconds() + measure.cpu_seconds(self.database)
            result = drive(
                side.port, source, clients=clients, seconds=SECONDS, expected=CODES[operation]
            )
            used = side.cpu_seconds() + measure.cpu_seconds(self.database) - before
            calls = measure.statements(self.loaded.admin) - calls
            count = len(_checked(operation, result).times)
            side.results.setdefault(cell, []).append(result)
            side.cpu.setdefault(cell, []).append(used * 1000 / count)
            side.queries.setdefault(cell, []).append(calls / count)

    def weigh(self, operation: str) -> None:
        """Drive one client with and without the ledger, in short turns, and keep the times."""
        for _ in range(TURNS):
            for side in (self.ours, self.unaudited):
                result = drive(
                    side.port,
                    self._source(side, operation),
                    clients=1,
                    seconds=SECONDS / TURNS,
                    expected=CODES[operation],
                )
                side.turns.setdefault(operation, []).append(_checked(operation, result))

    def _source(self, side: Side, operation: str) -> Source:
        if side is self.floor:
            return self.world.floor(side.port, operation)
        source: Source = getattr(self.world, operation)()
        return source


def _checked(operation: str, result: Result) -> Result:
    if result.wrong:
        raise SystemExit(f"bench  {operation}: unexpected answer {result.wrong[0]!r}")
    if not result.times:
        raise SystemExit(f"bench  {operation}: nothing left to send")
    return result


def prepare(stack: ExitStack, loaded: Loaded, database: int) -> Bench:
    """Start both servers on a database that is as it was loaded."""
    tidy(loaded)
    ours = stack.enter_context(serve.product(loaded))
    world = World(loaded, ours.port)
    world.sign_in()
    world.write_drafts()
    world.fetch_token(f"/m/{SLUG}/inkorg/alla")
    floor = stack.enter_context(serve.floor(loaded, _page_sizes(world)))
    unaudited = stack.enter_context(serve.unaudited(loaded))
    return Bench(loaded, world, ours, floor, unaudited, database)


def _page_sizes(world: World) -> str:
    """Return how large our pages are, for the floor to send as much."""
    sizes = []
    for operation in ("inbox", "open"):
        source: Source = getattr(world, operation)()
        result = drive(world.port, source, clients=2, seconds=1.0, expected=200)
        sizes.append(str(_checked(operation, result).bytes_of_page))
    return " ".join(sizes)


def rounds(benches: list[Bench], progress: Progress) -> None:
    """Measure every operation, the sizes and both sides in turn: what disturbs, disturbs all."""
    total = len(CODES) * (len(CLIENTS) + 1) * ROUNDS * len(benches)
    task = progress.add_task("Mäter", total=total)
    for operation in CODES:
        for bench in benches:
            bench.warm(operation)
        for clients in CLIENTS:
            for _ in range(ROUNDS):
                for bench in benches:
                    bench.round((operation, clients))
                    progress.advance(task)
        for _ in range(ROUNDS):
            for bench in benches:
                bench.weigh(operation)
                progress.advance(task)


def main() -> int:
    """Run the benchmark; exit 0 when every requirement is met, 1 when not."""
    sizes = [int(one) for one in os.environ.get("BENCH_CASES", "10000 100000 1000000").split()]
    data = Path(os.environ.get("DATA_DIR", "var")) / "bench"
    server = postgres.start(data, settings=SETTINGS, may_create_databases=True)
    console = Console(width=None if sys.stdout.isatty() else 130)
    try:
        database = int((data / "postmaster.pid").read_text().split()[0])
        with Progress(console=console) as progress, ExitStack() as stack:
            ready = [load(server, cases, progress) for cases in sizes]
            benches = [prepare(stack, loaded, database) for loaded in ready]
            rounds(benches, progress)
            memory = {
                str(one.loaded.cases): round(measure.memory_mb(one.ours.pids[0]), 1)
                for one in benches
            }
    finally:
        server.stop()
    figures = {
        str(one.loaded.cases): report.figures(one.ours, one.floor, one.unaudited, CODES, CLIENTS)
        for one in benches
    }
    kept: dict[str, dict[str, Any]] = {"sizes": figures, "web_memory_mb": memory}
    Path("bench.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    return report.tell(console, kept)
