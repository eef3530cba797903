"""The process of the seal: a pass every few seconds, for as long as it is let.

What keeps it from sealing is told loudly, in the log, as an alarm and by its exit code, and never
touches the pages: entries go on being written, and wait.
"""

import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import structlog

from vardpost.audit.alarms import Alarm, Kind, raise_alarm
from vardpost.audit.files import HeadsFile
from vardpost.audit.keys import LIST, KeyProblem, Keys, load
from vardpost.audit.sealing import Elsewhere, Refused, Sealing
from vardpost.audit.stored import Connection, connect
from vardpost.audit.witnesses import Witnesses

LOG = structlog.get_logger("vardpost.sealer")
#: Seconds between two passes. An entry waits so long at most, and the pass itself.
EVERY = 4.0
#: The exit code of a seal that refuses.
REFUSES = 3


@dataclass(slots=True)
class Sealer:
    """Everything that the process holds on to between passes."""

    address: str
    key_file: Path
    folder: Path
    witnesses: Witnesses
    stop: threading.Event = field(default_factory=threading.Event)
    _connection: Connection | None = None
    _sealing: Sealing | None = None
    _stamp: Sequence[object] = ()

    def run(self) -> int:
        """Seal until told to stop; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop.set())
        LOG.info("sealer starts")
        self.witnesses.start()
        last = False
        while True:
            more = False
            try:
                more = self.once()
            except Refused as error:
                self.refuse(error)
                return REFUSES
            except Elsewhere:
                LOG.debug("another sealer is at work")
            except psycopg.Error:
                LOG.exception("sealer interrupted")
                self._forget()
            if last and not more:
                break
            # Told to stop, it looks once more: what the pages wrote last is sealed too.
            last = self.stop.is_set() or (not more and self.stop.wait(EVERY))
        LOG.info("sealer stops")
        self._forget()
        return 0

    def once(self) -> bool:
        """Make one pass; return whether there is more to seal at once."""
        done = self._ready().once()
        if done.heads:
            LOG.info("sealed", entries=done.entries, heads=len(done.heads))
            self.witnesses.tell(done.heads)
        return done.more

    def refuse(self, error: Refused) -> None:
        """Tell why nothing is sealed: in the log, and as an alarm if the database can be had."""
        LOG.error("nothing is sealed", kind=error.kind.value, why=str(error))
        try:
            connection = self._connection or connect(self.address)
            alarm = Alarm(error.kind, error.log, {"why": str(error)})
            raise_alarm(connection, alarm, once=True)
        except psycopg.Error:
            LOG.exception("no alarm could be written")
        self._forget()

    def _ready(self) -> Sealing:
        """Return the sealing on a connection that lives, with the key as it is now."""
        if self._connection is None or self._connection.closed:
            self._forget()
            self._connection = connect(self.address)
        stamp = [_stamp(self.key_file), _stamp(self.folder / LIST)]
        if self._sealing is None or stamp != self._stamp:
            try:
                signer, keys = load(self.key_file), Keys.read(self.folder / LIST)
                keys.require(signer.id)
            except KeyProblem as error:
                raise Refused(Kind.KEY, str(error)) from error
            if self._sealing is None:
                file = HeadsFile(self.folder)
                self._sealing = Sealing(self._connection, signer, keys, file)
            self._sealing.signer, self._sealing.keys = signer, keys
            self._stamp = stamp
            _publish(self._connection, keys)
            self.witnesses.keys = keys
        return self._sealing

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._sealing, self._stamp = None, None, ()


def _stamp(file: Path) -> object:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_mode


def _publish(connection: Connection, keys: Keys) -> None:
    """Put the public keys where pages find them; the list in the file is what counts."""
    for entry in keys.entries:
        name, by = entry.fields["key"], entry.fields["by"]
        connection.execute(
            "insert into audit_key (id, public, at, signed_by, signature) values (%s, %s, %s, %s, "
            "%s) on conflict do nothing",
            [name, keys.raw(name), entry.fields["at"], by, entry.signature],
        )
