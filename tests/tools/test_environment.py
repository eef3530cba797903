"""The environment: what is installed is written down, with hashes and without addresses."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools import environment

ROOT = environment.ROOT
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ]+)", re.MULTILINE)


def pinned(dev: bool) -> dict[str, str]:
    return dict(PINNED.findall(environment.requirements(dev=dev).read_text()))


def test_the_large_set_holds_the_small_one() -> None:
    small, large = pinned(dev=False), pinned(dev=True)
    assert {name for name in small if large.get(name) != small[name]} == set()


@pytest.mark.parametrize("dev", [False, True])
def test_every_package_has_a_hash_and_none_an_address(dev: bool) -> None:
    text = environment.requirements(dev=dev).read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert len(blocks) == len(pinned(dev=dev))
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_every_direct_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {re.split(r"[\[<>=~ ]", line)[0].lower().replace(".", "-") for line in wanted}
    assert names - pinned(dev=True).keys() == set()


def test_stamps_follow_the_requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").write_text("")
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "bin/python")
    small = environment.digest(environment.requirements(dev=False))
    large = environment.digest(environment.requirements(dev=True))
    found = []
    for stamp in ("", small, large, "of another version"):
        (tmp_path / "stamp").write_text(stamp)
        found.append((environment.is_ready(dev=False), environment.is_ready(dev=True)))
    assert found == [(False, False), (True, False), (True, True), (False, False)]


def test_outside_the_environment_nothing_but_the_standard_library_is_needed() -> None:
    check = "import sys; from tools import environment; "
    check += "print([name for name in sys.modules if 'site-packages' in "
    check += "str(getattr(sys.modules[name], '__file__', ''))])"
    said = subprocess.run(
        [sys.executable, "-S", "-c", check], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_the_environment_can_renew_itself_from_within() -> None:
    outer = environment.outer_python()
    assert Path(outer).resolve() == Path(sys.executable).resolve()
    asked = [outer, "-c", "import sys; print(sys.prefix)"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert Path(said.stdout.strip()) != environment.VENV
    subprocess.run([outer, "-m", "pip", "--version"], capture_output=True, check=True)
