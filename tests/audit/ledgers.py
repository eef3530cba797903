"""A ledger of its own for a test: entries by SQL, a folder with a key, and passes of the seal."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests import database
from vardpost.audit import keys
from vardpost.audit.files import HeadsFile
from vardpost.audit.keys import Keys
from vardpost.audit.sealing import Done, Sealing
from vardpost.audit.stored import Connection, connect
from vardpost.config import roles
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id

INSERT = """
insert into audit_entry (id, at, schema_version, action, outcome, purpose, actor_kind, person_id,
    person_name, roles, unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as,
    relation, object_type, object_id, state, session_id, address, request_id, detail)
values (%s, %s, 1, 'cases:case:read', 'ok', 'care', 'staff', %s, 'Åsa "Ö" Ek', 'responder', %s,
    'SE2321000016-1', E'Vård\\ncentral', %s, %s, '', 'assignee', 'case', 'x', 'assigned', null,
    '127.0.0.1', 'r', '{"version": 2}')
"""


@dataclass(slots=True)
class Ledger:
    """The test's database past every rule, and everything that the seal needs."""

    folder: Path
    name: str = database.NAME
    owner: psycopg.Connection[Any] = field(init=False)
    sealer: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.owner = psycopg.connect(database.address(roles.OWNER, self.name), autocommit=True)
        self.sealer = connect(self.address)
        keys.create(self.key_file, self.folder)

    @property
    def address(self) -> str:
        return database.address(roles.SEALER, self.name)

    @property
    def key_file(self) -> Path:
        return self.folder / "key.pem"

    def close(self) -> None:
        self.owner.close()
        self.sealer.close()

    def write(
        self, count: int = 1, region: str = "12", at: datetime | None = None, **of: Any
    ) -> list[UUID]:
        """Write entries, one transaction each, as time passes or all at one moment."""
        made = []
        for _ in range(count):
            made.append(new_id())
            self.owner.execute(INSERT, entry(made[-1], region, at, **of))
        return made

    def sealing(self) -> Sealing:
        """Return a sealing as a process that has just started has it."""
        signer, known = keys.load(self.key_file), Keys.read(self.folder / keys.LIST)
        return Sealing(self.sealer, signer, known, HeadsFile(self.folder))

    def seal(self) -> Done:
        """Make one pass as a process that has just started."""
        return self.sealing().once()

    def one(self, sql: str, *parameters: object) -> Any:
        """Return the first value of the first row."""
        row = self.owner.execute(sql.encode(), parameters).fetchone()
        return row[0] if row else None

    def alarms(self) -> list[str]:
        """Return the kinds of what was told, oldest first."""
        return [
            row[0] for row in self.owner.execute("select kind from audit_alarm order by at, id")
        ]


def entry(
    key: UUID,
    region: str,
    at: datetime | None = None,
    *,
    person: UUID | None = None,
    unit: UUID | None = None,
    residents: list[UUID] | None = None,
) -> list[Any]:
    """Return the parameters of `INSERT`."""
    return [key, at or clock.now(), person, unit, region, residents or [new_id()]]


def ago(**parts: float) -> datetime:
    """Return a moment that has been."""
    return clock.now() - timedelta(**parts)
