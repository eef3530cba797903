"""What tests of the units share."""

import pytest

from tests.units.office import Office


@pytest.fixture
def office() -> Office:
    """Return an office whose people are signed in."""
    return Office()
