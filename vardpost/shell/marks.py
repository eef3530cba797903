"""The smallest parts of a page, made once and kept: icons, tags, avatars.

Lists show hundreds of them; a macro costs ten times a look-up. The component files export these
functions under the same names, so a page does not see the difference.
"""

from functools import lru_cache
from urllib.parse import quote

from django.templatetags.static import static
from django.utils.translation import get_language
from markupsafe import Markup

from vardpost.shell import words

_KEPT = 4096
#: Looked up once a process: the names of files do not change while it lives.
asset = lru_cache(maxsize=None)(static)


@lru_cache(maxsize=_KEPT)
def icon(name: str, label: str = "", css: str = "ic") -> Markup:
    """Return a symbol of the sprite. Without a label it is hidden from assistive technology."""
    role = Markup('role="img" aria-label="{}"').format(label)
    role = role if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {} focusable="false"><use href="{}#{}"/></svg>').format(
        css, role, asset("icons.svg"), quote(name)
    )


@lru_cache(maxsize=_KEPT)
def initials(name: str) -> str:
    """Return first and last initial of a name: `Maria Ek` gives `ME`."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper() if parts else "?"


@lru_cache(maxsize=_KEPT)
def tag(text: str, color: str = "neutral", icon_name: str = "") -> Markup:
    """Return a tag; see components/tag.html."""
    symbol = icon(icon_name) if icon_name else ""
    return Markup('<span class="ds-tag" data-color="{}">{}{}</span>').format(color, symbol, text)


def status(state: str, audience: str = "resident") -> Markup:
    """Return the tag of a state in the page's language."""
    return _status(state, audience, get_language() or "sv")


@lru_cache(maxsize=_KEPT)
def _status(state: str, audience: str, _language: str) -> Markup:
    mark = words.status(state, audience)
    return tag(mark.text, mark.color, mark.icon)


def sla(level: str, text: str) -> Markup:
    """Return the tag of time left."""
    mark = words.sla(level, text)
    return tag(mark.text, mark.color, mark.icon)


@lru_cache(maxsize=_KEPT)
def avatar(name: str, color: str = "neutral", size: str = "", said: bool = False) -> Markup:
    """Return initials in a circle; see components/avatar.html."""
    small = Markup(' data-size="{}"').format(size) if size else ""
    role = Markup('role="img" aria-label="{0}" title="{0}"').format(name)
    return Markup('<span class="ds-avatar" data-color="{}"{} {}>{}</span>').format(
        color, small, role if said else Markup('aria-hidden="true"'), initials(name)
    )
