"""The national office's verbs on an application: four eyes, and a reason for what is refused."""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import (
    again,
    ask_four_eyes,
    happened,
    hold,
    tell,
    tell_nation,
)
from vardpost.offices.states import IN_WORDS, MOVES, RAISED_BY, Event, Party, move
from vardpost.offices.values import LONGEST_TEXT, Application
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

_RIGHT = Permission.REGION_ADMIN_APPROVE
#: What the national office does to an application.
EVENTS = frozenset(
    event
    for _state, event in MOVES
    if RAISED_BY[event] in {Party.NATION, Party.REVIEWER, Party.SECOND}
)


def decide(
    *,
    actor: Actor,
    region_id: str,
    application_id: UUID,
    version: int,
    event: Event,
    words: str = "",
) -> None:
    """Take an application under review, ask, recommend, approve, reject, or take an approval back.

    Raises `NotFound`, `Denied` for whoever may not do it (four eyes; audited), `WrongState`,
    `Moved`, and `BadInput` for words that are missing or too many.
    """
    require(actor, _RIGHT, Thing(region_id=region_id))
    if event not in EVENTS:
        raise BadInput({"": _("Välj vad som ska göras")})
    found = hold(region_id, application_id)
    if again(actor, found, event, version, words):
        return
    after = move(found.standing.state, event)
    ask_four_eyes(actor, found, event, _RIGHT)
    if event in IN_WORDS and not words:
        raise BadInput({f"words_{event}": _("Skriv varför, med egna ord")})
    if len(words) > LONGEST_TEXT:
        left = str(len(words) - LONGEST_TEXT)
        raise BadInput({f"words_{event}": _("Korta texten med {n} tecken").replace("{n}", left)})
    columns = _columns(actor, event)
    names = ", ".join(f"{name} = %s" for name in columns)
    db.execute(
        f"update office_application set state = %s, version = version + 1"
        f"{', ' + names if names else ''} where id = %s",
        [after.value, *columns.values(), application_id],
    )
    happened(
        actor,
        application_id=application_id,
        region_id=region_id,
        version=found.version + 1,
        event=event,
        before=found.standing.state,
        after=after,
        words=words,
    )
    _tell(actor, found, event)


def _columns(actor: Actor, event: Event) -> dict[str, object]:
    match event:
        case Event.TAKE:
            return {"reviewer_id": actor.person_id, "reviewer_name": actor.name}
        case Event.RECOMMEND:
            return {"advised": True}
        case Event.ASK:  # what comes back is judged anew
            return {"advised": False}
        case Event.APPROVE | Event.REJECT:
            return {
                "decider_id": actor.person_id,
                "decider_name": actor.name,
                "decided_at": clock.now(),
            }
        case _:
            return {}


def _tell(actor: Actor, found: Application, event: Event) -> None:
    region, who = found.region_id, found.standing
    match event:
        case Event.ASK:
            tell(actor, region, "explain", [who.applicant_id])
        case Event.RECOMMEND:
            tell_nation(actor, region, apart_from=[who.reviewer_id])
        case Event.APPROVE:
            tell(actor, region, "review", [who.candidate_id, who.applicant_id])
        case Event.REJECT:
            tell(actor, region, "review", [who.applicant_id])
        case Event.REVOKE:
            tell(actor, region, "review", [who.applicant_id, who.candidate_id])
        case _:
            return
