"""Every command of the operator and every job of the worker leaves its rows, or says why none.

The table is `table/commands.py`; a command, a verb of one, or a job that it lacks fails here. Each
is run on things of the place, as the owner of the tables where `manage.py` says so.
"""

import json
from argparse import _SubParsersAction
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command, load_command_class
from procrastinate.contrib.django import app

import manage
from tests.crawl.asking import rolled_back
from tests.crawl.commanded import ROW, faults
from tests.crawl.place import Place
from tests.crawl.place_joining import ANOTHER
from tests.crawl.table.commands import ELSEWHERE, JOBS, LEAVES, NONE
from tests.crawl.tally import VERBS
from tests.database import as_owner
from vardpost.casetypes.actions import national
from vardpost.casetypes.national import national_types
from vardpost.config import dump
from vardpost.config.management.commands import backup
from vardpost.config.management.utility import own
from vardpost.kernel import clock, db
from vardpost.onboarding.directory import COLUMNS
from vardpost.redflags.actions import publish
from vardpost.redflags.additions import Additions
from vardpost.redflags.lists import Owner, canonical
from vardpost.redflags.national import national_list

#: Runs a command on the place, with a folder of its own.
Run = Callable[[Place, Path], None]


def commands() -> set[str]:
    """Return every command of the product, with each of its verbs."""
    found: set[str] = set()
    for name, _said in own():
        parser = load_command_class(_app(name), name).create_parser("manage.py", name)
        verbs: set[str] = set()
        for action in parser._actions:
            if isinstance(action, _SubParsersAction) or (
                not action.option_strings and action.choices
            ):
                verbs |= set(action.choices or ())
        found |= {f"{name} {verb}" for verb in verbs} or {name}
    return found


def _app(name: str) -> str:
    from django.core.management import get_commands

    return str(get_commands()[name])


def jobs() -> set[str]:
    """Return the name of every job of the product, but for the ticks that put them in the queue.

    A test of the queue adds jobs of its own to the process.
    """
    return {
        name
        for name, task in app.tasks.items()
        if task.queue == "vardpost" and not name.endswith(".tick") and not name.startswith("test.")
    }


def test_every_command_is_in_the_table() -> None:
    assert commands() == {*LEAVES, *NONE, *ELSEWHERE}
    assert not set(LEAVES) & {*NONE, *ELSEWHERE}


def test_every_job_is_in_the_table_and_its_verbs_are_counted() -> None:
    assert jobs() == set(JOBS)
    named = {verb for told in JOBS.values() if isinstance(told, tuple) for verb in told}
    assert named <= set(VERBS)


def _backup(place: Place, folder: Path) -> None:
    """Let the copy be made of nothing, once the row stands."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKUP_KEY_FILE", str(folder / "key"))
        call_command("backup", new_key=folder / "key", stdout=StringIO())
        patch.setattr(backup, "write", lambda *_all: len(_rows(0)))
        call_command("backup", folder / "monday", stdout=StringIO())


def _restore(place: Place, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKUP_KEY_FILE", str(folder / "key"))
        call_command("backup", new_key=folder / "key", stdout=StringIO())
        (folder / "monday").write_bytes(b"")
        patch.setattr(dump, "restore", lambda *_all: {"tables": {"bird": 3}})
        patch.setattr("vardpost.config.management.commands.restore.call_command", lambda *_a: None)
        call_command("restore", folder / "monday", stdout=StringIO())


def _bootstrap(place: Place, folder: Path) -> None:
    db.execute("delete from role_grant where role = 'national_office'")
    words = [
        "--given-name",
        "Kim",
        "--family-name",
        "Berg",
        "--birth-date",
        "1975-03-14",
        "--sex",
        "woman",
    ]
    call_command("bootstrap", "national-office", "SE5560000000-0A1B", *words, stdout=StringIO())


def _export(place: Place, folder: Path) -> None:
    call_command("case_type", "export", "advice", stdout=StringIO())


def _import(place: Place, folder: Path) -> None:
    file = folder / "type.json"
    parcel = json.loads(b64decode(place.things["parcel"]))
    parcel["definition"]["key"] = "u_another"
    file.write_text(json.dumps(parcel), "utf-8")
    hsa = _unit(place)
    call_command("case_type", "import", file, unit=hsa, publish=True, stdout=StringIO())


def _publish(place: Place, folder: Path) -> None:
    with _news():
        call_command("case_types", "publish", stdout=StringIO())


@contextmanager
def _news() -> Iterator[None]:
    """Let the product ship with another terms text of one case type, and another list."""
    shipped = [
        replace(one, terms_sv=one.terms_sv + "\nNytt.\n") if one.definition.key == "advice" else one
        for one in national_types()
    ]
    listed = replace(national_list(), source="a test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(national, "national_types", lambda: shipped)
        patch.setattr(publish, "national_list", lambda: listed)
        yield


def _directory(place: Place, folder: Path) -> None:
    file = folder / "staff.csv"
    file.write_bytes(b64decode(place.things["directory"]))
    call_command("directory", "import", file, stdout=StringIO(), stderr=StringIO())


def _flags(place: Place, folder: Path) -> None:
    file = folder / "flags.json"
    owner = Owner("Ingrid Sandahl Ek", "överläkare")
    file.write_text(canonical(Additions(owner, ()).definition(clock.today())), "utf-8")
    call_command("red_flags", "publish", file, stdout=StringIO())


def _days(place: Place, folder: Path) -> None:
    call_command("region_days", "14", "--add", "2027-05-07", "Klämdag", stdout=StringIO())


def _onboard(place: Place, folder: Path) -> None:
    file = folder / "list.txt"
    file.write_text(f"{ANOTHER}\n", "utf-8")
    call_command(
        *("units", "onboard", str(file), "--template", "dental"),
        stdout=StringIO(),
        stderr=StringIO(),
    )


def _rollout(place: Place, folder: Path) -> None:
    file = folder / "list.txt"
    file.write_text(f"{place.things['hsa']}\n", "utf-8")
    call_command("units", "rollout", "r_14_nara", "--units", str(file), stdout=StringIO())


def _units(place: Place, folder: Path) -> None:
    file = folder / "units.csv"
    file.write_text(
        f"{';'.join(COLUMNS)}\nSE2321000016-NYA9;Nian;dental;1493;;;;\n", encoding="utf-8"
    )
    call_command("units", "directory", str(file), stdout=StringIO(), stderr=StringIO())


def _upgrade(place: Place, folder: Path) -> None:
    """Run what writes facts; migrations and rights take locks that a test in a test cannot."""
    db.execute("update region set county = 'x' where code = '14'")
    for table, where in (
        (
            "unit_template_version",
            "template_id in (select id from unit_template where code = 'youth')",
        ),
        ("unit_template", "code = 'youth'"),
    ):
        db.execute(f"delete from {table} where {where}")
    here = "vardpost.config.management.commands.upgrade."
    with pytest.MonkeyPatch.context() as patch, _news():
        for name in ("call_command", "apply", "apply_sealer", "hindrance"):
            patch.setattr(here + name, lambda *_all, **_more: None)
        call_command("upgrade", stdout=StringIO(), stderr=StringIO())


RUNS: dict[str, Run] = {
    "backup": _backup,
    "bootstrap national-office": _bootstrap,
    "case_type export": _export,
    "case_type import": _import,
    "case_types publish": _publish,
    "directory import": _directory,
    "red_flags publish": _flags,
    "region_days": _days,
    "restore": _restore,
    "units directory": _units,
    "units onboard": _onboard,
    "units rollout": _rollout,
    "upgrade": _upgrade,
}


def _unit(place: Place) -> str:
    row = db.fetch_one("select hsa_id from care_unit where id = %s", [place.world.unit.id])
    assert row
    return str(row[0])


def _rows(before: int) -> list[db.Row]:
    return db.fetch_all(f"{ROW} order by id")[before:]


@contextmanager
def _as_it_connects(name: str) -> Iterator[None]:
    """Connect as the command does: as the owner of the tables, or as the pages do."""
    command, *rest = name.split()
    if manage.as_owner(command, rest):
        with as_owner():
            yield
        return
    yield


@pytest.mark.parametrize("name", sorted(RUNS))
def test_a_command_leaves_exactly_its_rows(place: Place, name: str, tmp_path: Path) -> None:
    with rolled_back():
        with as_owner():
            before = len(_rows(0))
        with _as_it_connects(name):
            RUNS[name](place, tmp_path)
        with as_owner():
            assert faults(name, _rows(before)) == []


@pytest.mark.parametrize("name", sorted(RUNS))
def test_without_its_row_a_command_does_nothing(place: Place, name: str, tmp_path: Path) -> None:
    with rolled_back():
        with as_owner():
            before = len(_rows(0))
            db.execute("alter table audit_entry add constraint shut check (action = '') not valid")
        with pytest.raises(Exception), _as_it_connects(name):  # noqa: B017, PT011  # whatever it says
            RUNS[name](place, tmp_path)
        with as_owner():
            assert _rows(before) == []


def test_every_command_that_leaves_rows_is_run() -> None:
    assert {*RUNS, "audit export", "audit prove"} == set(LEAVES)
