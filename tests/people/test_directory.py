"""The staff directory as a file: read strictly, compared, written whole or not at all."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.staff_http import text
from tests.database import as_owner
from tests.people import office as offices
from tests.people.office import Office
from vardpost.kernel import db
from vardpost.kernel.actor import operator
from vardpost.kernel.errors import Denied
from vardpost.people import directory_told
from vardpost.people.actions.directory import bring_in
from vardpost.people.directory import COLUMNS, Row, read
from vardpost.people.queries.directory import Known

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
HEAD = ";".join(COLUMNS)
#: The tax agency's test numbers.
NUMBERS = ("189001019802", "189001029819", "189001039800", "189001049817")


@pytest.fixture
def office() -> Office:
    return offices.make()


def hsa(office: Office, other: bool = False) -> str:
    unit = office.other if other else office.unit
    return str(office.owned("select hsa_id from care_unit where id = %s", [unit.id])[0][0])


def of(office: Office, whom: str) -> str:
    """Return the HSA-id of somebody's account."""
    sql = "select hsa_id from staff_account where person_id = %s"
    return str(office.owned(sql, [office.people[whom]])[0][0])


def line(hsa_id: str, number: str, given: str, family: str, units: str, title: str = "") -> str:
    return f"{hsa_id};{number};{given};{family};{title};{given}@vard.example;;{units};nej"


def file(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "staff.csv"
    path.write_bytes("\r\n".join([HEAD, *lines, ""]).encode(encoding))
    return str(path)


def run(*words: str) -> str:
    out = io.StringIO()
    call_command("directory", "import", *words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def people(office: Office) -> list[tuple[object, ...]]:
    return office.owned(
        "select key, given_name, family_name, left_on is null from directory_person order by key"
    )


def faults(lines: str) -> list[tuple[int, str]]:
    return [(one.line, one.text) for one in read(lines.encode(), TODAY).faults]


def test_every_fault_is_told_with_its_line() -> None:
    unit = "SE2321000016-E1"
    lines = "\n".join(
        [
            HEAD,
            line("SE2321000016-P1", NUMBERS[0], "Åsa", "Ek", unit),
            line("P2", NUMBERS[1], "Åsa", "Ek", unit),
            line("SE2321000016-P3", "189001019803", "Åsa", "Ek", unit),
            line("SE2321000016-P4", NUMBERS[2], "", "Ek", ""),
            line(" se2321000016-p1 ", NUMBERS[3], "Bo", "Ek", unit),
            "a;b",
            line("SE2321000016-P7", NUMBERS[0], "Bo", "Ek", unit),
        ]
    )
    assert faults(lines) == [
        (3, "P2 är inget HSA-id"),
        (4, "Personnumret är fel"),
        (5, "fornamn saknas"),
        (5, "E-postadressen är fel"),
        (5, "Kolumnen enheter ska ha minst ett HSA-id, med blanksteg emellan"),
        (6, "Samma HSA-id som på rad 2"),
        (7, "Raden har 2 kolumner, den ska ha 9"),
        (8, "Samma personnummer som på rad 2"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_are_told_apart(encoding: str, delimiter: str) -> None:
    whole = f"{HEAD}\n{line('SE2321000016-P1', NUMBERS[0], 'Åsa', 'Öhlén', 'SE2321000016-E1')}\n"
    found = read(whole.replace(";", delimiter).encode(encoding), TODAY)
    assert found.faults == ()
    assert found.rows[0].name == "Åsa Öhlén"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Filen är tom"),
        (b"namn;titel\n", "Första raden ska ha kolumnerna"),
        (HEAD.encode() + b'\n"open', "Citattecknen på raden går inte jämnt ut"),
        (b"PK\x03\x04\x14\x00", "Det här är en fil från ett kalkylprogram"),
        (HEAD.encode() + b"\n\0", "Filen är ingen textfil"),
        (HEAD.encode() + b"\n;;;;;;;;\n\n", "Filen har inga personer"),
    ],
)
def test_what_is_no_such_file_is_told(data: bytes, words: str) -> None:
    assert read(data, TODAY).faults[0].text.startswith(words)


def test_the_line_ends_of_any_machine_will_do() -> None:
    rows = [line(f"SE2321000016-P{n}", NUMBERS[n], "Åsa", "Ek", "SE2321000016-E1") for n in (0, 1)]
    for end in ("\n", "\r\n", "\r"):
        assert len(read(end.join([HEAD, *rows]).encode(), TODAY).rows) == 2


@given(st.binary(max_size=400))
def test_anything_is_read_or_told(data: bytes) -> None:
    found = read(HEAD.encode() + b"\n" + data, TODAY)
    assert found.rows == () or not found.faults
    assert read(data, TODAY).rows == ()


def test_a_named_encoding_that_does_not_fit_is_told() -> None:
    assert "utf-8" in read("Å".encode("latin-1"), TODAY, "utf-8").faults[0].text


@pytest.mark.parametrize(
    "words",
    [
        *(("case_type", "export"), ("case_type", "import"), ("directory", "import")),
        ("terms", "find"),
    ],
)
def test_each_command_says_how_it_is_used(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as told:
        call_command(*words, "--help")
    assert told.value.code == 0
    said = capsys.readouterr().out
    assert f"./manage.py {' '.join(words)} " in said
    assert "Exit codes: 0" in said


def told(office: Office, event: str) -> list[dict[str, Any]]:
    """Return what the ledger says of each such act of the system, oldest first."""
    rows = office.owned(
        "select (detail - 'gone' - 'waiting')::text from audit_entry where action = %s "
        "and actor_kind = 'system' order by id",
        [event],
    )
    found = [json.loads(row[0]) for row in rows]
    assert {one.pop("by") for one in found} <= {operator()}
    return found


def test_who_is_protected_is_told_of_by_columns_alone() -> None:
    old = Known(
        *("SE1", "189001019802", "personnummer", TODAY, "woman", "Ida", "Berg", "", "a@x", ""),
        *(True, False, frozenset()),
    )
    new = Row(
        line=2, key="SE1", hsa_id="SE1", number="189001029819", number_kind="personnummer",
        birth_date=TODAY, sex="woman", given_name="Ida", family_name="Lund", title="",
        email="b@x", phone="",
        units=(), protected=True,
    )  # fmt: skip
    for protected in (True, False):
        now, was = replace(new, protected=protected), replace(old, protected=protected)
        names = ["number", "family_name", "email"]
        before, after = directory_told.told([(now, names)], [], [], {now.key: was}, {})
        shown = ("*", "*") if protected else ("Berg", "a@x")
        assert before["people"][now.key] == dict(zip(names, ("*", *shown), strict=True))
        assert "1890" not in json.dumps(after)
    many = [f"SE{number}" for number in range(directory_told.MOST + 1)]
    assert directory_told.told([], many, [], {}, {})[1]["added"]["count"] == len(many)


def test_a_dry_run_says_what_differs_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    name = file(tmp_path, line("SE2321000016-N1", NUMBERS[0], "Nina", "Ny", hsa(office)))
    said = run(name, "--dry-run")
    assert "+ SE2321000016-N1 Nina Ny" in said
    assert "dry run: nothing was written" in said
    assert people(office) == []
    (compared,) = told(office, "people:directory:compare")
    assert compared == {"added": 1, "changed": 0}


def test_it_is_written_once_and_changes_reach_the_accounts(office: Office, tmp_path: Path) -> None:
    mine = hsa(office)
    first = [
        line("SE2321000016-N1", NUMBERS[0], "Nina", "Ny", mine),
        line(of(office, "ida").lower().replace("se", "SE"), NUMBERS[1], "Ida", "Berg", mine),
    ]
    run(file(tmp_path, *first))
    assert len(people(office)) == 2
    again = json.loads(run(file(tmp_path, *first), "--json"))
    assert again["regions"]["14"]["same"] == 2
    assert again["regions"]["14"]["new"] == again["regions"]["14"]["changed"] == []
    first[1] = line(of(office, "ida"), NUMBERS[1], "Ida", "Lund", mine, "överläkare")
    changed = json.loads(run(file(tmp_path, *first), "--json"))
    assert changed["regions"]["14"]["changed"][0]["columns"] == ["family_name", "title"]
    actor = office.enter("ida")
    assert (actor.name, actor.title) == ("Ida Lund", "överläkare")
    ida = of(office, "ida").upper()
    keys = sorted(["SE2321000016-N1", ida])
    assert told(office, "people:directory:import") == [
        {"old": {}, "new": {"added": keys}, "added": 2, "changed": 0},
        {"old": {}, "new": {}, "added": 0, "changed": 0},
        {
            "old": {"people": {ida: {"family_name": "Berg", "title": ""}}},
            "new": {"people": {ida: {"family_name": "Lund", "title": "överläkare"}}},
            "added": 0,
            "changed": 1,
        },
    ]


def test_leavers_lose_what_they_had_unless_they_have_cases(office: Office, tmp_path: Path) -> None:
    mine = hsa(office)
    everybody = [
        line(of(office, who), number, who.title(), "Ek", mine)
        for who, number in zip(("ida", "per", "rut"), NUMBERS, strict=False)
    ]
    run(file(tmp_path, *everybody))
    office.case("in_progress", "ida")
    said = json.loads(run(file(tmp_path, everybody[2]), "--json"))
    leavers = {one["hsa_id"]: one for one in said["regions"]["14"]["leavers"]}
    assert leavers[of(office, "ida").upper()]["open_cases"] == 1
    assert leavers[of(office, "ida").upper()]["waits"] == "has open cases"
    assert leavers[of(office, "per").upper()]["waits"] == ""
    assert office.roles("ida") == ["responder"]
    asleep = office.owned(
        "select name, inactive_reason from staff_account where not active and person_id = any(%s)",
        [list(office.people.values())],
    )
    assert asleep == [("Per Ek", "Finns inte längre i katalogen")]
    (slept,) = told(office, "people:staff:deactivate")
    assert slept["old"] == {"state": "active"}
    assert slept["new"] == {"state": "inactive", "reason": "Finns inte längre i katalogen"}
    *_first, imported = told(office, "people:directory:import")
    gone = sorted([of(office, who).upper(), hsa(office)] for who in ("ida", "per"))
    assert imported["old"] == {"assigned": gone}
    assert imported["new"] == {"left": gone}
    page = text(office.browser("eva").get(office.url("/personal")))
    assert "Finns inte längre i katalogen på er mottagning." in page
    assert "1 öppet ärende" in page


def test_a_last_administrator_stays(office: Office, tmp_path: Path) -> None:
    office.take("eva", "ulf", "unit_admin")
    mine = hsa(office)
    both = [
        line(of(office, who), number, who.title(), "Ek", mine)
        for who, number in zip(("eva", "rut"), NUMBERS, strict=False)
    ]
    run(file(tmp_path, *both))
    assert "last administrator" in run(file(tmp_path, both[1]))
    assert office.roles("eva") == ["unit_admin"]


def test_half_a_file_is_not_taken_for_the_whole(office: Office, tmp_path: Path) -> None:
    mine = hsa(office)
    numbers = [
        row.split(",")[0]
        for row in (Path(__file__).parent / "numbers.csv").read_text("utf-8").split()
    ]
    many = [
        line(f"SE2321000016-M{place}", number, "Nina", f"Ek{place}", mine)
        for place, number in enumerate(numbers)
    ]
    run(file(tmp_path, *many))
    with pytest.raises(CommandError) as told:
        run(file(tmp_path, many[0]))
    assert told.value.returncode == 3
    assert sum(1 for row in people(office) if row[3]) == len(many)
    run(file(tmp_path, many[0]), "--many-leavers")
    assert sum(1 for row in people(office) if row[3]) == 1


def test_nothing_is_half_read_in(office: Office, tmp_path: Path) -> None:
    good = line("SE2321000016-N1", NUMBERS[0], "Nina", "Ny", hsa(office))
    for bad in (
        line("SE2321000016-N2", NUMBERS[1], "Nina", "Ny", "SE2321000016-NOWHERE"),
        line("N2", NUMBERS[1], "Nina", "Ny", hsa(office)),
    ):
        with pytest.raises(CommandError) as told:
            run(file(tmp_path, good, bad))
        assert told.value.returncode == 1
        assert people(office) == []


def test_the_page_shows_first_and_reads_in_then(office: Office) -> None:
    eva = office.browser("eva")
    address = office.url("/personal/katalog")
    whole = f"{HEAD}\n{line('SE2321000016-N1', NUMBERS[0], 'Nina', 'Nyström', hsa(office))}\n"
    sent = SimpleUploadedFile("staff.csv", whole.encode("windows-1252"), "text/csv")
    shown = eva.post(address, {"file": sent})
    assert shown.status_code == 200
    assert "Nina Nyström" in text(shown)
    assert people(office) == []
    content = shown.content.decode().split('name="innehall" value="')[1].split('"')[0]
    done = eva.post(address, {"steg": "spara", "innehall": content})
    assert "Inläst." in text(done)
    assert people(office) == [("SE2321000016-N1", "Nina", "Nyström", True)]
    rows = office.owned(
        "select person_id from audit_entry where action = 'people:directory:import'"
    )
    assert rows == [(office.people["eva"],)]
    assert "Nina Nyström" in text(eva.get(office.url("/behorigheter"), {"sok": "nyst"}))


def test_the_page_takes_the_own_units_rows_alone(office: Office) -> None:
    whole = f"{HEAD}\n{line('SE2321000016-N1', NUMBERS[0], 'Nina', 'Ny', hsa(office, other=True))}"
    sent = SimpleUploadedFile("staff.csv", whole.encode(), "text/csv")
    answer = office.browser("eva").post(office.url("/personal/katalog"), {"file": sent})
    assert answer.status_code == 422
    assert "är inte er mottagning" in text(answer)
    broken = [{"steg": "spara", "innehall": one} for one in ("%%%", "åäö", "QQ")]
    for posted in ({}, {"steg": "spara"}, *broken):
        answer = office.browser("eva").post(office.url("/personal/katalog"), posted)
        assert answer.status_code == 422
    assert office.browser("rut").get(office.url("/personal/katalog")).status_code == 403


def test_others_may_not(office: Office) -> None:
    actor = office.enter("rut")
    with pytest.raises(Denied):
        bring_in(actor=actor, region_id="14", rows=[])
    actor = office.enter("eva")
    with pytest.raises(Denied):
        bring_in(actor=actor, region_id="14", rows=[])
    with pytest.raises(Denied):
        bring_in(actor=office.enter("dag", ""), region_id="12", rows=[])


def test_somebody_of_another_region_is_told(office: Office, tmp_path: Path) -> None:
    name = file(tmp_path, line("SE2321000016-N1", NUMBERS[0], "Nina", "Ny", hsa(office)))
    run(name)
    with as_owner():
        db.execute("update directory_person set region_code = '12'")
    with pytest.raises(CommandError):
        run(name)


def test_an_unknown_person_has_no_account_before_somebody_makes_it(
    office: Office, tmp_path: Path
) -> None:
    run(file(tmp_path, line("SE2321000016-N1", NUMBERS[0], "Nina", "Ny", hsa(office))))
    eva = office.browser("eva")
    made = eva.post(office.url("/personal/lagg-upp"), {"hsa_id": "SE2321000016-N1"})
    person = UUID(made.headers["Location"].rsplit("/", 1)[1])
    assert office.owned("select number from person where id = %s", [person]) == [(NUMBERS[0],)]
