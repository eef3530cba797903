"""What staff can be told of, and how, in words for the pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

#: Event → what it is called on a settings page.
EVENTS = {
    "new_case": later("Nytt ärende att fördela"),
    "unassigned": later("Ärende som väntat på att fördelas"),
    "reminder": later("Svarstid som snart går ut"),
    "replied": later("Invånaren har svarat eller återtagit"),
    "assigned": later("Jag har fått ett ärende"),
}
MODES = {
    "direct": later("Direkt"),
    "digest": later("Samlat"),
    "off": later("Av"),
}


def mode_options() -> list[tuple[str, str]]:
    """Return the ways to be told, as a form's options."""
    return [(key, _(name)) for key, name in MODES.items()]


def quiet_words(start: int, end: int) -> str:
    """Return the quiet hours in words."""
    if start == end:
        return _("aldrig")
    return _("kl. {a}–{b}").replace("{a}", str(start)).replace("{b}", str(end))
