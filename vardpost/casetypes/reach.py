"""Which questions can ever be asked: exact for what conditions can say. Pure Python.

A *world* says which answers of single-choice questions a question needs. Conditions never say
*not*, and an answer of several choices can hold any of them, so a question is reachable exactly
when some world of it holds together.
"""

from collections.abc import Iterator, Mapping, Sequence

from vardpost.casetypes.fields import ANSWERABLE, ANSWERED, Condition, Field

World = Mapping[str, frozenset[str]]
#: Beyond so many ways to a question it counts as reachable: nobody writes such a form by hand.
_MOST = 256
_ANYHOW: list[World] = [{}]


def known_values(asked: Field) -> frozenset[str]:
    """Return the values that a condition on this question may name."""
    if asked.type == "bool":
        return frozenset({"yes", "no"})
    if asked.type in ANSWERABLE:
        return frozenset({ANSWERED})
    return frozenset(option.value for option in asked.options)


def reachable(fields: Sequence[Field]) -> dict[str, bool]:
    """Return for each question, in order, whether some answers lead to it.

    Conditions on questions that are not earlier are left out; the checker tells of those.
    """
    worlds: dict[str, list[World]] = {}
    earlier: dict[str, Field] = {}
    for field in fields:
        worlds[field.key] = _worlds(field.visible_when, earlier, worlds)
        earlier[field.key] = field
    return {key: bool(found) for key, found in worlds.items()}


def contradicts(condition: Condition, earlier: Mapping[str, Field]) -> str:
    """Return the single-choice question that two conditions give different answers to, or ''."""
    wanted: dict[str, frozenset[str]] = {}
    for test in condition.tests if condition.match == "all" else ():
        asked = earlier.get(test.field)
        if asked is None or asked.type not in ("choice", "bool"):
            continue
        both = wanted.get(test.field, known_values(asked)) & frozenset(test.values)
        if not both and test.field in wanted:
            return test.field
        wanted[test.field] = both
    return ""


def rings(fields: Sequence[Field]) -> Iterator[list[str]]:
    """Yield each ring of questions that wait for each other, once, its first question first."""
    waits = {
        field.key: [test.field for test in field.visible_when.tests]
        for field in fields
        if field.visible_when is not None
    }
    done: set[str] = set()
    for start in waits:
        trail: list[str] = []
        yield from _walk(start, waits, trail, done)


def _walk(
    start: str, waits: Mapping[str, list[str]], trail: list[str], done: set[str]
) -> Iterator[list[str]]:
    """Walk depth first without recursion, so that a form of any length can be walked."""
    if start in done:
        return
    todo: list[tuple[str, Iterator[str]]] = [(start, iter(waits.get(start, ())))]
    trail.append(start)
    while todo:
        key, following = todo[-1]
        after = next(following, None)
        if after is None:
            todo.pop()
            trail.pop()
            done.add(key)
        elif after in trail:
            yield trail[trail.index(after) :]
        elif after not in done and after in waits:
            todo.append((after, iter(waits[after])))
            trail.append(after)


def _worlds(
    condition: Condition | None,
    earlier: Mapping[str, Field],
    worlds: Mapping[str, list[World]],
) -> list[World]:
    if condition is None:
        return _ANYHOW
    parts = [
        _worlds_of(test, earlier[test.field], worlds[test.field])
        for test in condition.tests
        if test.field in earlier
    ]
    if not parts:
        return _ANYHOW
    if condition.match == "any":
        return _few([world for part in parts for world in part])
    together = parts[0]
    for part in parts[1:]:
        both = [_merged(one, other) for one in together for other in part]
        together = _few([world for world in both if world is not None])
    return together


def _worlds_of(test: Condition, asked: Field, worlds: list[World]) -> list[World]:
    values = frozenset(test.values) & known_values(asked)
    if not values:
        return []
    if asked.type not in ("choice", "bool"):
        return worlds
    merged = [_merged(world, {asked.key: values}) for world in worlds]
    return [world for world in merged if world is not None]


def _merged(one: World, other: World) -> World | None:
    both = dict(one)
    for key, values in other.items():
        both[key] = both.get(key, values) & values
        if not both[key]:
            return None
    return both


def _few(worlds: list[World]) -> list[World]:
    return worlds if len(worlds) <= _MOST else _ANYHOW
