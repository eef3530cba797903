"""Going on after a backup was restored on purpose: signed, with a reason, and told for ever."""

from vardpost.audit.alarms import Alarm, Kind, raise_alarm
from vardpost.audit.files import HeadsFile
from vardpost.audit.keys import Keys, Signer
from vardpost.audit.sealing import Sealing
from vardpost.audit.statements import Statement, moment
from vardpost.audit.stored import Connection, newest_heads
from vardpost.kernel import clock


class NothingToResume(RuntimeError):
    """The database has all the heads that were told."""


def resume(
    connection: Connection, signer: Signer, keys: Keys, file: HeadsFile, reason: str
) -> dict[str, int]:
    """Say that the database is as far as it is on purpose; return by log how many heads are lost.

    Raises `NothingToResume`; `Refused` when the database does not hold together by itself.
    """
    file.refresh()
    known = [head for head, _cluster in newest_heads(connection)]
    there = {head.log: head for head in known}
    lost = {
        log: told.number - (there[log].number if log in there else 0)
        for log, told in file.newest.items()
        if log not in there
        or there[log].number < told.number
        or (there[log].number == told.number and there[log] != told)
    }
    if not lost:
        raise NothingToResume
    # What goes on must hold together; the file of heads is left out of it, just this once.
    sealing = Sealing(connection, signer, keys, HeadsFile(file.folder))
    for head in known:
        sealing.adopt(head)
    fields = {
        "at": moment(clock.now()),
        "logs": ",".join(f"{log}:{there[log].number if log in there else 0}" for log in sorted(
            {*there, *file.newest})),
        "reason": " ".join(reason.split()),
        "key": signer.id,
    }  # fmt: skip
    bare = Statement("restored", fields)
    file.note(Statement("restored", fields, signer.sign(bare)), known)
    facts = {"reason": fields["reason"], "lost": lost}
    raise_alarm(connection, Alarm(Kind.ACCEPTED, "", facts))
    return lost
