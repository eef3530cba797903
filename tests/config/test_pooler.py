"""Through PgBouncer's transaction pooling: a scope never outlives its transaction."""

import hashlib
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg.conninfo import make_conninfo
from pytest_django.plugin import DjangoDbBlocker

from tests import database
from tests.product import HOST, PATIENCE, free_ports
from tools.account import Account
from vardpost.config import roles
from vardpost.config.database import database as settings_for
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id
from vardpost.people.session import OPEN

CONF = """\
[databases]
{name} = host={sockets} dbname={name} user={role}
[pgbouncer]
listen_addr = {host}
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 1
ignore_startup_parameters = options,extra_float_digits
"""


@pytest.fixture
def people() -> Iterator[dict[UUID, bytes]]:
    """Give a database of its own with two signed-in residents: person and token's hash."""
    name = f"pooled_{database.NAME}"
    database.renew(name)
    made = {new_id(): hashlib.sha256(bytes([number])).digest() for number in range(2)}
    with psycopg.connect(database.address(roles.OWNER, name)) as connection:
        for person, token in made.items():
            connection.execute(
                "insert into person (id, number_kind, given_name, family_name, birth_date, sex, "
                "street, postal_code, place, municipality_code, region_code, protected, phone, "
                "email) values (%s, 'reserve', 'A', 'B', '1980-01-01', 'man', '', '', '', '', '', "
                "false, '', '')",
                [person],
            )
            started = connection.execute(
                "select session_start(%s, %s, %s, 'resident', 'test', '127.0.0.1', %s)",
                [new_id(), token, person, clock.now()],
            ).fetchone()
            assert started == (True,)
    yield made
    database.drop(name)


@pytest.fixture
def pooler(
    people: dict[UUID, bytes],
    tmp_path: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Run PgBouncer with one server connection for everybody; give the web role's address."""
    name, port = f"pooled_{database.NAME}", free_ports()
    with database.superuser() as connection:
        sockets = connection.info.host
    conf = tmp_path / "pgbouncer.ini"
    conf.write_text(CONF.format(name=name, sockets=sockets, role=roles.WEB, host=HOST, port=port))
    account = Account.for_folder(tmp_path / "data")
    process = subprocess.Popen(
        [*account.prefix, "pgbouncer", "-q", str(conf)], stderr=subprocess.PIPE, text=True
    )
    address = make_conninfo(host=HOST, port=port, user=roles.WEB, dbname=name)
    deadline = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            psycopg.connect(address, prepare_threshold=None).close()
        except psycopg.OperationalError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            break
    with django_db_blocker.unblock():
        yield address
    process.terminate()
    process.wait(PATIENCE)


def connections(address: str) -> list[DatabaseWrapper]:
    """Connect two workers as the product does, prepared statements off."""
    entry = settings_for(address, prepared=False)
    entry |= {"TIME_ZONE": None, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True}
    entry |= {"CONN_HEALTH_CHECKS": False}
    return [DatabaseWrapper(dict(entry), alias="default") for _ in range(2)]


def seen(worker: DatabaseWrapper) -> set[UUID]:
    with worker.cursor() as cursor:
        cursor.execute("select id from person")
        return {row[0] for row in cursor.fetchall()}


def open_scope(worker: DatabaseWrapper, token: bytes) -> None:
    with worker.cursor() as cursor:
        cursor.execute(OPEN, [token, "", clock.now(), 60, 12])
        assert cursor.fetchone() not in (None, (None,))


def test_a_scope_does_not_outlive_its_transaction(pooler: str, people: dict[UUID, bytes]) -> None:
    workers = connections(pooler)
    for _ in range(3):
        for (person, token), worker in zip(people.items(), workers, strict=True):
            worker.set_autocommit(False)
            assert seen(worker) == set(), "before the session is checked, nobody sees anything"
            open_scope(worker, token)
            assert seen(worker) == {person}
            worker.commit()
            worker.set_autocommit(True)
    assert [seen(worker) for worker in workers] == [set(), set()]
    for worker in workers:
        worker.close()


def test_a_rolled_back_transaction_leaves_no_scope(pooler: str, people: dict[UUID, bytes]) -> None:
    first, second = connections(pooler)
    first.set_autocommit(False)
    open_scope(first, next(iter(people.values())))
    first.rollback()
    first.set_autocommit(True)
    assert seen(second) == set()
    assert seen(first) == set()
    first.close()
    second.close()


def test_the_same_backend_serves_both(pooler: str) -> None:
    first, second = connections(pooler)
    pids = set()
    for worker in (first, second):
        with worker.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            pids.add(cursor.fetchone())
    assert len(pids) == 1
    first.close()
    second.close()
