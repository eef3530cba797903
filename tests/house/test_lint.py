"""The house lint finds what it is for: one planted fault a rule, and nothing in the house."""

from pathlib import Path

import pytest

from tools.house_lint import ASK_NOTHING, PARTS, WRITERS, faults, modules, verbs

ROOT = Path(__file__).resolve().parents[2]

IMPORTS = """
from vardpost.audit.actions import record
from vardpost.policy.check import require
"""
GOOD = (
    IMPORTS
    + """
def close_case(*, actor, case_id):
    \"\"\"Insert into nothing: this is prose.\"\"\"
    _hold(actor, case_id)
    db.execute("update care_case set state = %s", ["closed"])
    record(actor)

def _hold(actor, case_id):
    require(actor, "cases:case:close")
"""
)


def planted(tmp_path: Path, name: str, text: str) -> list[str]:
    """Return the rules broken in a toy house with one more file."""
    for path, content in (("cases/actions/close.py", GOOD), (name, text)):
        place = tmp_path / "vardpost" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    return [fault.rule for fault in faults(tmp_path)]


def test_the_house_is_in_order() -> None:
    assert [str(fault) for fault in faults()] == []


def test_a_good_action_is_left_alone(tmp_path: Path) -> None:
    assert planted(tmp_path, "cases/queries.py", "SQL = 'select state from care_case'\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "def f(case):\n    case.save()\n",
        "def f():\n    Case.objects.filter(id=1).update(unread=False)\n",
        "def f():\n    Case.objects.create(id=1)\n",
        "SQL = 'insert into care_case (id) values (%s)'\n",
        "SQL = '''\n  update care_case c\n  set unread = false'''\n",
        "def f(t):\n    return f'delete from {t}'\n",
        "SQL = 'with x as (insert into case_message values (1) returning id) select 1'\n",
    ],
)
@pytest.mark.parametrize("place", ["cases/queries.py", "cases/views/staff.py", "cases/forms.py"])
def test_hr1_writes_outside_actions(tmp_path: Path, place: str, text: str) -> None:
    assert "HR1" in planted(tmp_path, place, text)
    assert "HR1" not in planted(tmp_path, place, "facts = {}\nfacts.update(a=1)\n")


def test_hr1_leaves_jobs_alone(tmp_path: Path) -> None:
    assert planted(tmp_path, "cases/jobs.py", "SQL = 'delete from case_draft'\n") == []


def test_hr2_managers_in_views(tmp_path: Path) -> None:
    text = "def page(request):\n    return Case.objects.all()\n"
    assert planted(tmp_path, "cases/views/resident.py", text) == ["HR2"]


@pytest.mark.parametrize("text", ["case.state = 'closed'\n", "case.state: str = 'closed'\n"])
def test_hr3_states_assigned_outside_actions(tmp_path: Path, text: str) -> None:
    assert planted(tmp_path, "cases/forms.py", text) == ["HR3"]


@pytest.mark.parametrize("arguments", ["actor", "*, case_id, actor", "case_id, *, actor", ""])
def test_hr4_actions_without_the_actor_first(tmp_path: Path, arguments: str) -> None:
    text = IMPORTS + f"def read({arguments}):\n    require(1)\n    record(1)\n"
    assert planted(tmp_path, "cases/actions/read.py", text) == ["HR4"]


def test_hr5_actions_that_ask_or_record_nothing(tmp_path: Path) -> None:
    text = IMPORTS + "def read(*, actor):\n    require(actor)\n"
    assert planted(tmp_path, "cases/actions/read.py", text) == ["HR5"]
    text = IMPORTS + "def read(*, actor):\n    record(actor)\n"
    assert planted(tmp_path, "cases/actions/read.py", text) == ["HR5"]
    text = "def read(*, actor):\n    _a(actor)\n\ndef _a(x):\n    _b(x)\n\ndef _b(x):\n    _a(x)\n"
    assert planted(tmp_path, "cases/actions/read.py", text) == ["HR5", "HR5"]


def test_hr5_knows_whose_function_is_called(tmp_path: Path) -> None:
    """A `require` of one's own, or a namesake in another room, is not the law's."""
    text = "def require(*, actor):\n    record(actor)\n\ndef read(*, actor):\n    require(actor)\n"
    assert planted(tmp_path, "cases/actions/read.py", IMPORTS + text) == ["HR5", "HR5"]
    text = "def read(*, actor):\n    _hold(actor)\n\ndef _hold(actor):\n    record(actor)\n"
    assert planted(tmp_path, "people/actions.py", IMPORTS + text) == ["HR5", "HR5", "HR5"]


def test_exceptions_name_what_exists_and_say_why() -> None:
    found = modules(ROOT)
    names = {module.name for module in found}
    functions = {f"{m.name}.{f.name}" for m in found for f in m.tree.body if hasattr(f, "name")}
    for name, reason in (*PARTS.items(), *ASK_NOTHING.items(), *WRITERS.items()):
        assert name in names | functions, name
        assert reason


def test_there_are_verbs_to_look_at() -> None:
    assert list(verbs(modules(ROOT)))
