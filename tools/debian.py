"""Debian's packages that the tests need: installed when that is possible, named when it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


class MissingPackageError(RuntimeError):
    """A package is missing and cannot be installed from here; the text says what to run."""


def need(package: str, *, why: str) -> None:
    """Install a Debian package as root; otherwise raise with the one command that does."""
    by_hand = f"{why} needs the Debian package {package}: apt-get install {package}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise MissingPackageError(by_hand)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", package],
    ):
        print(f"packages  {' '.join(command)}", flush=True)
        said = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if said.returncode:
        print(said.stdout[-2000:], file=sys.stderr)
        raise MissingPackageError(by_hand)


def need_chromium() -> None:
    """Make sure that there is a browser for the journeys: the one without windows costs half."""
    if not shutil.which("chromium-headless-shell"):
        need("chromium-headless-shell", why="a test in a browser")


def need_postgresql() -> None:
    """Make sure that there is an installed PostgreSQL, when the surroundings ask for it."""
    from tools import postgres

    if os.environ.get("PG") == "system" and not os.environ.get("PG_BIN"):
        try:
            postgres.find_binaries()
        except postgres.PostgresError:
            need("postgresql-15", why="PG=system")


def need_pgbouncer() -> None:
    """Make sure that there is a pooler for the tests of row security behind one."""
    if not shutil.which("pgbouncer"):
        need("pgbouncer", why="a test behind a pooler")
