"""A table as a file: CSV for programs, and a workbook (Office Open XML) for people. Pure.

A workbook of one sheet of texts and numbers is five small files in a zip, so no library is asked
for it: every cell is told as what it is, and none can be read as a formula.
"""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | int
Row = Sequence[Cell]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return a table with semicolons and a mark of its coding, as Swedish spreadsheets read it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_xlsx(title: str, heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return a workbook of one sheet, the heads bold and in view while one scrolls."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(name, _HEAD + text)
        package.writestr("xl/workbook.xml", _HEAD + _WORKBOOK.format(title=_name(title)))
        package.writestr("xl/worksheets/sheet1.xml", _HEAD + _sheet(heads, rows))
    return made.getvalue()


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "http://schemas.openxmlformats.org"
_MAIN = f"{_SPACE}/spreadsheetml/2006/main"
_RELATIONS = f"{_SPACE}/package/2006/relationships"
_DOCUMENT = f"{_SPACE}/officeDocument/2006/relationships"
_OF = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_SPACE}/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OF}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OF}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_OF}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        f'Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
        '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2">'
        '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
        '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" '
        'borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" '
        'borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" '
        'applyFont="1"/></cellXfs></styleSheet>'
    ),
}
_WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets><sheet name="{{title}}" '
    'sheetId="1" r:id="rId1"/></sheets></workbook>'
)
#: Characters that a sheet's name may not hold, and those that XML may not.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _name(title: str) -> str:
    return _text(_NOT_IN_NAMES.sub(" ", title)[:31]).replace('"', "&quot;")


def _text(cell: str) -> str:
    return escape(_NOT_IN_XML.sub("", cell))


def _sheet(heads: Sequence[str], rows: Sequence[Row]) -> str:
    width = len(heads)
    lines = [_line(1, heads, ' s="1"')]
    lines += [_line(number, row) for number, row in enumerate(rows, start=2)]
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane xSplit="1" '
        'ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView>'
        f'</sheetViews><cols><col min="1" max="{width}" width="22" customWidth="1"/></cols>'
        f"<sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A1:{_column(width)}{len(rows) + 1}"/></worksheet>'
    )


def _line(number: int, row: Row, style: str = "") -> str:
    cells = "".join(
        _cell(f"{_column(place)}{number}", cell, style) for place, cell in enumerate(row, start=1)
    )
    return f'<row r="{number}">{cells}</row>'


def _cell(place: str, cell: Cell, style: str) -> str:
    if isinstance(cell, int):
        return f'<c r="{place}"{style}><v>{cell}</v></c>'
    text = f'<t xml:space="preserve">{_text(cell)}</t>'
    return f'<c r="{place}"{style} t="inlineStr"><is>{text}</is></c>'


def _column(place: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
