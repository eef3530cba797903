"""Drafts and what differs, in the page's words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel.four_eyes import Event
from vardpost.useterms.text import changes
from vardpost.useterms.values import NAMES, Audience

AUDIENCE_WORDS = {
    Audience.RESIDENT: later("För invånare"),
    Audience.STAFF: later("För personal"),
}
TITLES = {
    Audience.RESIDENT: later("Användarvillkor för invånare"),
    Audience.STAFF: later("Användarvillkor för personal"),
}
EVENT_WORDS = {
    Event.BEGIN: later("Utkastet började skrivas"),
    Event.CHANGE: later("Ändrade texten"),
    Event.PROPOSE: later("Föreslog versionen"),
    Event.RETURN: later("Skickade tillbaka förslaget"),
    Event.PUBLISH: later("Publicerade versionen"),
    Event.DISCARD: later("Kastade utkastet"),
}
FIELD_WORDS = {
    "text_sv": later("Villkoren på svenska"),
    "text_en": later("Villkoren på engelska"),
    "summary_sv": later("Det som är nytt, på svenska"),
    "summary_en": later("Det som är nytt, på engelska"),
}
Line = tuple[str, str, str]


def event_name(event: str) -> str:
    """Return what happened to a draft in words."""
    return _(EVENT_WORDS[Event(event)])


def difference_lines(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Line, ...]:
    """Return what was changed as (which text, before, after), piece by piece."""
    return tuple(
        (_(FIELD_WORDS[name]), one.before, one.after)
        for name in NAMES
        if name in new
        for one in changes(old.get(name, ""), new[name])
    )
