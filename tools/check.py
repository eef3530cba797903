"""`make check`: what can be said about the code itself."""

from __future__ import annotations

import subprocess
import sys
import time
from importlib.util import find_spec

from tools import environment

#: Tests about the code: `make test` runs them here and not once more.
HOUSE = "tests/house"
#: Name and command of each step, in the order of how fast they answer.
STEPS: list[tuple[str, list[str]]] = [
    ("ruff check", ["-m", "ruff", "check", "--quiet", "."]),
    ("ruff format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
    ("house lint", ["-m", "tools.house_lint"]),
    ("reference", ["-m", "tools.write_reference", "--check"]),
    ("English texts", ["-m", "tools.write_messages", "--check"]),
    ("mypy", ["-m", "mypy"]),
    ("house tests", ["-m", "pytest", "-q", "--no-header", HOUSE]),
]


def run() -> list[str]:
    """Run every step, show what fails, and return the names of those that failed."""
    failed = []
    for name, arguments in STEPS:
        if arguments[1].startswith("tools.") and not find_spec(arguments[1]):
            continue
        started = time.monotonic()
        said = subprocess.run(
            [sys.executable, *arguments],
            cwd=environment.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        passed = time.monotonic() - started
        print(
            f"check  {'ok  ' if said.returncode == 0 else 'FAIL'} {name} {passed:.1f} s", flush=True
        )
        if said.returncode:
            failed.append(name)
            print(said.stdout, flush=True)
    return failed


if __name__ == "__main__":
    environment.enter("-m", "tools.check", dev=True)
    if failures := run():
        raise SystemExit(f"check  failed: {', '.join(failures)}")
