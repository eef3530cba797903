"""A database that does not answer lets a request go after a while, and the next one is served."""

from collections.abc import Iterable
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from vardpost.config.watch import Watch
from vardpost.kernel import db

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_wait_without_an_answer_ends_and_the_next_request_connects_anew() -> None:
    waited: list[OperationalError] = []

    def pages(asked: dict[str, Any], start: Any) -> Iterable[bytes]:
        if asked["PATH_INFO"] == "/":
            return [str(db.fetch_one("select 1")).encode()]
        try:
            db.fetch_one("select pg_sleep(12)")
        except OperationalError as error:
            waited.append(error)
            connection.close()
        return [b"gone"]

    watch = Watch(pages, longest=2.0)
    assert watch({"PATH_INFO": "/"}, None) == [b"(1,)"]
    assert watch({"PATH_INFO": "/slow"}, None) == [b"gone"]
    assert len(waited) == 1
    assert not isinstance(waited[0].__cause__, psycopg.errors.QueryCanceled), "cut, not cancelled"
    assert watch({"PATH_INFO": "/"}, None) == [b"(1,)"]
