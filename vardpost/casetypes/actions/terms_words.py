"""Words proposed in units' own terms by the offices above (a part of another verb), and answers.

permissions.csv, row 27: a unit's own texts are changed by the unit alone. So an office proposes;
what is taken becomes the unit's draft, with everything else that stands in it left as it is.
"""

from collections.abc import Sequence
from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask, ask_within, tell
from vardpost.casetypes.actions.terms import save_terms_draft
from vardpost.casetypes.fields import Text
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.terms_desk import terms_desk
from vardpost.casetypes.queries.terms_proposed import Proposed
from vardpost.casetypes.terms_work import TermsWork
from vardpost.casetypes.word_change import WordChange
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission


def propose_words(
    actor: Actor,
    region_id: str,
    *,
    change_id: UUID,
    words: WordChange,
    texts: Sequence[tuple[UUID, UUID]],
) -> int:
    """Propose a change of words in the terms of (unit, case type); return how many are new.

    `region_id` is the office's, empty for the nation. Units that are closed or of another region
    are passed over, and those with whom the same already waits. One statement, however many.
    Raises `NotFound` for another office, `Denied`.
    """
    ask(actor, Owner(region_id or None))
    return db.execute(
        "insert into terms_proposal (id, change_id, unit_id, case_type_id, by_region_id, by_name, "
        "find, put, whole, at, state) select x.id, %s, x.unit_id, x.kind, %s, %s, %s, %s, %s, %s, "
        "'waiting' from unnest(%s::uuid[], %s::uuid[], %s::uuid[]) as x (id, unit_id, kind) "
        "join care_unit c on c.id = x.unit_id and c.live and (%s = '' or c.region_id = %s) "
        "where not exists (select 1 from terms_proposal p where p.unit_id = x.unit_id "
        "and p.case_type_id = x.kind and p.state = 'waiting' and p.find = %s and p.put = %s "
        "and p.whole = %s and p.by_region_id is not distinct from %s) "
        "on conflict (change_id, unit_id, case_type_id) do nothing",
        [
            *(change_id, region_id or None, actor.name[:160], words.find, words.put, words.whole),
            *(clock.now(), [new_id() for _one in texts]),
            *([one[0] for one in texts], [one[1] for one in texts], region_id, region_id),
            *(words.find, words.put, words.whole, region_id or None),
        ],
    )


def withdraw_words(actor: Actor, region_id: str, change_id: UUID) -> int:
    """Take back what no unit has answered; return how many. Raises as `propose_words`."""
    ask(actor, Owner(region_id or None))
    return db.execute(
        "update terms_proposal set state = 'withdrawn', settled_at = %s, settled_by_name = %s "
        "where change_id = %s and state = 'waiting'",
        [clock.now(), actor.name[:160], change_id],
    )


def take_words(*, actor: Actor, unit_id: UUID, proposal_id: UUID, version: int) -> None:
    """Change the words in the unit's draft, begun from what stands when there is none.

    `version` is that of the terms that the page showed. Raises `NotFound`, `Denied`, `Moved`,
    `BadInput` for a text that becomes too long, `WrongState` with hinder `settled` for a proposal
    that is answered or taken back, `locked`, and `gone` when the text has none of the words.
    """
    owner, one = _held(actor, unit_id, proposal_id)
    desk = terms_desk(unit_id, one.case_type_id)
    body = Text(one.words.apply(desk.written.sv), one.words.apply(desk.written.en))
    if body == desk.written:
        raise WrongState("the text has none of the words", hinder="gone")
    save_terms_draft(
        actor=actor,
        unit_id=unit_id,
        case_type_id=one.case_type_id,
        version=version,
        work=TermsWork(body.sv, body.en, desk.owner_id, desk.review_by),
    )
    _settle(actor, owner, one, "taken")


def decline_words(*, actor: Actor, unit_id: UUID, proposal_id: UUID) -> None:
    """Say no; nothing is changed. Raises `NotFound`, `Denied`, `WrongState` (hinder `settled`)."""
    owner, one = _held(actor, unit_id, proposal_id)
    _settle(actor, owner, one, "declined")


def _held(actor: Actor, unit_id: UUID, proposal_id: UUID) -> tuple[Owner, Proposed]:
    """Lock a proposal that waits for the unit's answer; ask."""
    row = db.fetch_one("select region_id from care_unit where id = %s", [unit_id])
    owner = Owner(row[0] if row else None, unit_id)
    ask_within(actor, Permission.UNIT_EDIT, Thing(owner.region_id, unit_id))
    found = db.fetch_one(
        "select p.id, p.case_type_id, '', p.by_name, p.at, p.find, p.put, p.whole, p.state "
        "from terms_proposal p where p.id = %s and p.unit_id = %s for update",
        [proposal_id, unit_id],
    )
    if found is None:
        raise NotFound(f"terms proposal {proposal_id}")
    if found[8] != "waiting":
        raise WrongState(f"a proposal that is {found[8]}", hinder="settled")
    return owner, Proposed(*(*found[:5], WordChange(*found[5:8])))


def _settle(actor: Actor, owner: Owner, one: Proposed, state: str) -> None:
    db.execute(
        "update terms_proposal set state = %s, settled_at = %s, settled_by_name = %s where id = %s",
        [state, clock.now(), actor.name[:160], one.id],
    )
    event = AuditEvent.TERMS_PROPOSAL_ANSWERED
    old, new = {"state": "waiting"}, {"state": state, "proposal": str(one.id)}
    tell(actor, event, owner, one.case_type_id, old=old, new=new)
