"""An extract of the resident's log, delivered at once (HSLF-FS 2016:40, 4 kap. 10 §)."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import record
from vardpost.audit.days import days, entries
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review import extract
from vardpost.review.actions.mirror import entry
from vardpost.review.extract import Form, Frame
from vardpost.review.mirror import shown
from vardpost.review.printing import pdf
from vardpost.review.queries import mirror
from vardpost.shell.dates import number
from vardpost.shell.jinja import language

#: A document of so many lines has some eighty pages and takes a second to make.
MOST_LINES = 1500
MOST_ENTRIES = 20_000
MOST_A_DAY = 30


@dataclass(frozen=True, slots=True)
class Extract:
    """A finished file. Its name tells neither whose it is nor what it is about."""

    data: bytes
    media_type: str
    name: str


def take_extract(
    *, actor: Actor, resident_id: UUID, since: date, until: date, form: Form
) -> Extract:
    """Return the log of some days, both included, as a file; the row in the ledger says which.

    Raises `NotFound` for anybody else's log, `BadInput` when the days hold too much for one file or
    the actor has taken too many today, and `Unavailable` when the document cannot be made.
    """
    scope = require(actor, Permission.MIRROR_READ)
    whose = next((one for one in actor.residents if one.id == resident_id), None)
    if whose is None or resident_id not in scope.resident_ids:
        raise NotFound("log")
    _not_too_often(actor, resident_id)
    frame = Frame(whose.name, since, until, actor.name, clock.now())
    make = _document if form == "pdf" else _plain
    data, rows = make(actor, resident_id, frame)
    detail = {"form": form, "from": since.isoformat(), "to": until.isoformat(), "rows": rows}
    record(actor, entry(actor, AuditEvent.MIRROR_EXTRACTED, resident_id, "extract", detail))
    media_type = "application/pdf" if form == "pdf" else "application/json"
    today = frame.at.astimezone(clock.STOCKHOLM).date()
    return Extract(data, media_type, f"logg-{today.isoformat()}.{form}")


def _not_too_often(actor: Actor, resident_id: UUID) -> None:
    today = clock.today()
    found = days(resident_id, since=today, before=today + timedelta(days=1), lines=1)
    taken = sum(
        one.count
        for one in found.lines
        if one.action == AuditEvent.MIRROR_EXTRACTED and one.person_id == actor.person_id
    )
    if taken >= MOST_A_DAY:
        raise BadInput(
            {"period": _("Du har hämtat många utdrag i dag. Du kan hämta fler i morgon.")}
        )


def _document(actor: Actor, resident_id: UUID, frame: Frame) -> tuple[bytes, int]:
    before = frame.until + timedelta(days=1)
    found = days(resident_id, since=frame.since, before=before, lines=MOST_LINES)
    if found.older is not None or len(found.lines) > MOST_LINES:
        raise _too_much(MOST_LINES)
    known = mirror.known(found.lines, actor.person_id, resident_id)
    lines = shown(actor, found.lines, known, you=actor.name)
    count = sum(line.count for line in found.lines)
    return pdf("extract", extract.document(frame, lines, count)), len(lines)


def _plain(actor: Actor, resident_id: UUID, frame: Frame) -> tuple[bytes, int]:
    found = entries(resident_id, since=frame.since, until=frame.until, most=MOST_ENTRIES + 1)
    if len(found) > MOST_ENTRIES:
        raise _too_much(MOST_ENTRIES)
    known = mirror.known([one.line for one in found], actor.person_id, resident_id)
    text = json.dumps(extract.plain(frame, actor, found, known), ensure_ascii=False, indent=1)
    return f"{text}\n".encode(), len(found)


def _too_much(most: int) -> BadInput:
    words = _("De här dagarna har fler än {n} rader. Välj färre dagar åt gången.")
    return BadInput({"period": words.replace("{n}", number(most, language()))})
