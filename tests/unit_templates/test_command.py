"""`./manage.py units rollout`: done, tried, and every fault told with its line."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import people_made as made
from tests.unit_templates.offices import FIELDS, Offices, offer, stands
from vardpost.kernel import db
from vardpost.unit_templates.values import Rule, promise


def _list(folder: Path, *units: made.Unit, more: str = "") -> str:
    rows = db.fetch_all(
        "select hsa_id from care_unit where id = any(%s)", [[unit.id for unit in units]]
    )
    path = folder / "list.txt"
    path.write_text("".join(f" {row[0].lower()};x\n" for row in rows) + more, "utf-8")
    return str(path)


def test_it_rolls_out_and_a_second_run_changes_nothing(offices: Offices, tmp_path: Path) -> None:
    code = offices.template()
    offices.put(code)
    offices.publish(code, {**FIELDS, promise("contact_me"): Rule([3, 6])})
    path = _list(tmp_path, *offices.units)
    out = StringIO()
    call_command("units", "rollout", code, "--units", path, "--dry-run", stdout=out)
    assert "dry run: nothing was written" in out.getvalue()
    assert stands(offices.units[0]) == (code, 1)
    out = StringIO()
    call_command("units", "rollout", code, "--units", path, "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert [one["changed"] for one in told["units"]] == [[promise("contact_me")]] * 2
    assert stands(offices.units[0]) == (code, 2)
    assert offer(offices.units[0], "contact_me") == (True, 3, 6)
    out = StringIO()
    call_command("units", "rollout", code, "--units", path, "--json", stdout=out)
    assert [one["changed"] for one in json.loads(out.getvalue())["units"]] == [[], []]


def test_a_fault_stops_it_all(offices: Offices, tmp_path: Path) -> None:
    code = offices.template()
    path = _list(tmp_path, offices.units[0], offices.far, more="inget id\n")
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("units", "rollout", code, "--units", path, stderr=err)
    assert error.value.returncode == 1
    assert "line 3" in err.getvalue()
    assert "2 faults" in str(error.value)
    assert stands(offices.units[0]) == ("primary_care", 1)
    with pytest.raises(CommandError, match="no published template"):
        call_command("units", "rollout", "finns_inte", "--units", path)
