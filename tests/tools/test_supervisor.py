"""The supervisor: what dies is started again, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.product import PATIENCE
from vardpost.config.supervisor import (
    MARK,
    AlreadyRunning,
    ChildFailed,
    Program,
    Supervisor,
    end,
    marked,
)

SLEEP = Program("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"])
PARENT = "import subprocess, sys, time; subprocess.Popen(['sleep', '600']); time.sleep(600)"
FAMILY = Program("family", [sys.executable, "-c", PARENT])
#: A supervisor that dies by kill -9, leaving a child that heeds nothing but its mark.
ABANDON = """
import os, signal, sys, time
from pathlib import Path
from vardpost.config.supervisor import Program, Supervisor
stubborn = "import ctypes, time; ctypes.CDLL(None).prctl(1, 0); print('deaf', flush=True)"
stubborn += "; time.sleep(600)"
supervisor = Supervisor(Path(sys.argv[1]), print)
supervisor.start([Program("stubborn", [sys.executable, "-c", stubborn])], dict(os.environ))
while "deaf" not in supervisor.log("stubborn").read_text():
    time.sleep(0.05)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, print)
    yield made
    made.stop(patience=1)
    assert marked(made.mark) == []


def until(fact: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not fact():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_what_dies_is_started_again(supervisor: Supervisor) -> None:
    supervisor.start([SLEEP], os.environ)
    first = supervisor.children[0].process
    first.kill()
    first.wait()
    supervisor.look_after()
    second = supervisor.children[0].process
    assert second.pid != first.pid
    assert second.poll() is None


def test_what_a_dead_child_had_started_goes_with_it(supervisor: Supervisor) -> None:
    supervisor.start([FAMILY], os.environ)
    until(lambda: len(marked(supervisor.mark)) == 2)
    supervisor.children[0].process.kill()
    supervisor.children[0].process.wait()
    supervisor.look_after()
    until(lambda: len(marked(supervisor.mark)) == 2)


def test_stop_ends_children_and_grandchildren(supervisor: Supervisor) -> None:
    supervisor.start([FAMILY, SLEEP], os.environ)
    until(lambda: len(marked(supervisor.mark)) == 3)
    supervisor.stop(patience=1)
    assert marked(supervisor.mark) == []


def test_a_child_that_will_not_live_is_given_up_with_its_last_words(supervisor: Supervisor) -> None:
    supervisor.start([Program("broken", [sys.executable, "-c", "raise SystemExit('no way')"])], {})

    def look() -> bool:
        supervisor.look_after()
        return False

    with pytest.raises(ChildFailed, match="no way"):
        until(look)


def test_leftovers_of_a_killed_supervisor_are_ended_and_no_others(supervisor: Supervisor) -> None:
    stranger = subprocess.Popen(["sleep", "600"], env={MARK: "of somebody else", **os.environ})
    supervisor.stop()
    killed = subprocess.run([sys.executable, "-c", ABANDON, str(supervisor.folder)], check=False)
    assert killed.returncode == -signal.SIGKILL
    following = Supervisor(supervisor.folder, print)
    assert following.clear_leftovers() == 1
    assert stranger.poll() is None
    assert following.clear_leftovers() == 0
    stranger.kill()
    stranger.wait()


def test_children_go_when_their_supervisor_is_killed(supervisor: Supervisor) -> None:
    supervisor.stop()
    polite = ABANDON.replace("ctypes.CDLL(None).prctl(1, 0)", "0")
    subprocess.run([sys.executable, "-c", polite, str(supervisor.folder)], check=False)
    mark = (supervisor.folder / "mark").read_text()
    until(lambda: marked(mark) == [])


def test_end_uses_force_on_who_does_not_listen(supervisor: Supervisor) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True)"
    deaf += "; time.sleep(600)"
    supervisor.start([Program("deaf", [sys.executable, "-c", deaf])], os.environ)
    until(lambda: "deaf" in supervisor.log("deaf").read_text())
    assert end(supervisor.mark, patience=0.2) == 1


def test_one_folder_has_one_supervisor(supervisor: Supervisor) -> None:
    with pytest.raises(AlreadyRunning, match="already runs on"):
        Supervisor(supervisor.folder, print)
    supervisor.stop()
    Supervisor(supervisor.folder, print)


def test_what_is_not_vital_is_tried_again_later_and_stops_nothing(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    supervisor.say = said.append
    failing = Program("failing", [sys.executable, "-c", "raise SystemExit(3)"], vital=False)
    supervisor.start([SLEEP, failing], os.environ)

    def waits(more_than: int = 0) -> bool:
        supervisor.look_after()
        return len(said) > more_than and "next try" in said[-1]

    until(waits)
    tried = len(said)
    supervisor.look_after()
    assert len(said) == tried
    assert supervisor.children[0].process.poll() is None
    monkeypatch.setattr(supervisor.children[1], "again_at", 1.0)
    until(lambda: waits(tried))


def test_each_program_is_told_its_own(supervisor: Supervisor) -> None:
    show = "import os; print(os.environ.get('ONLY', 'nothing'), flush=True); import time"
    told = Program("told", [sys.executable, "-c", f"{show}; time.sleep(600)"], {"ONLY": "this"})
    other = Program("other", [sys.executable, "-c", f"{show}; time.sleep(600)"])
    supervisor.start([told, other], os.environ)
    logs = [supervisor.log("told"), supervisor.log("other")]
    until(lambda: all(log.read_text() for log in logs))
    assert supervisor.log("told").read_text() == "this\n"
    assert supervisor.log("other").read_text() == "nothing\n"
