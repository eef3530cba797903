"""One place for all tests of a module, made once and rolled back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import place as places
from tests.crawl.place import Place


@pytest.fixture(scope="module")
def made_place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """Make the place in a transaction around every test of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield places.make()
        transaction.set_rollback(True)


@pytest.fixture
def place(made_place: Place) -> Iterator[Place]:
    """Give the place to one test, and put back what it changes."""
    with transaction.atomic():
        yield made_place
        transaction.set_rollback(True)
