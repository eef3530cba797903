"""Where a run writes: what a killed one left in memory goes, what a running one has stays."""

import fcntl
import os
from pathlib import Path

import pytest

from tests import memory


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(memory, "SHARED", tmp_path)
    return tmp_path


def left_behind(shared: Path, name: str) -> Path:
    folder = shared / f"{memory.PREFIX}{name}"
    (folder / "postgres").mkdir(parents=True)
    (folder / "lock").touch()
    return folder


def test_what_nobody_holds_is_removed_and_nothing_else(shared: Path) -> None:
    killed, running = left_behind(shared, "killed"), left_behind(shared, "running")
    strange = shared / f"{memory.PREFIX}strange"
    strange.mkdir()
    lock = os.open(running / "lock", os.O_RDWR)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        memory.sweep()
    finally:
        os.close(lock)
    assert not killed.exists()
    assert running.exists()
    assert strange.exists()


def test_a_machine_without_such_memory_writes_to_its_disk(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SHARED", shared / "missing")
    assert not memory.room()


def test_memory_that_others_need_is_left_to_them(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "NEEDED", 2**60)
    assert not memory.room()
