"""A central case type proposed to a unit, the proposal taken back (parts of another verb), and no.

Who declines is the unit; who proposes sees it, and may ask once more.
"""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask_within, tell
from vardpost.casetypes.owners import Owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission
from vardpost.units.settings import Values


def propose(*, actor: Actor, unit_id: UUID, case_type_id: UUID, by_region: str | None) -> bool:
    """Let a unit see that an office proposes a type; return whether that is new there.

    `by_region` is the office's region, none for the nation. Nothing that the unit has decided is
    touched. Raises `NotFound` for a type of another region or unit, `Denied`.
    """
    region_id = _ask(actor, unit_id, case_type_id)
    made = db.execute(
        "insert into case_type_proposal (id, unit_id, case_type_id, by_region_id, by_name, at) "
        "values (%s, %s, %s, %s, %s, %s) on conflict (unit_id, case_type_id) do update set "
        "by_region_id = excluded.by_region_id, by_name = excluded.by_name, at = excluded.at, "
        "withdrawn_at = null, declined_at = null, declined_by_name = '' "
        "where case_type_proposal.withdrawn_at is not null "
        "or case_type_proposal.declined_at is not null",
        [new_id(), unit_id, case_type_id, by_region, actor.name[:160], clock.now()],
    )
    if made:
        new = {"proposed": True, "by": by_region or "nation"}
        _tell(actor, region_id, unit_id, case_type_id, old={}, new=new)
    return bool(made)


def take_proposal_back(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, by_region: str | None
) -> bool:
    """Take a proposal back; return whether one waited. What a unit has declined stays declined.

    A region, which may switch the type off, takes any back; the nation only its own. Raises as
    `propose`.
    """
    region_id = _ask(actor, unit_id, case_type_id)
    ended = db.execute(
        "update case_type_proposal set withdrawn_at = %s where unit_id = %s "
        "and case_type_id = %s and withdrawn_at is null and declined_at is null "
        "and (%s::text is not null or by_region_id is null)",
        [clock.now(), unit_id, case_type_id, by_region],
    )
    if ended:
        old, new = {"proposed": True}, {"proposed": False}
        _tell(actor, region_id, unit_id, case_type_id, old=old, new=new)
    return bool(ended)


def decline_proposal(*, actor: Actor, unit_id: UUID, case_type_id: UUID) -> bool:
    """Say no to a type that is proposed to the unit; return whether a proposal waited for it.

    The unit may still take the type at any time. Raises as `propose`.
    """
    region_id = _ask(actor, unit_id, case_type_id)
    said = db.execute(
        "update case_type_proposal set declined_at = %s, declined_by_name = %s where unit_id = %s "
        "and case_type_id = %s and withdrawn_at is null and declined_at is null",
        [clock.now(), actor.name[:160], unit_id, case_type_id],
    )
    if said:
        event, owner = AuditEvent.CASE_TYPE_DECLINED, Owner(region_id, unit_id)
        old, new = {"proposed": True}, {"declined": True}
        tell(actor, event, owner, case_type_id, old=old, new=new)
    return bool(said)


def _ask(actor: Actor, unit_id: UUID, case_type_id: UUID) -> str:
    row = db.fetch_one(
        "select c.region_id from care_unit c join case_type t on t.unit_id is null "
        "and (t.region_id is null or t.region_id = c.region_id) where c.id = %s and t.id = %s",
        [unit_id, case_type_id],
    )
    ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(row[0] if row else None, unit_id))
    if row is None:
        raise NotFound("case type of the unit")
    return str(row[0])


def _tell(
    actor: Actor,
    region_id: str,
    unit_id: UUID,
    case_type_id: UUID,
    *,
    old: Values,
    new: Values,
) -> None:
    owner = Owner(region_id, unit_id)
    tell(actor, AuditEvent.CASE_TYPE_PROPOSED, owner, case_type_id, old=old, new=new)
