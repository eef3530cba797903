"""Finding signals, reminding of what is due, making exports; each job may run twice."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.utils import translation

from vardpost.kernel import clock, queue
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.review.actions.export import JOB
from vardpost.review.actions.export import KEPT as KEPT_EXPORT
from vardpost.review.actions.export_making import (
    Stopped,
    TooLarge,
    begin_making,
    expire_export,
    finish_export,
    give_up_export,
    keep_piece,
    next_rows,
)
from vardpost.review.actions.notice import Pass, drop_old, notice_next
from vardpost.review.actions.plan import remind
from vardpost.review.actions.watch import watch_next
from vardpost.review.export_rows import header, writing
from vardpost.review.export_stream import encrypt
from vardpost.review.queries.due import units
from vardpost.review.queries.exports import ExportRow, too_old, unit_of
from vardpost.review.queries.log import Key
from vardpost.units.queries import active_regions

#: How long one run goes on; the next minute's goes on where it stopped.
SECONDS = 45
#: As long as the log itself is kept when nobody has decided otherwise (`AUDIT_YEARS`).
KEPT = timedelta(days=3653)


@queue.periodic("review.notice", cron="* * * * *", regions=active_regions)
def notice(region: str) -> None:
    """Judge what the seal has numbered since the last run, both passes."""
    ends = time.monotonic() + SECONDS
    for which in ("direct", "later"):
        _pass(region, which, ends)


def _pass(region: str, which: Pass, ends: float) -> None:
    more = True
    while more and time.monotonic() < ends:
        with region_scope("review.notice", region) as actor:
            more = notice_next(actor=actor, which=which)


@queue.periodic("review.watch", cron="* * * * * */20", regions=active_regions)
def watch(region: str) -> None:
    """Raise alarms about what the seal has numbered, three times a minute (the last of the fields).

    With the seal's own few seconds an alarm is there within a minute of what it is about.
    """
    ends, more = time.monotonic() + SECONDS, True
    while more and time.monotonic() < ends:
        with region_scope("review.watch", region) as actor:
            more = watch_next(actor=actor)


@queue.periodic("review.remind", cron="23 6 * * *", regions=active_regions)
def remind_of_what_is_due(region: str) -> None:
    """Remind reviewers and those asked, in the morning; a second run the same day tells nobody."""
    today = clock.today()
    with region_scope("review.remind", region) as actor:
        remind(actor=actor, today=today)


@queue.periodic("review.forget", cron="41 3 * * *", regions=active_regions)
def forget(region: str) -> None:
    """Forget what was noted of entries older than the log is kept, unit by unit."""
    with region_scope("review.forget", region):
        found = units(region)
    for unit_id in found:
        with region_scope("review.forget", region) as actor:
            drop_old(actor=actor, unit_id=unit_id, before=clock.now() - KEPT)


@queue.job(JOB)
def make_export(region: str, export: str) -> None:
    """Make an export that was ordered; from its beginning, whatever an earlier try has left."""
    run = new_id()
    with region_scope(JOB, region) as actor:
        ordered = begin_making(actor=actor, export_id=UUID(export), run=run)
    if ordered is None:
        return
    making = Making(region, ordered, run)
    with suppress(Stopped):
        try:
            with translation.override("sv"):
                sha256, size = encrypt(making.texts(), ordered.recipient, making.keep)
        except TooLarge:
            with region_scope(JOB, region) as actor:
                give_up_export(actor=actor, export=ordered, run=run)
            return
        with region_scope(JOB, region) as actor:
            finish_export(
                actor=actor,
                export=ordered,
                run=run,
                sha256=sha256,
                size=size,
                residents=frozenset(making.residents),
            )


class Making:
    """One try at an export: text for the encryption, and its pieces into the database."""

    def __init__(self, region: str, ordered: ExportRow, run: UUID) -> None:
        """Begin at the beginning."""
        self.region, self.ordered, self.run = region, ordered, run
        self.residents = set[UUID]()
        self.pieces = 0

    def texts(self) -> Iterator[str]:
        """Give the file step by step; one step's rows are in memory at a time. Raises `Stopped`."""
        how = writing(self.ordered.form, marked=self.ordered.review_id is not None)
        with region_scope(JOB, self.region):
            head = header(self.ordered, unit_of(self.ordered.unit_id))
        yield how.begin(head)
        after: Key | None = None
        count = 0
        while True:
            with region_scope(JOB, self.region) as actor:
                step = next_rows(actor=actor, export=self.ordered, run=self.run, after=after)
            self.residents |= step.residents
            if step.rows:
                yield "".join(
                    how.row(row, number == 0) for number, row in enumerate(step.rows, start=count)
                )
            count += len(step.rows)
            after = step.next
            if after is None:
                break
        yield how.end(count)

    def keep(self, data: bytes) -> None:
        """Keep a piece. Raises `Stopped`."""
        with region_scope(JOB, self.region) as actor:
            keep_piece(
                actor=actor, export=self.ordered, run=self.run, number=self.pieces, data=data
            )
        self.pieces += 1


@queue.periodic("review.export.expire", cron="*/10 * * * *", regions=active_regions)
def expire(region: str) -> None:
    """Take away what nobody fetched in time, one by one."""
    now = clock.now()
    with region_scope("review.export.expire", region):
        found = too_old(region, now - KEPT_EXPORT, now)
    for unit_id, export_id in found:
        with region_scope("review.export.expire", region) as actor:
            expire_export(actor=actor, unit_id=unit_id, export_id=export_id, now=now)
