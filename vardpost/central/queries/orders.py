"""Orders of an office: how far they have come, and what came of them at each unit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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


def ordered_units(order_id: UUID) -> list[tuple[str, str, str, str]]:
    """Return (HSA-id, name, state, why) of the units of an order, what was refused first.

    Of a proposal that was made the state is the unit's answer, as it stands now.
    """
    rows = db.fetch_all(
        "select c.hsa_id, c.name, case when u.state <> 'done' or o.how <> 'offer' then u.state "
        "when coalesce(t.active, false) then 'taken' when p.declined_at is not null "
        "then 'declined' when p.id is not null then 'asked' else u.state end, u.why "
        "from central_order_unit u join central_order o on o.id = u.order_id "
        "join care_unit c on c.id = u.unit_id left join unit_case_type t on t.unit_id = u.unit_id "
        "and t.case_type_id = o.case_type_id left join case_type_proposal p "
        "on p.unit_id = u.unit_id and p.case_type_id = o.case_type_id and p.withdrawn_at is null "
        "where u.order_id = %s "
        f"order by u.state <> 'refused', {SWEDISH_ORDER.format('c.name')}, c.id limit %s",
        [order_id, UNITS],
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
