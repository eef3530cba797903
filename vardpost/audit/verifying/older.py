"""Whether the database is an older one, or this one with its end cut off everywhere.

Both lack the same heads. What tells them apart are the transactions that PostgreSQL counts: a head
says how far they had come (`seen`), and each row which one wrote it (`xmin`).
"""

from vardpost.audit.statements import Head
from vardpost.audit.stored import Connection

_NOW = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
#: Of the newest head of each log that is left: the transaction that wrote the row, 32 bits of it.
_WRITTEN = """
select h.xmin::text::bigint from (select distinct log from audit_head) l cross join lateral (
    select xmin from audit_head x where x.log = l.log order by number desc limit 1) h
"""
_TURN = 1 << 32


def restored(connection: Connection, first: Head) -> bool:
    """Tell whether a database without `first` and what followed it was put in this one's place.

    A copy of its files has not counted as far as that head had seen. A dump that was read in has
    rows that were all written afterwards. Neither: it has lived on, and its end was taken away.
    """
    told = int(first.seen.split(":")[1] or 0)
    row = connection.execute(_NOW.encode()).fetchone()
    now = int(row[0]) if row else 0
    if now < told:
        return True
    written = [now - (now - one) % _TURN for (one,) in connection.execute(_WRITTEN.encode())]
    # With no head left nobody can say; then all of it was taken away or never there.
    return bool(written) and min(written) >= told
