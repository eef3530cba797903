"""What is looked for among a region's units: needs, choices, order. Pure.

A choice more is a field of `Wanted`, its shape here, a condition in `queries/units.py`, and its
words in `words.py`; a need more is a value here, a condition there, and words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode
from uuid import UUID

#: Days without anybody signing in after which a unit is told of.
AWAY_DAYS = 30
#: Years after which a terms text is old.
TERMS_YEARS = 2
#: Percent answered as promised, below which the promise counts as broken.
KEPT_LEAST = 90
#: Longer than any unit's name; more is not a name.
MOST_TYPED = 80


class Need(StrEnum):
    """What needs doing at a unit, the gravest first; the values stand in addresses."""

    NO_ADMIN = "ingen-administrator"
    ONE_ADMIN = "en-administrator"
    UNTOLD = "ingen-aviseras"
    OLD_TERMS = "gamla-villkor"
    AWAY = "ingen-inloggning"
    BROKEN = "brutet-lofte"
    DRIFT = "avviker-fran-mallen"


class Order(StrEnum):
    """By what the units are ordered, and then by name; the values stand in addresses."""

    NAME = "namn"
    OPEN = "oppna"
    SHARE = "i-tid"
    SIGNED_IN = "inloggning"
    TERMS = "villkor"
    ADMINS = "administratorer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty text asks for nothing."""

    words: tuple[str, ...] = ()
    kind: str = ""
    #: The code of a municipality whose residents the units are for.
    area: str = ""
    #: The key of a case type that is active.
    case_type: str = ""
    need: Need | None = None
    order: Order = Order.NAME

    def query(self) -> str:
        """Return it as it stands in an address, the same for the same choices; empty for none."""
        values = {
            "q": " ".join(self.words),
            "typ": self.kind,
            "omrade": self.area,
            "arendetyp": self.case_type,
            "behov": self.need or "",
            "ordning": "" if self.order is Order.NAME else self.order.value,
        }
        return urlencode({name: value for name, value in values.items() if value})

    def told(self) -> dict[str, str | bool]:
        """Return the choices for the ledger; of what was typed, only that something was."""
        choices: dict[str, str | bool] = {
            "kind": self.kind,
            "area": self.area,
            "case_type": self.case_type,
            "need": self.need.value if self.need else "",
            "order": "" if self.order is Order.NAME else self.order.value,
            "words": bool(self.words),
        }
        return {name: value for name, value in choices.items() if value}


_SHAPES = {
    "typ": re.compile(r"[a-z_]{1,20}"),
    "omrade": re.compile(r"[0-9]{4}"),
    "arendetyp": re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}"),
}
#: What nobody types, and a database cannot hold.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def read(asked: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; what cannot be meant is left out."""
    values = {name: asked.get(name, "").strip() for name in _SHAPES}
    good = {n: v if _SHAPES[n].fullmatch(v) else "" for n, v in values.items()}
    words = _CONTROL.sub(" ", asked.get("q", ""))[:MOST_TYPED].split()
    return Wanted(
        tuple(words),
        good["typ"],
        good["omrade"],
        good["arendetyp"],
        next((one for one in Need if one == asked.get("behov")), None),
        next((one for one in Order if one == asked.get("ordning")), Order.NAME),
    )


def after(asked: Mapping[str, str]) -> UUID | None:
    """Return the unit that a page begins after; what is none begins from the start."""
    try:
        return UUID(asked.get("efter", ""))
    except ValueError:
        return None
