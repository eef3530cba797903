"""Every setting of a unit as the unit has it, in the words that its own administrator reads.

A value is read by the query of the room that owns it, and said by the kind's own words; who changed
it last stands in the settings' history.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.notices.queries import unit_told
from vardpost.review.queries.mirror import unit_policy
from vardpost.routing.queries.rules import routing
from vardpost.routing.values import routing_values
from vardpost.units.queries.area import area_rows
from vardpost.units.queries.hours import week_hours
from vardpost.units.queries.limits import limit_data
from vardpost.units.queries.names import called
from vardpost.units.queries.settings import json_of
from vardpost.units.settings import Line, Values, kind_of
from vardpost.units.values import ContactData


@dataclass(frozen=True, slots=True)
class Shown:
    """One setting: what it is called, what it says, and who said so last (nobody: as it came)."""

    kind: str
    title: str
    lines: tuple[Line, ...]
    changed_by: str = ""
    changed_at: datetime | None = None


def _contact(unit_id: UUID) -> Values:
    row = db.fetch_one(
        "select phone, email, about_sv, about_en from care_unit where id = %s", [unit_id]
    )
    return asdict(ContactData(*row)) if row else {}


def _hours(unit_id: UUID) -> Values:
    hours = week_hours(unit_id)
    return {"days": hours.days, "eves": hours.closed_on_eves}


def _mirror(unit_id: UUID) -> Values:
    names, answer_days = unit_policy(unit_id)
    return {"names": names, "answer_days": answer_days}


def _name(unit_id: UUID) -> Values:
    found = called(unit_id)
    since = found.since.astimezone(clock.STOCKHOLM).date().isoformat() if found.since else ""
    return {"name": found.name, "from": since}


def _template(unit_id: UUID) -> Values:
    row = db.fetch_one(
        "select u.template, u.template_version, coalesce(t.name_sv, ''), coalesce(t.name_en, '') "
        "from care_unit u left join unit_template t on t.code = u.template where u.id = %s",
        [unit_id],
    )
    if row is None:
        return {}
    return {"template": row[0], "version": row[1], "names": {"sv": row[2], "en": row[3]}}


#: What each setting that a unit has once holds now; one more in a room gets its line here.
READERS: Mapping[str, Callable[[UUID], Values]] = {
    "units:name": _name,
    "units:contact": _contact,
    "units:hours": _hours,
    "units:catchment": lambda unit: {"rows": [list(astuple(row)) for row in area_rows(unit)]},
    "notices:unit": lambda unit: asdict(unit_told(unit)),
    "units:intake-limit": lambda unit: asdict(limit_data(unit)),
    "routing:rules": lambda unit: routing_values(routing(unit)),
    "review:mirror": _mirror,
    "templates:unit": _template,
}
#: Settings that nothing but their own verb has ever written: the last change is what stands.
FROM_HISTORY = (
    "closing:ending",
    "redflags:own",
)
#: Kinds that say something of a resident: the office above the unit sees no change of them.
OF_RESIDENTS = ("casetypes:grant", "units:approval")


def shown(unit_id: UUID) -> list[Shown]:
    """Return every setting that the unit has once, in the order its administrator meets them."""
    last = _last(unit_id)
    found = []
    for key in (*READERS, *FROM_HISTORY):
        name, at, new = last.get(key, ("", None, {}))
        values = READERS[key](unit_id) if key in READERS else new
        kind = kind_of(key)
        lines = tuple(kind.words(values)) if values else ()
        found.append(Shown(key, _(kind.title), lines, name, at))
    return found


def _last(unit_id: UUID) -> dict[str, tuple[str, datetime, Values]]:
    """Return the last change of each kind: who, when, and what it says since."""
    rows = db.fetch_all(
        "select distinct on (c.kind) c.kind, c.actor_name, c.at, c.new::text "
        "from setting_change c where c.unit_id = %s and c.object_id = '' "
        "order by c.kind, c.version desc",
        [unit_id],
    )
    return {kind: (name, at, json_of(new)) for kind, name, at, new in rows}
