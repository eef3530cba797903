"""The directory's units as a file: strict columns, and every fault told with its line. Pure."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vardpost.units.hsa import BadHsaId, normalise
from vardpost.units.models import UnitKind

#: Every column, in any order; all of them stand in the first line.
COLUMNS = ("hsa_id", "namn", "typ", "kommun", "gata", "postnummer", "ort", "telefon")
#: More than the country has.
MOST = 50_000
_LONGEST = {"namn": 120, "gata": 120, "ort": 60, "telefon": 20}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, on which line of the file; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the file."""

    line: int
    key: str
    hsa_id: str
    municipality: str
    name: str
    kind: str
    street: str
    postal_code: str
    place: str
    phone: str

    @property
    def region(self) -> str:
        """Return the region: the first two figures of the municipality's code."""
        return self.municipality[:2]


def read(data: bytes, municipalities: Collection[str]) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a file, or its faults with their lines."""
    faults: list[Fault] = []
    rows: list[Row] = []
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return [], [Fault(0, _("Filen är ingen textfil"))]
    seen: dict[str, int] = {}
    for line, values in _cells(text, faults):
        row = _row(line, values, municipalities, faults)
        if row is None:
            continue
        first = seen.setdefault(row.key, line)
        if first != line:
            words = _("Samma {x} som på rad {line}").replace("{x}", "HSA-id")
            faults.append(Fault(line, words.replace("{line}", str(first))))
        rows.append(row)
    if not rows and not faults:
        faults.append(Fault(0, _("Filen har inga mottagningar")))
    return ([] if faults else rows), faults


def _cells(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            words = _("Första raden ska ha kolumnerna {columns}")
            faults.append(Fault(1, words.replace("{columns}", ";".join(COLUMNS))))
            return
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header) or reader.line_num > MOST:
                words = _("Raden har {n} kolumner, den ska ha {m}").replace("{n}", str(len(cells)))
                faults.append(Fault(reader.line_num, words.replace("{m}", str(len(header)))))
                continue
            yield (
                reader.line_num,
                {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)},
            )
    except csv.Error:
        faults.append(Fault(reader.line_num, _("Citattecknen på raden går inte jämnt ut")))


def _row(
    line: int, values: Mapping[str, str], municipalities: Collection[str], faults: list[Fault]
) -> Row | None:
    before = len(faults)
    try:
        hsa_id = normalise(values["hsa_id"])
    except BadHsaId:
        hsa_id = ""
        shown = values["hsa_id"][:40] or _("tomt")
        faults.append(Fault(line, _("{x} är inget HSA-id").replace("{x}", shown)))
    if values["kommun"] not in municipalities:
        faults.append(Fault(line, _("Kolumnen kommun ska ha en kommunkod, fyra siffror")))
    if values["typ"] not in set(UnitKind):
        words = _("Kolumnen typ ska ha någon av {values}")
        faults.append(Fault(line, words.replace("{values}", ", ".join(UnitKind))))
    if len(values["namn"]) < 3:
        faults.append(Fault(line, _("{x} saknas").replace("{x}", "namn")))
    code = values["postnummer"].replace(" ", "")
    if code and not (code.isascii() and code.isdigit() and len(code) == 5):
        faults.append(Fault(line, _("Postnumret är fel")))
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest or not values[name].isprintable():
            words = _("{x} är för långt eller har tecken som inte går")
            faults.append(Fault(line, words.replace("{x}", name)))
    if len(faults) > before:
        return None
    return Row(
        *(line, hsa_id.upper(), hsa_id, values["kommun"], values["namn"], values["typ"]),
        *(values["gata"], code, values["ort"], values["telefon"]),
    )
