"""Fixtures that every test may ask for."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import database


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give this worker a database of its own, as `./manage.py upgrade` makes it."""
    from django.db import connections

    database.renew()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    database.drop()
