"""`make test`: checks, then every test, the browser's too."""

from __future__ import annotations

import subprocess
import sys

from tools import environment


def main(arguments: list[str]) -> int:
    """Run the checks and pytest; with arguments, pytest alone. Return the exit code."""
    from tools import check, debian

    try:
        debian.need_postgresql()
        debian.need_chromium()
        debian.need_pgbouncer()
    except debian.MissingPackageError as error:
        print(f"test: {error}", file=sys.stderr)
        return 1
    if not arguments:
        if failed := check.run():
            print(f"check  failed: {', '.join(failed)}", file=sys.stderr)
            return 1
        arguments = ["-q", f"--ignore={check.HOUSE}"]
    command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
    return subprocess.run(command, cwd=environment.ROOT, check=False).returncode


if __name__ == "__main__":
    environment.enter("-m", "tools.test", dev=True)
    sys.exit(main(sys.argv[1:]))
