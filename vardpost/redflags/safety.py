"""What a new version of the nation's list must hold before it can be in force. Pure.

The limits are those that the list of the product is tested against (`tests/redflags`): of the
sentences whose answer is known it finds at least 95 %, and it warns at at most 5 % of those that
are to be left alone. A list without signs to call 112 for, or one that warns at everything, cannot
come into force, whoever asks for it.
"""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from vardpost.redflags.corpus import KINDS, Outcome, figures, judge, sentences
from vardpost.redflags.lists import (
    Definition,
    ListError,
    RedFlagList,
    canonical,
    read_list,
    stored_list,
)
from vardpost.redflags.match import Compiled, Matcher

#: Least share of the signs that is found, most share of the others that is warned at.
LEAST_FOUND, MOST_FALSE = 0.95, 0.05
#: How many sentences a refusal names.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What a list makes of the sentences whose answer is known."""

    outcomes: tuple[Outcome, ...]
    signs: int
    found: int
    others: int
    false: int

    @property
    def misses(self) -> bool:
        """Whether too many signs are missed."""
        return self.found < LEAST_FOUND * self.signs

    @property
    def too_wide(self) -> bool:
        """Whether too many harmless sentences are warned at."""
        return self.false > MOST_FALSE * self.others


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence that comes out otherwise with another list; the keys that were and are found."""

    text: str
    right: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    better: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a list cannot be in force: `code`, and facts and sentences to tell it with."""

    code: str
    share: float = 0.0
    sentences: tuple[str, ...] = ()


def compiled_draft(definition: Definition) -> Compiled:
    """Return a list that has no version yet, ready to be looked for."""
    return Compiled(RedFlagList(UUID(int=0), "national", 0, definition))


def judged(definition: Definition) -> Judged:
    """Return what a list makes of the sentences; asked again for the same list it is kept."""
    return _judged(canonical(definition))


@lru_cache(maxsize=8)
def _judged(text: str) -> Judged:
    outcomes = tuple(judge(sentences(), Matcher([compiled_draft(stored_list(text))])))
    signs, others = figures(outcomes, "sign"), figures(outcomes, *KINDS[1:])
    return Judged(outcomes, signs.of, signs.right, others.of, others.of - others.right)


def turned(before: Judged, after: Judged) -> list[Turned]:
    """Return the sentences that come out otherwise, those that come out worse first."""
    found = [
        Turned(new.sentence.text, new.sentence.keys, old.found, new.found, new.right)
        for old, new in zip(before.outcomes, after.outcomes, strict=True)
        if old.right != new.right
    ]
    return sorted(found, key=lambda one: one.better)


def problems(definition: Definition) -> tuple[str, ...]:
    """Return what is wrong with the list as a list, one line each; none when it is one."""
    try:
        read_list(canonical(definition))
    except ListError as error:
        return error.problems
    return ()


def faults_of(definition: Definition) -> list[Fault]:
    """Return why a list, which is one, cannot be in force in the nation."""
    if not any(one.advice == "112" and not one.part for one in definition.flags):
        return [Fault("empty")]
    seen = judged(definition)
    faults = []
    if seen.misses:
        faults.append(Fault("misses", seen.found / seen.signs, _named(seen, sign=True)))
    if seen.too_wide:
        faults.append(Fault("wide", seen.false / seen.others, _named(seen, sign=False)))
    return faults


def _named(seen: Judged, *, sign: bool) -> tuple[str, ...]:
    wrong = [one.sentence.text for one in seen.outcomes if not one.right]
    kinds = {one.sentence.text: one.sentence.kind for one in seen.outcomes}
    return tuple(one for one in wrong if (kinds[one] == "sign") is sign)[:_NAMED]
