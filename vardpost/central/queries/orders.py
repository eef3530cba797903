"""Orders of an office: how far they have come, and what came of them at each unit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.casetypes.queries.central import AtUnit, at_units
from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.units.queries import SWEDISH_ORDER

#: Orders on one page, the latest first, and units that one shows.
MOST, UNITS = 50, 3000


@dataclass(frozen=True, slots=True)
class Ordered:
    """One order and how far it has come."""

    id: UUID
    case_type_id: UUID
    title_sv: str
    title_en: str
    how: str
    state: str
    at: datetime
    by: str
    units: int
    waiting: int
    done: int
    same: int
    refused: int

    @property
    def handled(self) -> int:
        """How many units are behind it."""
        return self.units - self.waiting

    @property
    def going(self) -> bool:
        """Whether the job is at work."""
        return self.state == "running" and self.waiting > 0


_ORDERED = (
    "select o.id, o.case_type_id, coalesce(v.title->>'sv', t.key), coalesce(v.title->>'en', ''), "
    "o.how, o.state, o.ordered_at, o.ordered_by_name, n.units, n.waiting, n.done, n.same, "
    "n.refused from central_order o join case_type t on t.id = o.case_type_id "
    "left join lateral (select v.definition->'title' as title from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null order by v.version desc limit 1) v on true "
    "cross join lateral (select count(*)::int as units, "
    "count(*) filter (where u.state = 'waiting')::int as waiting, "
    "count(*) filter (where u.state = 'done')::int as done, "
    "count(*) filter (where u.state = 'same')::int as same, "
    "count(*) filter (where u.state = 'refused')::int as refused "
    "from central_order_unit u where u.order_id = o.id) n "
    "where coalesce(o.region_id, '') = %s {} order by o.id desc limit %s"
)


def orders(region_id: str) -> list[Ordered]:
    """Return an office's orders, the latest first."""
    return [Ordered(*row) for row in db.fetch_all(_ORDERED.format(""), [region_id, MOST])]


def order_of(region_id: str, order_id: UUID) -> Ordered:
    """Return one order. Raises `NotFound` for another office's."""
    row = db.fetch_one(_ORDERED.format("and o.id = %s"), [region_id, order_id, 1])
    if row is None:
        raise NotFound("order")
    return Ordered(*row)


def ordered_units(order: Ordered) -> list[tuple[str, str, str, str]]:
    """Return (HSA-id, name, state, why) of the units of an order, what was refused first.

    Of a proposal that was made the state is the unit's answer, as it stands now. Two statements.
    """
    rows = db.fetch_all(
        "select c.hsa_id, c.name, u.state, u.why, c.id from central_order_unit u "
        "join care_unit c on c.id = u.unit_id where u.order_id = %s "
        f"order by u.state <> 'refused', {SWEDISH_ORDER.format('c.name')}, c.id limit %s",
        [order.id, UNITS],
    )
    if order.how != "offer":
        return [(row[0], row[1], row[2], row[3]) for row in rows]
    at = at_units(order.case_type_id, [row[4] for row in rows])
    return [(row[0], row[1], _answer(row[2], at[row[4]]), row[3]) for row in rows]


def _answer(state: str, at: AtUnit) -> str:
    if state != "done":
        return state
    if at.active:
        return "taken"
    return "declined" if at.declined else "asked" if at.proposed else state
