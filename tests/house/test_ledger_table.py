"""Every route says what it leaves in the ledger: the table of `tests/crawl`, without a database."""

import pytest

from tests.crawl.asking import ROUTES, methods
from tests.crawl.place import PEOPLE
from tests.crawl.table import TABLE
from vardpost.shell.access import Access


def mark_of(route: str) -> Access:
    mark = getattr(ROUTES[route].callback, "access", None)
    assert isinstance(mark, Access)
    return mark


def test_the_table_names_every_route_and_no_other() -> None:
    assert set(TABLE) == set(ROUTES), "docs/how-to/add-a-verb.md tells what to add"


@pytest.mark.parametrize("route", ROUTES)
def test_every_way_of_asking_stands_in_the_table_with_rows_or_a_reason(route: str) -> None:
    assert {act.method for act in TABLE[route]} == methods(route)
    for act in TABLE[route]:
        assert bool(act.leaves) != bool(act.why), "either rows, or why there are none"
        assert act.who in {"", *PEOPLE}
    if mark_of(route).quiet:
        assert any(act.why for act in TABLE[route]), "the view says that it is quiet"
