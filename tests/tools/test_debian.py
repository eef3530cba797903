"""What happens when Debian's packages are missing."""

import os
import shutil
import subprocess

import pytest

from tools import debian, postgres
from tools import test as test_command


def missing(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> list[list[str]]:
    """Take the browser away, and note what would be run."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        ran.append(command)
        return subprocess.CompletedProcess(command, 0, "")

    tools = {"apt-get": "/usr/bin/apt-get"} if root else {}
    monkeypatch.setattr(shutil, "which", tools.get)
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(subprocess, "run", run)
    return ran


def test_root_gets_the_browser_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = missing(monkeypatch, root=True)
    debian.need_chromium()
    assert [command[1] for command in ran] == ["update", "install"]
    assert ran[1][-1] == "chromium-headless-shell"


def test_others_get_one_line_and_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = missing(monkeypatch, root=False)
    assert test_command.main([]) == 1
    assert ran == []
    assert capsys.readouterr().err == (
        "test: a test in a browser needs the Debian package chromium-headless-shell: "
        "apt-get install chromium-headless-shell\n"
    )


def test_an_installed_postgresql_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise postgres.PostgresError("none here")

    missing(monkeypatch, root=False)
    monkeypatch.setenv("PG", "system")
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "find_binaries", none)
    with pytest.raises(debian.MissingPackageError, match="apt-get install postgresql-15"):
        debian.need_postgresql()
