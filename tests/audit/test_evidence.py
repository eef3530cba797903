"""All entries about one resident, one staff member or one unit, for an authority."""

import json
import time
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
from tests.audit.test_exporting import edit, stand_alone
from tests.database import as_owner
from tests.people_made import unit
from vardpost.audit import choosing, evidence, keys, statements, tree
from vardpost.audit.management.commands import audit as command
from vardpost.audit.standalone import verify
from vardpost.audit.stored import connect
from vardpost.config import roles
from vardpost.kernel.ids import new_id

#: One of the Tax Agency's numbers for tests.
NUMBER, GROUPED = "192201239122", "19220123-9122"
HSA = "SE2321000016-7001"
PERSON = """
insert into person (id, number, number_kind, given_name, family_name, birth_date, sex, street,
    postal_code, place, municipality_code, region_code, protected, phone, email)
values (%s, %s, 'personnummer', 'Alva', 'Ek', '1922-01-23', 'woman', '', '', '', '', '', false,
    '', '')
"""


@pytest.fixture(autouse=True)
def place(ledger: Ledger, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PATIENCE", 0)
    settings.DATABASE_SEALER_URL = ledger.address
    settings.DATABASE_OWNER_URL = database.address(roles.OWNER, ledger.name)
    settings.AUDIT_DIR, settings.AUDIT_KEY_FILE = ledger.folder, ledger.key_file


def export(*words: object) -> str:
    said = StringIO()
    call_command("audit", "export", *map(str, words), stdout=said)
    return said.getvalue()


def day(number: int) -> datetime:
    return datetime(2026, 10, number, 12, tzinfo=UTC)


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(one) for one in (out / "leaves.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def resident(ledger: Ledger) -> UUID:
    """Return a resident with entries on the first, second and third, in two logs, among others."""
    made = new_id()
    ledger.owner.execute(PERSON, [made, NUMBER])
    for number, region in ((1, "12"), (2, "12"), (3, "01")):
        ledger.write(2, region, day(number))
        ledger.write(1, region, day(number), residents=[new_id(), made])
    ledger.seal()
    return made


def test_all_about_a_resident_by_her_number(ledger: Ledger, resident: UUID, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = export("--resident", GROUPED, "--out", out, "--json", "--reason", "dnr 17-2026")
    assert json.loads(said) == {"out": str(out), "rows": 3, "whole": True}
    assert all(str(resident) in str(one["resident_ids"]) for one in lines(out))
    code, text = stand_alone(out)
    assert code == 0, text
    row = ledger.owner.execute(
        "select action, actor_kind, resident_ids, detail->>'reason' from audit_entry "
        "where action = 'audit:log:take-out'"
    ).fetchall()
    assert row == [("audit:log:take-out", "system", [resident], "dnr 17-2026")]


def test_the_days_are_swedish_and_the_last_one_is_included(
    ledger: Ledger, resident: UUID, tmp_path: Path
) -> None:
    late = datetime(2026, 10, 2, 21, 59, tzinfo=UTC)
    ledger.write(1, at=late, residents=[resident])
    ledger.write(1, at=late.replace(hour=22, minute=0), residents=[resident])
    ledger.seal()
    out = tmp_path / "out"
    export("--resident", resident, "--from", "2026-10-02", "--to", "2026-10-02", "--out", out)
    assert [str(one["at"])[:16] for one in lines(out)] == ["2026-10-02T12:00", "2026-10-02T21:59"]


def test_what_a_resident_did_herself_is_about_her(
    ledger: Ledger, resident: UUID, tmp_path: Path
) -> None:
    (own,) = ledger.write(1, at=day(4), person=resident)
    ledger.owner.execute("update audit_entry set actor_kind = 'resident' where id = %s", [own])
    ledger.seal()
    out = tmp_path / "out"
    export("--resident", NUMBER, "--out", out)
    assert str(own) in [one["id"] for one in lines(out)]


def test_all_that_one_staff_member_did(ledger: Ledger, tmp_path: Path) -> None:
    who = new_id()
    ledger.owner.execute(PERSON, [who, None])
    ledger.owner.execute(
        "insert into staff_account (person_id, hsa_id, name, title, email, active, protected) "
        "values (%s, %s, 'Alva Ek', '', '', true, false)",
        [who, HSA],
    )
    made = ledger.write(3, person=who, at=day(1))
    ledger.write(3, person=new_id(), at=day(1))
    ledger.seal()
    out = tmp_path / "out"
    export("--staff", f" {HSA.lower()} ", "--out", out)
    assert sorted(str(one["id"]) for one in lines(out)) == sorted(map(str, made))
    assert stand_alone(out)[0] == 0


def test_all_of_a_unit(ledger: Ledger, tmp_path: Path) -> None:
    with as_owner():
        place = unit()
    made = ledger.write(2, unit=place.id, at=day(1)) + ledger.write(1, "01", day(2), unit=place.id)
    ledger.write(3, unit=new_id(), at=day(1))
    ledger.seal()
    out = tmp_path / "out"
    export("--unit", f"SE2321000016-{place.id.hex[-6:]}".lower(), "--out", out)
    assert [str(one["id"]) for one in lines(out)] == list(map(str, made))


def spoil_rows(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    """Change lines and their proofs alike, and tell the manifest, as one who hides lines would."""

    def spoil(folder: Path) -> None:
        for name in ("leaves.jsonl", "proofs.jsonl"):
            edit(name, change)(folder)
        manifest = json.loads((folder / "manifest.json").read_text())
        count = len((folder / "leaves.jsonl").read_bytes().splitlines())
        (folder / "manifest.json").write_text(json.dumps(manifest | {"rows": count}))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (spoil_rows(lambda rows: rows[1:]), "removed, added or moved"),
        (spoil_rows(lambda rows: [*rows, rows[0]]), "removed, added or moved"),
        (spoil_rows(lambda rows: rows[::-1]), "removed, added or moved"),
        (edit("leaves.jsonl", lambda rows: [rows[0].replace(b"Ek", b"Al"), *rows[1:]]), "line 1"),
        (edit("heads.jsonl", lambda rows: rows[:-1]), "the head of log"),
        (edit("chosen.jsonl", lambda rows: [rows[0].replace(b'"3"', b'"2"')]), "not signed"),
        (edit("chosen.jsonl", lambda rows: []), "not signed"),
        (edit("chosen.jsonl", lambda rows: [rows[0].replace(b"resident", b"unit")]), "not signed"),
    ],
    ids=["removed", "doubled", "moved", "altered", "headless", "count", "unsigned", "renamed"],
)
def test_whatever_is_changed_afterwards_is_named(
    resident: UUID, tmp_path: Path, spoil: Callable[[Path], None], word: str
) -> None:
    out = tmp_path / "out"
    export("--resident", resident, "--out", out)
    spoil(out)
    code, said = stand_alone(out)
    assert (code, word in said) == (1, True), said


def test_whom_and_which_period_it_is_about_is_said_in_words(
    ledger: Ledger, resident: UUID, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    export("--resident", resident, "--from", "2026-10-02", "--to", "2026-10-03", "--out", out)
    code, said = stand_alone(out)
    assert code == 0, said
    assert f"about resident {resident}\n" in said
    assert "entries from 2026-10-01 22:00 UTC until 2026-10-03 22:00 UTC\n" in said
    assert "all that there were, says key " in said


@pytest.mark.parametrize(
    ("what", "since", "told"),
    [
        ("resident {other}", "2026-09-30T22:00:00.000000+00:00", "line 1 is not about resident"),
        ("unit {resident}", "2026-09-30T22:00:00.000000+00:00", "line 1 is not about care unit"),
        ("resident {resident}", "2026-10-02T12:00:00.000000+00:00", "line 1 is not of that time"),
        ("resident {resident}", "2026-10-01T12:00:00.000000+00:00", "whole"),
    ],
)
def test_lines_are_held_against_what_was_signed(
    ledger: Ledger, resident: UUID, tmp_path: Path, what: str, since: str, told: str
) -> None:
    rows = ledger.owner.execute(
        "select id, at from audit_entry where %s = any(resident_ids) order by at", [resident]
    ).fetchall()
    named = what.format(resident=resident, other=new_id())
    asked = {"what": named, "since": since, "until": "2026-11-01T00:00:00.000000+00:00"}
    signer, known = keys.load(ledger.key_file), keys.Keys.read(ledger.folder / keys.LIST)
    evidence.write_chosen(ledger.sealer, rows, tmp_path / "out", known, signer, asked)
    code, said = stand_alone(tmp_path / "out")
    assert (code, told in said) == (0 if told == "whole" else 1, True), said


def test_each_file_is_told_of_in_both_languages(resident: UUID, tmp_path: Path) -> None:
    export("--resident", resident, "--out", tmp_path / "chosen")
    export("--region", "12", "--out", tmp_path / "range")
    for kind in ("chosen", "range"):
        text = (tmp_path / kind / "LÄS-MIG.txt").read_text("utf-8")
        swedish, english = text.split("Extract from")
        names = {file.name for file in (tmp_path / kind).iterdir()} - {"LÄS-MIG.txt"}
        assert {name for name in names if f"{name} " not in swedish} == set()
        assert {name for name in names if f"{name} " not in english} == set()


def test_neither_connection_is_cut_while_it_waits_for_the_other(
    ledger: Ledger, resident: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk or a proof may be slow; an idle transaction is ended by the server, if it may."""

    def slow(*words: Any) -> Any:
        time.sleep(1)
        return tree.inclusion(*words)

    monkeypatch.setattr("vardpost.audit.evidence.inclusion", slow)
    reading = connect(database.address(roles.OWNER, ledger.name))
    for one in (reading, ledger.sealer):
        one.execute("set idle_in_transaction_session_timeout = '300ms'")
    about = choosing.Whom("resident", resident, day(1), day(4))
    signer, known = keys.load(ledger.key_file), keys.Keys.read(ledger.folder / keys.LIST)
    out = tmp_path / "out"
    assert evidence.hand_out(reading, ledger.sealer, about, out, signer, known) == 3
    reading.close()


def test_a_line_that_is_not_sealed_yet_stops_the_export(
    ledger: Ledger, resident: UUID, tmp_path: Path
) -> None:
    ledger.write(1, residents=[resident])
    out = tmp_path / "out"
    with pytest.raises(CommandError, match="1 of 4 entries are not sealed yet"):
        export("--resident", resident, "--out", out)
    assert not out.exists()
    assert ledger.one("select count(*) from audit_entry where action = 'audit:log:take-out'") == 0
    ledger.seal()
    export("--resident", resident, "--out", out)
    assert len(lines(out)) == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--resident", "192201239123"), "no personnummer"),
        (("--resident", "hej"), "no personnummer"),
        (("--resident", "192202069205"), "nobody of that"),
        (("--staff", "SE1"), "no HSA-id"),
        (("--staff", "SE2321000016-9999"), "no staff account"),
        (("--unit", "SE2321000016-9999"), "no unit has"),
        (("--resident", NUMBER, "--from", "2026-11-01", "--to", "2026-10-01"), "before --from"),
        (("--resident", NUMBER, "--from", "2999-01-01"), "yet to come"),
        (("--resident", NUMBER, "--from", "2019-01-01", "--to", "2019-02-01"), "no entries"),
        (("--resident", NUMBER, "--month", "2026-10"), "--month goes with --region"),
        (("--region", "12", "--from", "2026-10-01"), "--month goes with --region"),
        (("--region", "12", "--resident", NUMBER), "not allowed with"),
        (("--resident", NUMBER, "--from", "1 oktober"), "is no moment"),
        ((), "one of the arguments"),
    ],
)
def test_what_was_asked_wrongly_is_told(
    resident: UUID, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        export(*words, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_in_it_is_left_alone(resident: UUID, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("hej")
    with pytest.raises(CommandError, match="not empty"):
        export("--resident", resident, "--out", tmp_path)
    assert [one.name for one in tmp_path.glob("*.*")] == ["mine.txt"]


def test_a_part_that_was_taken_out_is_named(ledger: Ledger, resident: UUID, tmp_path: Path) -> None:
    ledger.owner.execute(
        "insert into audit_detached (name, since, until, at, rows, digest, key_id, signature) "
        "values ('audit_entry_2026_09', '2026-09-01', '2026-10-01', now(), 0, '', '', '')"
    )
    with pytest.raises(CommandError, match="audit_entry_2026_09"):
        export("--resident", resident, "--from", "2026-09-15", "--out", tmp_path / "out")
    with pytest.raises(CommandError, match="audit_entry_2026_09"):
        export("--resident", resident, "--out", tmp_path / "out")
    export("--resident", resident, "--from", "2026-10-02", "--out", tmp_path / "out")


def test_the_signature_names_every_field() -> None:
    assert verify.KINDS["chosen"] == statements.KINDS["chosen"]
