"""What many units offer, and the types a region's units may be offered: for those above units."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.kernel import clock, db


@dataclass(frozen=True, slots=True)
class UnitOffer:
    """One central type as one unit has it, switched on or off."""

    unit_id: UUID
    key: str
    active: bool
    first_days: int
    final_days: int


@dataclass(frozen=True, slots=True)
class CentralForm:
    """A central type that is published and begun by residents."""

    id: UUID
    key: str
    title: Text
    first_days: int
    final_days: int
    #: Units may promise something else.
    promise_open: bool


def offers_of(unit_ids: Sequence[UUID]) -> list[UnitOffer]:
    """Return the central types of many units; one statement."""
    rows = db.fetch_all(
        "select u.unit_id, t.key, u.active, u.first_days, u.final_days from unit_case_type u "
        "join case_type t on t.id = u.case_type_id and t.unit_id is null "
        "where u.unit_id = any(%s)",
        [list(unit_ids)],
    )
    return [UnitOffer(*row) for row in rows]


def central_forms(region_id: str) -> list[CentralForm]:
    """Return the nation's types and a region's, in the order that units have them; one statement.

    An empty region gives the nation's alone.
    """
    rows = db.fetch_all(
        "select t.id, t.key, n.definition->'title'->>'sv', n.definition->'title'->>'en', "
        "(n.definition->'promise'->>'first_days')::int, "
        "(n.definition->'promise'->>'final_days')::int, "
        # A form that says nothing of what is open leaves this open (`fields.FormDefinition`).
        "coalesce(n.definition->'open' ? 'promise', true) "
        "from case_type t join lateral (select v.definition from case_type_version v "
        "where v.case_type_id = t.id and v.unit_id is null and v.published_at <= %s "
        "order by v.published_at desc, v.version desc limit 1) n on true "
        "where t.unit_id is null and (t.region_id is null or t.region_id = %s) "
        "and coalesce(n.definition->>'direction', 'inbound') <> 'outbound' "
        "order by t.region_id nulls first, t.position, t.key",
        [clock.now(), region_id],
    )
    return [CentralForm(key, name, Text(sv, en), *rest) for key, name, sv, en, *rest in rows]


@dataclass(frozen=True, slots=True)
class Promised:
    """What a unit promises in one case type, as it stands."""

    type_id: str
    key: str
    title: Text
    first_days: int
    final_days: int
    active: bool
    #: The unit decides it.
    open: bool


def promises_of(unit_id: UUID) -> list[Promised]:
    """Return what a unit promises in each case type it has or has had, in its order."""
    rows = db.fetch_all(
        "select t.id::text, t.key, v.definition->'title'->>'sv', v.definition->'title'->>'en', "
        "u.first_days, u.final_days, u.active, "
        "t.unit_id is not null or coalesce(v.definition->'open' ? 'promise', true) "
        "from unit_case_type u join case_type t on t.id = u.case_type_id "
        "join case_type_version v on v.id = u.version_id where u.unit_id = %s "
        "order by u.position, t.key",
        [unit_id],
    )
    return [Promised(key, name, Text(sv, en), *rest) for key, name, sv, en, *rest in rows]
