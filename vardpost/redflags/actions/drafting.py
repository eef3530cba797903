"""Parts of every verb on a draft of the nation's list: hold it, refuse, note what happened."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from vardpost.redflags import safety
from vardpost.redflags.actions.publish import LOCK
from vardpost.redflags.lists import Definition, canonical, content_hash
from vardpost.redflags.queries import newest
from vardpost.redflags.queries.drafts import Draft, DraftEvent, draft_events, open_draft
from vardpost.redflags.said import event_name, fault_words, part_differences, sign_names

RIGHT = Permission.RED_FLAGS_NATION_EDIT
#: Longest reason.
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Held:
    """The open draft, held for the rest of the transaction, and the version it stands against."""

    actor: Actor
    draft: Draft
    listed: Definition
    newest: int

    @property
    def told(self) -> dict[str, Any]:
        """What the ledger says of the draft as it stands."""
        draft = self.draft
        return told(draft.state, draft.version, draft.base, draft.definition)

    def then(
        self, state: State, listed: Definition | None = None, base: int | None = None
    ) -> dict[str, Any]:
        """Return what the ledger says of the draft one step later."""
        draft = self.draft
        return told(
            state,
            draft.version + 1,
            draft.base if base is None else base,
            listed or draft.definition,
        )


def told(state: State, version: int, base: int, listed: Definition) -> dict[str, Any]:
    """Return what the ledger says of a draft: no word of it, a hash of the whole."""
    return {
        "state": state.value,
        "version": version,
        "base": base,
        "hash": content_hash(canonical(listed)),
    }


def hold(actor: Actor, draft_id: UUID) -> Held:
    """Keep the open draft as it is for the rest of the transaction. Raises `Denied`, `NotFound`."""
    require(actor, RIGHT)
    lock()
    draft = open_draft()
    if draft is None or draft.id != draft_id:
        raise NotFound("draft")
    card = newest("national", None, None)
    listed = card.definition if card else replace(draft.definition, flags=(), combinations=())
    return Held(actor, draft, listed, card.version if card else 0)


def lock() -> None:
    """Let nobody else write the nation's list, or a draft of it, at the same time."""
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


def refuse_late(held: Held, version: int, part: str = "") -> None:
    """Refuse what was decided on an older draft; another part that has changed is no matter."""
    later = draft_events(held.draft.id, after=version)
    if part:
        later = [one for one in later if one.part == part or one.event != Event.CHANGE]
    if later:
        names = sign_names(held.listed, held.draft.definition)
        changes = [_earlier(held.actor, one, names) for one in reversed(later)]
        raise Moved(held.draft.version, changes)


def _earlier(actor: Actor, one: DraftEvent, names: Mapping[str, str]) -> Earlier:
    name = _("Du") if one.actor_id == actor.person_id else one.actor_name
    if one.part:
        lines = part_differences(one.part, one.old, one.new, names)
    else:
        lines = ((event_name(one.event), "", one.words or "–"),)
    return Earlier(name, one.at, lines)


def ask_words(field: str, words: str, *, needed: bool) -> None:
    """Refuse words that are missing where they are needed, or too many. Raises `BadInput`."""
    if needed and not words:
        raise BadInput({field: _("Skriv varför, med egna ord")})
    if len(words) > LONGEST_WORDS:
        left = str(len(words) - LONGEST_WORDS)
        raise BadInput({field: _("Korta texten med {n} tecken").replace("{n}", left)})


def refuse_unsafe(listed: Definition) -> None:
    """Refuse a list that is none, or must not be in force (`safety`). Raises `BadInput`."""
    wrong = [*safety.problems(listed), *map(fault_words, safety.faults_of(listed))]
    if wrong:
        raise BadInput({"": " ".join(wrong)})


def decide(held: Held, after: State) -> None:
    """Close the draft by this person."""
    db.execute(
        "update red_flag_draft set state = %s, version = version + 1, decided_by_id = %s, "
        "decided_by_name = %s, decided_at = %s where id = %s",
        [after.value, held.actor.person_id, held.actor.name, clock.now(), held.draft.id],
    )


def note(
    actor: Actor,
    draft_id: UUID,
    event: Event,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    part: str = "",
    words: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write the history's line and the ledger's row; words typed are in the history alone.

    `before` and `after` are the draft as the ledger tells of it (`told`), `old` and `new` the part.
    """
    line(actor, draft_id, after["version"], event, part=part, words=words, old=old, new=new)
    record(
        actor,
        Entry(
            event=AuditEvent.RED_FLAGS_DRAFTED,
            object_type="red_flag_draft",
            object_id=draft_id,
            purpose="administration",
            detail={"event": event.value, "part": part, "old": dict(before), "new": dict(after)},
        ),
    )


def line(
    actor: Actor,
    draft_id: UUID,
    version: int,
    event: Event,
    *,
    part: str = "",
    words: str = "",
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> None:
    """Write the history's line alone."""
    db.execute(
        "insert into red_flag_draft_event (id, draft_id, version, at, event, part, actor_id, "
        "actor_name, words, old, new) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(new_id(), draft_id, version, clock.now(), event.value, part),
            *(actor.person_id, actor.name, words, db.json(old or {}), db.json(new or {})),
        ],
    )


def stored(definition: Definition) -> Any:
    """Return a list as a column holds it."""
    return db.json(json.loads(canonical(definition)))
