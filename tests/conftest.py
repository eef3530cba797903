"""Fixtures that every test may ask for."""

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

import pytest
from django.conf import UserSettingsHolder
from django.conf import settings as product_settings
from django.db import connection
from django.test.client import ClientHandler
from django.utils import translation
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer

from tests import database, together
from tests.product import PATIENCE, Product, demo_template, running
from vardpost.kernel import clock
from vardpost.shell.pages import Drawing

# A machine that is busy is no fault of the code: properties are true or false, not fast or slow.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker a database of its own, as `./manage.py upgrade` makes it."""
    from django.db import connections

    database.renew()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    database.drop()


@pytest.fixture(autouse=True)
def in_swedish() -> None:
    """Begin each test in Swedish: a request in English leaves its language on the thread."""
    translation.activate("sv")


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return what stops the product's clock: words that hang on weekday, hour or year need it."""

    def stop(moment: datetime) -> None:
        class Stopped(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # no Self
                return moment.astimezone(tz)

        monkeypatch.setattr(clock, "datetime", Stopped)

    return stop


@pytest.fixture(scope="session", autouse=True)
def one_middleware() -> Iterator[None]:
    """Let all clients of Django share one chain of middleware, as all requests of a process do.

    Each would make its own, and look at every static file anew. A test with settings of its own
    still has its own chain.
    """
    parts = [
        *("_middleware_chain", "_view_middleware", "_template_response_middleware"),
        "_exception_middleware",
    ]
    made: list[ClientHandler] = []
    load = ClientHandler.load_middleware

    def shared(handler: ClientHandler, is_async: bool = False) -> None:
        wrapped = getattr(product_settings, "_wrapped", None)
        if is_async or isinstance(wrapped, UserSettingsHolder):
            load(handler, is_async)
            return
        if not made:
            load(handler, is_async)
            made.append(handler)
        for part in parts:
            setattr(handler, part, getattr(made[0], part))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientHandler, "load_middleware", shared)
        yield


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Run pages, streams and worker as processes, on a database with the demo's people.

    Tests that ask for it run in one worker, one after another, and share the database: each acts
    on cases of its own making.
    """
    folder = tmp_path_factory.mktemp("product")
    with running(folder, f"product_{database.NAME}", demo_template()) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium: one in each worker, since the library allows no second."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test that shares the product's processes where two workers would start them.

    The demo, which makes its own database, comes first: the other worker makes everybody's then.
    """
    for item in items:
        shares = {"product", "site"} & set(getattr(item, "fixturenames", ()))
        if shares and not together.is_shared(item.nodeid):
            raise pytest.UsageError(f"{item.nodeid} uses {shares}: tests/together.py must know it")
    items.sort(key=lambda item: not item.nodeid.startswith(together.OWN_GROUND))


def pytest_collection_finish() -> None:
    """Spare the search for rubbish what lives as long as the run: modules and collected tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> together.Scheduling:
    """Send the tests that share processes to one worker of pytest-xdist."""
    return together.Scheduling(config, log)


@pytest.fixture(autouse=True)
def drawn_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a page that asks the database while it is drawn: its commit may be under way then."""
    draw = Drawing.draw

    def refused(*_: object) -> None:
        raise AssertionError("a page asked the database while it was drawn")

    def watched(self: Drawing) -> None:
        with connection.execute_wrapper(refused):
            draw(self)

    monkeypatch.setattr(Drawing, "draw", watched)
