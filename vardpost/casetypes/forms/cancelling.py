"""The rule for cancelling: until when an appointment can be cancelled without a fee.

A unit counts hours or full weekdays; which of them goes by its kind, since a form may be copied
to units of other kinds. What is set for those stays.
"""

from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.fields import Deadline, FormDefinition
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.national import usual_deadline
from vardpost.kernel.errors import BadInput

MOST_HOURS, MOST_WEEKDAYS = 720, 30


def shown(form: FormDefinition, kind: str) -> dict[str, Any]:
    """Return the rule as its form shows it; one that is not there begins as the nation's."""
    rule = form.deadline or replace(usual_deadline(), date="", time="")
    fields: dict[str, Any] = {
        "counts": form.deadline is not None,
        "date": rule.date,
        "time": rule.time,
        "by": "hours" if kind in rule.hour_kinds else "weekdays",
        "hours": str(rule.hours),
        "weekdays": str(rule.weekdays),
    }
    parts.show(fields, "before", rule.before)
    parts.show(fields, "passed", rule.passed)
    return fields


def asked(form: FormDefinition, kind: str, lang: str) -> list[tuple[str, str]]:
    """Return the resident's questions of a kind, *date* or *time*, to choose among.

    One that the rule names and that is no such question (any more) is there too, so that it shows.
    """
    found = [(one.key, one.label.of(lang) or one.key) for one in form.fields if one.type == kind]
    rule = form.deadline
    named = "" if rule is None else rule.date if kind == "date" else rule.time
    if named and named not in dict(found):
        found.append((named, _("{namn} (finns inte)").replace("{namn}", named)))
    return found


def parse(posted: QueryDict, form: FormDefinition, kind: str) -> FormDefinition:
    """Return the form with the rule as typed, or without one. Raises `BadInput`."""
    if "counts" not in posted:
        return replace(form, deadline=None)
    errors = parts.Errors()
    chosen = {}
    for name, told in (("date", _("Välj frågan om dagen")), ("time", _("Välj frågan om tiden"))):
        chosen[name] = posted.get(name, "")
        if chosen[name] not in dict(asked(form, name, "sv")):
            errors.tell(name, told)
    stood = form.deadline or usual_deadline()
    kinds = [one for one in stood.hour_kinds if one != kind]
    if posted.get("by") == "hours":
        kinds.append(kind)
    rule = Deadline(
        date=chosen["date"],
        time=chosen["time"],
        hours=parts.between(posted, "hours", errors, 0, MOST_HOURS),
        hour_kinds=stood.hour_kinds if set(kinds) == set(stood.hour_kinds) else tuple(kinds),
        weekdays=parts.between(posted, "weekdays", errors, 0, MOST_WEEKDAYS),
        before=parts.both(posted, "before", errors, lines=True),
        passed=parts.both(posted, "passed", errors, lines=True),
    )
    if errors:
        raise BadInput(errors)
    return replace(form, deadline=rule)
