"""The pages of the house point at what exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("vardpost/*/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
FILE = re.compile(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|toml|md|html|css|js|csv))`")


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_files_that_are_named_exist(page: Path) -> None:
    places = (ROOT, ROOT / "vardpost", ROOT / "vardpost" / "cases", page.parent)
    named = set(FILE.findall(page.read_text("utf-8")))
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_pages_that_code_names_exist() -> None:
    folders = ("vardpost", "tools", "tests", "requirements", ".ci")
    files = [ROOT / name for name in ("Makefile", "pyproject.toml", "manage.py")]
    files += [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    named: set[str] = set()
    for file in files:
        if file.suffix in {"", ".py", ".toml", ".txt", ".html", ".js", ".css"}:
            named |= set(re.findall(r"\bdocs/[\w/-]+\.md\b", file.read_text("utf-8")))
    assert len(named) > 3
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs" / "adr"
    files = sorted(path.name for path in folder.glob("0*.md"))
    assert [name[:4] for name in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    contents = (folder / "README.md").read_text("utf-8")
    assert all(f"({name})" in contents for name in files)
    for name in files:
        text = (folder / name).read_text("utf-8")
        assert text.startswith(f"# {name[:4]} ")
        assert "**Checked by**" in text
