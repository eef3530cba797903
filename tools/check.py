"""`make check`: what can be said about the code itself."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.util import find_spec

from tools import environment

#: Tests about the code: `make test` runs them here and not once more.
HOUSE = "tests/house"
#: Name and command of each step.
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


#: So many steps at once; the last of the list take longest, and are begun first.
LANES = 2


def run() -> list[str]:
    """Run every step, show what fails, and return the names of those that failed."""
    steps = [
        (name, arguments)
        for name, arguments in STEPS
        if not arguments[1].startswith("tools.") or find_spec(arguments[1])
    ]
    with ThreadPoolExecutor(LANES) as lanes:
        begun = [lanes.submit(_step, name, arguments) for name, arguments in reversed(steps)]
        failed = {one.result() for one in as_completed(begun)}
    return [name for name, _arguments in steps if name in failed]


def _step(name: str, arguments: list[str]) -> str:
    """Run one step and tell how it went; return its name if it failed."""
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
    how = "FAIL" if said.returncode else "ok  "
    words = f"\n{said.stdout}" if said.returncode else ""
    print(f"check  {how} {name} {passed:.1f} s{words}", flush=True)
    return name if said.returncode else ""


if __name__ == "__main__":
    environment.enter("-m", "tools.check", dev=True)
    if failures := run():
        raise SystemExit(f"check  failed: {', '.join(failures)}")
