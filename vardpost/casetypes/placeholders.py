"""Blanks in a terms text, `{{telefon}}`, filled in from what the unit has told when it is shown.

The same names in every language, so that a text is translated without learning others.
"""

import re
from collections.abc import Mapping

#: What can stand between the braces.
NAMES = ("mottagning", "telefon", "oppettider", "region", "svar_inom")

_BLANK = re.compile(r"(tel:)?\{\{\s*([^{}]{0,60}?)\s*\}\}")
_MARKS = re.compile(r"([\\`*_\[\]()#+\-.!<>&])")


def used(body: str) -> list[str]:
    """Return the known names in a text, each once, in their order."""
    return [name for name in dict.fromkeys(_names(body)) if name in NAMES]


def unknown(body: str) -> list[str]:
    """Return what stands in braces and is no placeholder, as typed; braces that never close too."""
    strange = [f"{{{{{name}}}}}" for name in _names(body) if name not in NAMES]
    rest = _BLANK.sub("", body)
    return list(dict.fromkeys(strange + re.findall(r"\{\{|\}\}", rest)))


def fill(body: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled in; what is not known stays as it is.

    A value is never read as Markdown. After `tel:` the value of `tel:telefon` is used, a number as
    a link wants it.
    """

    def put(found: re.Match[str]) -> str:
        value = values.get(found[2])
        if value is None:
            return found[0]
        if found[1]:
            return found[1] + values.get(found[0][:4] + found[2], value)
        return _MARKS.sub(r"\\\1", " ".join(value.split()))

    return _BLANK.sub(put, body)


def _names(body: str) -> list[str]:
    return [found[2] for found in _BLANK.finditer(body)]
