"""What in a text, and in the answers of a form, is a red flag, and by which list. Pure.

Nothing of the text is kept: what is kept between two questions are the phrases of the lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vardpost.redflags import phrases
from vardpost.redflags.context import CUES, STOPS, Context, Cue, Reason
from vardpost.redflags.lists import ADVICE, Advice, Combination, Flag, RedFlagList, Text
from vardpost.redflags.words import Words, split


@dataclass(frozen=True, slots=True)
class Hit:
    """One red flag: which list and version says so, by which key, where, and what to do.

    `span` is where in `words.normalised(text)` it stands; a combination stands nowhere.
    """

    source: RedFlagList
    key: str
    label: Text
    advice: Advice
    say: Text | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A phrase that stands in the text, and why it does not count, if it does not."""

    source: RedFlagList
    flag: Flag
    span: tuple[int, int]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """What is asked about beside the text: the answers of a form, and the resident's age."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    case_type: str = ""
    age_months: int | None = None


NO_FACTS = Facts()


class Compiled:
    """One list, ready to be looked for. Making it costs milliseconds; it never changes."""

    def __init__(self, source: RedFlagList) -> None:
        """Read every phrase of a list that has been checked."""
        self.source = source
        self.index = phrases.Index()
        self.sought: list[tuple[Flag, bool]] = []
        groups = source.definition.groups
        for flag in source.definition.flags:
            for phrase in (*flag.sv, *flag.en):
                self._add(phrase, groups, flag, exception=False)
            for phrase in flag.unless:
                self._add(phrase, groups, flag, exception=True)

    def _add(
        self, phrase: str, groups: Mapping[str, Sequence[str]], flag: Flag, *, exception: bool
    ) -> None:
        self.index.add(phrases.read_phrase(phrase, groups), len(self.sought))
        self.sought.append((flag, exception))

    def seen(self, words: Words, stops: Sequence[bool], context: Context) -> list[Seen]:
        """Return every sign of this list that is written in the text."""
        signs: list[tuple[Flag, phrases.Found]] = []
        excepted: set[tuple[str, int]] = set()
        for found in phrases.find(self.index, words, stops):
            flag, exception = self.sought[found.number]
            if exception:
                excepted.add((flag.key, words.sentence[found.first]))
            else:
                signs.append((flag, found))
        result = []
        for flag, found in signs:
            reason = context.reason(found.first, found.last)
            if not reason and (flag.key, words.sentence[found.first]) in excepted:
                reason = "unless"
            span = (words.spans[found.first][0], words.spans[found.last][1])
            result.append(Seen(self.source, flag, span, reason))
        return result


class Matcher:
    """The lists in force at one place, asked together."""

    def __init__(self, lists: Iterable[Compiled]) -> None:
        """Keep the lists; the national one stands first."""
        self.lists = tuple(lists)

    def seen(self, text: str) -> list[Seen]:
        """Return every sign that is written in the text, those that do not count too."""
        words = split(text)
        stops = [word in STOPS for word in words.words]
        context = Context(words, _cues_in(words, stops))
        return [one for part in self.lists for one in part.seen(words, stops, context)]

    def hits(self, text: str, facts: Facts = NO_FACTS) -> list[Hit]:
        """Return the red flags, each once, the most urgent first."""
        meant: dict[tuple[RedFlagList, str], Seen] = {}
        for one in self.seen(text):
            if not one.reason:
                meant.setdefault((one.source, one.flag.key), one)
        hits = [
            Hit(one.source, one.flag.key, one.flag.label, one.flag.advice, one.flag.say, one.span)
            for one in meant.values()
            if not one.flag.part
        ]
        for part in self.lists:
            here = {key for source, key in meant if source is part.source}
            hits += [
                Hit(part.source, one.key, one.label, one.advice, one.say, None)
                for one in part.source.definition.combinations
                if _holds(one, here, facts)
            ]
        return sorted(hits, key=lambda hit: ADVICE.index(hit.advice))


def _cue_index() -> tuple[phrases.Index, tuple[Cue, ...]]:
    index = phrases.Index()
    kinds: list[Cue] = []
    for cue, written in CUES.items():
        for phrase in written:
            index.add(phrases.read_phrase(phrase, {}), len(kinds))
            kinds.append(cue)
    return index, tuple(kinds)


_CUES, _CUE_OF = _cue_index()


def _cues_in(words: Words, stops: Sequence[bool]) -> dict[Cue, list[tuple[int, int]]]:
    cues: dict[Cue, list[tuple[int, int]]] = {}
    for found in phrases.find(_CUES, words, stops):
        cues.setdefault(_CUE_OF[found.number], []).append((found.first, found.last))
    return cues


def _holds(one: Combination, here: set[str], facts: Facts) -> bool:
    if one.case_types and facts.case_type not in one.case_types:
        return False
    if one.younger_than_months is not None and (
        facts.age_months is None or facts.age_months >= one.younger_than_months
    ):
        return False
    if not all(here & {*alternatives.split("|")} for alternatives in one.flags):
        return False
    return all(
        {*_values(facts.answers.get(asked.field))} & {*asked.values} for asked in one.answers
    )


def _values(answer: Any) -> list[str]:
    """Return an answer as the conditions name it: a bool is yes or no, choices are their values."""
    if isinstance(answer, bool):
        return ["yes" if answer else "no"]
    if isinstance(answer, list | tuple):
        return [str(one) for one in answer]
    return [] if answer is None else [str(answer)]
