"""What the seal tells of itself: rows about the ledger, never about a person in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from psycopg.types.json import Jsonb

from vardpost.audit.stored import Connection
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id


class Kind(StrEnum):
    """The names are stored as text and never change their meaning."""

    #: Nothing is sealed: the key is missing or cannot be used.
    KEY = "key"
    #: Nothing is sealed: the file of heads cannot be written or read.
    HEADS_FILE = "heads_file"
    #: Nothing is sealed: the database is older than the file of heads.
    RESTORED = "restored"
    #: Nothing is sealed: the database and the file of heads tell different things.
    FORKED = "forked"
    #: Nothing is sealed: leaves or nodes do not give the root that was signed.
    BROKEN = "broken"
    #: It is sealed again.
    RESUMED = "resumed"
    #: An operator said that a backup was restored on purpose.
    ACCEPTED = "accepted"
    #: Entries have waited too long for their head.
    WAITED = "waited"
    #: The clock of the sealer went back.
    CLOCK = "clock"
    #: Entries say a time long before a head that came before them.
    LATE = "late"
    #: Entries say a time that is yet to come.
    AHEAD = "ahead"


#: As long as the newest alarm is one of these, nothing is sealed.
STOPPED = (Kind.KEY, Kind.HEADS_FILE, Kind.RESTORED, Kind.FORKED, Kind.BROKEN)
#: Of them, what is wrong at one machine: heads that come afterwards show that another one seals.
AT_ONE_MACHINE = (Kind.KEY, Kind.HEADS_FILE)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is told, of which log, with which facts."""

    kind: Kind
    log: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def raise_alarm(connection: Connection, alarm: Alarm, *, once: bool = False) -> None:
    """Write the row; with `once`, not again while the last one of its kind still stands."""
    now = clock.now()
    row = [new_id(), now, alarm.kind.value, alarm.log, Jsonb(dict(alarm.facts))]
    if not once:
        connection.execute("insert into audit_alarm values (%s, %s, %s, %s, %s)", row)
        return
    connection.execute(
        "insert into audit_alarm select %s, %s, %s, %s, %s where not exists ("
        "select 1 from audit_alarm a where a.kind = %s and a.log = %s "
        "and a.at > %s::timestamptz - interval '1 hour' and not exists ("
        "select 1 from audit_alarm b where b.at > a.at and b.kind = %s))",
        [*row, alarm.kind.value, alarm.log, now, Kind.RESUMED.value],
    )


def settle(connection: Connection) -> None:
    """Tell that it is sealed again, if the last that was told is that it was not."""
    stopped = [kind.value for kind in STOPPED]
    connection.execute(
        "insert into audit_alarm select %s, %s, %s, '', '{}' from ("
        "select kind from audit_alarm where kind = any(%s) order by at desc, id desc limit 1) a "
        "where a.kind <> %s",
        [
            *(new_id(), clock.now(), Kind.RESUMED.value),
            *([*stopped, Kind.RESUMED.value], Kind.RESUMED.value),
        ],
    )
