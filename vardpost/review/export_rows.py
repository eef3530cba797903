"""A row of an export in words, as CSV (RFC 4180) and as JSON, always in Swedish. Pure.

The fields are documented for who receives the file in `docs/how-to/review.md`; `FORM` rises when
one of them changes its meaning.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vardpost.kernel.clock import STOCKHOLM
from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.review.event_words import act
from vardpost.review.queries.log import CaseNamed, Entry
from vardpost.review.queries.reviews import ItemRow
from vardpost.review.rules import Fact
from vardpost.review.values import Form, filter_values
from vardpost.review.words import facts, mark, relation, rule_name
from vardpost.shell.words import status

if TYPE_CHECKING:
    from vardpost.kernel.actor import UnitRef
    from vardpost.review.queries.exports import ExportRow

FORM = 1
_LANG = "sv"
#: What a spreadsheet takes for the beginning of a formula, also in the wide forms of the signs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: JSON field → heading in CSV.
FIELDS: Mapping[str, str] = {
    "id": "Post-id",
    "at": "Tid",
    "event": "Händelse",
    "what": "Vad som gjordes",
    "outcome": "Utfall",
    "person_id": "Medarbetarens id",
    "person": "Medarbetare",
    "roles": "Behörighet",
    "relation": "Koppling",
    "case": "Ärende",
    "resident": "Invånare",
    "residents": "Antal invånare",
    "state": "Ärendet var då",
    "facts": "Noterat",
}
#: And of what a review looked at.
MARKED: Mapping[str, str] = {
    "place": "Nummer",
    "rules": "Regler",
    "mark": "Bedömning",
    "comment": "Kommentar",
    "marked_by": "Bedömd av",
    "marked_at": "Bedömd",
}


@dataclass(frozen=True, slots=True)
class Writing:
    """How a sort of file begins, goes on and ends."""

    fields: Mapping[str, str]
    begin: Callable[[Mapping[str, Any]], str]
    row: Callable[[Mapping[str, Any], bool], str]
    end: Callable[[int], str]


def header(ordered: "ExportRow", unit: "UnitRef") -> dict[str, Any]:
    """Return what a file for programs says of itself."""
    filters = filter_values(ordered.filters) if ordered.filters else {}
    return {
        "kind": "vardpost-log-export",
        "form": FORM,
        "export": str(ordered.id),
        "unit": unit.name,
        "unit_hsa_id": unit.hsa_id,
        "ordered_at": _local(ordered.ordered_at),
        "ordered_by": ordered.ordered_by_name,
        "reason": ordered.reason,
        "search": filters and {**filters, "facts": facts(Fact(filters["facts"]))},
        "review": str(ordered.review_id or ""),
    }


def of_entry(entry: Entry, case: CaseNamed | None) -> dict[str, Any]:
    """Return what a search shows of an entry."""
    name = case.resident_name or "Skyddade uppgifter" if case else ""
    return _row(entry, case.number if case else "", name, len(entry.resident_ids))


def of_item(item: ItemRow) -> dict[str, Any]:
    """Return what a review looked at, with what was said of it at last."""
    name = item.resident_name or ("Skyddade uppgifter" if item.case_number else "")
    row = _row(item, item.case_number, name, item.residents)
    return {
        **row,
        "place": item.place,
        "rules": [rule_name(key, kept) for key, kept in item.rules],
        "mark": mark(item.mark)[0],
        "comment": item.comment,
        "marked_by": item.marked_by_name,
        "marked_at": _local(item.marked_at) if item.marked_at else "",
    }


def _row(one: Entry | ItemRow, case: str, resident: str, residents: int) -> dict[str, Any]:
    known = {role.value for role in Role}
    key, at = (one.id, one.at) if isinstance(one, Entry) else (one.entry_id, one.entry_at)
    return {
        "id": str(key),
        "at": _local(at),
        "event": one.action,
        "what": act(one.action, one.outcome),
        "outcome": one.outcome,
        "person_id": str(one.person_id or ""),
        "person": one.person_name,
        "roles": [role_name(role, _LANG) for role in one.roles.split(",") if role in known],
        "relation": relation(one.relation),
        "case": case,
        "resident": resident,
        "residents": residents,
        "state": _state(one.state),
        "facts": facts(Fact(one.facts)),
    }


def _state(kept: str) -> str:
    try:
        return status(kept, "staff").text
    except KeyError:  # none, or one of an older version
        return ""


def _local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).isoformat(timespec="milliseconds")


def writing(form: Form, *, marked: bool) -> Writing:
    """Return how a file of the form is written."""
    fields = {**FIELDS, **MARKED} if marked else FIELDS
    if form == "csv":
        return Writing(
            fields,
            lambda _head: line(fields.values()),
            lambda row, _first: line(_cell(row[name]) for name in fields),
            lambda _count: "",
        )
    return Writing(fields, _json_head, _json_row, lambda count: f'\n ],\n "count": {count}\n}}\n')


def line(cells: Iterable[str]) -> str:
    """Return a line of CSV as RFC 4180 has it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()


def _cell(value: Any) -> str:
    return safe("; ".join(value) if isinstance(value, list) else str(value))


def safe(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json_head(head: Mapping[str, Any]) -> str:
    return json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "entries": ['


def _json_row(row: Mapping[str, Any], first: bool) -> str:
    return ("\n  " if first else ",\n  ") + json.dumps(row, ensure_ascii=False)
