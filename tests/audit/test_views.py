"""What anybody may fetch: the newest heads, as the file has them, for nobody to keep."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.audit.ledgers import Ledger
from vardpost.audit.keys import Keys
from vardpost.audit.statements import parse


def test_the_newest_heads_are_told_to_anybody(ledger: Ledger, client: Client) -> None:
    sealing = ledger.sealing()
    for _ in range(2):
        ledger.write(1)
        ledger.write(1, "01")
        sealing.once()
    for entry in sealing.keys.entries:
        ledger.owner.execute(
            "insert into audit_key values (%s, %s, %s, %s, %s)",
            [entry.fields["key"], sealing.signer.public, entry.fields["at"], entry.fields["by"],
             entry.signature],
        )  # fmt: skip
    answer = client.get("/loggbevis.json")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    told = answer.json()
    keys = Keys.of(parse(line(one)) for one in told["keys"])
    heads = [parse(line(one)) for one in told["heads"]]
    assert [(one.fields["log"], one.fields["size"]) for one in heads] == [
        ("00", "0"),
        ("01", "2"),
        ("12", "2"),
    ]
    assert all(keys.signed(one) for one in heads)
    assert {one.line() for one in heads} == {
        head.statement().line() for head in sealing.heads.values()
    }
    assert client.get("/readyz").json()["sealed"] is True
    ledger.owner.execute("update audit_head set at = at - interval '91 seconds'")
    assert client.get("/readyz").json()["sealed"] is False


def line(data: object) -> str:
    return json.dumps(data)


def test_without_a_database_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/loggbevis.json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
