"""Rules of log review: what is noticed about an entry, and when that is worth a look. Pure.

A rule is data: who, what sort of act, what must be true of it, and how many within how long. The
product's own rules are made of the same parts as those that a unit or region adds, so that one
function tells whether any of them hits, and a preview tells the truth.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntFlag
from typing import Literal
from uuid import UUID

from vardpost.review.groups import Group


class Fact(IntFlag):
    """What can be true of an entry. Stored as a number: a bit never changes its meaning."""

    NONE = 0
    #: More than an hour before or after the unit's opening hours.
    OUTSIDE_HOURS = 1
    #: In a case that had been given to somebody else, or was finished.
    NOT_ASSIGNED = 2
    SAME_NAME = 4
    SAME_ADDRESS = 8
    PROTECTED = 16
    OWN = 32
    #: A child or a parent.
    CHILD = 64
    #: The resident works at the unit.
    COLLEAGUE = 128
    #: The case had been finished for more than a week.
    FINISHED = 256
    #: Opened, and nothing done in the case by the same person, before or within three days.
    UNHANDLED = 512


#: How long after it was opened a case may be handled; then the entry is judged (`Rule.waits`).
HANDLED_WITHIN = timedelta(days=3)
#: How long a case has been finished before opening it is worth a thought.
FINISHED_FOR = timedelta(days=7)
#: A list shows whoever stands in it; only what was chosen says something of who chose.
MOST_CHOSEN = 5
#: Bounds of a rule, so that one entry is judged by a bounded look back.
MOST_COUNT = 500
LONGEST = timedelta(days=7)

Who = Literal["", "case_receiver", "responder", "unit_admin"]
What = Literal["", "opened", "listed", "taken", "handled", "refused"]


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry as rules see it. `case` is what was opened; two openings of one have the same."""

    id: UUID
    at: datetime
    person: UUID
    roles: frozenset[str]
    group: Group
    case: str = ""
    facts: Fact = Fact.NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """Who did what, what was true of it, and how many different cases within how long.

    `every` must all be true of an entry, and one of `some` where there are any. With `times` the
    same case opened again counts again. `key` is stored with each hit.
    """

    key: str
    name: str = ""
    who: Who = ""
    what: What = ""
    every: Fact = Fact.NONE
    some: Fact = Fact.NONE
    count: int = 1
    minutes: int = 0
    times: bool = False

    @property
    def waits(self) -> bool:
        """Whether the rule can be asked only once there has been time to handle the case."""
        return bool((self.every | self.some) & Fact.UNHANDLED)

    @property
    def hits_everything(self) -> bool:
        """Whether it asks for nothing that singles an entry out: such a rule is refused."""
        return self.count <= 1 and not self.every | self.some and self.what != "refused"

    @property
    def window(self) -> timedelta:
        """How far back the entries lie that are counted together."""
        return timedelta(minutes=self.minutes) if self.count > 1 else timedelta(0)


@dataclass(frozen=True, slots=True)
class Hit:
    """The entry at which a rule hit, and how many it had counted there."""

    entry: UUID
    count: int


#: The product's own rules, in the order of a list. Their words stand in `words.py`.
BUILT_IN: tuple[Rule, ...] = (
    Rule("own", some=Fact.OWN | Fact.CHILD),
    Rule("same_address", some=Fact.SAME_ADDRESS),
    Rule("same_name", what="opened", every=Fact.SAME_NAME | Fact.NOT_ASSIGNED | Fact.UNHANDLED),
    Rule("colleague", what="opened", every=Fact.COLLEAGUE | Fact.UNHANDLED),
    Rule("protected", what="opened", every=Fact.PROTECTED | Fact.UNHANDLED),
    Rule(
        "after_closing",
        what="opened",
        every=Fact.FINISHED | Fact.UNHANDLED,
        count=3,
        minutes=7 * 24 * 60,
        times=True,
    ),
    Rule("mass_reading", what="opened", every=Fact.UNHANDLED, count=20, minutes=60),
    Rule(
        "outside_hours",
        what="opened",
        every=Fact.OUTSIDE_HOURS | Fact.UNHANDLED,
        count=5,
        minutes=24 * 60,
    ),
    Rule("many_unhandled", what="opened", every=Fact.UNHANDLED, count=40, minutes=7 * 24 * 60),
    Rule("refused", what="refused", count=10, minutes=60, times=True),
)


def matches(rule: Rule, seen: Seen) -> bool:
    """Tell whether one entry is such as the rule counts."""
    return (
        (not rule.who or rule.who in seen.roles)
        and (not rule.what or seen.group == rule.what)
        and seen.facts & rule.every == rule.every
        and (not rule.some or bool(seen.facts & rule.some))
    )


def hits(rule: Rule, entries: Iterable[Seen]) -> Iterator[Hit]:
    """Yield the hits of a rule among the entries of one person, given in the order of time.

    A rule that counts hits where the number is reached, and again only after it has been below it
    meanwhile: a long run is one hit. Whether an entry is a hit depends on those within twice the
    rule's `window` before it and on nothing else, so that asking again, from wherever, finds the
    same.
    """
    found = [one for one in entries if matches(rule, one)]
    if rule.count <= 1:
        yield from (Hit(one.id, 1) for one in found)
        return
    window: deque[Seen] = deque()
    inside: Counter[object] = Counter()
    below = True
    for one in found:
        window.append(one)
        inside[_thing(rule, one)] += 1
        while window[0].at < one.at - rule.window:
            gone = _thing(rule, window.popleft())
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if len(inside) >= rule.count and below:
            yield Hit(one.id, len(inside))
        below = len(inside) < rule.count


def _thing(rule: Rule, seen: Seen) -> object:
    """Return what counts once: the case, or each entry by itself."""
    return seen.id if rule.times else seen.case or seen.id


def lookback(rules: Sequence[Rule]) -> timedelta:
    """Return how far before an entry others must be known to judge it by these rules."""
    return 2 * max((rule.window for rule in rules), default=timedelta(0))
