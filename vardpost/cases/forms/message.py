"""A written message: kept as it was typed, and cleaned to be sent."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vardpost.casetypes.messages import MESSAGES
from vardpost.kernel import typed

#: Longest message of a resident, and of the unit.
MOST_RESIDENT = 4000
MOST_STAFF = 8000


@dataclass(frozen=True, slots=True)
class Written:
    """A text: `kept` is shown again and kept as draft, `body` is sent when there is no `error`."""

    kept: str
    body: str
    error: str


def written(text: str, *, most: int, missing: str) -> Written:
    """Read one text; `missing` is what to say when there is nothing."""
    kept = typed.kept(text.replace("\r\n", "\n"))
    body = typed.lines(kept)
    error = ""
    if typed.has_refused(kept):
        error = _said("refused")
    elif len(body) > most:
        error = _said("too_long").replace("{n}", str(len(body) - most))
    elif not body:
        error = missing
    return Written(kept, body, error)


def _said(key: str) -> str:
    return _(MESSAGES[key])
