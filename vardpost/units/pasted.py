"""HSA-ids pasted one a line: read, looked up and told of line by line before anything is done.

For everything that is given to many units at once. What one pastes has odd spaces, doubled lines,
names behind a tab and ids of others; nothing of it is guessed at, and nothing is passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel import db
from vardpost.units.hsa import BadHsaId, normalise

MOST = 3000
#: What ends the id in a line that has more: a tab, a semicolon or a comma from a spreadsheet.
_END = re.compile(r"[\t;,]")
#: What is wrong with a line, in words; the first that is true.
FAULTS = {
    "shape": later("Inget HSA-id. Så här ser ett ut: SE2321000016-1A2B"),
    "twice": later("Står redan på rad {n}"),
    "unknown": later("Ingen mottagning här har det HSA-id:t"),
    "closed": later("Mottagningen är inte öppen i Vårdpost"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was pasted. Without a fault it is a unit; `earlier` is the line it repeats."""

    number: int
    written: str
    fault: str = ""
    earlier: int = 0
    unit_id: UUID | None = None
    hsa_id: str = ""
    name: str = ""

    @property
    def words(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        return _(FAULTS[self.fault]).replace("{n}", str(self.earlier)) if self.fault else ""

    @property
    def harmless(self) -> bool:
        """Whether the line may be passed over: what it says is said already."""
        return self.fault == "twice"


def read(text: str, region_id: str) -> list[Line]:
    """Return the lines of a pasted text, empty ones left out, with the units that they name.

    `region_id` is whose units count; empty for the whole country. A unit of another region is
    unknown, like one that is nowhere. Two statements at most, whatever is pasted.
    """
    lines = _lines(text)
    found = _units([one.hsa_id for one in lines if not one.fault], region_id)
    return [one if one.fault else _known(one, found) for one in lines]


def _lines(text: str) -> list[Line]:
    seen: dict[str, int] = {}
    lines = []
    for number, raw in enumerate(text.splitlines(), start=1):
        written = raw.strip(" \t\u00a0\ufeff\u200b")
        if not written:
            continue
        try:
            hsa_id = normalise(_END.split(written)[0])
        except BadHsaId:
            lines.append(Line(number, written[:80], "shape"))
            continue
        earlier = seen.setdefault(hsa_id.upper(), number)
        fault = "twice" if earlier != number else ""
        lines.append(Line(number, written[:80], fault, earlier, hsa_id=hsa_id))
    return lines


def _units(ids: Sequence[str], region_id: str) -> dict[str, tuple[UUID, str, str, bool]]:
    rows = db.fetch_all(
        "select id, hsa_id, name, live from care_unit where upper(hsa_id) = any(%s) "
        "and (%s = '' or region_id = %s)",
        [[one.upper() for one in ids], region_id, region_id],
    )
    return {row[1].upper(): (row[0], row[1], row[2], row[3]) for row in rows}


def _known(line: Line, found: dict[str, tuple[UUID, str, str, bool]]) -> Line:
    unit = found.get(line.hsa_id.upper())
    if unit is None:
        return Line(line.number, line.written, "unknown", hsa_id=line.hsa_id)
    unit_id, hsa_id, name, live = unit
    fault = "" if live else "closed"
    return Line(line.number, line.written, fault, 0, unit_id, hsa_id, name)
