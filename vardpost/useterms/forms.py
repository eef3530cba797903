"""What the national office types about the terms: text in, clean values out."""

from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.useterms.text import blocks
from vardpost.useterms.values import LONGEST_SUMMARY, LONGEST_TEXT, MOST_BLOCKS, NAMES, Words


def typed(posted: QueryDict) -> Words:
    """Return what was typed, as it was; no more than a page can show again."""
    return Words(*(posted.get(name, "")[: LONGEST_TEXT * 2] for name in NAMES))


def read(posted: QueryDict) -> Words:
    """Return the texts. Raises `BadInput` with a message a field."""
    found = [posted.get(name, "").replace("\r\n", "\n").strip() for name in NAMES]
    errors: dict[str, str] = {}
    for name, text in zip(NAMES, found, strict=True):
        longest = LONGEST_TEXT if name.startswith("text") else LONGEST_SUMMARY
        if len(text) > longest:
            left = str(len(text) - longest)
            errors[name] = _("Korta texten med {n} tecken").replace("{n}", left)
        elif len(blocks(text)) > MOST_BLOCKS:
            errors[name] = _("Skriv högst {n} stycken").replace("{n}", str(MOST_BLOCKS))
    if errors:
        raise BadInput(errors)
    return Words(*found)


def read_day(text: str) -> date:
    """Return a day written as 2027-05-07. Raises `BadInput` (field `valid_from`)."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = _("Skriv dagen som 2027-05-07")
        raise BadInput({"valid_from": message}) from None
