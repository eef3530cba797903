"""Reads of what the seal has left, as the web role; hashes and moments, nobody's data."""

from datetime import timedelta

from vardpost.audit.lines import NOWHERE
from vardpost.audit.statements import Head, Statement, moment, to_base64
from vardpost.audit.stored import HEAD_COLUMNS, head
from vardpost.kernel import clock, db

#: At rest there is a head a minute; when there is none for so long, nobody seals.
SEALED_WITHIN = timedelta(seconds=90)
_NEWEST = f"""
select h.* from (select lpad(n::text, 2, '0') as log from generate_series(0, 99) n) l
cross join lateral (
    select {HEAD_COLUMNS} from audit_head h where h.log = l.log order by number desc limit 1) h
"""


def is_sealed() -> bool:
    """Tell whether somebody seals the ledger at present."""
    row = db.fetch_one(
        "select at from audit_head where log = %s order by number desc limit 1", [NOWHERE]
    )
    return row is not None and row[0] > clock.now() - SEALED_WITHIN


def newest_heads() -> list[Head]:
    """Return the newest head of each log."""
    return [head(row) for row in db.fetch_all(_NEWEST, binary=True)]


def key_list() -> list[Statement]:
    """Return the public keys, oldest first, each as it was signed."""
    rows = db.fetch_all(
        "select id, public, at, signed_by, signature from audit_key order by at, id", binary=True
    )
    return [
        Statement(
            "key",
            {"key": name, "public": to_base64(bytes(public)), "at": moment(at), "by": by},
            bytes(signature),
        )
        for name, public, at, by, signature in rows
    ]
