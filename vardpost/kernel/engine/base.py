"""Django's PostgreSQL backend, whose commit lets the process work on while the disk writes.

A page that leaves a row in the ledger ends with a commit that waits for the disk. The page is drawn
in that time, and shown when the commit has succeeded: the row still comes first (ADR 0025).
"""

from collections.abc import Callable

from django.db import InternalError
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg import generators
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection, with what it does while its next commit is under way."""

    #: Run once between sending the commit and hearing of it; must not raise, nor ask the database.
    meanwhile: Callable[[], None] | None = None

    def _commit(self) -> None:
        """Commit. Raises the database's error; `InternalError` when it had rolled back instead.

        PostgreSQL answers a commit with ROLLBACK, and no error, when a statement before it failed.
        What was read or written since then has no row in the ledger, so nobody may be told of it.
        """
        work, self.meanwhile = self.meanwhile, None
        inside = self.connection
        if inside is None or inside.info.transaction_status == TransactionStatus.IDLE:
            if work is not None:
                work()
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            inside.pgconn.send_query(b"COMMIT")
            inside.pgconn.flush()
            if work is not None:
                work()
            answer = inside.wait(generators.execute(inside.pgconn))[-1]
            if answer.status != ExecStatus.COMMAND_OK:
                raise error_from_result(answer)
        if answer.command_status != b"COMMIT":
            raise InternalError("the transaction had failed, and was rolled back")
