"""Byt ord: some words changed in many terms texts in one go, and what waits taken back.

The office's own texts are changed by the verbs of the terms (`casetypes.actions.terms`), so each
has its version, its history and its row in the ledger. Those of units are proposed to them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask
from vardpost.casetypes.actions.terms import publish_terms, save_terms_draft
from vardpost.casetypes.actions.terms_words import propose_words, withdraw_words
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.terms_desk import central_desk
from vardpost.casetypes.queries.terms_proposed import units_asked
from vardpost.casetypes.queries.words_touched import Touched, mark, touched
from vardpost.casetypes.terms_work import TermsWork
from vardpost.casetypes.word_change import WordChange
from vardpost.central.queries.texts import is_made
from vardpost.kernel import clock, db, queue
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound, WrongState
from vardpost.kernel.ids import stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue as queue_notice
from vardpost.people.queries.staff import unit_admins
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: The job that tells the administrators of one region's units, however many.
JOB = "central.words"
#: What a notice says: that something waits to be looked through, and no more.
_TOLD = "review"


def change_words(
    *,
    actor: Actor,
    region_id: str,
    change_id: UUID,
    words: WordChange,
    publish: bool,
    seen: str,
) -> None:
    """Change words in an office's own texts, and propose it to the units that have them.

    `region_id` is empty for the nation; `change_id` is the form's own, twice is once; `seen` is
    the mark of what was shown. With `publish` a text with neither draft nor plan is published;
    every other becomes a draft. Raises `NotFound` for another office, `Denied`, `BadInput` (`byt`)
    when nothing has the words, `WrongState` (hinder `moved`) when the texts are others than were
    seen.
    """
    ask(actor, Owner(region_id or None))
    # One at a time in an office: who comes second looks at what the first has made.
    db.fetch_one("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"words {region_id}"])
    if is_made(region_id, change_id, words, publish=publish):
        return
    texts = touched(region_id, words)
    if not texts:
        raise BadInput({"byt": ""}, "no text has the words")
    if mark(texts, words, publish=publish) != seen:
        raise WrongState("the texts have changed", hinder="moved")
    own = [_own(actor, one, words, publish=publish) for one in texts if one.unit_id is None]
    db.execute(
        "insert into text_change (id, region_id, find, put, whole, publish, own, at, by_id, "
        "by_name) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(change_id, region_id or None, words.find, words.put, words.whole, publish),
            *(db.json(own), clock.now(), actor.person_id, actor.name[:160]),
        ],
    )
    theirs = [one for one in texts if one.unit_id is not None]
    asked = propose_words(
        actor,
        region_id,
        change_id=change_id,
        words=words,
        texts=[(one.unit_id, one.case_type_id) for one in theirs if one.unit_id],
    )
    for region in sorted({one.region_id for one in theirs}):
        queue.defer(JOB, region, {"change": change_id})
    new = {"find": words.find, "put": words.put, "own": len(own), "proposed": asked}
    _tell(actor, AuditEvent.TEXTS_CHANGED, region_id, change_id, old={}, new=new)


def undo_words(*, actor: Actor, region_id: str, change_id: UUID) -> int:
    """Take back what no unit has answered; return how many. What is taken stays the unit's.

    Raises `NotFound` for another office's change, `Denied`. A second time does nothing.
    """
    ask(actor, Owner(region_id or None))
    row = db.fetch_one(
        "select undone_at from text_change where id = %s and coalesce(region_id, '') = %s "
        "for update",
        [change_id, region_id],
    )
    if row is None:
        raise NotFound("text change")
    if row[0] is not None:
        return 0
    back = withdraw_words(actor, region_id, change_id)
    db.execute(
        "update text_change set undone_at = %s, undone_by_name = %s where id = %s",
        [clock.now(), actor.name[:160], change_id],
    )
    new = {"withdrawn": back}
    _tell(actor, AuditEvent.TEXTS_CHANGE_UNDONE, region_id, change_id, old={}, new=new)
    return back


def tell_units(*, actor: Actor, change_id: UUID) -> None:
    """Tell the administrators of units in the actor's region that a proposal waits, each once.

    Raises `Denied` for anybody but the system of the region.
    """
    require(actor, Permission.CASE_TYPE_ACTIVATE, Thing(region_id=actor.region_id))
    queue_notice(
        actor,
        event_key=stable_key("central words", change_id, actor.region_id or ""),
        template=_TOLD,
        region_id=actor.region_id or "",
        recipients=unit_admins(units_asked(change_id, actor.region_id)),
    )


def _own(actor: Actor, one: Touched, words: WordChange, *, publish: bool) -> list[str]:
    """Change one of the office's own texts; return [case type, outcome]."""
    desk = central_desk(one.case_type_id)
    body = desk.written
    named: dict[str, Any] = {"actor": actor, "unit_id": None, "case_type_id": one.case_type_id}
    work = TermsWork(words.apply(body.sv), words.apply(body.en), desk.owner_id, desk.review_by)
    at_once = publish and one.state == "in-force"
    try:
        with transaction.atomic():
            if at_once:
                publish_terms(version=desk.version, work=work, **named)
            else:
                save_terms_draft(version=desk.version, work=work, **named)
    except Moved as error:  # somebody wrote in the editor since the texts were read
        raise WrongState("the texts have changed", hinder="moved") from error
    except (BadInput, WrongState):
        return [str(one.case_type_id), "refused"]
    return [str(one.case_type_id), "published" if at_once else "drafted"]


def _tell(
    actor: Actor,
    event: AuditEvent,
    region_id: str,
    change_id: UUID,
    *,
    old: Mapping[str, object],
    new: Mapping[str, object],
) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="text_change",
            object_id=change_id,
            purpose="administration",
            region_id=region_id,
            detail={"old": dict(old), "new": dict(new)},
        ),
    )
