"""What a form says and demands as a whole, and the words of one of its pages."""

from dataclasses import replace
from typing import Any, get_args

from django.http import QueryDict

from vardpost.casetypes.edits import new_key
from vardpost.casetypes.fields import RESERVED_STEPS, FormDefinition, OpenPart, Promise, Step
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.national import urgent_check
from vardpost.kernel.errors import BadInput

SWITCHES = ("symptom", "attachments", "proxy_allowed", "allows_followup", "journal_mark")
#: What an office may leave to the units that offer its type.
OPEN_PARTS: tuple[OpenPart, ...] = get_args(OpenPart)
MOST_DAYS, MOST_FOLLOWUP, OLDEST = 90, 365, 120


def shown(form: FormDefinition) -> dict[str, Any]:
    """Return the settings as their form shows them."""
    fields: dict[str, Any] = {name: bool(getattr(form, name)) for name in SWITCHES}
    for name in ("title", "description", "intro"):
        parts.show(fields, name, getattr(form, name))
    fields |= {
        "first_days": str(form.promise.first_days),
        "final_days": str(form.promise.final_days),
        "followup_days": str(form.followup_days),
        "min_age": str(form.min_age),
        "checklist": parts.lines_of([point.label for point in form.checklist]),
        "open": list(form.open),
    }
    return fields


def parse(posted: QueryDict, form: FormDefinition) -> FormDefinition:
    """Return the form with its settings as typed. Raises `BadInput`.

    A form about symptoms gets the national urgent check; an own one that is there stays.
    """
    errors = parts.Errors()
    switched = {name: name in posted for name in SWITCHES}
    flags = form.red_flags or urgent_check() if switched["symptom"] else None
    days = {
        name: parts.between(posted, name, errors, 1, MOST_DAYS)
        for name in ("first_days", "final_days")
    }
    made = replace(
        form,
        title=parts.both(posted, "title", errors),
        description=parts.both(posted, "description", errors, lines=True),
        intro=parts.either(posted, "intro", errors, lines=True),
        promise=Promise(**days),
        followup_days=parts.between(posted, "followup_days", errors, 1, MOST_FOLLOWUP),
        min_age=parts.between(posted, "min_age", errors, 0, OLDEST),
        checklist=parts.points(posted, "checklist", form.checklist, errors),
        red_flags=flags,
        symptom=switched["symptom"],
        attachments=switched["attachments"],
        proxy_allowed=switched["proxy_allowed"],
        allows_followup=switched["allows_followup"],
        journal_mark=switched["journal_mark"],
        open=opened(posted, form),
    )
    if errors:
        raise BadInput(errors)
    return made


def opened(posted: QueryDict, form: FormDefinition) -> tuple[OpenPart, ...]:
    """Return what units may change; it stays where the page did not ask."""
    if "asks_open" not in posted:
        return form.open
    chosen = set(posted.getlist("open"))
    return tuple(part for part in OPEN_PARTS if part in chosen)


def page_shown(page: Step) -> dict[str, Any]:
    """Return the words of a page as their form shows them."""
    fields: dict[str, Any] = {}
    for name in ("title", "intro", "short"):
        parts.show(fields, name, getattr(page, name))
    return fields


def page(posted: QueryDict, old: Step) -> Step:
    """Return a page with the words as typed. Raises `BadInput`."""
    errors = parts.Errors()
    made = Step(
        key=old.key,
        title=parts.both(posted, "title", errors),
        intro=parts.either(posted, "intro", errors, lines=True),
        short=parts.either(posted, "short", errors),
    )
    if errors:
        raise BadInput(errors)
    return made


def page_key(title: str, form: FormDefinition) -> str:
    """Return a free key for a new page; pages that the product has itself keep theirs."""
    return new_key(title, {*RESERVED_STEPS, *(one.key for one in form.steps)}, "sida")
