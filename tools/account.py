"""Under which account PostgreSQL's programs run, since they refuse to run as root.

A normal user runs them as they are. Root runs them in a user namespace of its own, where root has
another number: no account is made, no permission widened, the files stay root's. Where namespaces
are forbidden, the owner of the folder or `nobody` takes over.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Account:
    """The words put before each command, and whose files result."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    @classmethod
    def for_folder(cls, data: Path) -> Account:
        """Return the way of running that fits the folder `data`, there or yet to be made."""
        if os.geteuid() != 0:
            return cls((), os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        fallback = cls.of(nobody.pw_uid, nobody.pw_gid)
        if os.environ.get("PG_ACCOUNT") == "nobody":
            return fallback
        owner = (data if data.exists() else data.parent).stat()
        if owner.st_uid:
            return cls.of(owner.st_uid, owner.st_gid)
        namespace = cls(_namespace(), 0, 0)
        return namespace if namespace.can_write(data.parent) else fallback

    @classmethod
    def of(cls, uid: int, gid: int) -> Account:
        """Return the way of running as another account, which only root can."""
        return cls(("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"), uid, gid)

    def can_write(self, folder: Path) -> bool:
        """Tell whether a program run this way could make files in `folder`."""
        try:
            return self.run(["test", "-w", str(folder)]).returncode == 0
        except FileNotFoundError:
            return False

    def run(self, command: list[str], **kwargs: Any) -> subprocess.CompletedProcess[str]:
        """Run a command and return what it said; no terminal, none of our signals."""
        return subprocess.run(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            **{"cwd": "/", **kwargs},
        )

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only this account may enter."""
        folder.mkdir(mode=0o700, parents=True)
        if self.uid != os.geteuid():
            os.chown(folder, self.uid, self.gid)

    @staticmethod
    def remove(folder: Path) -> None:
        """Remove a folder that an interrupted start has left."""
        if folder.exists():
            shutil.rmtree(folder)


def _namespace() -> tuple[str, ...]:
    number = str(NOBODY)
    return ("unshare", "--user", f"--map-user={number}", f"--map-group={number}")
