"""The three processes together, from outside: ready, heard, and silent about people."""

import http.client
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from tests import database
from tests import people_made as made
from tests.live.test_stream import Direct, Reader
from tests.product import PATIENCE, Product, running
from vardpost.config import roles
from vardpost.kernel.actor import system_actor
from vardpost.kernel.ids import new_id
from vardpost.live import actions

CANARIES = re.compile("kanarie|testsson|zebraf", re.IGNORECASE)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product on a database without anybody."""
    template = database.make_template(database.TEMPLATE)
    folder = tmp_path_factory.mktemp("processes")
    with running(folder, f"processes_{database.NAME}", template) as started:
        yield started


def ask(
    product: Product, method: str, path: str, token: str = "", body: dict[str, str] | None = None
) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection(urlsplit(product.address).netloc, timeout=PATIENCE)
    headers = {"Cookie": f"session={token}; csrf={'c' * 32}", "Origin": product.address}
    if body is not None:
        body = {**body, "csrfmiddlewaretoken": "c" * 32}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, path, urlencode(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, text, {key.lower(): value for key, value in answer.getheaders()}


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_ready_with_a_worker_and_not_without(bare: Product) -> None:
    until(lambda: ask(bare, "GET", "/readyz")[0] == 200)
    _status, text, headers = ask(bare, "GET", "/readyz")
    assert json.loads(text)["ready"] is True
    assert headers["cache-control"] == "no-store"
    with bare.owner() as connection:
        connection.execute("update worker_seen set seen_at = now() - interval '31 seconds'")
    # The worker's next sign of life mends it.
    until(lambda: ask(bare, "GET", "/readyz")[0] == 200)


def test_a_notification_reaches_the_page_of_the_other_origin(
    bare: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bare.owner() as connection:
        for module in (made, actions):
            monkeypatch.setattr(module, "db", Direct(connection))
        person = made.person()
        token = made.sign_in(person, "resident")
        stream = urlsplit(bare.stream)
        assert stream.port
        reader = Reader(stream.port, "/strom", token, {"Origin": bare.address})
        assert reader.status == 200
        assert reader.answered["access-control-allow-origin"] == bare.address
        case = new_id()
        actions.tell(
            system_actor("test", "14"),
            what="submit",
            unit_id=new_id(),
            case_id=case,
            resident_id=person,
        )
        got = reader.next()
        assert got is not None
        assert got[1]["case"] == str(case)
        assert ask(bare, "POST", "/logga-ut", token, {})[0] in {200, 403}
        reader.close()


def test_nothing_typed_nor_a_name_reaches_a_log(
    bare: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bare.owner() as connection:
        monkeypatch.setattr(made, "db", Direct(connection))
        person = made.person("Kanariefågel", "Testsson", email="kanarie@exempel.se")
        token = made.sign_in(person, "resident")
    page = "/mina/aviseringar"
    bad = {"language": "kanariefågel", "email": "kanarie"}
    assert ask(bare, "POST", page, token, bad)[0] in {403, 422}
    assert ask(bare, "GET", "/mina/kanarie?namn=testsson", token)[0] == 404
    assert ask(bare, "GET", "/m/kanarie-testsson", token)[0] == 404
    assert ask(bare, "GET", "/readyz", "kanarie")[0] == 200
    with bare.owner() as connection:
        # A table that is gone is a fault nobody foresaw: its report must not quote what was typed.
        connection.execute("alter table notice_setting rename to elsewhere")
        status, text, headers = ask(bare, "GET", page, token)
        connection.execute("alter table elsewhere rename to notice_setting")
    assert status == 500
    reference = headers["x-request-id"]
    assert reference in text
    folder = bare.supervisor.log("web").parent
    until(lambda: reference in bare.supervisor.log("web").read_text(encoding="utf-8"))
    logs = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.log")}
    assert {"web.log", "stream.log", "worker.log"} <= set(logs)
    sockets = Path(os.environ["TEST_SOCKETS"])
    if (sockets / "server.log").exists():
        logs["postgres"] = (sockets / "server.log").read_text(encoding="utf-8", errors="replace")
    for name, kept in logs.items():
        assert not CANARIES.search(kept), name
        if name != "postgres":
            assert all(json.loads(line) for line in kept.splitlines() if line.startswith("{"))
    place = database.address(roles.OWNER, bare.name)
    with psycopg.connect(place, autocommit=True) as connection:
        rows = connection.execute("select * from procrastinate_jobs").fetchall()
        audit = connection.execute("select detail, object_id from audit_entry").fetchall()
    assert not CANARIES.search(str(rows) + str(audit))
