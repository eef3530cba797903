"""The demo, once inside the environment: database, upgrade, demo data, the processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from rich import box
from rich.console import Console
from rich.table import Table

from tools import demo_database, environment, postgres
from vardpost.config import processes
from vardpost.config.guard import is_loopback
from vardpost.config.supervisor import AlreadyRunning, ChildFailed, Program, Supervisor

HOST = "127.0.0.1"
#: Longest time from the processes' start to the first page.
PATIENCE = 60


class CannotStart(RuntimeError):
    """The demo cannot start; the text says why in one line."""


#: What is told in one line, without a trace.
EXPECTED = (
    CannotStart,
    AlreadyRunning,
    ChildFailed,
    postgres.PostgresError,
    demo_database.DatabaseError,
)


class Stopped(Exception):
    """The run was told to stop before it was ready."""


@dataclass(slots=True)
class Demo:
    """One run of the demo."""

    port: int
    data: Path
    console: Console = field(default_factory=lambda: _console())
    stopping: bool = False

    def stop_soon(self, *_: object) -> None:
        """Ask the run to end; the second time, at once."""
        if self.stopping:
            raise KeyboardInterrupt
        self.stopping = True

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Show that a step goes on, and how long it took."""
        started = time.monotonic()
        if self.console.is_terminal:
            with self.console.status(what):
                yield
        else:
            yield
        self.console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - started:.1f} s[/]")

    def surroundings(self, database: demo_database.Database) -> dict[str, str]:
        """Return the environment variables of everything the demo starts."""
        hidden = {"DATABASE_AS_OWNER", "DATABASE_SEALER_URL"}
        taken = {key: value for key, value in os.environ.items() if key not in hidden}
        return {
            **taken,
            "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
            "DEMO": "1",
            "PORT": str(self.port),
            "DATA_DIR": str(self.data),
            "DATABASE_URL": database.web,
            "DATABASE_OWNER_URL": database.owner,
            "PUBLIC_ORIGIN": f"http://{HOST}:{self.port}",
            "STREAM_ORIGIN": f"http://{HOST}:{self.port + 1}",
        }

    def run(self) -> int:
        """Go through every step, then look after the processes until told to stop."""
        try:
            supervisor = Supervisor(self.data / "run", self.console.print)
        except OSError as error:
            raise CannotStart(f"cannot write in DATA_DIR={self.data}: {error.strerror}") from error
        if ended := supervisor.clear_leftovers():
            self.console.print(f"  ended {ended} processes that an earlier demo had left")
        for port in (self.port, self.port + 1):
            _require_free(port)
        with self.step("database"):
            database = demo_database.open_database(self.data)
        try:
            self.fill(database)
            return self.serve(supervisor, database)
        finally:
            supervisor.stop()
            database.close()

    def fill(self, database: demo_database.Database) -> None:
        """Bring the database to this version, and demo people into an empty one."""
        surroundings = self.surroundings(database)
        if database.owner:
            with self.step("tables"):
                self.manage(surroundings, "upgrade", quiet=True)
            if demo_database.is_empty(database.owner):
                self.console.print("  demo people and cases …")
                self.set_heads_aside(surroundings)
                self.manage(surroundings, "demo_data")
        else:
            demo_database.require_current(surroundings)

    def set_heads_aside(self, surroundings: dict[str, str]) -> None:
        """Keep the heads of another database apart: this one is new, and would look cut off."""
        folder = audit_key(surroundings).parent
        if any(folder.glob("heads-*.jsonl")):
            aside = folder.with_name(f"{folder.name}-{time.strftime('%Y-%m-%d-%H%M%S')}")
            folder.rename(aside)
            self.console.print(f"  the heads of an earlier ledger now lie in {aside}")

    def manage(self, surroundings: dict[str, str], *arguments: str, quiet: bool = False) -> None:
        """Run a command of `./manage.py` to its end, or until told to stop."""
        process = subprocess.Popen(
            [sys.executable, str(processes.MANAGE), *arguments],
            env=surroundings,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
            start_new_session=True,
        )
        while process.poll() is None:
            if self.stopping:
                process.terminate()
                process.wait()
                raise Stopped
            time.sleep(0.05)
        if process.returncode:
            print(process.stdout.read() if process.stdout else "", end="", file=sys.stderr)
            raise CannotStart(f"./manage.py {arguments[0]} failed (its words above)")

    def serve(self, supervisor: Supervisor, database: demo_database.Database) -> int:
        """Start the processes, say READY, and stay until told to stop."""
        surroundings = self.surroundings(database)
        with self.step("files"):
            self.manage(surroundings, *processes.COLLECT, quiet=True)
        supervisor.start(
            [*processes.all_three(HOST, self.port), *self.sealer(database)], surroundings
        )
        address = f"http://{HOST}:{self.port}"
        with self.step("web, stream, worker and sealer"):
            people = self.wait_for_people(supervisor, address)
        if not self.stopping:
            print(f"READY {address}", flush=True)
            self.console.print(table(people))
            self.console.print(f"Sign in at {address}/logga-in. Ctrl-C stops everything.")
        while not self.stopping:
            supervisor.look_after()
            database.look_after(self.console.print)
            time.sleep(0.3)
        self.console.print("stopping …")
        return 0

    def sealer(self, database: demo_database.Database) -> list[Program]:
        """Return what seals the ledger, with a key of the demo's own."""
        if not database.sealer:
            self.console.print("  DATABASE_SEALER_URL is missing: the ledger is not sealed")
            return []
        surroundings = self.surroundings(database)
        if not audit_key(surroundings).exists():
            self.manage(surroundings, "audit", "key", "create", quiet=True)
        return [processes.sealer(database.sealer)]

    def wait_for_people(self, supervisor: Supervisor, address: str) -> list[dict[str, Any]]:
        """Return the people one can be, as soon as the pages answer."""
        deadline = time.monotonic() + PATIENCE
        while not self.stopping:
            supervisor.look_after()
            try:
                _fetch(f"{address}/healthz")
                people: list[dict[str, Any]] = json.loads(_fetch(f"{address}/demo/personas.json"))
            except (OSError, ValueError) as error:
                if time.monotonic() > deadline:
                    log = supervisor.log("web")
                    raise CannotStart(f"no page after {PATIENCE} s ({error}), see {log}") from error
                time.sleep(0.2)
            else:
                return people
        return []


def audit_key(surroundings: Mapping[str, str]) -> Path:
    """Return where the key of the ledger's heads lies."""
    folder = surroundings.get("AUDIT_DIR") or Path(surroundings["DATA_DIR"]) / "audit"
    return Path(surroundings.get("AUDIT_KEY_FILE") or Path(folder) / "key.pem")


def _console() -> Console:
    """Return the terminal, or a wide page when the output goes to a file."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)


def _fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # our own loopback
        data: bytes = answer.read()
    return data


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(
                f"port {port} is taken by another program; another: PORT={port + 100} make demo"
            ) from error


def table(people: Sequence[dict[str, Any]]) -> Table:
    """Return the people one can be as a table."""
    made = Table(title="People you can be", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("key", "name", "role", "unit", "region"):
        # What is typed or looked for stands on one line, however narrow the terminal is.
        made.add_column(heading, no_wrap=heading != "name", overflow="fold")
    for person in people:
        roles = person.get("roles") or [{}]
        for number, role in enumerate(roles):
            who = (person["key"], person["name"]) if number == 0 else ("", "")
            place = (str(role.get(part) or "") for part in ("role", "unit", "region"))
            made.add_row(*who, *place)
    return made


def _settings() -> tuple[int, Path]:
    """Read PORT, DATA_DIR and HOST, and refuse what the demo may not do."""
    if not is_loopback(os.environ.get("HOST", HOST)):
        raise CannotStart("the demo lets anyone be anyone, so it listens on loopback only")
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65535):
        raise CannotStart(f"PORT must be a number from 1 to 65534, not {text!r}")
    data = Path(os.environ.get("DATA_DIR") or environment.ROOT / "var").absolute()
    return int(text), data


def main() -> int:
    """Run the demo and return the exit code."""
    try:
        port, data = _settings()
        demo = Demo(port, data)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, demo.stop_soon)
        return demo.run()
    except Stopped:
        return 0
    except EXPECTED as error:
        print(f"demo: {error}", file=sys.stderr)
    except psycopg.OperationalError as error:
        print(f"demo: the database does not answer: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("demo: stopped at once", file=sys.stderr)
    return 1
