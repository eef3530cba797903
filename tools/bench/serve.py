"""The servers of a measurement: the product as it is run, and the floor on the same server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from psycopg.conninfo import make_conninfo

from tools import environment
from tools.bench import measure
from tools.bench.client import Result
from tools.bench.load import Loaded
from vardpost.config import processes
from vardpost.config.database import database
from vardpost.config.supervisor import Program

WORKERS = 2

Cell = tuple[str, int]


@dataclass(slots=True)
class Side:
    """One side, ours or the floor: its processes, and what its rounds gave."""

    port: int
    pids: tuple[int, ...]
    results: dict[Cell, list[Result]] = field(default_factory=dict)
    cpu: dict[Cell, list[float]] = field(default_factory=dict)
    queries: dict[Cell, list[float]] = field(default_factory=dict)
    #: By operation, the short turns with and without the ledger.
    turns: dict[str, list[Result]] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        """Return the CPU time that all its processes have used."""
        return sum(measure.cpu_seconds(pid) for pid in self.pids)


def _surroundings(loaded: Loaded, port: int, streams: int) -> dict[str, str]:
    """Return what the product's processes are told."""
    return {
        "DATABASE_URL": loaded.web,
        "DATABASE_OWNER_URL": loaded.owner,
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "PORT": str(port),
        "STREAM_ORIGIN": f"http://127.0.0.1:{streams}",
        "CASES_PER_HOUR": "1000000",
        "SESSION_IDLE_MINUTES": "600",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def product(loaded: Loaded) -> Iterator[Side]:
    """Run pages and event streams as `./manage.py run` does, on one database."""
    port, streams = _free_ports()
    surroundings = _surroundings(loaded, port, streams)
    pages = processes.pages("127.0.0.1", port, workers=WORKERS)
    with (
        _serve(pages, port, surroundings) as pid,
        _serve(processes.streams("127.0.0.1", streams), streams, surroundings) as stream,
    ):
        yield Side(port, (pid, stream))


@contextmanager
def unaudited(loaded: Loaded) -> Iterator[Side]:
    """Run the same pages with nothing written to the ledger (`unaudited.py`)."""
    port, streams = _free_ports()
    command = processes.pages("127.0.0.1", port, workers=WORKERS).command
    bare = Program("unaudited", [*command[:-1], "tools.bench.unaudited:application"])
    with _serve(bare, port, _surroundings(loaded, port, streams)) as pid:
        yield Side(port, (pid,))


@contextmanager
def floor(loaded: Loaded, page_sizes: str) -> Iterator[Side]:
    """Run the floor with the product's server, workers and settings of the connection."""
    port, _ = _free_ports()
    command = processes.pages("127.0.0.1", port, workers=WORKERS).command
    bare = Program("floor", [*command[:-1], "tools.bench.floor:application"])
    ours = database(loaded.web, prepared=True)["OPTIONS"]
    dsn = make_conninfo(loaded.owner, options=ours["options"])
    with _serve(bare, port, {"FLOOR_DSN": dsn, "FLOOR_BYTES": page_sizes}) as pid:
        yield Side(port, (pid,))


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1]), int(other.getsockname()[1])


@contextmanager
def _serve(program: Program, port: int, surroundings: dict[str, str]) -> Iterator[int]:
    """Start one server, wait until it answers, give its process, and stop it."""
    process = subprocess.Popen(
        program.command, cwd=environment.ROOT, env={**os.environ, **surroundings}
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1.5)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
