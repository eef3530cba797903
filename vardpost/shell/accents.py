"""The colours that a region may have; each passes AA in light and dark (`tools/write_accents.py`).

Nobody types a colour: what an administrator picks is one of these, and its contrast is tested. Away
from the colours that mean something else: red and brick for danger and urgency, violet for people.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

#: Key → name; their hues stand in the tool.
ACCENTS: Mapping[str, str] = {
    "hav": later("Havsblå"),
    "skog": later("Skogsgrön"),
    "plommon": later("Plommon"),
    "skiffer": later("Skiffer"),
}
_OWN = later("Petrol, Vårdposts egen")


def accent_name(key: str) -> str:
    """Return what a colour is called; the product's own for an empty key."""
    return _(ACCENTS.get(key, _OWN))
