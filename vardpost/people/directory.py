"""The staff directory as a file: strict columns, and every fault told with its line. Pure.

Nothing of the file is guessed but its encoding and delimiter, which the first line shows.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vardpost.people.numbers import BadNumber, IdentityNumber, parse
from vardpost.units.hsa import BadHsaId, normalise

if TYPE_CHECKING:
    from _csv import Reader

#: Every column, in any order; all of them stand in the first line.
COLUMNS = (
    *("hsa_id", "personnummer", "fornamn", "efternamn", "titel", "epost", "telefon", "enheter"),
    "skyddad",
)
#: What a file may be written in; told apart by themselves when none is named.
ENCODINGS = ("utf-8", "windows-1252", "latin-1")
#: What spreadsheets call Unicode text begins with one of these marks, and has tabs between columns.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: How the files of spreadsheets themselves begin, new and old ones.
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: More than the largest region's directory.
MOST_ROWS = 200_000
_LONGEST = {"fornamn": 80, "efternamn": 80, "titel": 80, "epost": 254, "telefon": 20}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_PHONE = re.compile(r"\+?[0-9][0-9 \-]*\Z")
_YES, _NO = {"ja", "1", "yes"}, {"", "nej", "0", "no"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, on which line of the file; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the file; `units` are HSA-ids in capitals."""

    line: int
    key: str
    hsa_id: str
    number: str
    number_kind: str
    birth_date: date
    sex: str
    given_name: str
    family_name: str
    title: str
    email: str
    phone: str
    units: tuple[str, ...]
    protected: bool

    @property
    def name(self) -> str:
        """Return given and family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: rows when there is no fault, and what it was written in."""

    rows: Sequence[Row]
    faults: Sequence[Fault]
    encoding: str


def read(data: bytes, today: date, encoding: str = "") -> Read:
    """Return the rows of a file, or its faults with their lines, as many as there are."""
    text, known = _text(data, encoding)
    whole = _no_text(data, text, known)
    if text is None or whole:
        return Read((), (Fault(0, whole),), known)
    faults: list[Fault] = []
    rows: list[Row] = []
    for line, values in _lines(text, faults):
        row = _row(line, values, today, faults)
        if row is not None:
            rows.append(row)
    if not rows and not faults:  # read in, it would say that everybody has left
        faults.append(Fault(0, _("Filen har inga personer")))
    _doubled(rows, faults)
    faults.sort(key=lambda fault: fault.line)
    return Read(() if faults else tuple(rows), tuple(faults), known)


def _text(data: bytes, encoding: str) -> tuple[str | None, str]:
    """Return the text and its encoding: UTF-8 with or without its mark, else the Western one.

    A file with the mark of UTF-16 is read as such. Line ends become those of the house.
    """
    if not encoding and data.startswith(_UTF_16):
        encoding = "utf-16"
    for one in (encoding,) if encoding else ENCODINGS:
        try:
            text = data.decode("utf-8-sig" if one == "utf-8" else one)
            return text.replace("\r\n", "\n").replace("\r", "\n"), one
        except UnicodeDecodeError:
            continue
    return None, encoding or ENCODINGS[0]


def _no_text(data: bytes, text: str | None, encoding: str) -> str:
    """Return what is wrong with the file as a whole, if anything is."""
    if data.startswith(_SPREADSHEET):
        return _("Det här är en fil från ett kalkylprogram. Spara den som CSV där, och välj den")
    if text is None:
        return _("Filen går inte att läsa som {x}").replace("{x}", encoding)
    if not text.strip():
        return _("Filen är tom")
    return _("Filen är ingen textfil") if "\0" in text else ""


def _lines(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from _cells(reader, delimiter, faults)
    except csv.Error:
        faults.append(Fault(reader.line_num, _("Citattecknen på raden går inte jämnt ut")))


def _cells(
    reader: "Reader", delimiter: str, faults: list[Fault]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    header = [name.strip().lower() for name in next(reader)]
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    if missing or unknown or len(header) != len(COLUMNS):
        words = _("Första raden ska ha kolumnerna {columns}").replace(
            "{columns}", (";" if delimiter == "\t" else delimiter).join(COLUMNS)
        )
        faults.append(Fault(1, words))
        return
    for count, cells in enumerate(reader):
        line = reader.line_num
        if count >= MOST_ROWS:
            faults.append(Fault(line, _("Filen har för många rader")))
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            words = _("Raden har {n} kolumner, den ska ha {m}")
            words = words.replace("{n}", str(len(cells))).replace("{m}", str(len(header)))
            faults.append(Fault(line, words))
            continue
        yield line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def _row(line: int, values: Mapping[str, str], today: date, faults: list[Fault]) -> Row | None:
    before = len(faults)

    def wrong(text: str) -> None:
        faults.append(Fault(line, text))

    hsa_id = _hsa_id(values["hsa_id"])
    if not hsa_id:
        wrong(_("{x} är inget HSA-id").replace("{x}", values["hsa_id"][:40] or _("tomt")))
    number = _number(values["personnummer"], today)
    if number is None or number.birth_date is None or not number.sex:
        wrong(_("Personnumret är fel"))
    for name in ("fornamn", "efternamn"):
        if not values[name]:
            wrong(_("{x} saknas").replace("{x}", name))
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest or not values[name].isprintable():
            wrong(_("{x} är för långt eller har tecken som inte går").replace("{x}", name))
    if values["epost"] and not _MAIL.match(values["epost"]):
        wrong(_("E-postadressen är fel"))
    if values["telefon"] and not _PHONE.match(values["telefon"]):
        wrong(_("Telefonnumret är fel"))
    units = tuple(dict.fromkeys(_hsa_id(word).upper() for word in values["enheter"].split()))
    if not units or "" in units:
        wrong(_("Kolumnen enheter ska ha minst ett HSA-id, med blanksteg emellan"))
    if values["skyddad"].lower() not in _YES | _NO:
        wrong(_("Kolumnen skyddad ska vara ja, nej eller tom"))
    if len(faults) > before or number is None or number.birth_date is None:
        return None
    return Row(
        *(line, hsa_id.upper(), hsa_id, number.value, number.kind.value, number.birth_date),
        *(number.sex, values["fornamn"], values["efternamn"], values["titel"], values["epost"]),
        *(values["telefon"], units, values["skyddad"].lower() in _YES),
    )


def _hsa_id(written: str) -> str:
    try:
        return normalise(written)
    except BadHsaId:
        return ""


def _number(written: str, today: date) -> IdentityNumber | None:
    try:
        return parse(written, today)
    except BadNumber:
        return None


def _doubled(rows: Sequence[Row], faults: list[Fault]) -> None:
    """Tell of ids and numbers that stand twice, with the line of the first."""
    for name, column in (("HSA-id", "key"), ("personnummer", "number")):
        first: dict[str, int] = {}
        for row in rows:
            line = first.setdefault(getattr(row, column), row.line)
            if line != row.line:
                words = _("Samma {x} som på rad {line}")
                words = words.replace("{x}", name).replace("{line}", str(line))
                faults.append(Fault(row.line, words))
