"""The units that an order is meant for, and what it would do at each: two statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from vardpost.casetypes.queries.central import AtUnit, at_units
from vardpost.kernel import db
from vardpost.units.queries import SWEDISH_ORDER

#: More units than the country has in the service.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """One unit with what it has of the case type."""

    id: UUID
    hsa_id: str
    name: str
    at: AtUnit
    #: For the national office, which switches nothing and takes only its own proposals back.
    nation: bool

    def outcome(self, how: str) -> str:
        """Return what an order would come to here, a word of `words.PLANNED`."""
        if how == "withdraw" and self.nation:
            return "taken" if self.at.by_nation else "same"
        if how == "withdraw":
            return "ends" if self.at.active else "taken" if self.at.proposed else "same"
        if self.at.active or (how == "offer" and self.at.proposed):
            return "same"
        if self.at.declined:
            return "declined"
        return "asleep" if self.at.has and how == "active" else "new"


def units_for(
    region_id: str,
    case_type_id: UUID,
    *,
    kind: str = "",
    template: str = "",
    ids: Sequence[UUID] | None = None,
) -> list[Chosen]:
    """Return open units of a region, or with none of the country, by name.

    Of a kind, with a template, or the named ones alone, where these are given.
    """
    rows = db.fetch_all(
        "select c.id, c.hsa_id, c.name from care_unit c "
        "where c.live and (%s = '' or c.region_id = %s) and (%s = '' or c.kind = %s) "
        "and (%s = '' or c.template = %s) and (%s::uuid[] is null or c.id = any(%s)) "
        f"order by {SWEDISH_ORDER.format('c.name')}, c.id limit %s",
        [
            *(region_id, region_id, kind, kind, template, template),
            *([list(ids)] * 2 if ids is not None else (None, None)),
            MOST,
        ],
    )
    at = at_units(case_type_id, [row[0] for row in rows])
    return [Chosen(row[0], row[1], row[2], at[row[0]], not region_id) for row in rows]


def digest(chosen: Sequence[Chosen], how: str) -> str:
    """Return a mark of what was shown, so that nothing else is ordered."""
    told = "".join(f"{one.id}{one.outcome(how)}" for one in chosen)
    return sha256(f"{how}{told}".encode()).hexdigest()[:32]


def order_said(region_id: str, order_id: UUID) -> tuple[UUID, str, set[UUID]] | None:
    """Return what an office's order was made with: the type, what to do, and the units."""
    row = db.fetch_one(
        "select o.case_type_id, o.how, array(select u.unit_id from central_order_unit u "
        "where u.order_id = o.id) from central_order o where o.id = %s "
        "and coalesce(o.region_id, '') = %s",
        [order_id, region_id],
    )
    return (row[0], row[1], set(row[2])) if row else None
