"""One rule, and one press on the list of rules: text in, clean values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.routing.queries.known import Kind
from vardpost.routing.queries.rules import Person, Team
from vardpost.routing.rules import DISPATCHER, EVERYONE, Asked, Routing, Rule

QUEUE = "queue"
#: What a checkbox of an answer is called: this and the question's key.
ANSWER = "svar-"


@dataclass(frozen=True, slots=True)
class Typed:
    """A rule as the form shows it: chosen values by question, and where it leads."""

    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    target: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """What one button of the list does."""

    what: Literal["upp", "ned", "bort", "alla", "fordelare"]
    number: int = 0

    def on(self, routing: Routing) -> Routing:
        """Return the list after the press."""
        if self.what == "alla":
            return EVERYONE
        if self.what == "fordelare":
            return DISPATCHER
        if self.what == "bort":
            return routing.without(self.number)
        return routing.moved(self.number, -1 if self.what == "upp" else 1)


def press(posted: QueryDict) -> Press:
    """Return which button was pressed. Raises `BadInput` for one there is not."""
    what, _dash, number = posted.get("gor", "").partition("-")
    for known in ("upp", "ned", "bort", "alla", "fordelare"):
        if what == known and (not number or (number.isascii() and number.isdigit())):
            return Press(known, int(number[:4] or 0))
    raise BadInput({"": _("Tryck på en av knapparna")})


def targets(people: Sequence[Person], teams: Sequence[Team]) -> list[tuple[str, str]]:
    """Return where a rule can lead: (value, words)."""
    return [
        (QUEUE, _("Att fördela, den gemensamma inkorgen")),
        *((f"team:{one.id}", _("Teamet {namn}").replace("{namn}", one.data.name)) for one in teams),
        *(
            (f"person:{one.id}", f"{one.name}, {one.title}" if one.title else one.name)
            for one in people
            if one.responder
        ),
    ]


def typed(posted: QueryDict) -> Typed:
    """Return what was chosen, as it was."""
    asked = {
        name.removeprefix(ANSWER): posted.getlist(name)
        for name in posted
        if name.startswith(ANSWER)
    }
    return Typed(asked, posted.get("target", "")[:80])


def parse(
    posted: QueryDict, kind: Kind | None, people: Sequence[Person], teams: Sequence[Team]
) -> Rule:
    """Return the rule of a posted form; `kind` is the kind of case it is about, None for all.

    Raises `BadInput` without a target, for one that is not in the list, and for a rule about every
    case that leads nowhere.
    """
    chosen = typed(posted)
    asked = tuple(_asked(kind, chosen)) if kind else ()
    sort, _colon, key = chosen.target.partition(":")
    names = {f"person:{one.id}": one.name for one in people if one.responder}
    names |= {f"team:{one.id}": one.data.name for one in teams}
    if chosen.target != QUEUE and chosen.target not in names:
        raise BadInput({"target": _("Välj vem eller vilka som får ärendet")})
    return Rule(
        target="person" if sort == "person" else "team" if sort == "team" else "queue",
        case_type=kind.key if kind else "",
        type_name=kind.name if kind else "",
        asked=asked,
        person_id=key if sort == "person" else "",
        team_id=key if sort == "team" else "",
        target_name=names.get(chosen.target, ""),
    )


def _asked(kind: Kind, chosen: Typed) -> list[Asked]:
    found = []
    for question in kind.questions:
        wanted = set(chosen.asked.get(question.key, ()))
        answers = [one for one in question.answers if one[0] in wanted]
        if answers:
            values, words = zip(*answers, strict=True)
            found.append(Asked(question.key, question.label, values, words))
    return found
