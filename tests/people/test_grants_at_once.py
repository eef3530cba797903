"""Permissions under two at once: real transactions, real locks."""

import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.db import connection, transaction

from tests.cases import cases_made
from tests.database import as_owner
from tests.people import office as offices
from tests.people.office import Office
from vardpost.cases.actions.assign import assign
from vardpost.kernel import db
from vardpost.kernel.errors import AppError, Moved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office() -> Office:
    """Make the unit in a transaction of its own; the database is made anew afterwards."""
    with transaction.atomic():
        made = offices.make()
        for who in ("eva", "ulf", "rut"):
            made.token(who)
    return made


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread and a transaction of its own; return what each gave or raised."""
    start = threading.Barrier(len(works))
    found: list[object] = [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                connection.ensure_connection()
                start.wait(10)
                found[place] = work()
        except AppError as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return found


def test_two_administrators_who_remove_each_other_leave_one(office: Office) -> None:
    found = at_once(
        lambda: office.take("eva", "ulf", "unit_admin", made_from=0),
        lambda: office.take("ulf", "eva", "unit_admin", made_from=0),
    )
    assert sum(isinstance(one, AppError) for one in found) == 1
    with transaction.atomic(), as_owner():
        left = db.fetch_all(
            "select 1 from role_grant where unit_id = %s and role = 'unit_admin' "
            "and ends_on is null",
            [office.unit.id],
        )
    assert len(left) == 1


def test_no_case_arrives_while_the_open_ones_are_returned(office: Office) -> None:
    with transaction.atomic():
        work = [office.case("submitted") for _ in range(3)]
        for who in ("eva", "rut"):
            office.enter(who)

    def distribute() -> None:
        actor = office.enter("rut")
        for one in work:
            with suppress(AppError):
                assign(actor=actor, case_id=one, version=1, target_id=office.people["ida"])

    at_once(distribute, lambda: office.take("eva", "ida", "responder", made_from=0))
    with transaction.atomic(), as_owner():
        assert {cases_made.row(one, "assignee_id")[0] for one in work} == {None}


def test_two_who_remove_the_same_role_one_does_and_the_other_is_told_who(office: Office) -> None:
    found = at_once(
        lambda: office.take("eva", "ida", "responder", made_from=0),
        lambda: office.take("ulf", "ida", "responder", made_from=0),
    )
    (told,) = [one for one in found if isinstance(one, AppError)]
    assert isinstance(told, Moved)
    assert [one.name for one in told.changes] in (["Eva Ros"], ["Ulf Sten"])
    with transaction.atomic(), as_owner():
        assert len(office.changes("ida")) == 1


def test_the_same_press_twice_removes_once_and_is_no_fault(office: Office) -> None:
    again = [lambda: office.take("eva", "ida", "responder", made_from=0)] * 2
    assert at_once(*again) == [None, None]
    with transaction.atomic(), as_owner():
        assert len(office.changes("ida")) == 1
