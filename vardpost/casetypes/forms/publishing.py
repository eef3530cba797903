"""When a form comes into force, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.forms.moments import moment
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput

LONGEST_NOTE = 200
EMPTY: dict[str, Any] = {"when": "now", "day": "", "hour": "", "note": "", "offer": True}


@dataclass(frozen=True, slots=True)
class Publishing:
    """What was decided; without a moment the form is published at once."""

    at: datetime | None
    note: str
    #: Residents are offered the type from the same moment.
    offer: bool


def parse(posted: QueryDict) -> Publishing:
    """Return what was decided. Raises `BadInput`."""
    errors = parts.Errors()
    note = typed.one_line(posted.get("note", ""))
    if len(note) > LONGEST_NOTE:
        over = _("Korta texten med {n} tecken").replace("{n}", str(len(note) - LONGEST_NOTE))
        errors.tell("note", over)
    at = _moment(posted, errors) if posted.get("when") == "later" else None
    if errors:
        raise BadInput(errors)
    return Publishing(at, note, "offer" in posted)


def _moment(posted: QueryDict, errors: parts.Errors) -> datetime | None:
    try:
        return moment(posted.get("day", ""), posted.get("hour", ""))
    except ValueError as error:
        errors.tell(*error.args)
        return None
