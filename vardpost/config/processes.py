"""The processes of the product, as commands: pages, event streams, worker, sealer."""

import sys
from pathlib import Path

from vardpost.config.supervisor import Program

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
#: Gives the static files names with a digest, and packs them, under DATA_DIR.
COLLECT = ("collectstatic", "--noinput", "--verbosity", "0")
#: Seconds that a process gets to finish what it is doing.
STOP_LIMIT = 5


def pages(host: str, port: int, *, workers: int) -> Program:
    """Return the web server of the pages: one request at a time in each worker."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--http", "1", "--no-ws"]
    options += ["--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"]
    options += ["--workers-kill-timeout", str(STOP_LIMIT), "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "vardpost.config.wsgi:application"]
    return Program("web", command)


def streams(host: str, port: int) -> Program:
    """Return the server of the event streams, a process of its own: many open, little to do."""
    options = ["--host", host, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    options += ["--timeout-graceful-shutdown", str(STOP_LIMIT), "--lifespan", "auto"]
    command = [sys.executable, "-m", "uvicorn", *options, "vardpost.live.stream:app"]
    return Program("stream", command)


def worker() -> Program:
    """Return the worker of the job queue."""
    return Program("worker", [sys.executable, str(MANAGE), "worker"])


def sealer(address: str) -> Program:
    """Return what seals the ledger; its address is for nobody else.

    It may die as often as it will: pages go on, and `/readyz` says that nothing is sealed.
    """
    command = [sys.executable, str(MANAGE), "audit", "seal"]
    return Program("sealer", command, {"DATABASE_SEALER_URL": address}, vital=False)


def all_three(host: str, port: int, *, workers: int = 2) -> list[Program]:
    """Return pages on `port`, streams on the one after, and the worker."""
    return [pages(host, port, workers=workers), streams(host, port + 1), worker()]
