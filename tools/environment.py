"""Make `.venv` from the hashed requirements, with nothing but the standard library.

Debian's Python comes without `ensurepip`, so the environment is made without pip and filled by
the pip outside it (`pip --python`). A stamp with the hash of the requirements tells whether it is
up to date; a lock lets several commands ask at once.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDS = (3, 11)


def requirements(*, dev: bool) -> Path:
    """Return the file that says what is installed."""
    return ROOT / "requirements" / ("dev.txt" if dev else "app.txt")


def digest(path: Path) -> str:
    """Return the hash that the stamp holds for a requirements file."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return hashlib.sha256(version.encode() + path.read_bytes()).hexdigest()


def is_ready(*, dev: bool) -> bool:
    """Tell whether `.venv` holds what the requirements say; the large set holds the small one."""
    try:
        stamps = (VENV / "stamp").read_text("ascii").split()
    except OSError:
        return False
    wanted = {digest(requirements(dev=True))} | (
        set() if dev else {digest(requirements(dev=False))}
    )
    return PYTHON.exists() and not wanted.isdisjoint(stamps)


def ensure(*, dev: bool) -> Path:
    """Return the environment's Python, having made or renewed the environment if needed."""
    if is_ready(dev=dev):
        return PYTHON
    if sys.version_info < NEEDS:
        raise SystemExit(f"Python {NEEDS[0]}.{NEEDS[1]} or newer is needed, this is {sys.version}")
    real = VENV.resolve()
    with real.with_name(real.name + ".lock").open("w") as lock:
        _wait(lock)
        if not is_ready(dev=dev):
            _build(dev=dev)
    return PYTHON


def enter(*command: str, dev: bool = False) -> None:
    """Go on inside the environment with `command` (`-m tools.demo`) and our own arguments.

    Returns only when this is already the environment's Python.
    """
    if _inside() and is_ready(dev=dev):
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        python = str(ensure(dev=dev))
    except KeyboardInterrupt:
        raise SystemExit("\nenvironment  stopped; the next command goes on with it") from None
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.stdout.flush()
    os.execv(python, [python, *command, *sys.argv[1:]])  # noqa: S606  # our own interpreter


def _inside() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve()


def outer_python() -> str:
    """Return the Python whose pip fills the environment; the environment's own has none."""
    return str(getattr(sys, "_base_executable", sys.executable)) if _inside() else sys.executable


def _wait(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("environment  another command is making it, waiting", file=sys.stderr, flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)


def _build(*, dev: bool) -> None:
    started = time.monotonic()
    stamp = VENV / "stamp"
    stamp.unlink(missing_ok=True)
    if not _python_fits():
        if VENV.exists():
            shutil.rmtree(VENV.resolve())
        venv.create(VENV.resolve(), with_pip=False, symlinks=True)
    _install(requirements(dev=dev))
    temporary = stamp.with_suffix(".new")
    temporary.write_text(digest(requirements(dev=dev)) + "\n", "ascii")
    temporary.replace(stamp)
    print(f"environment  ready in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def _python_fits() -> bool:
    """Tell whether what lies in `.venv` runs, and is of the version that asks."""
    question = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", question], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def _install(file: Path) -> None:
    total = sum(
        "==" in line and line[0].isalnum() for line in file.read_text().splitlines() if line
    )
    command = [outer_python(), "-m", "pip", "--python", str(PYTHON), "install"]
    command += ["--require-hashes", "--only-binary", ":all:", "--no-input", "--no-deps"]
    command += [
        "--disable-pip-version-check",
        "--no-color",
        "--progress-bar",
        "off",
        "-r",
        str(file),
    ]
    quiet = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=quiet
    )
    try:
        said = _follow(process.stdout, total) if process.stdout else []
    except BaseException:
        process.kill()
        raise
    if process.wait():
        print("\n".join(said[-20:]), file=sys.stderr)
        raise SystemExit("environment  pip could not install the requirements (its words above)")


def _follow(lines: IO[str], total: int) -> list[str]:
    """Turn pip's words into one progress line; return them for the case that it fails."""
    said, collected = [], 0
    for line in lines:
        said.append(line.rstrip())
        if line.startswith("Collecting "):
            collected += 1
            _progress(collected, total, line.split()[1].split("==")[0])
        elif line.startswith("Installing "):
            _progress(total, total, "installing")
    if sys.stderr.isatty():
        print(file=sys.stderr, flush=True)
    return said


def _progress(done: int, total: int, what: str) -> None:
    bar = "#" * (20 * done // max(total, 1))
    text = f"environment  [{bar:<20}] {done}/{total} {what[:30]}"
    if sys.stderr.isatty():
        print(f"\r{text:<78}", end="", file=sys.stderr, flush=True)
    elif done % 15 == 1 or what == "installing":
        print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Command line: `python3 -m tools.environment [--dev]`."""
    parser = argparse.ArgumentParser(description="Make .venv from requirements/*.txt")
    parser.add_argument("--dev", action="store_true", help="with what tests and checks need")
    print(ensure(dev=parser.parse_args().dev))


if __name__ == "__main__":
    main()
