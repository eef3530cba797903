"""Published forms of a unit's own types as lines of the unit's history: a part.

The versions are the history of the form itself; this is where an administrator looks for what
anybody changed, and puts back what stood before.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.queries.published import version as published
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Line, Values


def note_form(
    actor: Actor,
    *,
    unit_id: UUID,
    case_type_id: UUID,
    before: UUID | None,
    made: UUID,
    event: AuditEvent,
    reason: str,
    undoes: UUID | None = None,
) -> None:
    """Write the line of a version that has been published or planned; `event` says which."""
    new = _values(made)
    held = begin(
        actor,
        replace(FORM, event=event),
        version=standing.version(unit_id, FORM.key, case_type_id),
        new=new,
        unit_id=unit_id,
        object_id=case_type_id,
    )
    if held is not None:
        old = _values(before) if before else {}
        note(held, old=old, new=new, reason=reason[:200], undoes=undoes)


def restore_form(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Publish the form that stood before anew. Raises as `roll_back`."""
    from vardpost.casetypes.actions.publish import roll_back  # it notes its own versions here

    to_version = UUID(str(values.get("form", UUID(int=0))))
    roll_back(actor=actor, case_type_id=UUID(object_id), to_version=to_version, undoes=undoes)


def _values(version_id: UUID) -> dict[str, Any]:
    made = published(version_id)
    return {
        "title": made.definition.title.sv,
        "form": str(version_id),
        "number": made.number,
        "from": made.published_at.astimezone(STOCKHOLM).isoformat(timespec="minutes"),
    }


def _words(values: Values) -> list[Line]:
    if not values:
        return []
    moment = datetime.fromisoformat(str(values["from"]))
    return [
        (_("Ärendetyp"), str(values["title"])),
        (_("Formulärets version"), str(values["number"])),
        (_("Gäller från"), moment.strftime("%Y-%m-%d %H:%M")),
    ]


FORM = Kind(
    "casetypes:form",
    later("Formulär"),
    Permission.UNIT_EDIT,
    AuditEvent.CASE_TYPE_PUBLISHED,
    "arendetyper",
    _words,
    restore_form,
)
