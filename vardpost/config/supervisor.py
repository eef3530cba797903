"""Keep a few processes alive, and leave none behind.

Each child runs in a session of its own and carries a mark in its environment, which its own
children inherit. The mark is kept in a file: after a kill -9 of the supervisor the next one finds
every process that the last one started, and no other.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

MARK = "VARDPOST_RUN"
#: A child that dies again within this many seconds, this often, is given up.
FAST, OFTEN = 30.0, 4
#: Seconds until something that is not vital, and will not live, is tried again.
PAUSE = 30.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class AlreadyRunning(RuntimeError):
    """Another supervisor looks after this folder; the text says so."""


class ChildFailed(RuntimeError):
    """A child keeps dying; the text ends with its last words."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is kept running: a short name, a command, and what it alone is told.

    When something vital will not live, everything is stopped; other things are tried again later.
    """

    name: str
    command: Sequence[str]
    also: Mapping[str, str] = field(default_factory=dict)
    vital: bool = True


@dataclass(slots=True)
class Child:
    """A running program and when it has died so far."""

    program: Program
    process: "subprocess.Popen[bytes]"
    deaths: list[float] = field(default_factory=list)
    again_at: float = 0.0


def _die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor is gone, even by kill -9."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def marked(mark: str) -> list[int]:
    """Return every living process that carries `mark` in its environment."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                surroundings = (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if wanted in surroundings:
                found.append(int(entry.name))
    return found


def end(mark: str, *, patience: float) -> int:
    """End every process with `mark`, by force after `patience` seconds; return their number."""
    first = len(marked(mark))
    deadline = time.monotonic() + patience
    signal_now = signal.SIGTERM
    while pids := marked(mark):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal_now)
        if time.monotonic() > deadline:
            signal_now = signal.SIGKILL
        time.sleep(0.1)
    return first


class Supervisor:
    """Starts programs, starts them again when they die, and ends them all."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        """Use `folder` for the mark and the logs; `say` tells the person at the terminal."""
        self.folder = folder
        self.say = say
        self.children: list[Child] = []
        self.mark = uuid.uuid4().hex
        self._logs = True
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise AlreadyRunning(
                f"Vårdpost already runs on {folder.parent}; DATA_DIR names another folder"
            ) from error

    @property
    def _mark_file(self) -> Path:
        return self.folder / "mark"

    def clear_leftovers(self) -> int:
        """End what an earlier supervisor on this folder left; return how many processes."""
        try:
            left = self._mark_file.read_text("ascii").strip()
        except OSError:
            return 0
        ended = end(left, patience=3) if left else 0
        self._mark_file.unlink(missing_ok=True)
        return ended

    def start(
        self, programs: Sequence[Program], surroundings: Mapping[str, str], *, logs: bool = True
    ) -> None:
        """Start the programs, each with `surroundings` as its environment.

        Their output goes to files in the folder, or with `logs=False` where ours goes.
        """
        self._logs = logs
        self._surroundings = {**surroundings, MARK: self.mark}
        self._mark_file.write_text(self.mark, "ascii")
        self.children = [Child(program, self._spawn(program)) for program in programs]

    def log(self, name: str) -> Path:
        """Return where a program's output goes."""
        return self.folder / f"{name}.log"

    def _spawn(self, program: Program) -> "subprocess.Popen[bytes]":
        with self.log(program.name).open("ab") if self._logs else nullcontext() as log:
            return subprocess.Popen(
                list(program.command),
                env={**self._surroundings, **program.also},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # this process has one thread
            )

    def look_after(self) -> None:
        """Start again what has died; raises ChildFailed when it will not live."""
        for child in self.children:
            code = child.process.poll()
            if code is None:
                continue
            now = time.monotonic()
            if now < child.again_at:
                continue
            if not self._may_start(child, now, code):
                continue
            self.say(f"{child.program.name} {_how(code)}; starting it again")
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)  # what it had started itself
            child.process = self._spawn(child.program)

    def _may_start(self, child: Child, now: float, code: int) -> bool:
        """Count a death; False when the child must wait. Raises ChildFailed when it is vital."""
        if child.again_at:
            child.deaths, child.again_at = [now] * (OFTEN - 1), 0.0  # one more try, then a pause
            return True
        child.deaths = [death for death in child.deaths if now - death < FAST] + [now]
        if len(child.deaths) < OFTEN:
            return True
        if child.program.vital:
            raise ChildFailed(f"{child.program.name} {_how(code)}:\n{self._last_words(child)}")
        self.say(f"{child.program.name} {_how(code)} again and again; next try in {PAUSE:.0f} s")
        child.again_at = now + PAUSE
        return False

    def _last_words(self, child: Child) -> str:
        if not self._logs:
            return "its words stand above"
        text = self.log(child.program.name).read_text("utf-8", errors="replace")
        return "\n".join(text.splitlines()[-15:])

    def stop(self, *, patience: float = 8) -> None:
        """End every child and their children, politely for `patience` seconds."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + patience
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.05, deadline - time.monotonic()))
        end(self.mark, patience=0.5)
        for child in self.children:
            child.process.wait()
        self.children = []
        self._mark_file.unlink(missing_ok=True)
        self._lock.close()


def _how(code: int) -> str:
    if code >= 0:
        return f"stopped with exit code {code}"
    return f"was ended by {signal.Signals(-code).name}"
