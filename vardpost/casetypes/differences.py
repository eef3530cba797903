"""What differs between two forms, in words: for the editor, what is new upstream, and plans. Pure.

One line for each thing that was added, removed, moved or changed, in the order of the new form;
what was removed stands where the old form had it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Literal

from vardpost.casetypes.fields import (
    AnswerForm,
    CheckPoint,
    Condition,
    Deadline,
    Field,
    FormDefinition,
    Option,
    Picture,
    Promise,
    RedFlags,
    Step,
    Text,
)
from vardpost.casetypes.part_names import PARTS, THINGS, VALUES

Sort = Literal["added", "removed", "moved", "changed"]
#: Parts that are lists of things with keys, and what one thing of the list is called.
_LISTS = {"fields": "question", "options": "option", "steps": "step", "checklist": "point"}
#: Parts that hold texts of their own.
_WHOLE = (AnswerForm, Deadline, RedFlags)
_VERBS: Mapping[Sort, tuple[str, str]] = {
    "added": ("Ny {thing}: {name}", "New {thing}: {name}"),
    "removed": ("Borttagen {thing}: {name}", "Removed {thing}: {name}"),
    "moved": ("Flyttad {thing}: {name}", "Moved {thing}: {name}"),
    "changed": ("Ändrad {part}", "Changed {part}"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: `place` is the path, `where` the way there in words, before and after."""

    place: str
    sort: Sort
    #: *Vad gäller det? › Hjälptext*, in the language asked for.
    where: Text
    what: Text
    before: Text | None = None
    after: Text | None = None


def differences(old: FormDefinition, new: FormDefinition) -> list[Difference]:
    """Return what differs, nothing when the two are the same; a key of the form is no difference.

    A copy has another key than what it was copied from, and says the same.
    """
    return list(_parts(old, new, "", ()))


def _parts(old: Any, new: Any, place: str, way: tuple[Text, ...]) -> Iterator[Difference]:
    for part in fields(new):
        if part.name in ("key", "value") or (part.name == "schema" and not place):
            continue
        one, other = getattr(old, part.name), getattr(new, part.name)
        if one == other:
            continue
        where = f"{place}.{part.name}".lstrip(".")
        if part.name in _LISTS:
            yield from _lists(one, other, where, way, part.name)
        elif isinstance(one, _WHOLE) and isinstance(other, _WHOLE):
            yield from _parts(one, other, where, (*way, _name(part.name)))
        else:
            yield _changed(where, (*way, _name(part.name)), _words(one), _words(other))


def _lists(
    old: Sequence[Any], new: Sequence[Any], place: str, way: tuple[Text, ...], part: str
) -> Iterator[Difference]:
    thing = THINGS[_LISTS[part]]
    before, after = _by_key(old), _by_key(new)
    for key, one in before.items():
        if key not in after:
            yield _told("removed", f"{place}.{key}", way, thing, one)
    moved = _moved(list(before), list(after))
    for key, one in after.items():
        where = f"{place}.{key}"
        if key not in before:
            yield _told("added", where, way, thing, one)
            continue
        if key in moved:
            yield _told("moved", where, way, thing, one)
        yield from _parts(before[key], one, where, (*way, _label(one)))


def _by_key(things: Sequence[Any]) -> dict[str, Any]:
    return {_key(one): one for one in things}


def _key(one: Any) -> str:
    return str(one.value if isinstance(one, Option) else one.key)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the keys that stand in another order among those that both have."""
    kept = [key for key in before if key in set(after)]
    now = [key for key in after if key in set(before)]
    matcher = SequenceMatcher(None, kept, now, autojunk=False)
    stayed = {
        key
        for block in matcher.get_matching_blocks()
        for key in kept[block.a : block.a + block.size]
    }
    return set(kept) - stayed


def _told(sort: Sort, place: str, way: tuple[Text, ...], thing: Text, one: Any) -> Difference:
    name, (sv, en) = _label(one), _VERBS[sort]
    what = Text(sv.format(thing=thing.sv, name=name.sv), en.format(thing=thing.en, name=name.en))
    return Difference(place, sort, _way((*way, name)), what)


def _changed(place: str, way: tuple[Text, ...], before: Text, after: Text) -> Difference:
    sv, en = _VERBS["changed"]
    part = way[-1]
    what = Text(
        sv.format(part=part.sv[:1].lower() + part.sv[1:]),
        en.format(part=part.en[:1].lower() + part.en[1:]),
    )
    return Difference(place, "changed", _way(way), what, before, after)


def _way(way: tuple[Text, ...]) -> Text:
    return Text(" › ".join(one.sv for one in way), " › ".join(one.en for one in way))


def _label(one: Any) -> Text:
    """Return what a person calls a thing: its label or title, else its key."""
    label = one.title if isinstance(one, Step) else one.label
    key = _key(one)
    return Text(label.sv or key, label.en or key)


def _name(part: str) -> Text:
    return PARTS[part]


def _words(value: Any) -> Text:
    """Return a value in words, each text in its own language."""
    match value:
        case None | () | "":
            return VALUES["nothing"]
        case True:
            return VALUES["yes"]
        case False:
            return VALUES["no"]
        case Text():
            return value
        case Picture():
            return value.alt
        case Promise():
            days = f"{value.first_days} / {value.final_days}"
            return Text(f"{days} vardagar", f"{days} weekdays")
        case Condition():
            return _condition(value)
        case Deadline():
            return Text(
                f"{value.hours} timmar, {value.weekdays} vardagar",
                f"{value.hours} hours, {value.weekdays} weekdays",
            )
        case Option() | CheckPoint() | Field():
            return value.label
        case AnswerForm() | RedFlags():
            return VALUES["there"]
        case tuple():
            words = [_words(one) for one in value]
            return Text(", ".join(one.sv for one in words), ", ".join(one.en for one in words))
        case str() if value in VALUES:
            return VALUES[value]
        case _:
            return Text(str(value), str(value))


def _condition(condition: Condition) -> Text:
    sv, en = (" och ", " and ") if condition.match == "all" else (" eller ", " or ")
    tests = [f"{test.field} = {'/'.join(test.values)}" for test in condition.tests]
    return Text(sv.join(tests), en.join(tests))
