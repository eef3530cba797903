"""The product without its ledger: what a page costs beside it, to tell what the ledger adds.

Only the bench serves this. It replaces the ledger's own writer before anything has taken hold of
it, so that nothing is written and no statement is sent for it; rules and pages are the same.
"""

from __future__ import annotations

from typing import Any

from vardpost.audit import actions
from vardpost.kernel import db

#: Stands where the insert stood, when it rides at the end of another statement.
_NOTHING = "select 1"
_execute = db.execute


def _statement(actor: object, entries: object) -> tuple[str, list[Any]]:
    return _NOTHING, []


def _run(sql: str, params: db.Params = None) -> int:
    return 0 if sql == _NOTHING else _execute(sql, params)


actions.statement = _statement
actions.record = lambda actor, *entries: None
db.execute = _run

from vardpost.config.wsgi import application  # noqa: E402  # after the ledger is gone

__all__ = ["application"]
