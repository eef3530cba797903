"""Where a run of the tests writes: in memory, where the machine has it to spare.

Databases are copied hundreds of times in a run, and each copy is a thousand small files: on a disk
that is slow they cost more than all that is tested. What is tried is the same in both places.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

SHARED = Path("/dev/shm")  # noqa: S108  # memory with the name of a folder; ours is made in it
PREFIX = "vardpost-test-"
#: Bytes that a run may come to need (it was seen to use one), and what is left for everything else.
NEEDED, LEFT = 3 * 2**30, 3 * 2**30


def folder() -> Path:
    """Make the folder of this run, removed when it ends, and return it.

    Everything that asks for a temporary file from now on has it there, browsers too. What a run
    that was killed has left is removed first: nobody holds its lock.
    """
    if room():
        sweep()
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=SHARED))
        made.chmod(0o711)  # other accounts pass through: PostgreSQL may have to run as `nobody`
        os.environ["TMPDIR"] = tempfile.tempdir = str(made)
    else:
        made = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(made / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def room() -> bool:
    """Whether there is memory for a run, and programs in it may be run: environments are tried."""
    try:
        place = os.statvfs(SHARED)
        kinds = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
        available = int(kinds["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError):
        return False
    free = place.f_bavail * place.f_frsize
    return not place.f_flag & os.ST_NOEXEC and free > NEEDED and available > NEEDED + LEFT


def sweep() -> None:
    """Remove what runs have left that ended without a word."""
    for left in SHARED.glob(f"{PREFIX}*"):
        try:
            lock = os.open(left / "lock", os.O_RDWR)
        except OSError:
            continue  # just being made, or somebody else's
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(lock)
