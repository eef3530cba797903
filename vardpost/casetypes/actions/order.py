"""In which order a unit's case types stand."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask_within
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Line, Values

_ROWS = (
    "select u.case_type_id, v.definition->'title'->>'sv', t.unit_id is null and "
    "not coalesce(v.definition->'open', '[\"order\"]'::jsonb) @> '[\"order\"]'::jsonb "
    "from unit_case_type u join case_type t on t.id = u.case_type_id "
    "join case_type_version v on v.id = u.version_id where u.unit_id = %s "
    "order by u.position, t.position, t.key for update of u"
)


def set_order(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_ids: Sequence[UUID],
    version: int | None = None,
    undoes: UUID | None = None,
) -> None:
    """Put what the unit has in this order; what is not named comes after, in its old order.

    `version` is the setting's, as the page showed it; none means what stands. Raises `NotFound`
    when one of them is not the unit's, `Moved`, and `WrongState` (hinder `locked`) when a central
    type that has been moved does not leave its place open.
    """
    region = db.fetch_one("select region_id from care_unit where id = %s", [unit_id])
    ask_within(actor, Permission.CASE_TYPE_ACTIVATE, Thing(region[0] if region else None, unit_id))
    rows = db.fetch_all(_ROWS, [unit_id])
    before = [row[0] for row in rows]
    named = set(case_type_ids)
    if not named <= set(before) or len(named) != len(case_type_ids):
        raise NotFound("an order of other types")
    after = [*case_type_ids, *(one for one in before if one not in named)]
    if any(row[2] and after.index(row[0]) != before.index(row[0]) for row in rows):
        raise WrongState("its place is locked", hinder="locked", part="order")
    titles = {row[0]: row[1] for row in rows}
    if version is None:
        version = standing.version(unit_id, ORDER.key)
    new = _values(after, titles)
    held = begin(actor, ORDER, version=version, new=new, unit_id=unit_id)
    if held is None:
        return
    db.execute(
        "update unit_case_type u set position = o.place from unnest(%s::uuid[]) "
        "with ordinality o(id, place) where u.unit_id = %s and u.case_type_id = o.id",
        [after, unit_id],
    )
    note(held, old=_values(before, titles), new=new, undoes=undoes)


def restore_order(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Put an older order back; types that have come since stand last. Raises as `set_order`."""
    wanted = [UUID(one["id"]) for one in values["order"]]
    set_order(actor=actor, unit_id=unit_id, case_type_ids=wanted, version=version, undoes=undoes)


def _values(order: Sequence[UUID], titles: dict[UUID, str]) -> dict[str, Any]:
    return {"order": [{"id": str(one), "title": titles[one]} for one in order]}


def _words(values: Values) -> list[Line]:
    return [(_("Ordning"), ", ".join(str(one["title"]) for one in values["order"]))]


ORDER = Kind(
    "casetypes:order",
    later("Ärendetypernas ordning"),
    Permission.CASE_TYPE_ACTIVATE,
    AuditEvent.CASE_TYPE_ORDERED,
    "arendetyper",
    _words,
    restore_order,
)
