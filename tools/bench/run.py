"""Load, take turns with the floor, tell and keep the figures."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from tools import environment, postgres
from tools.bench import measure, report
from tools.bench.client import Result, Source, drive
from tools.bench.load import Loaded, load, tidy
from tools.bench.world import SLUG, World

OPERATIONS = ("inbox", "open", "submit", "reply")
CLIENTS = (1, 8)
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
SETTINGS = {
    "shared_buffers": "'2GB'",
    "work_mem": "'32MB'",
    "shared_preload_libraries": "'pg_stat_statements'",
    "pg_stat_statements.track": "top",
    "max_wal_size": "'4GB'",
    "checkpoint_timeout": "'30min'",
}


@dataclass(slots=True)
class Side:
    """One server, ours or the floor, and what its rounds gave."""

    pid: int
    port: int
    results: dict[tuple[str, int], list[Result]] = field(default_factory=dict)
    cpu: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    queries: dict[tuple[str, int], float] = field(default_factory=dict)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(application: str, surroundings: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Start the real server with an application; give its process and port; stop it."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "1"]
    command += ["--no-access-log", "--log-level", "warning", application]
    process = subprocess.Popen(
        command, cwd=environment.ROOT, env={**os.environ, **surroundings, "PORT": str(port)}
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1.5)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def one_round(
    side: Side, database: int, loaded: Loaded, cell: tuple[str, int], source: Source, code: int
) -> None:
    """Drive one side once and keep times, CPU and statements."""
    operation, clients = cell
    before = measure.cpu_seconds(side.pid) + measure.cpu_seconds(database)
    calls = measure.statements(loaded.admin)
    result = drive(side.port, source, clients=clients, seconds=SECONDS, expected=[code])
    used = measure.cpu_seconds(side.pid) + measure.cpu_seconds(database) - before
    if result.wrong:
        raise SystemExit(f"bench  {operation}: unexpected answer {result.wrong[0]!r}")
    if not result.times:
        raise SystemExit(f"bench  {operation}: nothing left to send")
    side.results.setdefault(cell, []).append(result)
    side.cpu.setdefault(cell, []).append(used * 1000 / len(result.times))
    calls = measure.statements(loaded.admin) - calls
    side.queries[cell] = calls / len(result.times)


def measure_size(loaded: Loaded, database: int, progress: Progress) -> dict[str, object]:
    """Measure every operation at one size, ours and the floor in turn."""
    tidy(loaded)
    surroundings = {
        "DATABASE_URL": loaded.web,
        "DATABASE_OWNER_URL": loaded.owner,
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "CASES_PER_HOUR": "1000000",
        "SESSION_IDLE_MINUTES": "600",
        "LOG_LEVEL": "ERROR",
    }
    with serve("vardpost.config.wsgi:application", surroundings) as (pid, port):
        ours = Side(pid, port)
        world = World(loaded, port)
        world.sign_in()
        world.write_drafts()
        pages = _page_sizes(world)
        world.fetch_token(f"/m/{SLUG}/inkorg/alla")
        floor_surroundings = {"FLOOR_DSN": loaded.owner, "FLOOR_BYTES": pages}
        with serve("tools.bench.floor:application", floor_surroundings) as (floor_pid, floor_port):
            floor = Side(floor_pid, floor_port)
            _rounds(world, ours, floor, database, progress)
        memory = measure.memory_mb(pid)
    return {**report.figures(ours, floor, OPERATIONS, CLIENTS), "web_memory_mb": round(memory, 1)}


def _page_sizes(world: World) -> str:
    sizes = []
    for source in (world.inbox(), world.open()):
        drive(world.port, source, clients=2, seconds=1.0, expected=[200])
        result = drive(world.port, source, clients=1, seconds=0.3, expected=[200])
        if result.wrong:
            raise SystemExit(f"bench  unexpected answer {result.wrong[0]!r}")
        sizes.append(str(result.bytes_of_page))
    return " ".join(sizes)


def _rounds(world: World, ours: Side, floor: Side, database: int, progress: Progress) -> None:
    total = len(OPERATIONS) * len(CLIENTS) * ROUNDS
    task = progress.add_task(f"Mäter vid {world.loaded.cases:,} ärenden", total=total)
    for operation in OPERATIONS:
        writes = operation in {"submit", "reply"}
        code = 303 if writes else 200
        _warm(world, ours, floor, operation, code)
        for clients in CLIENTS:
            for _ in range(ROUNDS):
                cell = (operation, clients)
                source = getattr(world, operation)()
                one_round(ours, database, world.loaded, cell, source, code)
                bare = world.floor(floor.port, operation)
                one_round(floor, database, world.loaded, cell, bare, code)
                progress.advance(task)


def _warm(world: World, ours: Side, floor: Side, operation: str, code: int) -> None:
    """Let both workers of both servers prepare their statements; not counted."""
    if operation == "submit" or operation == "reply":
        world.taken = 0
    for side, source in (
        (ours, getattr(world, operation)()),
        (floor, world.floor(floor.port, operation)),
    ):
        result = drive(side.port, source, clients=4, seconds=0.3, expected=[code])
        if result.wrong:
            raise SystemExit(f"bench  {operation}: unexpected answer {result.wrong[0]!r}")


def main() -> int:
    """Run the benchmark; exit 0 when every requirement is met, 1 when not."""
    sizes = [int(one) for one in os.environ.get("BENCH_CASES", "10000 100000 1000000").split()]
    data = Path(os.environ.get("DATA_DIR", "var")) / "bench"
    server = postgres.start(data, settings=SETTINGS, may_create_databases=True)
    console = Console()
    try:
        figures: dict[str, dict[str, object]] = {}
        database = int((data / "postmaster.pid").read_text().split()[0])
        with Progress(console=console) as progress:
            ready = [load(server, cases, progress) for cases in sizes]
            for loaded in ready:
                figures[str(loaded.cases)] = measure_size(loaded, database, progress)
    finally:
        server.stop()
    Path("bench.json").write_text(json.dumps({"sizes": figures}, indent=1) + "\n", "utf-8")
    return report.tell(console, figures)
