"""Everything about an incident in one folder, ready for the data protection officer (ADR 0022).

Which entries, as an export of chosen ones with proofs (`evidence.py`); and counted out of exactly
those lines: which residents, who acted, what was refused; beside them alarms, what other rooms have
found (`register`), and a summary to fill in. All but the summary is signed as it was written.
"""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from vardpost.audit.choosing import SPAN
from vardpost.audit.events import AuditEvent
from vardpost.audit.evidence import hand_out
from vardpost.audit.exporting import CannotExport, Progress, finish
from vardpost.audit.files import append
from vardpost.audit.incident_counts import Counts, counted
from vardpost.audit.incident_words import Known, page
from vardpost.audit.keys import Keys, Signer
from vardpost.audit.statements import Statement, moment
from vardpost.audit.stored import Connection
from vardpost.kernel import clock

_E = AuditEvent
_RIGHTS = (_E.GRANT_CHANGED, _E.STAFF_CHANGED, _E.STAFF_REGISTERED, _E.STAFF_DEACTIVATED)
_TAKEN = (_E.LOG_TAKEN_OUT, _E.MIRROR_EXTRACTED, _E.REVIEW_PROTOCOL_TAKEN)


def _of(events: Iterable[AuditEvent]) -> str:
    return f"e.action in ({', '.join(repr(one.value) for one in events)})"


#: Kinds of acts that an incident may be about, and which entries they are.
CAUSES: Mapping[str, str] = {
    "refused": "e.outcome <> 'ok'",
    "unrelated": "e.relation = 'none' and e.actor_kind = 'staff'",
    "sign-in": "e.action like 'people:session:%%'",
    "rights": _of(_RIGHTS),
    "taken-out": _of(_TAKEN),
}
_WHERE = {
    "unit": "e.unit_id = %(unit)s",
    "staff": "e.person_id = %(staff)s and e.actor_kind = 'staff'",
    "address": "e.address = %(address)s",
    "session": "e.session_id = %(session)s",
}
_ALARMS = """
select at, kind, log, detail from audit_alarm where at >= %(since)s and at < %(until)s order by at
"""
#: What is written before anything else, and taken away last: an export that was not finished.
_UNFINISHED = "unfinished.json"
_TO_FILL_IN = {"sv": "SAMMANFATTNING.md", "en": "SUMMARY.md"}
_WRITTEN = ("residents.csv", "people.csv", "refused.csv", "alarms.jsonl", "summary.json")


@dataclass(frozen=True, slots=True)
class Incident:
    """What is asked for: a period, and entries for which all that is named holds."""

    id: UUID
    since: datetime
    until: datetime
    unit: UUID | None = None
    staff: UUID | None = None
    address: str = ""
    session: UUID | None = None
    cause: str = ""

    kind = "incident"

    @property
    def named(self) -> dict[str, str]:
        """What it is about, in order."""
        told = {name: getattr(self, name) for name in (*_WHERE, "cause")}
        return {name: str(value) for name, value in told.items() if value}

    @property
    def what(self) -> str:
        """What is signed of it."""
        return " ".join(["incident", *(f"{name} {value}" for name, value in self.named.items())])

    @property
    def values(self) -> dict[str, Any]:
        """What its statements are given."""
        return {name: getattr(self, name) for name in ("since", "until", *_WHERE)}

    def statement(self, text: str) -> bytes:
        """Return a statement that asks for its entries."""
        parts = [_WHERE[name] for name in _WHERE if name in self.named]
        if self.cause:
            parts.append(CAUSES[self.cause])
        return text.format(where=" and ".join(f"({one})" for one in parts), span=SPAN).encode()


#: Yields what a room has found about an incident; a line of JSON each.
Source = Callable[[Connection, Incident], Iterator[dict[str, Any]]]
#: Gives of residents what identifies them: personal number, name, whether protected.
Identities = Callable[[Connection, list[UUID]], dict[UUID, tuple[str, str, bool]]]
_sources: dict[str, Source] = {}
_identities: list[Identities] = []


def register(name: str, source: Source) -> None:
    """Let a room above add `name.jsonl` to each incident."""
    _sources[name] = source


def register_identities(source: Identities) -> None:
    """Let the room that knows people say who residents are."""
    _identities[:] = [source]


def prepare(out: Path, asked: Mapping[str, str]) -> None:
    """Make the folder ready; one of the same question that was not finished begins anew.

    Raises `CannotExport` when there is anything else in it.
    """
    out.mkdir(parents=True, exist_ok=True)
    marker = out / _UNFINISHED
    if marker.exists():
        try:
            same = json.loads(marker.read_text("utf-8")) == dict(asked)
        except ValueError:
            same = True  # it was killed while it wrote this
        if not same:
            raise CannotExport(f"{out} holds an unfinished export about something else")
        shutil.rmtree(out / "entries", ignore_errors=True)
        ours = {_UNFINISHED, *_WRITTEN, *_TO_FILL_IN.values(), "SHA256SUMS", "incident.jsonl"}
        ours |= {"manifest.json.new", *(f"{name}.jsonl" for name in _sources)}
        for name in ours - {_UNFINISHED}:
            (out / name).unlink(missing_ok=True)
        if left := {one.name for one in out.iterdir()} - ours:
            raise CannotExport(f"{out} holds something else too: {', '.join(sorted(left))}")
    elif any(out.iterdir()):
        raise CannotExport(f"{out} is not empty")
    marker.write_text(json.dumps(dict(asked)), "utf-8")


def collect(
    reading: Connection,
    connection: Connection,
    incident: Incident,
    out: Path,
    signer: Signer,
    keys: Keys,
    known: Known,
    *,
    identities: bool = False,
    progress: Progress | None = None,
) -> Counts:
    """Write the folder, after `prepare`; return what was counted. Raises `CannotExport`."""
    bar = progress or Progress()
    rows = hand_out(reading, connection, incident, out / "entries", signer, keys, bar)
    bar.begin(rows)
    counts = counted(_lines(out / "entries" / "leaves.jsonl", bar))
    _lists(reading, counts, out, identities=identities)
    alarms = [
        {"at": moment(at), "kind": kind, "log": log, "detail": detail}
        for at, kind, log, detail in reading.execute(_ALARMS.encode(), incident.values)
    ]
    found = {name: list(source(reading, incident)) for name, source in _sources.items()}
    for name, told in {"alarms": alarms, **found}.items():
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in told)
        (out / f"{name}.jsonl").write_text("".join(lines), "utf-8")
    summary = {
        "incident": str(incident.id),
        "about": incident.named,
        "since": moment(incident.since),
        "until": moment(incident.until),
        "known_at": moment(known.at),
        "deadlines": {name: moment(at) for name, at in known.deadlines.items()},
        **counts.data(),
        "alarms": len(alarms),
        "found": {name: len(told) for name, told in found.items()},
    }
    text = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
    (out / "summary.json").write_text(text, "utf-8")
    for language, name in _TO_FILL_IN.items():
        (out / name).write_text(page(summary, known, language), "utf-8")
    _sign(out, incident, signer)
    finish(out, {"kind": "incident", "rows": rows})
    (out / _UNFINISHED).unlink()
    return counts


def _lines(file: Path, bar: Progress) -> Iterator[dict[str, Any]]:
    with file.open("rb") as source:
        for line in source:
            yield json.loads(line)
            bar.advance(1)


def _lists(reading: Connection, counts: Counts, out: Path, *, identities: bool) -> None:
    """Write who is concerned, who acted, and what was refused."""
    known: dict[UUID, tuple[str, str, bool]] = {}
    if identities and _identities:
        known = _identities[0](reading, [UUID(one) for one in counts.residents])
    more = ("number", "name", "protected") if identities else ()
    residents = (
        [*row, *(_told(known.get(UUID(str(row[0])))) if identities else ())]
        for row in counts.resident_rows()
    )
    _csv(out / "residents.csv", (*Counts.RESIDENT, *more), residents)
    _csv(out / "people.csv", Counts.PERSON, counts.person_rows())
    _csv(out / "refused.csv", Counts.REFUSED, counts.refused)


def _told(one: tuple[str, str, bool] | None) -> tuple[str, str, str]:
    return (one[0], one[1], "yes" if one[2] else "no") if one else ("", "", "")


def _csv(file: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter=";")
        writer.writerow(head)
        writer.writerows([_cell(one) for one in row] for row in rows)


def _cell(value: object) -> str:
    """Return a cell that no program for tables takes for a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _sign(out: Path, incident: Incident, signer: Signer) -> None:
    """Write the hash of each file, but of those to fill in, and sign their list."""
    files = sorted(
        file
        for file in out.rglob("*")
        if file.is_file() and file.name not in {_UNFINISHED, *_TO_FILL_IN.values()}
    )
    text = "".join(
        f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(out).as_posix()}\n"
        for file in files
    )
    (out / "SHA256SUMS").write_text(text, "utf-8")
    fields = {
        "at": moment(clock.now()),
        "id": str(incident.id),
        "what": incident.what,
        "since": moment(incident.since),
        "until": moment(incident.until),
        "digest": sha256(text.encode()).hexdigest(),
        "key": signer.id,
    }
    signature = signer.sign(Statement("incident", fields))
    append(out / "incident.jsonl", [Statement("incident", fields, signature)])
