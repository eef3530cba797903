"""The operator's page names every variable and every command."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import manage

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/how-to/operate.md").read_text("utf-8")
COMMANDS = sorted(
    file.stem
    for file in ROOT.glob("vardpost/*/management/commands/*.py")
    if file.stem != "__init__"
)
NOWHERE = {"PATH": "/usr/bin:/bin", "DATA_DIR": "/nonexistent"}


def test_every_variable_is_documented() -> None:
    code = (ROOT / "vardpost/config/environment.py").read_text("utf-8")
    read = set(re.findall(r'(?:environ\.get|_flag|_list|_number)\(\s*"([A-Z_]+)"', code))
    assert len(read) > 15
    assert {name for name in read if f"`{name}`" not in PAGE} == set()


#: Each process takes seconds to start: one asks all commands, as `manage.py` would.
ASK = """
import contextlib, io, json, sys
from vardpost.config.management.utility import Utility

told = {}
for name in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            code = Utility(["manage.py", name, "--help"]).execute()
        except SystemExit as ended:
            code = ended.code
    told[name] = [code or 0, said.getvalue()]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def helped() -> dict[str, list[object]]:
    """What each command's `--help` ends with and says, where there is no database."""
    said = subprocess.run(
        [sys.executable, "-c", ASK, *COMMANDS],
        cwd=ROOT,
        env=NOWHERE | {"DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    answer: dict[str, list[object]] = json.loads(said.stdout)
    return answer


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_starts_no_server(
    command: str, helped: dict[str, list[object]]
) -> None:
    assert f"./manage.py {command}" in PAGE
    assert not manage.needs_database(command, {"--help"})
    code, said = helped[command]
    assert code == 0
    assert "Example" in str(said)


def test_help_is_given_by_the_file_that_an_operator_runs() -> None:
    said = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "worker", "--help"],
        env=NOWHERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "Example" in said.stdout


def test_the_first_page_of_help_names_our_own_commands_each_in_a_sentence() -> None:
    said = subprocess.run(
        [sys.executable, str(ROOT / "manage.py")],
        env=NOWHERE,
        capture_output=True,
        text=True,
        check=False,
    )
    named = re.findall(r"^  (\w+) +[A-Z].{9,}[^.]$", said.stdout, re.MULTILINE)
    assert named == COMMANDS
    assert "demo" in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("upgrade", True),
        ("red_flags publish list.json", True),
        ("red_flags list", False),
        ("migrate", True),
        ("migrate --check", False),
        ("worker", False),
    ],
)
def test_only_what_changes_tables_or_facts_runs_as_their_owner(words: str, owner: bool) -> None:
    command, *rest = words.split()
    assert manage.as_owner(command, rest) is owner


def test_run_says_everything_that_is_wrong_at_once() -> None:
    said = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "run"],
        env={"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nobody@/none", "DEMO": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode != 0
    assert "SECRET_KEY is missing" in said.stderr
    assert "DEMO is on" in said.stderr


def _as_at_a_terminal() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_stopped_by_hand_a_command_says_so_in_a_word(tmp_path: Path) -> None:
    key = tmp_path / "key"
    os.mkfifo(key, 0o600)
    with subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "restore", "--check", str(tmp_path)],
        env=NOWHERE | {"BACKUP_KEY_FILE": str(key)},
        stderr=subprocess.PIPE,
        text=True,
        # A suite that runs in the background has the signal ignored, and what it starts inherits.
        preexec_fn=_as_at_a_terminal,
    ) as process:
        with key.open("w"):  # waits until the command reads
            process.send_signal(signal.SIGINT)
            said = process.communicate()[1]
        assert (process.returncode, said.strip()) == (130, "stopped")
