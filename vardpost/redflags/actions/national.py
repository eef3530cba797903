"""The nation's list as the national office changes it: a draft, a proposal, four eyes.

A draft is changed part by part by anybody of the office; somebody proposes it with a reason and a
first day, and somebody else publishes it. What is proposed stands still until then (a trigger), and
the database itself takes no version of the nation that nobody else has proposed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied
from vardpost.kernel.four_eyes import Event, State, may_publish, move
from vardpost.kernel.ids import new_id
from vardpost.policy.check import require
from vardpost.redflags import safety
from vardpost.redflags.actions.drafting import (
    RIGHT,
    again,
    ask_words,
    closed_already,
    decide,
    hold,
    line,
    lock,
    note,
    refuse_late,
    refuse_unsafe,
    stored,
    told,
)
from vardpost.redflags.actions.publish import publish
from vardpost.redflags.drafts import differences, needed_by, values_of, with_part
from vardpost.redflags.lists import canonical
from vardpost.redflags.national import national_list
from vardpost.redflags.queries import newest
from vardpost.redflags.queries.drafts import open_draft

#: How far ahead a version may be planned.
MOST_DAYS_AHEAD = 366


def begin_draft(*, actor: Actor, shipped: bool = False) -> None:
    """Begin a draft from the newest version, or from the list that ships with the product.

    One that is open already is left as it is. Raises `Denied`.
    """
    require(actor, RIGHT)
    lock()
    if open_draft() is not None:
        return
    card = newest("national", None, None)
    listed = national_list() if shipped or card is None else card.definition
    key, base = new_id(), card.version if card else 0
    db.execute(
        "insert into red_flag_draft (id, state, version, base, definition, reason, started_at, "
        "started_by_id, started_by_name, proposed_by_name, decided_by_name) "
        "values (%s, %s, 1, %s, %s, '', %s, %s, %s, '', '')",
        [
            *(key, State.DRAFT.value, base, stored(listed), clock.now()),
            *(actor.person_id, actor.name),
        ],
    )
    note(actor, key, Event.BEGIN, before={}, after=told(State.DRAFT, 1, base, listed))


def change_draft(
    *, actor: Actor, draft_id: UUID, version: int, part: str, values: Mapping[str, Any]
) -> None:
    """Change one part of the draft, add it, or take it away for no values.

    Raises `NotFound`, `Denied`, `WrongState` while it is proposed, `Moved` when somebody else has
    changed the same part since `version`, and `BadInput` (field `part`) for what is no list.
    """
    held = hold(actor, draft_id)
    changed = with_part(held.draft.definition, part, values)
    if canonical(changed) == canonical(held.draft.definition):
        return  # the very same stands already: a double click, a lost answer
    refuse_late(held, version, part)
    move(held.draft.state, Event.CHANGE)
    used = [] if values else needed_by(held.draft.definition, part)
    if used:
        text = _("Tecknet behövs i: {namn}. Det kan inte tas bort.")
        if part.startswith("group:"):
            text = _("Ordgruppen används i: {namn}. Den kan inte tas bort.")
        raise BadInput({"part": text.replace("{namn}", ", ".join(one.sv for one in used))})
    wrong = safety.problems(changed)
    if wrong:
        raise BadInput({"part": "; ".join(wrong)})
    db.execute(
        "update red_flag_draft set definition = %s, version = version + 1 where id = %s",
        [stored(changed), held.draft.id],
    )
    old, new = values_of(held.draft.definition, part), values_of(changed, part)
    note(
        actor,
        draft_id,
        Event.CHANGE,
        before=held.told,
        after=held.then(held.draft.state, changed),
        part=part,
        old=old,
        new=new,
    )


def propose_draft(
    *, actor: Actor, draft_id: UUID, version: int, reason: str, valid_from: date
) -> None:
    """Propose the draft as the next version, with a reason and the day from which it holds.

    Raises as `change_draft`, and `BadInput` by field: a draft that says nothing new, one that must
    not be in force (`safety`), a reason or a day that is none.
    """
    held = hold(actor, draft_id)
    if again(held, Event.PROPOSE, version, reason):
        return
    refuse_late(held, version)
    after = move(held.draft.state, Event.PROPOSE)
    ask_words("reason", reason, needed=True)
    today = clock.today()
    if not 0 <= (valid_from - today).days <= MOST_DAYS_AHEAD:
        raise BadInput({"valid_from": _("Skriv i dag eller en dag inom ett år")})
    if not any(differences(held.listed, held.draft.definition)):
        raise BadInput({"": _("Utkastet säger samma sak som listan. Det finns inget att föreslå")})
    proposed = replace(held.draft.definition, valid_from=valid_from.isoformat())
    refuse_unsafe(proposed)
    db.execute(
        "update red_flag_draft set state = %s, version = version + 1, definition = %s, base = %s, "
        "reason = %s, proposed_by_id = %s, proposed_by_name = %s where id = %s",
        [
            *(after.value, stored(proposed), held.newest, reason),
            *(actor.person_id, actor.name, draft_id),
        ],
    )
    note(
        actor,
        draft_id,
        Event.PROPOSE,
        before=held.told,
        after=held.then(after, proposed, held.newest),
        words=reason,
    )


def return_draft(*, actor: Actor, draft_id: UUID, version: int, words: str) -> None:
    """Send a proposal back to be changed; whoever made it takes it back without a word.

    Raises as `change_draft`, and `BadInput` for words that are missing or too many.
    """
    held = hold(actor, draft_id)
    if again(held, Event.RETURN, version, words):
        return
    refuse_late(held, version)
    after = move(held.draft.state, Event.RETURN)
    ask_words("words", words, needed=held.draft.proposed_by_id != actor.person_id)
    db.execute(
        "update red_flag_draft set state = %s, version = version + 1, proposed_by_id = null, "
        "proposed_by_name = '' where id = %s",
        [after.value, draft_id],
    )
    note(actor, draft_id, Event.RETURN, before=held.told, after=held.then(after), words=words)


def discard_draft(*, actor: Actor, draft_id: UUID, version: int) -> None:
    """Discard the draft; its history is kept. Raises as `change_draft`."""
    if closed_already(actor, draft_id, Event.DISCARD):
        return
    held = hold(actor, draft_id)
    refuse_late(held, version)
    after = move(held.draft.state, Event.DISCARD)
    decide(held, after)
    note(actor, draft_id, Event.DISCARD, before=held.told, after=held.then(after))


def publish_draft(*, actor: Actor, draft_id: UUID, version: int) -> None:
    """Publish what somebody else of the office has proposed, as the nation's next version.

    Raises as `change_draft`, `Denied` for whoever proposed it (audited), and `BadInput` when a
    newer version has come in between, or the list must not be in force.
    """
    if closed_already(actor, draft_id, Event.PUBLISH):
        return
    held = hold(actor, draft_id)
    refuse_late(held, version)
    after = move(held.draft.state, Event.PUBLISH)
    if not may_publish(held.draft.proposed_by_id, actor.person_id):
        raise Denied(RIGHT, "whoever proposed the list does not publish it")
    if held.draft.base != held.newest:
        text = _("Version {n} har publicerats sedan förslaget gjordes. Skicka tillbaka förslaget.")
        raise BadInput({"": text.replace("{n}", str(held.newest))})
    listed = held.draft.definition
    refuse_unsafe(listed)
    first = max(listed.valid_from, clock.today().isoformat())
    made = publish(replace(listed, valid_from=first), by=actor.name)
    decide(held, after)
    line(actor, draft_id, held.draft.version + 1, Event.PUBLISH)
    record(
        actor,
        Entry(
            event=AuditEvent.RED_FLAGS_PUBLISHED,
            object_type="red_flag_list",
            object_id="national",
            purpose="administration",
            detail={
                "level": "national",
                "old": made.old if made else {},
                "new": made.new if made else {},
                "draft": str(draft_id),
                "proposed_by": str(held.draft.proposed_by_id),
            },
        ),
    )
