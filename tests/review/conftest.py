"""The unit of the tests."""

import pytest

from tests.review.world import World, make


@pytest.fixture
def world(db: None) -> World:
    """Return a unit with two reviewers."""
    return make()
