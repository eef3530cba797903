"""What is said of an item or a review: text in, clean values out."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Said:
    """A mark with its comment."""

    mark: str
    comment: str


def said(posted: QueryDict) -> Said:
    """Return which button was pressed, and the comment. Raises `BadInput`."""
    return Said(posted.get("mark", "")[:10], text(posted, "comment"))


def text(posted: QueryDict, name: str) -> str:
    """Return a longer text. Raises `BadInput` for characters that cannot be kept."""
    found = typed.kept(posted.get(name, "")[:20_000])
    if typed.has_refused(found):
        words = _("Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas")
        raise BadInput({name: words})
    return typed.lines(found)
