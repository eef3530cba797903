"""Who is meant by a number or an HSA-id, for exports of the ledger (`audit/choosing.py`)."""

from uuid import UUID

from vardpost.audit.exporting import CannotExport
from vardpost.audit.stored import Connection
from vardpost.kernel import clock
from vardpost.people.numbers import BadNumber, parse
from vardpost.units.hsa import BadHsaId, normalise


def resident(connection: Connection, written: str) -> UUID:
    """Return the id of the resident of a personnummer, or the id itself. Raises `CannotExport`.

    An id is taken as it is: the ledger keeps entries of persons that the service no longer knows.
    """
    try:
        return UUID(written)
    except ValueError:
        pass
    try:
        number = parse(written, clock.today()).value
    except BadNumber as error:
        raise CannotExport("--resident is no personnummer, nor an id of the service") from error
    row = connection.execute("select id from person where number = %s", [number]).fetchone()
    if row is None:
        raise CannotExport("nobody of that personnummer is known here")
    return UUID(str(row[0]))


def identities(connection: Connection, ids: list[UUID]) -> dict[UUID, tuple[str, str, bool]]:
    """Return of residents their number, their name and whether their identity is protected."""
    rows = connection.execute(
        "select id, coalesce(number, ''), given_name || ' ' || family_name, protected "
        "from person where id = any(%s)",
        [ids],
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def staff(connection: Connection, written: str) -> UUID:
    """Return the id of the staff member of an HSA-id. Raises `CannotExport`."""
    try:
        hsa_id = normalise(written)
    except BadHsaId as error:
        raise CannotExport(f"--staff is no HSA-id: {error}") from error
    row = connection.execute(
        "select person_id from staff_account where upper(hsa_id) = upper(%s)", [hsa_id]
    ).fetchone()
    if row is None:
        raise CannotExport(f"no staff account has the HSA-id {hsa_id}")
    return UUID(str(row[0]))
