"""What tests of templates start with."""

import pytest

from tests.unit_templates.offices import Offices


@pytest.fixture
def offices(db: None) -> Offices:  # pytest-django's own
    """Return the offices."""
    return Offices()
