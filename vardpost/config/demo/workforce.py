"""Three hundred staff with accounts, titles, home addresses and grants."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from vardpost.config.demo import names
from vardpost.config.demo.dice import Dice
from vardpost.config.demo.places import BUSY, GRANBY, PROVIDERS, TALLMO, DemoUnit
from vardpost.config.demo.residents import DemoPerson, Population


@dataclass(frozen=True, slots=True)
class DemoGrant:
    """One permission: a role on a unit, in a region or in the nation."""

    role: str
    unit: DemoUnit | None
    region: str
    starts: date
    ends: date | None = None
    by: "DemoStaff | None" = None
    reason: str = ""


@dataclass(slots=True)
class DemoStaff:
    """A member of staff: the person, the account and what it may."""

    person: DemoPerson
    hsa_id: str
    title: str
    email: str
    active: bool = True
    protected: bool = False
    #: Has not signed in for long.
    away: bool = False
    grants: list[DemoGrant] = field(default_factory=list)

    @property
    def id(self) -> UUID:
        """Return the person's id, which is the account's too."""
        return self.person.id

    @property
    def name(self) -> str:
        """Return the name that colleagues and residents see."""
        return self.person.name

    def roles(self, unit: DemoUnit | None, on: date) -> frozenset[str]:
        """Return the roles on a unit on a day."""
        return frozenset(
            grant.role
            for grant in self.grants
            if grant.unit is unit and grant.starts <= on and (grant.ends is None or grant.ends > on)
        )


class Workforce:
    """Employs people on units."""

    def __init__(self, population: Population, units: Sequence[DemoUnit]) -> None:
        """Begin with nobody employed."""
        self.population = population
        self.units = units
        self.dice: Dice = population.dice
        self.now: datetime = population.now
        self.staff: list[DemoStaff] = []

    def employ(self, region: str, title: str, name: str = "", sex: str = "") -> DemoStaff:
        """Make a person with an account."""
        person = self.population.person(24, 66, name=name, sex=sex)
        person.english = False
        person.notices = {}
        number = len(self.staff) + 1
        mail = f"{names.plain(person.given)}.{names.plain(person.family)}"
        made = DemoStaff(
            person,
            f"SE{PROVIDERS[region]}-P{2000 + number}",
            title,
            f"{mail}{number}@vard.example",
        )
        self.staff.append(made)
        return made

    def grant(
        self,
        who: DemoStaff,
        role: str,
        unit: DemoUnit | None = None,
        *,
        region: str = "",
        by: DemoStaff | None = None,
        reason: str = "",
        ended: bool = False,
    ) -> None:
        """Give a role that began some time ago; one that has ended did so before the cases."""
        today = self.population.today
        starts = today - timedelta(days=self.dice.randint(120, 900))
        ends = today - timedelta(days=self.dice.randint(65, 110)) if ended else None
        who.grants.append(DemoGrant(role, unit, region, starts, ends, by, reason))

    def man(self, unit: DemoUnit, count: int) -> None:
        """Fill a unit up to so many staff: two administrators, receivers, responders, both."""
        here = self.at(unit)
        missing = count - len(here)
        boss = next(
            (one for one in here if "unit_admin" in one.roles(unit, self.population.today)), None
        )
        for place in range(missing):
            role = self._next_role(place)
            one = self.employ(unit.region, self._title(unit, role))
            boss = boss or one
            self._equip(one, unit, role, boss)

    def _next_role(self, place: int) -> str:
        order = ("unit_admin", "case_receiver", "responder", "responder", "unit_admin", "both")
        if place < len(order):
            return order[place]
        return self.dice.choice(("responder", "responder", "both", "case_receiver", "former"))

    def _equip(self, one: DemoStaff, unit: DemoUnit, role: str, boss: DemoStaff) -> None:
        if role == "former":
            self.grant(one, "responder", unit, by=boss, reason="Vikariat", ended=True)
            one.active = not self.dice.one_in(2)
            return
        for single in ("case_receiver", "responder") if role == "both" else (role,):
            self.grant(one, single, unit, by=None if one is boss else boss)
        if role == "unit_admin" and one is not boss:
            self.grant(one, "reviewer", unit, by=boss, reason="Loggkontroll enligt plan")
        one.protected = self.dice.one_in(40)

    def _title(self, unit: DemoUnit, role: str) -> str:
        if role in {"responder", "both", "former"}:
            return self.dice.choice(names.RESPONDERS.get(unit.kind, names.TITLES["responder"]))
        return self.dice.choice(names.TITLES[role])

    def at(self, unit: DemoUnit) -> list[DemoStaff]:
        """Return those who have or had a role on the unit."""
        return [one for one in self.staff if any(grant.unit is unit for grant in one.grants)]

    def able(self, unit: DemoUnit, role: str) -> list[DemoStaff]:
        """Return the active staff with a role on the unit today."""
        today = self.population.today
        return [one for one in self.at(unit) if one.active and role in one.roles(unit, today)]

    def fill(self, total: int) -> None:
        """Man every unit so that there are so many staff in all."""
        wanted = {TALLMO: 16, GRANBY: 12, BUSY: 14}
        rest = [unit for unit in self.units if unit.name not in wanted]
        for unit in self.units:
            if unit.name in wanted:
                self.man(unit, wanted[unit.name])
        left = total - len(self.staff)
        for place, unit in enumerate(rest):
            self.man(unit, left // len(rest) + (place < left % len(rest)))
        while len(self.staff) < total:
            unit = self.dice.choice(rest)
            self.man(unit, len(self.at(unit)) + 1)
