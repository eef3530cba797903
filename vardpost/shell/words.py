"""States in words, icon and colour: never colour alone (see the table in the room's README)."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later


class Mark(NamedTuple):
    """What a tag shows."""

    text: str
    icon: str
    color: str


#: state → (what the resident sees, what staff see); each is text, icon, colour.
_STATES: dict[str, tuple[Mark, Mark]] = {
    "draft": (
        Mark(later("Utkast"), "draft", "neutral"),
        Mark(later("Utkast"), "draft", "neutral"),
    ),
    "submitted": (
        Mark(later("Skickat"), "inbox", "accent"),
        Mark(later("Nytt, ej fördelat"), "inbox", "accent"),
    ),
    "assigned": (
        Mark(later("Tagits emot"), "user", "neutral"),
        Mark(later("Fördelat"), "user", "neutral"),
    ),
    "in_progress": (
        Mark(later("Läst av mottagningen"), "eye", "neutral"),
        Mark(later("Öppnat"), "user", "neutral"),
    ),
    "awaiting_resident": (
        Mark(later("Fråga till dig"), "question", "accent"),
        Mark(later("Väntar på invånaren"), "reply", "neutral"),
    ),
    "resident_replied": (
        Mark(later("Du har svarat"), "reply", "neutral"),
        Mark(later("Svar på motfråga"), "dot", "accent"),
    ),
    "answered": (
        Mark(later("Besvarat"), "check", "success"),
        Mark(later("Besvarat"), "check", "success"),
    ),
    "closed": (
        Mark(later("Avslutat"), "done", "success"),
        Mark(later("Avslutat"), "done", "success"),
    ),
    "closed_no_answer": (
        Mark(later("Avslutat"), "done", "neutral"),
        Mark(later("Avslutat utan svar"), "done", "neutral"),
    ),
    "withdrawn": (
        Mark(later("Återtaget"), "undo", "neutral"),
        Mark(later("Återtaget av invånaren"), "undo", "neutral"),
    ),
    "forwarded": (
        Mark(later("Skickat vidare"), "done", "neutral"),
        Mark(later("Flyttat till annan enhet"), "done", "neutral"),
    ),
}
_SLA = {"ok": ("clock", "neutral"), "soon": ("clock", "warning"), "late": ("alert", "danger")}


def status(state: str, audience: str = "resident") -> Mark:
    """Return how a state is shown to a `resident` or to `staff`, in the page's language."""
    mark = _STATES[state][audience == "staff"]
    return mark._replace(text=_(mark.text))


def sla(level: str, text: str) -> Mark:
    """Return how time left is shown: level `ok`, `soon` (a quarter left) or `late`."""
    name, color = _SLA[level]
    return Mark(text, name, color)
