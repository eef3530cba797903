"""What tests of the overview start with."""

import pytest

from tests.overview import made_region
from tests.overview.made_region import Office


@pytest.fixture
def office() -> Office:
    return made_region.office()
