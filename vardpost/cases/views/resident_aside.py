"""Beside the form: what happens next, and how to reach the unit."""

from dataclasses import dataclass
from datetime import datetime

from vardpost.cases.forms.steps import Way
from vardpost.cases.promise import Opening
from vardpost.cases.queries.intake import standing
from vardpost.casetypes import queries as casetypes
from vardpost.kernel import clock
from vardpost.kernel.errors import NotFound
from vardpost.shell.jinja import language
from vardpost.units import queries as units
from vardpost.units.opening import week_text


@dataclass(frozen=True, slots=True)
class Aside:
    """The words beside a form; `due` is the promise if the case were sent now."""

    due: datetime | None
    unit_name: str
    unit_phone: str
    hours: str


def aside(way: Way) -> Aside:
    """Return what stands beside the form of a draft."""
    draft = way.draft
    try:
        people = [one.id for one in way.people]
        days = casetypes.offer(draft.unit_id, draft.case_type, people).first_days
        days += standing(draft.unit_id, clock.today()).extra_days
        due = Opening(draft.hours, draft.closed_on_eves).due(clock.now(), days)
    except NotFound:
        due = None
    hours = week_text(units.week(draft.hours), language())
    return Aside(due, draft.unit_name, draft.unit_phone, hours)
