"""The whole product as separate processes, as an operator starts them, for tests from outside."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import database
from vardpost.config import processes, roles
from vardpost.config.supervisor import Supervisor

HOST = "127.0.0.1"
#: Seconds that a test waits for what is to come: long enough for a machine with much else to do.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Product:
    """Pages, streams and worker on one database with the demo's people."""

    address: str
    stream: str
    name: str
    supervisor: Supervisor

    @contextmanager
    def owner(self) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
        """Look into the database past row security, to compare with what the page says."""
        place = database.address(roles.OWNER, self.name)
        with psycopg.connect(place, autocommit=True) as connection:
            yield connection

    def one(self, sql: str, *parameters: object) -> object:
        """Return the first value of the first row, as the owner of the tables sees it."""
        with self.owner() as connection:
            row = connection.execute(sql.encode(), parameters).fetchone()
        return row[0] if row else None


@contextmanager
def running(folder: Path, name: str, template: str) -> Iterator[Product]:
    """Start the product on a fresh copy of the database `template`, and end it afterwards."""
    database.renew(name, template)
    port = free_ports()
    address, stream = f"http://{HOST}:{port}", f"http://{HOST}:{port + 1}"
    surroundings = {
        **database.surroundings(name),
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "PUBLIC_ORIGIN": address,
        "STREAM_ORIGIN": stream,
    }
    collect = [sys.executable, str(processes.MANAGE), *processes.COLLECT]
    subprocess.run(collect, env={**os.environ, **surroundings}, check=True)
    supervisor = Supervisor(folder / "run", print)
    supervisor.start(processes.all_three(HOST, port, workers=1), surroundings)
    try:
        _wait(supervisor, f"{address}/healthz")
        yield Product(address, stream, name, supervisor)
    finally:
        supervisor.stop()
        database.drop(name)


def free_ports() -> int:
    """Return a port that is free, and so is the one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind((HOST, 0))
            port: int = first.getsockname()[1]
            try:
                second.bind((HOST, port + 1))
            except OSError:
                continue
            return port


def _wait(supervisor: Supervisor, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        supervisor.look_after()
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  # our own loopback
        except OSError as error:  # not there yet, or there and too busy to answer in time
            if time.monotonic() > deadline:
                words = supervisor.log("web").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{address} does not answer: {error}\n{words}") from error
            time.sleep(0.1)
        else:
            return


def demo_template() -> str:
    """Return the name of a template with the demo's people and cases, made once a run."""
    count = os.environ.get("TEST_DEMO_ARGS", "").split()
    return database.make_template("vardpost_demo", ("demo_data", *count))
