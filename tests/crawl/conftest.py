"""One place for all modules of the folder, made once in each worker and rolled back."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.crawl import place as places
from tests.crawl.place import Place
from tests.database import as_owner
from vardpost.kernel import clock, db


@pytest.fixture(scope="package")
def first_place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """Make the place in a transaction around every test of the folder that asks for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield places.make()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_place(first_place: Place, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """Give the place to one module as it was made, and put back what the module adds to it.

    Everybody has just been seen: no session may idle out while another module takes its time.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with as_owner():
            db.execute("update login_session set seen_at = %s", [clock.now()])
        yield deepcopy(first_place)
        transaction.set_rollback(True)


@pytest.fixture
def place(made_place: Place) -> Iterator[Place]:
    """Give the place to one test, and put back what it changes."""
    with transaction.atomic():
        yield made_place
        transaction.set_rollback(True)
