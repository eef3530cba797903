"""Which cases there are: where, about whom, of what type, how far they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from vardpost.config.demo import scenes
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.moves import Hands, Player, lay_out
from vardpost.config.demo.places import OFFERS, DemoUnit
from vardpost.config.demo.residents import DemoPerson
from vardpost.config.demo.scenes.scene import Scene
from vardpost.config.demo.sending import Desk, Offered, Pair, send
from vardpost.config.demo.story import Story
from vardpost.config.demo.workforce import DemoStaff, Workforce
from vardpost.kernel.actor import GUARDIAN_UNTIL, Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.units.catchment import Row, why_not

#: How a case may have come where it is (see `moves`): state → paths, the commonest first.
PATHS: Mapping[str, tuple[str, ...]] = {
    "submitted": ("", "", "r", "r", "rP", "raog"),
    "assigned": ("ra", "ra", "rA", "raoR"),
    "in_progress": ("rao", "rao", "t", "raop", "rAo", "raRo"),
    "awaiting_resident": ("raoq", "tq", "raopq", "raoqyq"),
    "resident_replied": ("raoqy", "tqy", "raoqyp", "raoflu"),
    "answered": ("raofl", "tf", "raof", "raoqyf", "rAofl", "raopfl"),
    "closed": ("raofc", "tfc", "raoqyflc", "raofl", "rAof", "raRofc", "raofcnfc", "raoflufc"),
    "withdrawn": ("w", "rw", "raow", "raoqw"),
    "closed_no_answer": ("rX", "raox", "raoqx", "tx", "rPX"),
}
#: Weights of the finished ones.
FINISHED = {"answered": 18, "closed": 60, "withdrawn": 7, "closed_no_answer": 15}
OPEN = {
    "submitted": 30,
    "assigned": 14,
    "in_progress": 24,
    "awaiting_resident": 18,
    "resident_replied": 14,
}
_TYPES = {
    "advice": 20,
    "contact_me": 18,
    "book_time": 20,
    "cancel_rebook": 14,
    "renew_prescription": 22,
    "certificate": 8,
    "referral_question": 7,
    "send_message": 9,
}
_TRIES = 400
DAYS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of one case; what is empty is left to chance."""

    unit: DemoUnit
    state: str
    resident: DemoPerson | None = None
    case_type: str = ""
    path: str = ""
    responder: DemoStaff | None = None
    #: The first response is late, or late soon.
    late: bool | None = None


@dataclass(slots=True)
class Made:
    """One finished story with the draft it was sent from."""

    story: Story
    draft: dict[str, Any]
    plan: Plan


@dataclass(slots=True)
class Stage:
    """Everything a plan is carried out with."""

    dice: Dice
    now: datetime
    work: Workforce
    residents: Sequence[DemoPerson]
    offered: Mapping[str, Offered]
    desks: dict[str, Desk] = field(default_factory=dict)
    pairs: dict[str, list[Pair]] = field(default_factory=dict)

    def desk(self, unit: DemoUnit) -> Desk:
        """Return the unit's opening hours."""
        if unit.slug not in self.desks:
            self.desks[unit.slug] = Desk(unit, self.now)
        return self.desks[unit.slug]

    def possible(self, unit: DemoUnit) -> list[Pair]:
        """Return whom the unit's catchment lets in, with who writes for them."""
        if unit.slug not in self.pairs:
            rows = [
                Row(one.region or "", one.municipality or "", one.sex, one.age_from, one.age_to)
                for one in unit.catchment
            ]
            today = self.work.population.today
            self.pairs[unit.slug] = [
                pair
                for person in self.residents
                if why_not(rows, person.someone, today) is None
                for pair in self.pair(person)
            ]
        return self.pairs[unit.slug]

    def pair(self, person: DemoPerson) -> list[Pair]:
        """Return who may write about a person: herself, or a guardian until the age of 13."""
        age = person.age(self.work.population.today)
        if age >= GUARDIAN_UNTIL:
            if person.number.kind != "personnummer":
                return []
            # Who turned 13 during these days could not have written before.
            written = person.age((self.now - timedelta(days=DAYS)).date()) >= GUARDIAN_UNTIL
            return [Pair(person, person, "adult" if age >= 18 else "young")] if written else []
        return [] if person.protected else [Pair(person, one, "child") for one in person.guardians]

    def actor(self, staff: DemoStaff, unit: DemoUnit, at: datetime) -> Actor:
        """Return a member of staff as signed in on a unit."""
        person = staff.person
        roles = staff.roles(unit, at.astimezone(STOCKHOLM).date())
        return Actor(
            kind="staff",
            person_id=person.id,
            name=staff.name,
            session_id=self.dice.id(at - timedelta(hours=1)),
            title=staff.title,
            hsa_id=staff.hsa_id,
            unit=unit.ref,
            roles=roles,
            region_id=unit.region,
            kin=frozenset({person.id, *(child.id for child in person.children)}),
            address=f"198.51.100.{staff.person.id.int % 250 + 1}",
        )

    def carry_out(self, plan: Plan) -> Made:
        """Make one case by the plan; chance is asked again until everything fits."""
        for _ in range(_TRIES):
            made = self._attempt(plan)
            if made is not None:
                return made
        raise LookupError(f"no case fits: {plan.unit.name} {plan.state} {plan.case_type}")

    def _attempt(self, plan: Plan) -> Made | None:
        dice, unit = self.dice, plan.unit
        pairs = self.pair(plan.resident) if plan.resident else self.possible(unit)
        if not pairs:
            return None
        pair = dice.choice(pairs)
        weights = [_TYPES[key] for key in OFFERS[unit.kind]]
        case_type = plan.case_type or dice.choices(OFFERS[unit.kind], weights)[0]
        scene = scenes.pick(dice, case_type, unit.kind, pair.who, english=pair.sender.english)
        if scene is None:
            return None
        path = plan.path or self._path(plan.state, unit, self.offered[case_type])
        hands = self._hands(plan, path, pair)
        window = self._window(plan, path, self.offered[case_type])
        if hands is None or window is None:
            return None
        scene = scene.one_story(self.dice.randrange(len(scene.final)))
        return self._play(plan, pair, scene, path, hands, window, case_type)

    def _path(self, state: str, unit: DemoUnit, offered: Offered) -> str:
        paths = [
            path
            for path in PATHS[state]
            if (unit.self_take or "t" not in path)
            and (offered.form.allows_followup or "u" not in path)
        ]
        return self.dice.choice(paths)

    def _hands(self, plan: Plan, path: str, pair: Pair) -> Hands | None:
        """Return three who may work with this case: nobody with her own or her child's."""
        unit, dice = plan.unit, self.dice
        stranger = {pair.resident.id, pair.sender.id}
        able = {
            role: [
                one
                for one in self.work.able(unit, role)
                if not stranger & {one.id, *(child.id for child in one.person.children)}
            ]
            for role in ("case_receiver", "responder")
        }
        receivers, responders = able["case_receiver"], able["responder"]
        if "t" in path:
            responders = [one for one in responders if one in receivers]
        if plan.responder is not None:
            responders = [one for one in responders if one is plan.responder]
        if not receivers or not responders:
            return None
        responder = dice.choice(responders)
        others = [one for one in able["responder"] if one is not responder]
        if "R" in path and plan.responder is not None:
            # The last one is who was asked for.
            responder, others = dice.choice(others or [responder]), [responder]
        if not others:
            return None
        receiver = dice.choice(receivers)
        at = self.now
        return Hands(
            self.actor(receiver, unit, at),
            self.actor(responder, unit, at),
            self.actor(dice.choice(others), unit, at),
        )

    def _window(self, plan: Plan, path: str, offered: Offered) -> tuple[datetime, datetime] | None:
        """Return when the case was sent, and by when its moves are over."""
        dice, now = self.dice, self.now
        if plan.state not in OPEN:
            longest = 13.0 if plan.state == "answered" else float(DAYS)
            if plan.state == "closed" and "c" not in path:
                start = self._awake(now - timedelta(days=dice.uniform(20, DAYS)))
                return start, start + timedelta(days=dice.uniform(1, 5))
            start = self._awake(now - timedelta(days=dice.uniform(1.2, longest)))
            return start, min(now, start + timedelta(days=dice.uniform(1, 8)))
        heard = any(letter in path for letter in "APpqf")
        longest = 12 if heard else 9 if plan.late else 4
        days = dice.uniform(0.6 if heard else 0.01, longest)
        start = self._awake(now - timedelta(days=days))
        if plan.late is not None and not heard:
            due = self.desk(plan.unit).opening.due(start, offered.first_days)
            if (due < now) is not plan.late:
                return None
        return start, now

    def _awake(self, at: datetime) -> datetime:
        """Move what was sent in the small hours to the morning."""
        hour = at.astimezone(STOCKHOLM).hour
        later = at + timedelta(hours=7) if hour < 6 else at
        return min(later, self.now - timedelta(minutes=self.dice.randint(3, 50)))

    def _play(
        self,
        plan: Plan,
        pair: Pair,
        scene: Scene,
        path: str,
        hands: Hands,
        window: tuple[datetime, datetime],
        case_type: str,
    ) -> Made | None:
        desk, (start, end) = self.desk(plan.unit), window
        moments = lay_out(self.dice, desk, path, start, end)
        if moments is None:
            return None
        words = {
            "barnet": pair.resident.given,
            "jag": pair.sender.given,
            "handläggare": hands.responder.name,
            "titel": hands.responder.title,
            "mottagningen": plan.unit.name,
            "telefon": plan.unit.phone,
        }
        offered = self.offered[case_type]
        story, draft = send(self.dice, desk, plan.unit, pair, offered, scene, words, start)
        hands = self._that_day(hands, start)
        player = Player(self.dice, story, scene, hands, offered, pair.sender, words)
        player.play(path, moments, self.now)
        if plan.state != "closed_no_answer" and story.case.state != plan.state:
            return None
        return Made(story, draft, plan)

    def _that_day(self, hands: Hands, at: datetime) -> Hands:
        """Give each of them a sign-in of that day."""
        return Hands(
            *(
                replace(one, session_id=self.dice.id(at - timedelta(hours=1)))
                for one in (hands.receiver, hands.responder, hands.other)
            )
        )
