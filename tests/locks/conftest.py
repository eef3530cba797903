"""Rows for the locks, and every test of theirs with prepared statements on and off."""

from collections.abc import Iterator

import pytest
from django.db import connection

from tests.database import as_owner
from tests.locks import rows as made_rows
from tests.locks.scopes import Rows


@pytest.fixture(params=[0, None], ids=["prepared", "not prepared"])
def rows(request: pytest.FixtureRequest, db: None) -> Iterator[Rows]:
    """Make the rows; every statement of the test is prepared, or none is."""
    connection.ensure_connection()
    inside = connection.connection
    before = inside.prepare_threshold
    inside.prepare_threshold = request.param
    with as_owner():
        made = made_rows.make()
    yield made
    inside.prepare_threshold = before
