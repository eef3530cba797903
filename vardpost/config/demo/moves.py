"""One path of moves laid out in opening time and played with texts and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from vardpost.casetypes.parse import Values
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.residents import DemoPerson
from vardpost.config.demo.scenes import scene as bank
from vardpost.config.demo.scenes.scene import Scene
from vardpost.config.demo.sending import Desk, Offered, filled, taken
from vardpost.config.demo.story import Story
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM

#: Moves by letter. Staff: r read, a assign, A assign with partial answer, t take, o open,
#: R reassign, g give back, p and P partial answer by responder and receiver, q question, f final
#: answer, c close, n reopen, x and X close without answer by responder and receiver. Resident:
#: y reply, u follow up, w withdraw, l look.
BY_RESIDENT = frozenset("yuwl")
_APART = timedelta(seconds=50)
_REASONS_TO_MOVE = (
    "Sjuk i dag",
    "Du känner patienten bäst",
    "Gäller diabetes, passar bättre hos dig",
    "Går på semester i morgon",
    "",
)
_REASONS_TO_RETURN = ("Handläggaren är sjuk resten av veckan", "Hamnade hos fel person")
_CLOSING = ("phone", "phone", "visit", "duplicate", "other")


@dataclass(frozen=True, slots=True)
class Hands:
    """Who works with one case at the unit."""

    receiver: Actor
    responder: Actor
    #: To whom it may be moved.
    other: Actor


def lay_out(
    dice: Dice, desk: Desk, path: str, start: datetime, end: datetime
) -> list[datetime] | None:
    """Return a moment for each move: staff in opening hours, residents whenever; None if crowded."""
    first, last = desk.time.position(start), desk.time.position(end)
    if last - first < 600 * (len(path) + 1):
        return None
    fractions = sorted(dice.uniform(0.04, 0.96) for _ in path)
    moments = [desk.time.moment(first + share * (last - first)) for share in fractions]
    for place, letter in enumerate(path):
        earliest = (moments[place - 1] if place else start) + _APART
        if letter in BY_RESIDENT:
            latest = moments[place + 1] if place + 1 < len(path) else end
            room = (latest - earliest).total_seconds()
            moments[place] = earliest + timedelta(seconds=dice.uniform(0, max(0.0, room * 0.9)))
        moments[place] = max(moments[place], earliest)
    if moments and moments[-1] > end - _APART:
        return None
    return moments


class Player:
    """Plays a path: picks texts, reads before writing, lets the timers run."""

    def __init__(
        self,
        dice: Dice,
        story: Story,
        scene: Scene,
        hands: Hands,
        offered: Offered,
        sender: DemoPerson,
        words: Mapping[str, str],
    ) -> None:
        """Take the story as it stands after sending."""
        self.dice = dice
        self.story = story
        self.scene = scene
        self.hands = hands
        self.offered = offered
        self.sender = sender
        self.words = dict(words)
        self.rounds = list(scene.ask)
        self.asked: tuple[str, str] = ("", "")
        self.last = story.case.submitted_at

    def play(self, path: str, moments: Sequence[datetime], end: datetime) -> None:
        """Play every move in its moment; then let time run to the end."""
        for letter, at in zip(path, moments, strict=True):
            self.story.until(at)
            if letter not in BY_RESIDENT and letter not in "ro":
                self._read_first(self._who(letter), at)
            getattr(self, f"_{_NAMES[letter]}")(at)
            self.last = at
        self.story.until(end)

    def _who(self, letter: str) -> Actor:
        return self.hands.receiver if letter in "raAgPX" else self.hands.responder

    def _read_first(self, who: Actor, at: datetime) -> None:
        """Open the case before acting on it, when there is something new or now and then."""
        if self.story.case.unread or self.dice.one_in(3):
            earlier = at - timedelta(seconds=self.dice.randint(60, 420))
            self.story.read(who, max(earlier, self.last + (at - self.last) / 2))

    def _text(self, choices: Sequence[str], actor: Actor | None = None) -> str:
        words = dict(self.words)
        if actor is not None:
            words |= {"handläggare": actor.name, "titel": actor.title}
        return filled(self.dice.choice(list(choices)), words)

    def _partial_text(self, actor: Actor) -> str:
        general = bank.PARTIALS_IN_ENGLISH if self.scene.english else bank.PARTIALS
        own = self.scene.partial and self.dice.one_in(2)
        return self._text(self.scene.partial if own else general, actor)

    def _read(self, at: datetime) -> None:
        self.story.read(self.hands.receiver, at)

    def _open(self, at: datetime) -> None:
        self.story.read(self.hands.responder, at)

    def _assign(self, at: datetime) -> None:
        self.story.assign(self.hands.receiver, self.hands.responder, at)

    def _assign_partial(self, at: datetime) -> None:
        receiver = self.hands.receiver
        self.story.assign(receiver, self.hands.responder, at, self._partial_text(receiver))

    def _take(self, at: datetime) -> None:
        self.story.take(self.hands.responder, at)

    def _reassign(self, at: datetime) -> None:
        hands = self.hands
        by_owner = self.story.case.assignee_id == hands.responder.person_id and self.dice.one_in(2)
        actor = hands.responder if by_owner else hands.receiver
        self.story.reassign(actor, hands.other, at, self.dice.choice(_REASONS_TO_MOVE))
        self.hands = Hands(hands.receiver, hands.other, hands.responder)

    def _give_back(self, at: datetime) -> None:
        reason = self.dice.choice(_REASONS_TO_RETURN)
        self.story.give_back(self.hands.receiver, at, reason)

    def _partial(self, at: datetime) -> None:
        who = self.hands.responder
        self.story.partial(who, "responder", at, self._partial_text(who))

    def _partial_receiver(self, at: datetime) -> None:
        who = self.hands.receiver
        self.story.partial(who, "case_receiver", at, self._partial_text(who))

    def _ask(self, at: datetime) -> None:
        general = bank.ASKS_IN_ENGLISH if self.scene.english else bank.ASKS
        self.asked = self.rounds.pop(0) if self.rounds else self.dice.choice(general)
        day = at.astimezone(STOCKHOLM).date() + timedelta(days=self.dice.randint(3, 10))
        who = self.hands.responder
        self.story.ask(
            who, at, self._text([self.asked[0]], who), None if self.dice.one_in(3) else day
        )

    def _reply(self, at: datetime) -> None:
        self._look_before(at)
        self.story.reply(at, self._text([self.asked[1]]))

    def _follow_up(self, at: datetime) -> None:
        self._look_before(at)
        general = bank.FOLLOWS_IN_ENGLISH if self.scene.english else bank.FOLLOWS
        self.story.follow_up(at, self._text(self.scene.follow or general))

    def _look_before(self, at: datetime) -> None:
        self.story.look(max(at - timedelta(minutes=4), self.last + (at - self.last) / 2))

    def _look(self, at: datetime) -> None:
        self.story.look(at)

    def _answer(self, at: datetime) -> None:
        who = self.hands.responder
        outcome, text = self.dice.choice(self.scene.final)
        day = at.astimezone(STOCKHOLM).date()
        wanted: dict[str, Any] = {"text": filled(text, self.words | {"handläggare": who.name, "titel": who.title})}  # fmt: skip
        if outcome:
            wanted["outcome"] = outcome
        wanted |= self._times(outcome, who, day)
        values = dict(taken(self.offered.form.answer_form, cast("Values", wanted), day))
        body = str(values.pop("text"))
        self.story.answer(who, at, body, values)

    def _times(self, outcome: str, who: Actor, day: Any) -> dict[str, Any]:
        """Return the appointment that an answer tells of."""
        spans = {"booked": 1, "offered": 2}
        keys = {field.key for field in self.offered.form.answer_form.fields}
        found = []
        for number in range(spans.get(outcome, 1)):
            when = day + timedelta(days=self.dice.randint(4, 12) + 3 * number)
            when += timedelta(days=max(0, 7 - when.weekday()) if when.weekday() > 4 else 0)
            clock = f"{self.dice.randint(8, 15):02}:{self.dice.choice(('00', '10', '20', '40'))}"
            found.append(
                {"date": when.isoformat(), "time": clock, "with": f"{who.name}, {who.title}"}
            )
        if outcome in spans and "times" in keys:
            return {"times": found}
        if outcome == "rebooked":
            return {"new_date": found[0]["date"], "new_time": found[0]["time"]}
        return {}

    def _close(self, at: datetime) -> None:
        self.story.close(self.hands.responder, at)

    def _reopen(self, at: datetime) -> None:
        reason = self.dice.choice(("correction", "more", "mistake"))
        self.story.reopen(self.hands.responder, "responder", at, reason)

    def _close_without(self, at: datetime) -> None:
        self._end(self.hands.responder, "responder", at, _CLOSING)

    def _close_receiver(self, at: datetime) -> None:
        self._end(self.hands.receiver, "case_receiver", at, ("wrong_unit", "duplicate", "visit"))

    def _end(self, who: Actor, role: str, at: datetime, reasons: Sequence[str]) -> None:
        waits = self.story.case.state == "awaiting_resident"
        reason = "no_reply" if waits else self.dice.choice(list(reasons))
        self.story.close_without(who, role, at, reason, self._text(bank.CLOSINGS[reason], who))

    def _withdraw(self, at: datetime) -> None:
        self.story.withdraw(at)


_NAMES = {
    "r": "read",
    "a": "assign",
    "A": "assign_partial",
    "t": "take",
    "o": "open",
    "R": "reassign",
    "g": "give_back",
    "p": "partial",
    "P": "partial_receiver",
    "q": "ask",
    "y": "reply",
    "u": "follow_up",
    "l": "look",
    "f": "answer",
    "c": "close",
    "n": "reopen",
    "x": "close_without",
    "X": "close_receiver",
    "w": "withdraw",
}
