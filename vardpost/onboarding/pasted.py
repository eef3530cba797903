"""Units pasted one a line to be connected: each line looked up and told of before anything is done.

A line is an HSA-id, and behind a tab, a comma or a semicolon the HSA-id of its first administrator.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.kernel import db
from vardpost.onboarding.queries.directory import in_directory
from vardpost.onboarding.values import InDirectory
from vardpost.units.hsa import BadHsaId, normalise

#: Lines at once: more than a region connects in a year.
MOST = 500
LONGEST = 60_000
_END = re.compile(r"[\t;,]")
FAULTS = {
    "shape": later("Inget HSA-id. Så här ser ett ut: SE2321000016-1A2B"),
    "twice": later("Står redan på rad {n}"),
    "unknown": later("Finns inte i katalogen"),
    "elsewhere": later("Hör till en annan region"),
    "connected": later("Är redan ansluten"),
    "joining": later("Är redan på väg in"),
    "admin-shape": later("Administratörens HSA-id är fel"),
    "admin-unknown": later("Ingen i regionens katalog har administratörens HSA-id"),
}
_HARMLESS = {"twice", "connected", "joining"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was pasted. Without a fault it is a unit that can be connected."""

    number: int
    written: str
    fault: str = ""
    earlier: int = 0
    key: str = ""
    admin: str = ""
    unit: InDirectory | None = None

    @property
    def words(self) -> str:
        """What is wrong, in words; empty when nothing is."""
        return _(FAULTS[self.fault]).replace("{n}", str(self.earlier)) if self.fault else ""

    @property
    def harmless(self) -> bool:
        """Whether the line may be passed over: it is done, or said, already."""
        return self.fault in _HARMLESS


def read(text: str, region_id: str) -> list[Line]:
    """Return the lines of a pasted text, empty ones left out, with the units they name."""
    return look(parse(text), region_id)


def look(lines: Sequence[Line], region_id: str) -> list[Line]:
    """Return lines with the units of the region that they name; two statements, however many."""
    found = in_directory([one.key for one in lines if one.key])
    people = _people([one.admin for one in lines if one.admin], region_id)
    return [_looked(one, found, people, region_id) for one in lines]


def parse(text: str) -> list[Line]:
    """Return the lines of a text with what can be wrong with the text alone."""
    seen: dict[str, int] = {}
    lines = []
    for number, raw in enumerate(text.splitlines(), start=1):
        written = raw.strip(" \t\u00a0\ufeff\u200b")
        if not written:
            continue
        first, *rest = _END.split(written)
        line = Line(number, written[:80])
        try:
            key = normalise(first).upper()
        except BadHsaId:
            lines.append(replace(line, fault="shape"))
            continue
        earlier = seen.setdefault(key, number)
        if earlier != number:
            lines.append(replace(line, fault="twice", earlier=earlier, key=key))
            continue
        lines.append(_with_admin(replace(line, key=key), next(iter(rest), "").strip()))
    return lines


def _with_admin(line: Line, written: str) -> Line:
    if not written:
        return line
    try:
        return replace(line, admin=normalise(written).upper())
    except BadHsaId:
        return replace(line, fault="admin-shape")


def _people(keys: list[str], region_id: str) -> set[str]:
    rows = db.fetch_all(
        "select key from directory_person where key = any(%s) and region_code = %s "
        "and left_on is null union select upper(hsa_id) from staff_account "
        "where upper(hsa_id) = any(%s) and active",
        [keys, region_id, keys],
    )
    return {row[0] for row in rows}


def _looked(line: Line, found: dict[str, InDirectory], people: set[str], region_id: str) -> Line:
    if line.fault and line.fault != "admin-shape":
        return line
    unit = found.get(line.key)
    if unit is None:
        return replace(line, fault="unknown")
    if unit.region_id != region_id:
        return replace(line, fault="elsewhere")
    line = replace(line, unit=unit)
    if unit.unit_slug:
        return replace(line, fault="connected")
    if unit.joining:
        return replace(line, fault="joining")
    if line.fault:
        return line
    unknown = line.admin and line.admin not in people
    return replace(line, fault="admin-unknown") if unknown else line
