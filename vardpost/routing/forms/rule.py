"""One rule, and one press on the list of rules: text in, clean values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.routing.queries.known import Kind
from vardpost.routing.queries.rules import Person, Team
from vardpost.routing.rules import Asked, Routing, Rule

QUEUE = "queue"
#: What a checkbox of an answer is called: this and the question's key.
ANSWER = "svar-"
#: What the button is called that shows the questions of another kind of case.
SHOW = "visa"
#: In an address and a form: the rule is about every kind of case.
ALL = "alla"

_STEPS: Mapping[str, Literal[-1, 1]] = {"upp": -1, "ned": 1}


@dataclass(frozen=True, slots=True)
class Typed:
    """A rule as the form shows it: chosen values by question, where it leads, and its place."""

    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    target: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that the form asks about: answers as (value, words, what is wrong with it)."""

    key: str
    label: str
    options: tuple[tuple[str, str, str], ...]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """What one button of the list does."""

    what: Literal["upp", "ned", "bort"]
    number: int

    def on(self, routing: Routing) -> Routing:
        """Return the list after the press."""
        if self.what == "bort":
            return routing.without(self.number)
        return routing.moved(self.number, _STEPS[self.what])


def press(posted: QueryDict) -> Press:
    """Return which button was pressed. Raises `BadInput` for one there is not."""
    what, _dash, number = posted.get("gor", "").partition("-")
    for known in ("upp", "ned", "bort"):
        if what == known and number.isascii() and number.isdigit():
            return Press(known, int(number[:4]))
    raise BadInput({"": _("Tryck på en av knapparna")})


def anchor(posted: QueryDict) -> str:
    """Return where the page goes on after a press: at the rule that was moved."""
    try:
        pressed = press(posted)
    except BadInput:
        return ""
    return f"#regel-{pressed.number + _STEPS.get(pressed.what, 0)}"


def targets(
    people: Sequence[Person], teams: Sequence[Team], standing: Rule | None = None
) -> list[tuple[str, str]]:
    """Return where a rule can lead: (value, words); where the `standing` one leads is among it."""
    found = [
        (QUEUE, _("Att fördela, den gemensamma inkorgen")),
        *((f"team:{one.id}", _("Teamet {namn}").replace("{namn}", one.data.name)) for one in teams),
        *(
            (f"person:{one.id}", f"{one.name}, {one.title}" if one.title else one.name)
            for one in people
            if one.responder
        ),
    ]
    if standing and target_of(standing) not in dict(found):
        words = _("{namn}, svarar inte på ärenden här nu").replace("{namn}", standing.target_name)
        found.append((target_of(standing), words))
    return found


def target_of(rule: Rule) -> str:
    """Return where a rule leads, as the form says it."""
    return QUEUE if rule.target == "queue" else f"{rule.target}:{rule.person_id or rule.team_id}"


def choices(kind: Kind | None, standing: Rule | None = None) -> list[Choice]:
    """Return what the form asks about: the kind's questions, and what the `standing` rule asks.

    What is gone from the case type is shown too, so that nobody drops it unseen.
    """
    asked = {one.field: one for one in standing.asked} if standing else {}
    found = []
    for question in kind.questions if kind else ():
        options = [(value, words, "") for value, words in question.answers]
        if old := asked.pop(question.key, None):
            known = {value for value, _words in question.answers}
            wrong = _("Svaret går inte att välja i formuläret längre.")
            options += [one for one in _options(old, wrong) if one[0] not in known]
        found.append(Choice(question.key, question.label, tuple(options)))
    wrong = _("Frågan finns inte i formuläret längre. Regeln träffar inget.")
    return found + [
        Choice(one.field, one.label, tuple(_options(one)), wrong) for one in asked.values()
    ]


def _options(asked: Asked, wrong: str = "") -> list[tuple[str, str, str]]:
    return [(value, said, wrong) for value, said in zip(asked.values, asked.words, strict=False)]


def shown(rule: Rule) -> Typed:
    """Return a rule that stands as the form shows it."""
    return Typed({one.field: one.values for one in rule.asked}, target_of(rule))


def typed(posted: QueryDict, number: int = 0) -> Typed:
    """Return what was chosen, as it was; the place alone only if it is another than `number`.

    A rule that nobody moved stays where it is when a colleague has moved others around it.
    """
    asked = {
        name.removeprefix(ANSWER): posted.getlist(name)
        for name in posted
        if name.startswith(ANSWER)
    }
    chosen = posted.get("plats", "")[:4]
    return Typed(asked, posted.get("target", "")[:80], "" if chosen == str(number) else chosen)


def names(
    people: Sequence[Person], teams: Sequence[Team], standing: Rule | None = None
) -> dict[str, str]:
    """Return the names of those whom a rule can lead to; who the `standing` one leads to too."""
    found = {QUEUE: ""}
    if standing:
        found[target_of(standing)] = standing.target_name
    found |= {f"person:{one.id}": one.name for one in people if one.responder}
    return found | {f"team:{one.id}": one.data.name for one in teams}


def parse(
    posted: QueryDict, kind: Kind | None, asks: Sequence[Choice], names: Mapping[str, str]
) -> Rule:
    """Return the rule of a posted form; `kind` is the kind of case it is about, None for all.

    Raises `BadInput` without a target, and for one that is not in the list; without a message when
    only the questions of another kind were asked for.
    """
    if SHOW in posted:
        raise BadInput({})
    chosen = typed(posted)
    sort, _colon, key = chosen.target.partition(":")
    if chosen.target not in names:
        raise BadInput({"target": _("Välj vem eller vilka som får ärendet")})
    return Rule(
        target="person" if sort == "person" else "team" if sort == "team" else "queue",
        case_type=kind.key if kind else "",
        type_name=kind.name if kind else "",
        asked=tuple(_asked(asks, chosen)),
        person_id=key if sort == "person" else "",
        team_id=key if sort == "team" else "",
        target_name=names[chosen.target],
    )


def place(posted: QueryDict, number: int) -> int:
    """Return the place in the list that was chosen; `number` where none was."""
    text = posted.get("plats", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else number


def _asked(found: Sequence[Choice], chosen: Typed) -> list[Asked]:
    asked = []
    for choice in found:
        wanted = set(chosen.asked.get(choice.key, ()))
        answers = [(value, words) for value, words, _wrong in choice.options if value in wanted]
        if answers:
            values, words = zip(*answers, strict=True)
            asked.append(Asked(choice.key, choice.label, values, words))
    return asked
