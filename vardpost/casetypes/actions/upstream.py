"""A unit begins to use a case type: the nation's, its region's, or one of its own."""

from uuid import UUID

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask_within, tell
from vardpost.casetypes.owners import Owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission

#: A type that a unit may have, with its newest form in force and its newest terms.
_WANTED = (
    "select c.region_id, v.id, (v.definition->'promise'->>'first_days')::int, "
    "(v.definition->'promise'->>'final_days')::int, (select x.id from terms_text x "
    "where x.case_type_id = t.id and x.unit_id is null and x.published_at <= %s "
    "order by x.published_at desc, x.version desc limit 1), "
    "coalesce((select max(o.position) from unit_case_type o where o.unit_id = c.id), 0) + 1 "
    "from care_unit c join case_type t on (t.region_id is null or t.region_id = c.region_id) "
    "and (t.unit_id is null or t.unit_id = c.id) "
    "left join lateral (select v.id, v.definition from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null and v.published_at <= %s "
    "order by v.published_at desc, v.version desc limit 1) v on true "
    "where c.id = %s and t.id = %s"
)


def subscribe(*, actor: Actor, unit_id: UUID, case_type_id: UUID) -> bool:
    """Give the unit a case type, switched off, following; return whether it is new there.

    Raises `NotFound` for another region's or unit's type, `WrongState` (hinder `unpublished`).
    """
    return subscription(actor, unit_id, case_type_id)


def subscription(actor: Actor, unit_id: UUID, case_type_id: UUID) -> bool:
    """Write the row of an offer, switched off, when there is none; return whether there was."""
    now = clock.now()
    row = db.fetch_one(_WANTED, [now, now, unit_id, case_type_id])
    if row is None:
        ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(unit_id=unit_id))
        raise NotFound(f"case type {case_type_id}")
    region_id, version_id, first_days, final_days, terms_id, position = row
    ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(region_id, unit_id))
    if version_id is None or terms_id is None:
        raise WrongState("nothing is published", hinder="unpublished")
    made = db.execute(
        "insert into unit_case_type (id, unit_id, case_type_id, active, position, version_id, "
        "terms_id, first_days, final_days) values (%s, %s, %s, false, %s, %s, %s, %s, %s) "
        "on conflict (unit_id, case_type_id) do nothing",
        [
            *(new_id(), unit_id, case_type_id, position, version_id, terms_id),
            *(first_days, final_days),
        ],
    )
    if made:
        owner = Owner(region_id, unit_id)
        event = AuditEvent.CASE_TYPE_SUBSCRIBED
        new = {"version": str(version_id), "terms": str(terms_id), "active": False}
        new |= {"first_days": first_days, "final_days": final_days}
        tell(actor, event, owner, case_type_id, old={}, new=new)
    return bool(made)
