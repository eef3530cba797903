"""The lists in words, in the page's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

ADVICE_WORDS: Mapping[str, str] = {
    "112": later("Ring 112"),
    "1177": later("Ring 1177"),
    "unit": later("Ring mottagningen i dag"),
}
_LISTS: Mapping[str, str] = {
    "national": later("nationell lista version {n}"),
    "region": later("regionens lista version {n}"),
    "unit": later("mottagningens lista version {n}"),
}


def list_name(level: str, version: int) -> str:
    """Return `nationell lista version 3`."""
    return _(_LISTS[level]).replace("{n}", str(version))


def joined(words: list[str]) -> str:
    """Return `a`, `a och b` or `a, b och c`."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " " + _("och") + " " + words[-1]
