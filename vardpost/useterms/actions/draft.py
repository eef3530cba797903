"""The terms of use as the national office changes them: a draft, a proposal, four eyes.

Anybody of the office writes the draft; somebody proposes it with its first day, and somebody else
publishes it. What is proposed stands still until then (a trigger), and the database itself takes no
version that nobody else has proposed.
"""

from datetime import date
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
from vardpost.useterms.actions.drafting import (
    RIGHT,
    Held,
    again,
    ask_words,
    closed_already,
    decide,
    hashes,
    hold,
    line,
    lock,
    note,
    refuse_late,
)
from vardpost.useterms.queries import newest, open_draft
from vardpost.useterms.shipped import shipped
from vardpost.useterms.values import NAMES, Audience, Words, differing

#: How far ahead a version may be planned.
MOST_DAYS_AHEAD = 366


def begin_draft(*, actor: Actor, audience: Audience) -> None:
    """Begin a draft from the newest version, or from the text that ships with the product.

    One that is open already is left as it is. Raises `Denied`.
    """
    require(actor, RIGHT)
    lock()
    if open_draft(audience) is not None:
        return
    last = newest(audience)
    # What was new in the last version is not what is new in the next one.
    words = Words(last.words.text_sv, last.words.text_en) if last else shipped(audience)
    key, base = new_id(), last.version if last else 0
    db.execute(
        "insert into terms_of_use_draft (id, audience, state, version, base, text_sv, text_en, "
        "summary_sv, summary_en, started_at, started_by_id, started_by_name, proposed_by_name, "
        "decided_by_name) values (%s, %s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, '', '')",
        [
            *(key, audience.value, State.DRAFT.value, base, *words.listed()),
            *(clock.now(), actor.person_id, actor.name),
        ],
    )
    after = {"state": State.DRAFT.value, "audience": audience.value, "base": base}
    note(actor, key, 1, Event.BEGIN, before={}, after=after)


def save_draft(*, actor: Actor, draft_id: UUID, version: int, words: Words) -> None:
    """Save the texts of the draft.

    Raises `NotFound`, `Denied`, `WrongState` while it is proposed, and `Moved` when anything has
    happened to the draft since `version`.
    """
    held = hold(actor, draft_id)
    if words == held.draft.words:
        return  # the very same stands already: a double click, a lost answer
    refuse_late(held, version)
    move(held.draft.state, Event.CHANGE)
    db.execute(
        "update terms_of_use_draft set text_sv = %s, text_en = %s, summary_sv = %s, "
        "summary_en = %s, version = version + 1 where id = %s",
        [*words.listed(), draft_id],
    )
    old, new = differing(held.draft.words, words)
    note(
        actor,
        draft_id,
        held.draft.version + 1,
        Event.CHANGE,
        before=hashes(old),
        after=hashes(new),
        texts=(old, new),
    )


def propose_draft(*, actor: Actor, draft_id: UUID, version: int, valid_from: date) -> None:
    """Propose the draft as the next version, with the day from which it holds.

    Raises as `save_draft`, and `BadInput` by field: a draft that says nothing new or not all that
    people need, and a day that is none.
    """
    held = hold(actor, draft_id)
    if again(held, Event.PROPOSE, version, valid_from.isoformat()):
        return
    refuse_late(held, version)
    after = move(held.draft.state, Event.PROPOSE)
    _refuse_unready(held)
    _refuse_day(held, valid_from)
    db.execute(
        "update terms_of_use_draft set state = %s, version = version + 1, base = %s, "
        "valid_from = %s, proposed_by_id = %s, proposed_by_name = %s where id = %s",
        [after.value, held.number, valid_from, actor.person_id, actor.name, draft_id],
    )
    note(
        actor,
        draft_id,
        held.draft.version + 1,
        Event.PROPOSE,
        before={"state": held.draft.state.value},
        after={
            "state": after.value,
            "valid_from": valid_from.isoformat(),
            "base": held.number,
            "texts": hashes(dict(zip(NAMES, held.draft.words.listed(), strict=True))),
        },
        words=valid_from.isoformat(),
    )


def return_draft(*, actor: Actor, draft_id: UUID, version: int, words: str) -> None:
    """Send a proposal back to be changed; whoever made it takes it back without a word.

    Raises as `save_draft`, and `BadInput` for words that are missing or too many.
    """
    held = hold(actor, draft_id)
    if again(held, Event.RETURN, version, words):
        return
    refuse_late(held, version)
    after = move(held.draft.state, Event.RETURN)
    ask_words(words, needed=held.draft.proposed_by_id != actor.person_id)
    db.execute(
        "update terms_of_use_draft set state = %s, version = version + 1, proposed_by_id = null, "
        "proposed_by_name = '' where id = %s",
        [after.value, draft_id],
    )
    note(
        actor,
        draft_id,
        held.draft.version + 1,
        Event.RETURN,
        before={"state": held.draft.state.value},
        after={"state": after.value},
        words=words,
    )


def discard_draft(*, actor: Actor, draft_id: UUID, version: int) -> None:
    """Discard the draft; its history is kept. Raises as `save_draft`."""
    if closed_already(actor, draft_id, Event.DISCARD):
        return
    held = hold(actor, draft_id)
    refuse_late(held, version)
    after = move(held.draft.state, Event.DISCARD)
    decide(held, after)
    note(
        actor,
        draft_id,
        held.draft.version + 1,
        Event.DISCARD,
        before={"state": held.draft.state.value},
        after={"state": after.value},
    )


def publish_draft(*, actor: Actor, draft_id: UUID, version: int) -> None:
    """Publish what somebody else of the office has proposed, as the next version.

    A day that has passed meanwhile is today: nobody is asked for terms of yesterday. Raises as
    `save_draft`, `Denied` for whoever proposed it (audited), and `BadInput` when a newer version
    has come in between.
    """
    if closed_already(actor, draft_id, Event.PUBLISH):
        return
    held = hold(actor, draft_id)
    refuse_late(held, version)
    after = move(held.draft.state, Event.PUBLISH)
    draft = held.draft
    if not may_publish(draft.proposed_by_id, actor.person_id):
        raise Denied(RIGHT, "whoever proposed the terms does not publish them")
    if draft.base != held.number:
        text = _("Version {n} har publicerats sedan förslaget gjordes. Skicka tillbaka förslaget.")
        raise BadInput({"": text.replace("{n}", str(held.number))})
    today = clock.today()
    first = max(draft.valid_from or today, today)
    key, number = _write_version(held, first), held.number + 1
    decide(held, after)
    line(actor, draft_id, draft.version + 1, Event.PUBLISH)
    record(
        actor,
        Entry(
            event=AuditEvent.TERMS_OF_USE_PUBLISHED,
            object_type="terms_of_use",
            object_id=key,
            purpose="administration",
            detail={
                "audience": draft.audience.value,
                "old": {"version": held.number} if held.number else {},
                "new": {
                    "version": number,
                    "valid_from": first.isoformat(),
                    "texts": hashes(dict(zip(NAMES, draft.words.listed(), strict=True))),
                },
                "draft": str(draft_id),
                "proposed_by": str(draft.proposed_by_id),
            },
        ),
    )


def _write_version(held: Held, first: date) -> UUID:
    """Write the next version as it was proposed; return its key."""
    actor, draft, key = held.actor, held.draft, new_id()
    db.execute(
        "insert into terms_of_use (id, audience, version, text_sv, text_en, summary_sv, "
        "summary_en, valid_from, proposed_by_id, proposed_by_name, published_at, "
        "published_by_id, published_by_name) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            *(key, draft.audience.value, held.number + 1, *draft.words.listed(), first),
            *(draft.proposed_by_id, draft.proposed_by_name),
            *(clock.now(), actor.person_id, actor.name),
        ],
    )
    return key


def _refuse_unready(held: Held) -> None:
    """Refuse a draft that people could not read, or that says nothing new. Raises `BadInput`."""
    words, last = held.draft.words, held.newest
    if not words.text_sv or not words.text_en:
        raise BadInput({"": _("Skriv villkoren på både svenska och engelska innan du föreslår")})
    if last is None:
        return
    if (words.text_sv, words.text_en) == (last.words.text_sv, last.words.text_en):
        text = _("Utkastet säger samma sak som villkoren. Det finns inget att föreslå")
        raise BadInput({"": text})
    if not words.summary_sv or not words.summary_en:
        raise BadInput({"": _("Skriv på båda språken vad som är nytt. Det läser alla först")})


def _refuse_day(held: Held, day: date) -> None:
    """Refuse a first day that has been, is far off, or comes before that of a planned version."""
    if not 0 <= (day - clock.today()).days <= MOST_DAYS_AHEAD:
        raise BadInput({"valid_from": _("Skriv i dag eller en dag inom ett år")})
    if held.newest and day < held.newest.valid_from:
        text = _("Version {n} gäller från {dag}. Skriv den dagen eller en senare")
        said = text.replace("{n}", str(held.number))
        raise BadInput({"valid_from": said.replace("{dag}", held.newest.valid_from.isoformat())})
