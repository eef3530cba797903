"""Small changes to a form while it is written: put in, move, take out. Pure Python.

A question's *place* is its path in the form, as findings tell it: `fields.kind`,
`answer_form.fields.text`, `fields.drugs.fields.name` for one inside rows. A change is made to the
form as it stands now, so that what a colleague saved meanwhile elsewhere in it stays.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TypeVar

from vardpost.casetypes.fields import AnswerForm, Field, FormDefinition, Step

Thing = TypeVar("Thing")

RESIDENTS, RESPONDERS = "fields", "answer_form.fields"
#: More than a form can use, so that a list cannot grow without end.
MOST_QUESTIONS, MOST_PAGES = 400, 30


class Missing(LookupError):
    """The page or question is not in the form (any more)."""


def lists(form: FormDefinition) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Yield every list of questions with its place, those inside rows too."""
    outer = [(RESIDENTS, form.fields), (RESPONDERS, form.answer_form.fields)]
    if form.opening_form is not None:
        outer.append(("opening_form.fields", form.opening_form.fields))
    for place, fields in outer:
        yield place, fields
        for field in fields:
            if field.type == "rows" or field.fields:
                yield f"{place}.{field.key}.fields", field.fields


def find(form: FormDefinition, place: str) -> tuple[str, tuple[Field, ...], Field]:
    """Return the list a question stands in, with its place, and the question.

    Raises `Missing`.
    """
    for home, fields in lists(form):
        for field in fields:
            if f"{home}.{field.key}" == place:
                return home, fields, field
    raise Missing(place)


def find_none(place: str) -> tuple[str, tuple[Field, ...], Field]:
    """Find nothing, where there is no form to look in. Raises `Missing`."""
    raise Missing(place)


def put(form: FormDefinition, place: str, field: Field) -> FormDefinition:
    """Return the form with another question at a place. Raises `Missing`."""
    home, fields, old = find(form, place)
    if home == RESIDENTS and field.step != old.step:
        form = _with(form, home, tuple(field if one is old else one for one in fields))
        return replace(form, fields=_by_page(form, form.fields))
    return _with(form, home, tuple(field if one is old else one for one in fields))


def add(form: FormDefinition, home: str, field: Field) -> FormDefinition:
    """Return the form with a question last in a list, or last on its page. Raises `Missing`."""
    for place, fields in lists(form):
        if place == home:
            fields = (*fields, field)
            return _with(form, home, _by_page(form, fields) if home == RESIDENTS else fields)
    raise Missing(home)


def remove(form: FormDefinition, place: str) -> FormDefinition:
    """Return the form without a question. Raises `Missing`."""
    home, fields, old = find(form, place)
    return _with(form, home, tuple(one for one in fields if one is not old))


def move(form: FormDefinition, place: str, by: int) -> FormDefinition:
    """Return the form with a question one step up (-1) or down (1).

    From the edge of a page a question goes on to the next page. Raises `Missing`.
    """
    home, fields, old = find(form, place)
    if home != RESIDENTS:
        return _with(form, home, _shifted(fields, fields.index(old), by))
    pages = [step.key for step in form.steps]
    on_page = tuple(one for one in fields if one.step == old.step)
    at = on_page.index(old)
    if 0 <= at + by < len(on_page):
        order = iter(_shifted(on_page, at, by))
        return replace(
            form, fields=tuple(next(order) if one.step == old.step else one for one in fields)
        )
    page = pages.index(old.step) + by if old.step in pages else len(pages) - 1
    if not 0 <= page < len(pages):
        return form
    moved = replace(old, step=pages[page])
    rest = [one for one in fields if one is not old]
    rest = [moved, *rest] if by > 0 else [*rest, moved]
    return replace(form, fields=_by_page(form, rest))


def add_page(form: FormDefinition, page: Step) -> FormDefinition:
    """Return the form with a page last."""
    return replace(form, steps=(*form.steps, page))


def put_page(form: FormDefinition, page: Step) -> FormDefinition:
    """Return the form with other words on the page with the same key. Raises `Missing`."""
    _page(form, page.key)
    return replace(form, steps=tuple(page if one.key == page.key else one for one in form.steps))


def move_page(form: FormDefinition, key: str, by: int) -> FormDefinition:
    """Return the form with a page, and its questions, one step up (-1) or down (1)."""
    form = replace(form, steps=_shifted(form.steps, form.steps.index(_page(form, key)), by))
    return replace(form, fields=_by_page(form, form.fields))


def remove_page(form: FormDefinition, key: str) -> FormDefinition:
    """Return the form without a page and the questions on it. Raises `Missing`."""
    gone = _page(form, key)
    return replace(
        form,
        steps=tuple(one for one in form.steps if one is not gone),
        fields=tuple(one for one in form.fields if one.step != key),
    )


def new_key(words: str, taken: Collection[str], empty: str) -> str:
    """Return a free key or stored value made of words: `Hur länge?` is `hur_lange`."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"{empty}_{stem}".strip("_")
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def _page(form: FormDefinition, key: str) -> Step:
    page = form.step(key)
    if page is None:
        raise Missing(key)
    return page


def _with(form: FormDefinition, home: str, fields: tuple[Field, ...]) -> FormDefinition:
    if home == RESIDENTS:
        return replace(form, fields=fields)
    if home == RESPONDERS:
        return replace(form, answer_form=AnswerForm(fields))
    if home == "opening_form.fields":
        return replace(form, opening_form=AnswerForm(fields))
    outer, around, rows = find(form, home.removesuffix(".fields"))
    inside = replace(rows, fields=fields)
    return _with(form, outer, tuple(inside if one is rows else one for one in around))


def _by_page(form: FormDefinition, fields: Collection[Field]) -> tuple[Field, ...]:
    """Return questions in the order of their pages; those on no page stand last."""
    order = {step.key: number for number, step in enumerate(form.steps)}
    return tuple(sorted(fields, key=lambda one: order.get(one.step, len(order))))


def _shifted(things: tuple[Thing, ...], at: int, by: int) -> tuple[Thing, ...]:
    to = min(max(at + by, 0), len(things) - 1)
    rest = [*things[:at], *things[at + 1 :]]
    return (*rest[:to], things[at], *rest[to:])
