"""A unit whose log is worth reviewing: two months of ordinary work, and four who should not have.

Dice of its own, after everything else, so that the rest of the demo stays as it is. Ordinary work is
noisy on purpose: people open a case and do nothing, come in early, look at a list again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, statement
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import entry
from vardpost.cases.states import State
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.personas import Cast, DemoRole
from vardpost.config.demo.places import SJOVIK, DemoUnit
from vardpost.config.demo.plot import Made, Plan, Stage
from vardpost.config.demo.workforce import DemoStaff, Workforce
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM

#: Who works there beside those the demo has put there already, and how many cases they had.
RECEIVERS, RESPONDERS, BOTH, CASES = 16, 26, 14, 420
#: Days of the log that the noise lies in, and since when a case counts as over and done with.
NOISE_DAYS, LONG_OVER = 30, timedelta(days=12)
_STATES = {"closed": 62, "answered": 14, "closed_no_answer": 12, "withdrawn": 6, "in_progress": 6}
_FINISHED = {State.CLOSED, State.ANSWERED, State.CLOSED_NO_ANSWER, State.WITHDRAWN}


@dataclass(slots=True)
class Watched:
    """What was added: rows of the ledger, cases, and who the four are."""

    made: list[Made] = field(default_factory=list)
    audit: list[list[Any]] = field(default_factory=list)
    #: What each of the four did → her.
    breaches: dict[str, DemoStaff] = field(default_factory=dict)


def add(seed: int, cast: Cast, work: Workforce, stage: Stage) -> Watched:
    """Man the unit, let it work, and plant the four."""
    dice = Dice(seed + 2)
    before = work.population.dice, work.dice, stage.dice
    work.population.dice = work.dice = stage.dice = dice
    try:
        return _Bench(dice, cast, work, stage).everything()
    finally:
        work.population.dice, work.dice, stage.dice = before


class _Bench:
    def __init__(self, dice: Dice, cast: Cast, work: Workforce, stage: Stage) -> None:
        self.dice, self.cast, self.work, self.stage = dice, cast, work, stage
        self.unit: DemoUnit = cast.units[SJOVIK]
        self.desk = stage.desk(self.unit)
        self.found = Watched()

    def everything(self) -> Watched:
        self._people()
        for _number in range(CASES):
            state = self.dice.choices(list(_STATES), list(_STATES.values()))[0]
            self.found.made.append(self.stage.carry_out(Plan(self.unit, state)))
        self._noise()
        self._namesake()
        self._curious()
        self._self_reader()
        self._after_closing()
        self._mass_reader()
        self._wondering()
        return self.found

    def _people(self) -> None:
        title = {"case_receiver": "sjuksköterska", "responder": "distriktsläkare"}
        for key, name, sv, en in (
            ("reviewer", "Majvor Blomkvist", "Granskar loggen på en stor mottagning. Fyra har läst sådant de inte borde.", "Reviews the log of a large unit. Four have read what they should not."),
            ("reviewer_colleague", "Ture Vikander", "Granskar loggen tillsammans med Majvor: ingen granskar sig själv.", "Reviews the log together with Majvor: nobody reviews herself."),
        ):  # fmt: skip
            one = self.work.employ(self.unit.region, "verksamhetsutvecklare", name)
            for role in ("unit_admin", "reviewer"):
                self.work.grant(one, role, self.unit, reason="Loggkontroll enligt plan")
            said = [
                {"role": role, "unit": self.unit.slug, "region": self.unit.region}
                for role in ("unit_admin", "reviewer")
            ]
            self.cast.staff[key] = one
            self.cast.roles.append(DemoRole(key, "staff", one.person, sv, en, said))
        for count, roles in (
            (RECEIVERS, ("case_receiver",)),
            (RESPONDERS, ("responder",)),
            (BOTH, ("case_receiver", "responder")),
        ):
            for _number in range(count):
                one = self.work.employ(self.unit.region, title[roles[-1]])
                for role in roles:
                    self.work.grant(one, role, self.unit)

    # ---- ordinary work ----

    def _noise(self) -> None:
        """Lists all day, own cases once more, now and then a case where there was nothing to do."""
        today = self.stage.now.astimezone(STOCKHOLM).date()
        receivers = self.work.able(self.unit, "case_receiver")
        both = [*receivers, *self.work.able(self.unit, "responder")]
        staff = list({one.id: one for one in both}.values())
        by_assignee = self._by_assignee()
        for back in range(1, NOISE_DAYS + 1):
            day = today - timedelta(days=back)
            if day.weekday() > 4:
                continue
            begin = datetime.combine(day, datetime.min.time(), STOCKHOLM)
            for one in staff:
                if self.dice.one_in(5):
                    continue  # a day off
                actor = self._actor(one, begin + timedelta(hours=8))
                for at in self._moments(begin, self.dice.randint(1, 4)):
                    self._listed(actor, at, one in receivers)
                for made in self.dice.some(by_assignee.get(one.id, []), 2):
                    self._read(actor, made, self._at_work(begin))
                if one in receivers and self.dice.one_in(9):
                    at = self._at_work(begin)
                    looked_at = self._other(one, at)
                    if looked_at is not None:
                        self._read(actor, looked_at, at)

    def _by_assignee(self) -> dict[UUID, list[Made]]:
        found: dict[UUID, list[Made]] = {}
        for made in self.found.made:
            if made.story.case.assignee_id is not None:
                found.setdefault(made.story.case.assignee_id, []).append(made)
        return found

    def _moments(self, begin: datetime, count: int) -> Iterator[datetime]:
        for _number in range(count):
            yield self._at_work(begin)

    def _at_work(self, begin: datetime) -> datetime:
        """Return a moment of a working day; one in forty stays late."""
        late = 150 if self.dice.one_in(40) else 0
        return begin + timedelta(minutes=8 * 60 + late + self.dice.uniform(0, 7.5 * 60))

    def _other(self, one: DemoStaff, at: datetime) -> Made | None:
        """Return a case in the middle of things at a moment, about nobody close or of the name."""
        kin = {one.id, *(child.id for child in one.person.children)}
        fitting = [
            made
            for made in self.found.made
            if made.story.case.resident_id not in kin
            and made.story.resident.name.rpartition(" ")[2] != one.person.family
            and made.story.case.submitted_at < at < (made.story.case.finished_at or self.stage.now)
        ]
        return self.dice.choice(fitting) if fitting else None

    def _listed(self, actor: Actor, at: datetime, receiver: bool) -> None:
        shown = self.dice.some(self.found.made, self.dice.randint(3, 25))
        residents = tuple(dict.fromkeys(made.story.case.resident_id for made in shown))
        queue = "att-fordela" if receiver else "mina"
        self._note(
            actor,
            at,
            Entry(
                AuditEvent.CASE_LISTED,
                "queue",
                queue,
                resident_ids=residents,
                relation="receiver" if receiver else "assignee",
                detail={"rows": len(shown)},
            ),
        )

    def _namesake(self) -> None:
        """Opens a case by mistake, of somebody with the same name: a signal, and no fault."""
        made = self._over(1)[0]
        one = self._employ("Gunvor " + made.story.resident.name.rpartition(" ")[2])
        self._read(self._actor_on(one, 7), made, self._on(7, 11.3))

    # ---- four who should not have ----

    def _curious(self) -> None:
        """Reads about somebody of the same name, again and again, and has nothing to do with it."""
        made = self._over(1)[0]
        family = made.story.resident.name.rpartition(" ")[2]
        one = self._employ("Tyra " + family)
        for number, hours in enumerate((9.2, 9.4, 15.1)):
            self._read(self._actor_on(one, 9 - 2 * number), made, self._on(9 - 2 * number, hours))
        self.found.breaches["same_name"] = one

    def _self_reader(self) -> None:
        """Tries at her own case; she is shut out, and the tries are in the log."""
        one = self._employ("Vanja Rosengård")
        made = self.stage.carry_out(Plan(self.unit, "closed", resident=one.person))
        self.found.made.append(made)
        for number in range(3):
            at = self._on(6, 12.1 + number * 0.05)
            told = entry(self._actor_on(one, 6), made.story.case, AuditEvent.CASE_READ, {})
            refused = replace(told, outcome="refused", purpose="none", relation="none")
            self._note(self._actor_on(one, 6), at, refused)
        self.found.breaches["own"] = one

    def _after_closing(self) -> None:
        """Comes back to cases that were closed weeks ago by others."""
        one = self._employ("Sixten Havel")
        for number, made in enumerate(self._over(4)):
            self._read(self._actor_on(one, 8), made, self._on(8 - number % 2, 10.2 + number * 0.3))
        self.found.breaches["after_closing"] = one

    def _mass_reader(self) -> None:
        """Opens one case after another, in an hour, and does nothing in any."""
        one = self._employ("Boel Ljungkvist")
        for number, made in enumerate(self.dice.some(self.found.made, 55)):
            at = self._on(5, 13.0) + timedelta(minutes=number * 0.9)
            self._read(self._actor_on(one, 5), made, at)
        self.found.breaches["mass_reading"] = one

    def _wondering(self) -> None:
        """A resident of the demo has a case here, which the mass reader opened too (`asked.py`)."""
        made = self.stage.carry_out(
            Plan(self.unit, "closed", resident=self.cast.people["resident"])
        )
        self.found.made.append(made)
        at = self._on(5, 13.0) + timedelta(minutes=50)
        self._read(self._actor(self.found.breaches["mass_reading"], at), made, at)

    def _employ(self, name: str) -> DemoStaff:
        one = self.work.employ(self.unit.region, "vårdadministratör", name)
        self.work.grant(one, "case_receiver", self.unit)
        return one

    def _over(self, count: int) -> Sequence[Made]:
        """Return cases that have been finished for long, about people with a name of two words."""
        before = self.stage.now - timedelta(days=10) - LONG_OVER
        return self.dice.some(
            [
                made
                for made in self.found.made
                if made.story.case.state in _FINISHED
                and made.story.case.finished_at is not None
                and made.story.case.finished_at < before
                and not made.story.case.sent["resident_protected"]
                and made.story.case.sent["capacity"] == "self"
            ],
            count,
        )

    # ---- rows ----

    def _on(self, days: int, hour: float) -> datetime:
        """Return a moment so many weekdays ago."""
        day = self.stage.now.astimezone(STOCKHOLM).date()
        while days:
            day -= timedelta(days=1)
            days -= day.weekday() < 5
        return datetime.combine(day, datetime.min.time(), STOCKHOLM) + timedelta(hours=hour)

    def _actor(self, one: DemoStaff, at: datetime) -> Actor:
        return self.stage.actor(one, self.unit, at)

    def _actor_on(self, one: DemoStaff, days: int) -> Actor:
        return self._actor(one, self._on(days, 8))

    def _read(self, actor: Actor, made: Made, at: datetime) -> None:
        """Open a case as it stands; nothing that was opened before it was sent, nor in time to come."""
        case = made.story.case
        if case.submitted_at < at < self.stage.now:
            self._note(
                actor, at, entry(actor, case, AuditEvent.CASE_READ, {"version": case.version})
            )

    def _note(self, actor: Actor, at: datetime, told: Entry) -> None:
        known = replace(actor, request_id=str(self.dice.id(at)))
        _, row = statement(known, [told])
        row[0], row[1] = self.dice.id(at), at
        self.found.audit.append(row)
