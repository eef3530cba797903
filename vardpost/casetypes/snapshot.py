"""The form that a page was drawn from, carried by the page itself. Pure Python.

A draft is one row without older versions. When two write at once, the slower is told what differs
between the draft now and what she was shown; this is how the product knows what that was. It is
used to compare with and for nothing else.
"""

import base64
import binascii
import zlib

from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.reading import MAX_BYTES, DefinitionError, canonical, stored_definition


def pack(form: FormDefinition) -> str:
    """Return a form as short text for a hidden field."""
    return base64.b64encode(zlib.compress(canonical(form).encode(), 1)).decode()


def unpack(text: str) -> FormDefinition | None:
    """Return the form that was packed, or nothing when the text is no such form."""
    try:
        data = base64.b64decode(text.encode("ascii", "replace"), validate=True)
        plain = zlib.decompressobj().decompress(data, MAX_BYTES)
        return stored_definition(plain)
    except (binascii.Error, zlib.error, DefinitionError):
        return None
