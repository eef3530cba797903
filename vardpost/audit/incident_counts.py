"""What the lines of an incident's entries amount to, counted one by one; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """How often, from when, until when."""

    entries: int = 0
    refused: int = 0
    first: str = ""
    last: str = ""

    def add(self, line: dict[str, Any]) -> None:
        """Count a line."""
        self.entries += 1
        self.refused += line["outcome"] != "ok"
        at = str(line["at"])
        self.first = min(self.first or at, at)
        self.last = max(self.last, at)


@dataclass(slots=True)
class Resident(Tally):
    """How a resident is concerned: by herself, or in a list with others."""

    alone: int = 0
    listed: int = 0


@dataclass(slots=True)
class Person(Tally):
    """What somebody did, as whom and from where."""

    name: str = ""
    kind: str = ""
    roles: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    residents: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Counts:
    """Everything that was counted."""

    all: Tally = field(default_factory=Tally)
    residents: dict[str, Resident] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    actions: Counter[str] = field(default_factory=Counter)
    objects: Counter[str] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, ...]] = field(default_factory=list)

    RESIDENT = ("resident_id", "entries", "shown_alone", "shown_in_lists", "refused",
                "first", "last")  # fmt: skip
    PERSON = ("person_id", "name", "kind", "roles", "units", "entries", "residents", "refused",
              "addresses", "first", "last")  # fmt: skip
    REFUSED = ("at", "entry_id", "person_id", "name", "unit", "action", "object_type",
               "object_id", "residents", "address")  # fmt: skip

    @property
    def seen(self) -> int:
        """How many residents something was shown or done of."""
        return sum(one.entries > one.refused for one in self.residents.values())

    def resident_rows(self) -> Iterator[tuple[object, ...]]:
        """Yield a row a resident, the one with most entries first."""
        for key, one in sorted(self.residents.items(), key=lambda it: (-it[1].entries, it[0])):
            yield key, one.entries, one.alone, one.listed, one.refused, one.first, one.last

    def person_rows(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each who acted, the one with most entries first."""
        for key, one in sorted(self.people.items(), key=lambda it: (-it[1].entries, it[0])):
            sets = [" ".join(sorted(of)) for of in (one.roles, one.addresses)]
            units = ", ".join(sorted(one.units))
            numbers = one.entries, len(one.residents), one.refused
            yield (key, one.name, one.kind, sets[0], units, *numbers, sets[1], one.first, one.last)

    def data(self) -> dict[str, Any]:
        """Return the numbers for JSON."""
        return {
            "entries": self.all.entries,
            "refused": self.all.refused,
            "first": self.all.first,
            "last": self.all.last,
            "residents": len(self.residents),
            "residents_shown": self.seen,
            "residents_only_tried": len(self.residents) - self.seen,
            "people": len(self.people),
            "actions": dict(self.actions.most_common()),
            "objects": dict(self.objects.most_common()),
            "days": dict(sorted(self.days.items())),
        }


def counted(lines: Iterable[dict[str, Any]]) -> Counts:
    """Count lines of the ledger."""
    found = Counts()
    for line in lines:
        found.all.add(line)
        found.actions[line["action"]] += 1
        found.objects[line["object_type"]] += 1
        found.days[str(line["at"])[:10]] += 1
        residents = line["resident_ids"]
        for key in residents:
            one = found.residents.setdefault(key, Resident())
            one.add(line)
            if line["outcome"] == "ok":
                one.alone += len(residents) == 1
                one.listed += len(residents) > 1
        _person(found, line, residents)
        if line["outcome"] != "ok":
            words = ("at", "id", "person_id", "person_name", "unit_name", "action", "object_type",
                     "object_id")  # fmt: skip
            told = [str(line[word] or "") for word in words]
            found.refused.append((*told, " ".join(residents), str(line["address"])))
    return found


def _person(found: Counts, line: dict[str, Any], residents: list[str]) -> None:
    key = str(line["person_id"] or line["actor_kind"])
    one = found.people.setdefault(key, Person())
    one.add(line)
    one.name, one.kind = line["person_name"] or one.name, line["actor_kind"]
    one.roles |= set(filter(None, line["roles"].split(",")))
    one.units |= {line["unit_name"]} - {""}
    one.addresses |= {line["address"]} - {""}
    # What a resident did herself is not reading about herself.
    one.residents |= set(residents) - {key}
