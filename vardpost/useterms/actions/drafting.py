"""Parts of every verb on a draft of the terms of use: hold it, refuse, note what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound
from vardpost.kernel.four_eyes import Event, State
from vardpost.kernel.ids import new_id
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.useterms.queries import (
    Draft,
    DraftEvent,
    Version,
    draft_events,
    newest,
    open_by_id,
)
from vardpost.useterms.said import difference_lines, event_name

RIGHT = Permission.TERMS_OF_USE_EDIT
#: Two people must not both begin a draft, or publish version 2.
LOCK = 7_302_031
#: Longest words about a proposal that is sent back.
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Held:
    """The open draft, held for the rest of the transaction, and the newest version."""

    actor: Actor
    draft: Draft
    newest: Version | None

    @property
    def number(self) -> int:
        """The newest version's number; 0 before there is one."""
        return self.newest.version if self.newest else 0


def hold(actor: Actor, draft_id: UUID) -> Held:
    """Keep the open draft as it is for the rest of the transaction. Raises `Denied`, `NotFound`."""
    require(actor, RIGHT)
    lock()
    draft = open_by_id(draft_id)
    if draft is None:
        raise NotFound("draft")
    return Held(actor, draft, newest(draft.audience))


def lock() -> None:
    """Let nobody else write terms of use, or a draft of them, at the same time."""
    db.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def closed_already(actor: Actor, draft_id: UUID, event: Event) -> bool:
    """Whether this person has just closed the draft so: a double click, a lost answer."""
    require(actor, RIGHT)
    lock()
    last = draft_events(draft_id)[:1]
    return bool(last) and (last[0].event, last[0].actor_id) == (event.value, actor.person_id)


def again(held: Held, event: Event, version: int, words: str) -> bool:
    """Whether this person has already done exactly that: a double click, a lost answer."""
    later = draft_events(held.draft.id, after=version)
    return len(later) == 1 and (later[0].event, later[0].actor_id, later[0].words) == (
        event.value,
        held.actor.person_id,
        words,
    )


def refuse_late(held: Held, version: int) -> None:
    """Refuse what was decided on an older draft. Raises `Moved` with what is new."""
    later = draft_events(held.draft.id, after=version)
    if later:
        raise Moved(held.draft.version, [_earlier(held.actor, one) for one in reversed(later)])


def _earlier(actor: Actor, one: DraftEvent) -> Earlier:
    name = _("Du") if one.actor_id == actor.person_id else one.actor_name
    lines = difference_lines(one.old, one.new)
    return Earlier(name, one.at, lines or ((event_name(one.event), "", one.words or "–"),))


def ask_words(words: str, *, needed: bool) -> None:
    """Refuse words that are missing where they are needed, or too many. Raises `BadInput`."""
    if needed and not words:
        raise BadInput({"words": _("Skriv varför, med egna ord")})
    if len(words) > LONGEST_WORDS:
        left = str(len(words) - LONGEST_WORDS)
        raise BadInput({"words": _("Korta texten med {n} tecken").replace("{n}", left)})


def decide(held: Held, after: State) -> None:
    """Close the draft by this person."""
    db.execute(
        "update terms_of_use_draft set state = %s, version = version + 1, decided_by_id = %s, "
        "decided_by_name = %s, decided_at = %s where id = %s",
        [after.value, held.actor.person_id, held.actor.name, clock.now(), held.draft.id],
    )


def note(
    actor: Actor,
    draft_id: UUID,
    version: int,
    event: Event,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    words: str = "",
    texts: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> None:
    """Write the history's line and the ledger's row; texts are in the history alone."""
    line(actor, draft_id, version, event, words=words, texts=texts)
    record(
        actor,
        Entry(
            event=AuditEvent.TERMS_OF_USE_DRAFTED,
            object_type="terms_of_use_draft",
            object_id=draft_id,
            purpose="administration",
            detail={
                "event": event.value,
                "version": version,
                "old": dict(before),
                "new": dict(after),
            },
        ),
    )


def line(
    actor: Actor,
    draft_id: UUID,
    version: int,
    event: Event,
    *,
    words: str = "",
    texts: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> None:
    """Write the history's line alone, with the texts that were changed as (before, after)."""
    old, new = texts
    db.execute(
        "insert into terms_of_use_draft_event (id, draft_id, version, at, event, actor_id, "
        "actor_name, words, old, new) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), draft_id, version, clock.now(), event.value),
            *(actor.person_id, actor.name, words, db.json(dict(old)), db.json(dict(new))),
        ],
    )


def hashes(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what the ledger keeps of texts: enough to tell which one it was."""
    return {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
