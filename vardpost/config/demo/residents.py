"""Six hundred residents: households, children and their guardians, the odd ones out."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from vardpost.config.demo import names
from vardpost.config.demo.dice import Dice
from vardpost.kernel.clock import STOCKHOLM
from vardpost.people.numbers import IdentityNumber, parse
from vardpost.units.catchment import Someone

_NUMBERS = Path(__file__).with_name("data") / "test_personnummer.csv"
#: A published sample of a national reserve number (domain 8).
RESERVE_SAMPLE = "22950606FH20"
#: Where people live: municipality, place, postal code, and how many of a hundred.
_HOMES = (
    ("1493", "Mariestad", "54235", 30),
    ("1497", "Hjo", "54431", 5),
    ("1496", "Skövde", "54135", 10),
    ("1490", "Borås", "50433", 8),
    ("1480", "Göteborg", "41102", 7),
    ("1494", "Lidköping", "53131", 4),
    ("1281", "Lund", "22223", 7),
    ("1280", "Malmö", "21122", 9),
    ("1283", "Helsingborg", "25222", 4),
    ("0180", "Stockholm", "11124", 8),
    ("0127", "Botkyrka", "14532", 8),
    ("0182", "Nacka", "13132", 4),
    ("1485", "Uddevalla", "45131", 4),
    ("1287", "Trelleborg", "23131", 4),
    ("0188", "Norrtälje", "76132", 4),
)


@dataclass(slots=True)
class DemoPerson:
    """One invented person; a member of staff is one too."""

    id: UUID
    number: IdentityNumber
    given: str
    family: str
    home: tuple[str, str, str, str]
    phone: str = ""
    email: str = ""
    protected: bool = False
    #: Who acts for the child; empty for those who turned 13.
    guardians: list["DemoPerson"] = field(default_factory=list)
    children: list["DemoPerson"] = field(default_factory=list)
    english: bool = False
    notices: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the whole name."""
        return f"{self.given} {self.family}"

    @property
    def born(self) -> date:
        """Return the day of birth; everyone in the demo has one."""
        if self.number.birth_date is None:
            raise ValueError("no day of birth")
        return self.number.birth_date

    @property
    def region(self) -> str:
        """Return the region of the address."""
        return self.home[0][:2]

    @property
    def someone(self) -> Someone:
        """Return what a catchment area asks about."""
        return Someone(self.born, self.number.sex, self.home[0], self.region, self.protected)

    def age(self, today: date) -> int:
        """Return whole years."""
        return self.someone.age(today)


class Register:
    """The published test numbers, dealt out once each by age."""

    def __init__(self, dice: Dice, today: date) -> None:
        """Read and shuffle them."""
        with _NUMBERS.open(encoding="utf-8") as handle:
            found = [parse(row["number"], today) for row in csv.DictReader(handle)]
        known = [number for number in found if number.birth_date is not None]
        dice.shuffle(known)
        self._today = today
        self._left = known

    def take(self, youngest: int, oldest: int, *, kind: str = "personnummer", sex: str = "") -> IdentityNumber:  # fmt: skip
        """Return a number of someone between two ages, and take it out."""
        for place, number in enumerate(self._left):
            born = number.birth_date
            if born is None or number.kind != kind or (sex and number.sex != sex):
                continue
            age = Someone(born, "", "", "").age(self._today)
            if youngest <= age <= oldest:
                return self._left.pop(place)
        raise LookupError(f"no test number left for {youngest}-{oldest}")


class Population:
    """Makes people one by one; remembers those made."""

    def __init__(self, dice: Dice, now: datetime) -> None:
        """Begin without anybody."""
        self.dice = dice
        self.now = now
        self.today = now.astimezone(STOCKHOLM).date()
        self.register = Register(dice, self.today)
        self.people: list[DemoPerson] = []

    def home(self) -> tuple[str, str, str, str]:
        """Return an address: municipality, place, postal code, street."""
        weights = [home[3] for home in _HOMES]
        code, place, postal_code, _ = self.dice.choices(_HOMES, weights)[0]
        street = f"{self.dice.choice(names.STREETS)} {self.dice.randint(1, 84)}"
        return code, place, postal_code, street

    def person(
        self,
        youngest: int = 18,
        oldest: int = 92,
        *,
        name: str = "",
        sex: str = "",
        family: str = "",
        home: tuple[str, str, str, str] | None = None,
        number: IdentityNumber | None = None,
    ) -> DemoPerson:
        """Make one person."""
        dice = self.dice
        number = number or self.register.take(youngest, oldest, sex=sex)
        given, _, last = name.partition(" ")
        born = number.birth_date or self.today
        made = DemoPerson(
            id=dice.id(self.now - timedelta(days=400, minutes=len(self.people))),
            number=number,
            given=given or dice.choice(names.MEN if number.sex == "man" else names.WOMEN),
            family=last or family or dice.choice(names.FAMILIES),
            home=home or self.home(),
        )
        if Someone(born, "", "", "").age(self.today) >= 13:
            made.phone = dice.choice(names.MOBILES)
            mail = f"{names.plain(made.given)}.{names.plain(made.family)}"
            made.email = f"{mail}{len(self.people)}@example.com" if not dice.one_in(6) else ""
        made.english = dice.one_in(14)
        if dice.one_in(5) and made.email:
            made.notices = {
                "waiting": not dice.one_in(4),
                "language": "en" if made.english else "sv",
            }
        self.people.append(made)
        return made

    def child(
        self, guardians: list[DemoPerson], youngest: int = 3, oldest: int = 12, **more: Any
    ) -> DemoPerson:
        """Make a child who lives with the guardians; from 13 years nobody acts for it."""
        first = guardians[0]
        made = self.person(youngest, oldest, family=first.family, home=first.home, **more)
        made.english = False
        made.guardians = guardians
        for guardian in guardians:
            guardian.children.append(made)
        return made

    def families(self, until: int) -> None:
        """Make households until there are so many people."""
        dice = self.dice
        while len(self.people) < until:
            kind = dice.randrange(10)
            if kind < 6:
                made = self.person(18, 92)
                made.protected = dice.one_in(45)
            elif kind < 7:
                self.person(13, 17)
            else:
                mother = self.person(26, 50, sex="woman")
                both = [mother]
                if not dice.one_in(4):
                    both.append(self.person(26, 55, sex="man", home=mother.home))
                for _ in range(dice.randint(1, 3)):
                    self.child(both)
                if dice.one_in(3):
                    self.child(both, 13, 14)

    def odd_ones(self) -> None:
        """Make those whom a register treats in its own way."""
        for _ in range(6):
            number = self.register.take(19, 80, kind="samordning")
            self.person(number=number)
        guardian = self.person(28, 45, sex="woman")
        infant = self.register.take(2, 6, kind="samordning")
        self.child([guardian], number=infant)
        self.person(number=parse(RESERVE_SAMPLE, self.today))
        hidden = self.person(30, 40, sex="woman")
        hidden.protected = True
        child = self.child([hidden])
        child.protected = True
