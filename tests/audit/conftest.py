"""Fixtures of the room's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.ledgers import Ledger


@pytest.fixture
def ledger(transactional_db: None, tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger that commits, on the worker's own database; what it leaves is thrown away."""
    made = Ledger(tmp_path / "audit")
    yield made
    made.close()
