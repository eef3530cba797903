"""Which unit is meant by an HSA-id, for exports of the ledger (`audit/choosing.py`)."""

from uuid import UUID

from vardpost.audit.exporting import CannotExport
from vardpost.audit.stored import Connection
from vardpost.units.hsa import BadHsaId, normalise


def unit(connection: Connection, written: str) -> UUID:
    """Return the id of the unit of an HSA-id. Raises `CannotExport`."""
    try:
        hsa_id = normalise(written)
    except BadHsaId as error:
        raise CannotExport(f"--unit is no HSA-id: {error}") from error
    row = connection.execute(
        "select id from care_unit where upper(hsa_id) = upper(%s)", [hsa_id]
    ).fetchone()
    if row is None:
        raise CannotExport(f"no unit has the HSA-id {hsa_id}")
    return UUID(str(row[0]))
