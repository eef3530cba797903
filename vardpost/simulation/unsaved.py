"""A rule that nobody has saved, on the month's cases: by kind of case and day alone. Pure.

Nothing here knows an answer or whose a case is, so that no rule can be aimed at a person
(ADR 0019). Where a rule that stands asks for answers, its cases are told as hanging on them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vardpost.cases.queries.trial import FEWEST
from vardpost.routing.rules import Rule

#: The target of cases that an answer decides about.
ANSWERS = "answers"
#: A target: what it is, and its id; nothing for the common queue.
Key = tuple[str, str]
#: The days on which somebody answers: from the first, up to and not with the last.
Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Alike:
    """So many cases of a kind, sent on a day, while a list of rules stood."""

    case_type: str
    day: date
    #: How many changes of the rules came before.
    place: int
    number: int


@dataclass(frozen=True, slots=True)
class Able:
    """Who could take a case: when each person answers here, and the teams with somebody in."""

    people: Mapping[str, Sequence[Span]]
    teams: frozenset[str]

    def can(self, rule: Rule, day: date) -> bool:
        """Tell whether a rule's target could take a case that day, whoever it is about."""
        if rule.target == "person":
            spans = self.people.get(rule.person_id, ())
            return any(first <= day and (last is None or day < last) for first, last in spans)
        return rule.target == "queue" or rule.team_id in self.teams


def goes(rules: Iterable[Rule], able: Able, case_type: str, day: date) -> Key:
    """Return where a case goes; to `ANSWERS` where rules that ask for some could send it apart."""
    ways: set[Key] = set()
    for rule in rules:
        if rule.case_type in {"", case_type} and able.can(rule, day):
            ways.add(_key(rule))
            if not rule.asked:
                break
    else:
        ways.add(("queue", ""))
    return ways.pop() if len(ways) == 1 else (ANSWERS, "")


def summed(
    cases: Iterable[Alike], lists: Sequence[Sequence[Rule]], tried: Sequence[Rule], able: Able
) -> list[tuple[str, str, int | None, int | None]]:
    """Return target, name, how many it got by the rules of their moment, and how many by others.

    None for fewer than five.
    """
    names = {_key(rule): rule.target_name for rules in (*lists, tried) for rule in rules}
    was: Counter[Key] = Counter()
    would: Counter[Key] = Counter()
    for one in cases:
        was[goes(lists[one.place], able, one.case_type, one.day)] += one.number
        would[goes(tried, able, one.case_type, one.day)] += one.number
    last = {"queue": 1, ANSWERS: 2}
    keys = sorted(was | would, key=lambda key: (last.get(key[0], 0), names.get(key, ""), key))
    return [
        (key[0], "" if key[0] in last else names[key], _told(was[key]), _told(would[key]))
        for key in keys
    ]


def _key(rule: Rule) -> Key:
    return rule.target, "" if rule.target == "queue" else rule.person_id or rule.team_id


def _told(number: int) -> int | None:
    return number if number >= FEWEST else None
