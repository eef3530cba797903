"""Reads of a unit's opening hours as its setting holds them."""

from uuid import UUID

from vardpost.kernel import db
from vardpost.units.values import WeekHours


def week_hours(unit_id: UUID) -> WeekHours:
    """Return the week as it stands; empty days where nothing has been said."""
    rows = db.fetch_all(
        "select o.weekday, to_char(o.opens, 'HH24:MI'), to_char(o.closes, 'HH24:MI'), "
        "u.closed_on_eves from care_unit u left join opening_hours o on o.unit_id = u.id "
        "where u.id = %s order by o.weekday, o.opens",
        [unit_id],
    )
    days: list[list[tuple[str, str]]] = [[] for _ in range(7)]
    for weekday, opens, closes, _eves in rows:
        if weekday is not None:
            days[weekday].append((opens, closes))
    return WeekHours(tuple(map(tuple, days)), rows[0][3] if rows else True)
