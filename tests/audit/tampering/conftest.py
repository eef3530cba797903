"""A ledger with several heads and regions, and the two verifiers as their users meet them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests.audit.ledgers import Ledger

#: Of the command: its exit code, the kinds of what it found, and all that it said.
Verified = tuple[int, set[str], dict[str, Any]]


@pytest.fixture
def whole(ledger: Ledger) -> Ledger:
    """Forty entries of region 12 and eight of 01, under four heads of each."""
    sealing = ledger.sealing()
    for _ in range(4):
        ledger.write(10)
        ledger.write(2, "01")
        sealing.once()
    return ledger


@pytest.fixture
def verified(settings: LazySettings) -> Callable[..., Verified]:
    """Give `./manage.py audit verify --json`."""

    def run(ledger: Ledger, *words: str) -> Verified:
        settings.DATABASE_SEALER_URL, settings.AUDIT_DIR = ledger.address, ledger.folder
        said, code = StringIO(), 0
        try:
            call_command("audit", "verify", "--json", *words, stdout=said)
        except SystemExit as stopped:
            code = int(str(stopped.code))
        except CommandError as error:
            return error.returncode, set(), {"findings": [], "text": str(error)}
        told = json.loads(said.getvalue())
        return code, {one["kind"] for one in told["findings"]}, told

    return run


def stand_alone(folder: Path, *words: str) -> tuple[int, str]:
    """Run an export's own verifier as a stranger does."""
    said = subprocess.run(
        [sys.executable, "-I", "verify.py", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in said.stderr, said.stderr
    return said.returncode, said.stdout + said.stderr
