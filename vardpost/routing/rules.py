"""What a rule is, and which one matches: pure, deterministic, first match wins.

A rule asks for a kind of case, or all, and for answers to questions with fixed options. Everything
it asks must be true. What it names may be gone, since forms change: such a rule matches nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Target = Literal["person", "team", "queue"]

#: As many rules as anybody can read through, and bounds for what one rule asks.
MOST_RULES = 40
MOST_CONDITIONS = 8
#: Questions whose answers a rule may ask about: those with fixed answers.
ASKABLE = frozenset({"choice", "multichoice", "bool"})
#: As the history of a case has room for.
_LONGEST = 380


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition: the answer to a question is one of these values. The words are as they were
    when the rule was made, so that the rule reads the same when the form has changed."""

    field: str
    label: str
    values: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a unit's list. An empty `case_type` is every kind; `type_name` is its name.

    `id` stays the same when the rule is changed or moved: a form finds its rule by it.
    """

    target: Target
    case_type: str = ""
    type_name: str = ""
    asked: tuple[Asked, ...] = ()
    person_id: str = ""
    team_id: str = ""
    target_name: str = ""
    id: str = ""

    def short(self) -> str:
        """Return what it is about in few words: `Förnya recept, Vad gäller det: Intyg`."""
        about = [self.type_name] if self.case_type else []
        about += [f"{one.label}: {' / '.join(one.words)}" for one in self.asked]
        return ", ".join(about)[:_LONGEST]


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule with its number in the list, counted from 1, and whether its target can have the case.

    `able` is false for a person who does not answer there today or is close to the resident, and
    for a team without anybody in it.
    """

    number: int
    rule: Rule
    able: bool = True


@dataclass(frozen=True, slots=True)
class Routing:
    """Everything that decides who gets a new case at a unit."""

    self_take: bool = True
    rules: tuple[Rule, ...] = field(default=())

    def moved(self, number: int, step: Literal[-1, 1]) -> "Routing":
        """Return the list with one rule a step up or down; unchanged where there is no room."""
        first, second = number - 1, number - 1 + step
        if not (0 <= first < len(self.rules) and 0 <= second < len(self.rules)):
            return self
        rules = list(self.rules)
        rules[first], rules[second] = rules[second], rules[first]
        return replace(self, rules=tuple(rules))

    def without(self, number: int) -> "Routing":
        """Return the list without one rule."""
        kept = [one for place, one in enumerate(self.rules, start=1) if place != number]
        return replace(self, rules=tuple(kept))

    def extended(self, rule: Rule) -> "Routing":
        """Return the list with one more rule, last."""
        return replace(self, rules=(*self.rules, rule))

    def number_of(self, rule_id: str) -> int:
        """Return where the rule with this id stands, 0 when it does not."""
        return next((n for n, one in enumerate(self.rules, start=1) if one.id == rule_id), 0)

    def changed(self, rule: Rule, number: int) -> "Routing":
        """Return the list with the rule of the same id changed, and at this place.

        A rule that a colleague has taken away meanwhile comes back: nothing that was written is
        lost.
        """
        others = [one for one in self.rules if one.id != rule.id]
        place = min(max(number, 1), len(others) + 1) - 1
        return replace(self, rules=(*others[:place], rule, *others[place:]))


#: Two ready-made ways. *Alla gör allt*: one queue that everyone takes from.
EVERYONE = Routing(self_take=True)
#: *Fördelare*: everything is given out by a receiver.
DISPATCHER = Routing(self_take=False)


def matching(
    rules: Sequence[Placed], case_type: str, answers: Mapping[str, Any]
) -> Iterator[Placed]:
    """Yield the rules that match and whose target can have the case, in the list's order.

    The first is the one that decides; the next are for when it turns out in the last moment that
    its person cannot have the case. None means: the common queue.
    """
    for one in sorted(rules, key=lambda placed: placed.number):
        if one.able and matches(one.rule, case_type, answers):
            yield one


def matches(rule: Rule, case_type: str, answers: Mapping[str, Any]) -> bool:
    """Tell whether everything that a rule asks for is true."""
    if rule.case_type and rule.case_type != case_type:
        return False
    return all(set(one.values) & _given(answers.get(one.field)) for one in rule.asked)


def _given(answer: Any) -> set[str]:
    """Return an answer as the values it holds: those of options, *yes* and *no* of a bool."""
    if isinstance(answer, bool):
        return {"yes" if answer else "no"}
    if isinstance(answer, str):
        return {answer}
    if isinstance(answer, list | tuple):
        return {one for one in answer if isinstance(one, str)}
    return set()
