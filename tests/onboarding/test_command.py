"""`./manage.py units`: the directory read in, and a list of units connected."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from tests.database import as_owner
from tests.onboarding.ways import REGION, in_directory
from vardpost.kernel import db
from vardpost.onboarding.actions import many
from vardpost.onboarding.actions import open as opening
from vardpost.onboarding.directory import COLUMNS

pytestmark = pytest.mark.django_db
HEAD = ";".join(COLUMNS)


def run(verb: str, file: Path, *more: str) -> Any:
    out = StringIO()
    call_command("units", verb, str(file), "--json", *more, stdout=out)
    return json.loads(out.getvalue())


def count(sql: str, *values: object) -> int:
    with as_owner():
        row = db.fetch_one(sql, list(values))
    return int(row[0]) if row else 0


def test_the_directory_is_read_in_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        f"\ufeff{HEAD}\n"
        "se2321000016-aa1;Almens  tandvård;dental;1493;Storgatan 1;542 30;Mariestad;0980-319 221\n"
        "SE2321000016-AA2;Norrtulls vårdcentral;primary_care;0180;;;;\n",
        "utf-8",
    )
    assert run("directory", file, "--dry-run")["regions"]["14"]["new"] == ["SE2321000016-aa1"]
    assert count("select count(*) from directory_unit") == 0
    assert sorted(run("directory", file)["regions"]) == ["01", "14"]
    again = run("directory", file)["regions"]["14"]
    assert (again["new"], again["changed"], again["same"]) == ([], [], 1)
    file.write_text(f"{HEAD}\nSE2321000016-AA1;Nya namnet;dental;1493;;;;\n", "utf-8")
    assert run("directory", file)["regions"]["14"]["changed"] == ["SE2321000016-AA1"]
    assert count("select count(*) from directory_unit") == 2


def test_faults_of_the_directory_are_told_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text(
        f"{HEAD}\nfel;Almen;dental;1493;;;;\nSE2321000016-A1;Al;spa;9999;;12;;\n"
        "SE2321000016-B1;Almen;dental;1493\n",
        "utf-8",
    )
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("units", "directory", str(file), "--json", stdout=out)
    lines = [one["line"] for one in json.loads(out.getvalue())["faults"]]
    assert lines == [2, 3, 3, 3, 3, 4] or set(lines) == {2, 3, 4}
    assert count("select count(*) from directory_unit") == 0


def test_a_list_is_connected_once(tmp_path: Path) -> None:
    keys = [in_directory("Almen"), in_directory("Björken")]
    file = tmp_path / "list.txt"
    file.write_text("\n".join([*keys, "", keys[0].lower()]), "utf-8")
    assert run("onboard", file, "--dry-run")["ready"] == keys
    assert count("select count(*) from care_unit where hsa_id = any(%s)", keys) == 0
    assert run("onboard", file)["connected"] == keys
    assert count("select count(*) from care_unit where hsa_id = any(%s) and not live", keys) == 2
    again = run("onboard", file)
    assert again["connected"] == []
    assert [one[1] for one in again["passed_over"]] == ["connected", "connected", "twice"]


def test_killed_half_way_it_carries_on_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [in_directory(name) for name in ("Almen", "Björken", "Cedern")]
    file = tmp_path / "list.txt"
    file.write_text("\n".join(keys), "utf-8")
    real, asked = opening.activate, list[UUID]()

    def killed(**at: Any) -> UUID | None:
        asked.append(at["joining_id"])
        if len(asked) == 2:
            raise KeyboardInterrupt
        return real(**at)

    monkeypatch.setattr(many, "activate", killed)
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        run("onboard", file)
    made = "select count(*) from care_unit where hsa_id = any(%s)"
    ways = "select count(*) from unit_joining where directory_id = any(%s)"
    assert (count(made, keys), count(ways, keys)) == (1, 1), "a unit is connected whole or not"
    assert run("onboard", file)["connected"] == keys[1:]
    assert (count(made, keys), count(ways, keys)) == (3, 3)


def test_a_list_with_faults_connects_nothing(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{in_directory()}\nfel\nSE2321000016-OKAND\n", "utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("units", "onboard", str(file), "--json", stdout=out)
    assert [one["line"] for one in json.loads(out.getvalue())["faults"]] == [2, 3]
    assert count("select count(*) from unit_joining where region_id = %s", REGION) == 0


def test_an_administrator_without_an_account_is_told_and_the_others_are_connected(
    tmp_path: Path,
) -> None:
    from tests.onboarding.ways import person

    first, second = in_directory("Almen"), in_directory("Björken")
    file = tmp_path / "list.txt"
    file.write_text(f"{first};{person()}\n{second}\n", "utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("units", "onboard", str(file), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["connected"] == [second]
    assert "no account yet" in told["refused"][0][1]
    assert count("select count(*) from care_unit where hsa_id = %s", first) == 0
