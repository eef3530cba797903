"""An incident in one folder: who is concerned, what is known, proofs, what a person must add."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from tests import database
from tests.audit.ledgers import Ledger
from tests.audit.tampering.conftest import stand_alone
from tests.audit.test_evidence import HSA, PERSON
from tests.database import as_owner
from tests.people_made import unit
from vardpost.audit import incident as incidents
from vardpost.audit.management.commands import audit as command
from vardpost.config import roles
from vardpost.kernel.ids import new_id

#: One of the Tax Agency's numbers for tests.
NUMBER = "192201239122"
SEPTEMBER = ("--from", "2026-09-01", "--to", "2026-09-30")


@pytest.fixture(autouse=True)
def place(ledger: Ledger, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATABASE_SEALER_URL = ledger.address
    settings.DATABASE_OWNER_URL = database.address(roles.OWNER, ledger.name)
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = ledger.folder, ledger.key_file
    settings.CONTROLLER, settings.DPO_CONTACT = "Region Ek", ""
    monkeypatch.setattr(command, "PATIENCE", 0)


def incident(*words: object) -> str:
    said = StringIO()
    call_command("audit", "incident", *map(str, words), stdout=said)
    return said.getvalue()


def day(number: int, hour: int = 12) -> datetime:
    return datetime(2026, 9, number, hour, tzinfo=UTC)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


class Breach:
    """A staff member of a unit who opens one resident twice, lists three, and is refused once."""

    def __init__(self, ledger: Ledger) -> None:
        with as_owner():
            self.unit = unit()
        self.hsa = f"SE2321000016-{self.unit.id.hex[-6:]}"
        self.staff, self.resident, self.tried = new_id(), new_id(), new_id()
        ledger.owner.execute(PERSON, [self.staff, None])
        ledger.owner.execute(PERSON, [self.resident, NUMBER])
        ledger.owner.execute(
            "insert into staff_account (person_id, hsa_id, name, title, email, active, protected) "
            "values (%s, %s, 'Alva Ek', '', '', true, false)",
            [self.staff, HSA],
        )
        of: dict[str, Any] = {"person": self.staff, "unit": self.unit.id}
        ledger.write(2, at=day(3), residents=[self.resident], **of)
        ledger.write(1, at=day(4), residents=[self.resident, new_id(), new_id()], **of)
        (refused,) = ledger.write(1, at=day(5), residents=[self.tried], **of)
        self.change(ledger, "outcome = 'refused', relation = 'none'", refused)
        ledger.write(1, at=day(6), residents=[new_id()], unit=self.unit.id)
        ledger.write(1, at=day(3), residents=[new_id()])
        ledger.seal()

    def change(self, ledger: Ledger, what: str, entry: UUID) -> None:
        """Make an entry another one, before it is sealed."""
        ledger.owner.execute(f"update audit_entry set {what} where id = %s".encode(), [entry])


@pytest.fixture
def breach(ledger: Ledger) -> Breach:
    return Breach(ledger)


def test_what_one_staff_member_did(ledger: Ledger, breach: Breach, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = incident("--staff", HSA, *SEPTEMBER, "--reason", "dnr 9", "--out", out, "--json")
    told = json.loads(said)
    assert (told["entries"], told["residents"], told["whole"]) == (4, 4, True)
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert summary["about"] == {"staff": str(breach.staff)}
    assert (summary["refused"], summary["people"]) == (1, 1)
    assert (summary["residents_shown"], summary["residents_only_tried"]) == (3, 1)
    first, *_others = rows(out / "residents.csv")
    assert first["resident_id"] == str(breach.resident)
    assert [first[key] for key in ("entries", "shown_alone", "shown_in_lists")] == ["3", "2", "1"]
    assert "number" not in first
    (who,) = rows(out / "people.csv")
    assert (who["person_id"], who["entries"], who["residents"]) == (str(breach.staff), "4", "4")
    (refused,) = rows(out / "refused.csv")
    assert (refused["residents"], refused["at"][:10]) == (str(breach.tried), "2026-09-05")
    assert stand_alone(out / "entries", str(out))[0] == 0
    row = ledger.owner.execute(
        "select object_type, detail->>'reason', detail->>'what', detail->>'identities' "
        "from audit_entry where action = 'audit:log:take-out'"
    ).fetchall()
    assert row == [("incident", "dnr 9", f"incident staff {breach.staff}", "false")]


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        (("--unit", "HSA"), 5),
        (("--unit", "HSA", "--cause", "refused"), 1),
        (("--unit", "HSA", "--staff", HSA, "--from", "2026-09-04"), 2),
        (("--cause", "unrelated"), 1),
        (("--address", "127.0.0.1", "--to", "2026-09-03"), 3),
        (("--unit", "HSA", "--from", "2026-09-04T10:00", "--to", "2026-09-04T15:00"), 1),
        (("--unit", "HSA", "--from", "2026-09-04T15:00"), 2),
    ],
)
def test_everything_that_is_named_holds(
    breach: Breach, tmp_path: Path, words: tuple[str, ...], entries: int
) -> None:
    named = [breach.hsa if one == "HSA" else one for one in words]
    span = [] if "--from" in named else ["--from", "2026-09-01"]
    span += [] if "--to" in named else ["--to", "2026-09-30"]
    said = incident(*named, *span, "--reason", "x", "--out", tmp_path / "out", "--json")
    assert json.loads(said)["entries"] == entries


def test_the_summary_is_filled_in_and_asks_for_the_rest(breach: Breach, tmp_path: Path) -> None:
    out = tmp_path / "out"
    known = ("--known", "2026-09-07T08:00")
    incident("--staff", HSA, *SEPTEMBER, *known, "--reason", "dnr 9", "--out", out)
    swedish = (out / "SAMMANFATTNING.md").read_text("utf-8")
    english = (out / "SUMMARY.md").read_text("utf-8")
    assert "Berörda invånare (`residents.csv`): 4" in swedish
    assert "Känt sedan: 2026-09-07 08:00" in swedish
    assert "72 timmar): 2026-09-10 08:00" in swedish
    assert "Early warning (Cybersecurity Act, 24 hours): 2026-09-08 08:00" in english
    assert "Personuppgiftsansvarig: Region Ek" in swedish
    assert "Dataskyddsombud: **FYLL I**" in swedish
    assert "| `cases:case:read` | 4 |" in english
    assert swedish.count("- [ ]") == english.count("- [ ]") > 8
    # They are to be written in: what was signed does not hold them.
    (out / "SAMMANFATTNING.md").write_text(swedish + "Mer", "utf-8")
    assert stand_alone(out / "entries", str(out))[0] == 0


def test_who_they_are_is_told_when_it_is_asked_for(
    ledger: Ledger, breach: Breach, tmp_path: Path
) -> None:
    ledger.owner.execute("update person set family_name = '=Ek' where id = %s", [breach.resident])
    out = tmp_path / "out"
    incident("--staff", HSA, *SEPTEMBER, "--identities", "--reason", "art. 34", "--out", out)
    by = {row["resident_id"]: row for row in rows(out / "residents.csv")}
    one = by[str(breach.resident)]
    assert (one["number"], one["name"], one["protected"]) == (NUMBER, "Alva =Ek", "no")
    assert by[str(breach.tried)]["number"] == ""
    detail = "select detail->>'identities' from audit_entry where action = 'audit:log:take-out'"
    assert ledger.one(detail) == "true"


def test_a_cell_is_never_a_formula() -> None:
    assert [incidents._cell(one) for one in ("=1+1", "-5", "@x", "x=1", 3)] == [
        "'=1+1", "'-5", "'@x", "x=1", "3",
    ]  # fmt: skip


def review_alarm(ledger: Ledger, breach: Breach, entry: UUID, at: datetime) -> None:
    alarm, person = new_id(), new_id()
    ledger.owner.execute(
        "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
        "residents, entries, first_at, last_at, opened_at, version, closed_at, closed_by_id, "
        "outcome, comment) values (%s, '12', %s, 'protected', %s, 'Alva Ek', 1, 1, %s, %s, now(), "
        "2, now(), %s, 'closed', 'Remiss')",
        [alarm, breach.unit.id, person, at, at, new_id()],
    )
    ledger.owner.execute(
        "insert into review_alarm_entry (id, region_id, unit_id, alarm_id, rule, person_id, "
        "resident_id, entry_id, entry_at, action, object_id) values (%s, '12', %s, %s, "
        "'protected', %s, %s, %s, %s, 'cases:case:read', 'x')",
        [new_id(), breach.unit.id, alarm, person, breach.tried, entry, at],
    )


def test_alarms_and_what_other_rooms_found(ledger: Ledger, breach: Breach, tmp_path: Path) -> None:
    for at, kind in ((day(4), "clock"), (datetime(2026, 8, 1, tzinfo=UTC), "late")):
        ledger.owner.execute(
            "insert into audit_alarm values (%s, %s, %s, '12', '{}')", [new_id(), at, kind]
        )
    entry = ledger.owner.execute(
        "select id, at from audit_entry where outcome = 'refused'"
    ).fetchone()
    assert entry is not None
    ledger.owner.execute(
        "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
        "person_name, action, outcome, object_id, resident_id, residents, rule, rule_name, count, "
        "found_at) values (%s, '12', %s, %s, %s, %s, 'Alva Ek', 'cases:case:read', 'refused', 'x', "
        "%s, 1, 'unrelated', '', 1, now())",
        [new_id(), breach.unit.id, *entry, breach.staff, breach.tried],
    )
    # Of two alarms one holds an entry of the incident; the other is about what nobody asked for.
    review_alarm(ledger, breach, *entry)
    review_alarm(ledger, breach, new_id(), day(5))
    out = tmp_path / "out"
    incident("--unit", breach.hsa, *SEPTEMBER, "--reason", "x", "--out", out)
    alarms = [json.loads(one) for one in (out / "alarms.jsonl").read_text().splitlines()]
    assert [one["kind"] for one in alarms] == ["clock"]
    (signal,) = [json.loads(one) for one in (out / "signals.jsonl").read_text().splitlines()]
    assert (signal["rule"], signal["entry_id"]) == ("unrelated", str(entry[0]))
    (alarm,) = [json.loads(one) for one in (out / "review_alarms.jsonl").read_text().splitlines()]
    assert (alarm["rule"], alarm["entries"], alarm["outcome"]) == ("protected", 1, "closed")
    found = json.loads((out / "summary.json").read_text())["found"]
    assert found == {"signals": 1, "review_alarms": 1}


def edit(name: str, how: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def spoil(out: Path) -> None:
        (out / name).write_bytes(how((out / name).read_bytes()))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (edit("residents.csv", lambda data: data[:-40]), "residents.csv is not what was written"),
        (edit("summary.json", lambda data: data.replace(b"4", b"3")), "summary.json is not"),
        (edit("SHA256SUMS", lambda data: b"".join(data.splitlines(True)[1:])), "not signed"),
        (edit("incident.jsonl", lambda data: data.replace(b"staff", b"stuff")), "not signed"),
        (edit("entries/leaves.jsonl", lambda data: data.replace(b"Ek", b"Al")), "not what was"),
        (lambda out: (out / "refused.csv").unlink(), "refused.csv is missing"),
        (lambda out: (out / "incident.jsonl").unlink(), "incident.jsonl is missing"),
    ],
    ids=["list", "summary", "sums", "renamed", "lines", "gone", "unsigned"],
)
def test_whatever_is_changed_afterwards_is_named(
    breach: Breach, tmp_path: Path, spoil: Callable[[Path], None], word: str
) -> None:
    out = tmp_path / "out"
    incident("--staff", HSA, *SEPTEMBER, "--reason", "x", "--out", out)
    spoil(out)
    code, said = stand_alone(out / "entries", str(out))
    assert (code, word in said) == (1, True), said


def test_stopped_in_the_middle_it_begins_anew(
    breach: Breach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    asked = ("--staff", HSA, *SEPTEMBER, "--reason", "x", "--out", out)

    def stop(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("_lists", "_sign", "finish"):
        with monkeypatch.context() as patched:
            patched.setattr(incidents, name, stop)
            with pytest.raises(CommandError, match="No space left"):
                incident(*asked)
        assert not (out / "manifest.json").exists()
        assert stand_alone_code(out) == 2  # not finished is never whole
    with pytest.raises(CommandError, match="unfinished export about something else"):
        incident("--unit", breach.hsa, *SEPTEMBER, "--reason", "x", "--out", out)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"something else too: notes\.txt"):
        incident(*asked)
    (out / "notes.txt").unlink()
    incident(*asked)
    assert stand_alone_code(out) == 0
    with pytest.raises(CommandError, match="not empty"):
        incident(*asked)


def stand_alone_code(out: Path) -> int:
    """Run our own copy, since an unfinished folder may hold none."""
    from vardpost.audit.standalone import verify

    code: int = verify.main([str(out)])  # type: ignore[no-untyped-call]  # for Python 3.9 on
    return code


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name at least one of"),
        (("--staff", "SE1"), "no HSA-id"),
        (("--cause", "boredom"), "invalid choice"),
        (("--session", "x"), "invalid UUID"),
        (("--unit", HSA), "no unit has"),
        (("--address", "127.0.0.2"), "no entries"),
        (("--staff", HSA, "--to", "2026-08-01"), "before --from"),
        (("--staff", HSA, "--known", "i går"), "is no moment"),
        (("--staff", HSA, "--reason", " "), "--reason"),
    ],
)
def test_what_was_asked_wrongly_is_told(
    breach: Breach, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    out = tmp_path / "out"
    more = [] if "--reason" in words else ["--reason", "x"]
    with pytest.raises(CommandError, match=told):
        incident("--from", "2026-09-01", *words, *more, "--out", out)
    assert not (out / "manifest.json").exists()


def test_what_is_not_sealed_yet_is_waited_for_and_then_refused(
    ledger: Ledger, breach: Breach, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.write(1, at=day(8), person=breach.staff)
    asked = ("--staff", HSA, *SEPTEMBER, "--reason", "x")
    with pytest.raises(CommandError, match="1 of 5 entries are not sealed yet"):
        incident(*asked, "--out", tmp_path / "out")
    monkeypatch.setattr(command, "PATIENCE", 60)
    monkeypatch.setattr("vardpost.audit.choosing.sleep", lambda _seconds: ledger.seal())
    incident(*asked, "--out", tmp_path / "out")
    assert stand_alone_code(tmp_path / "out") == 0
