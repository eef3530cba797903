"""Which red flags a resident's words raise. Nothing of the text is kept or written."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.parse import ParsedAnswers
from vardpost.redflags.match import Facts, Hit
from vardpost.redflags.queries import matcher_of

_FREE = ("text", "longtext")


def in_answers(
    lists: Iterable[UUID],
    form: FormDefinition,
    parsed: ParsedAnswers,
    born: date | None,
    today: date,
) -> list[Hit]:
    """Return the red flags of a filled-in form, by the lists in force, the most urgent first.

    A text that cannot be sent yet, being too long, counts as well: what it says is said.
    """
    texts = []
    for field in form.fields:
        if field.type in _FREE:
            typed = parsed.raw.get(field.key) or [""] if field.key in parsed.errors else [""]
            texts.append(str(parsed.values.get(field.key) or typed[0]))
    text = "\n".join(filter(None, texts))
    if not text:
        return []
    facts = Facts(parsed.values, form.key, _months(born, today))
    return matcher_of(lists).hits(text, facts)


def in_message(lists: Iterable[UUID], text: str, born: date | None, today: date) -> list[Hit]:
    """Return the red flags of a message in a case."""
    if not text.strip():
        return []
    return matcher_of(lists).hits(text, Facts(age_months=_months(born, today)))


def _months(born: date | None, today: date) -> int | None:
    if born is None:
        return None
    whole = (today.year - born.year) * 12 + today.month - born.month
    return whole - (today.day < born.day)
