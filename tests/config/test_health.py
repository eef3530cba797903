"""What a watchdog is told."""

from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.database import as_owner
from vardpost.kernel import db

pytestmark = pytest.mark.django_db


def seen(ago: str) -> None:
    db.execute(
        "insert into worker_seen (worker, seen_at) values (%s, now() - %s::interval)",
        [uuid4(), ago],
    )


def test_healthz_asks_the_database_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "set_autocommit", gone)
    assert client.get("/healthz").status_code == 200


def test_readyz_is_ready_with_a_worker_seen_lately(client: Client) -> None:
    seen("10 seconds")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "worker": True},
        "sealed": False,
    }


def test_readyz_misses_a_silent_worker(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    seen("31 seconds")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] is False
    assert answer["Retry-After"] == "10"


def test_readyz_misses_a_migration(client: Client) -> None:
    seen("1 second")
    with as_owner():
        db.execute("delete from django_migrations where app = 'notices'")
    assert client.get("/readyz").json()["checks"] == {
        "database": True,
        "migrations": False,
        "worker": True,
    }


def test_readyz_says_when_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] is False


def test_neither_leaves_an_audit_row_nor_takes_a_post(client: Client) -> None:
    client.get("/healthz")
    client.get("/readyz")
    with as_owner():
        assert db.fetch_one("select count(*) from audit_entry") == (0,)
    assert client.post("/healthz").status_code in {403, 405}
