"""The whole product for journeys: real processes, a real browser, a small unit of its own each."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from tests import database
from tests.cases.world import World
from tests.journeys.site import Site, Visitor
from tests.product import running

Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys, so that they can be left out where there is no browser."""
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """Run pages, streams and worker on a database without people."""
    database.make_template(database.TEMPLATE)
    folder = tmp_path_factory.mktemp("site")
    name = f"journeys_{database.NAME}"
    with running(folder, name, database.TEMPLATE) as product, django_db_blocker.unblock():
        opened = Site(product)
        yield opened
        opened.close()


@pytest.fixture
def world(site: Site) -> World:
    """Return a unit with staff and residents that nobody else uses."""
    return site.new_world()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Open pages as people; afterwards no browser may have complained of anything."""
    visitors: list[Visitor] = []

    def opened(world: World, who: str, **choices: object) -> Visitor:
        visitor = Visitor(site, browser, site.token(world, who), choices)
        visitors.append(visitor)
        return visitor

    yield opened
    complaints = [one for visitor in visitors for one in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []
