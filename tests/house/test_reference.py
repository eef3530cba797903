"""The generated pages say what the code says, and a stale or stray page is noticed."""

from pathlib import Path

from tools.write_reference import PAGES, stale


def test_the_reference_is_fresh() -> None:
    assert stale() == []


def test_a_stale_and_a_stray_page_are_noticed(tmp_path: Path) -> None:
    for name, make in PAGES.items():
        (tmp_path / name).write_text(make(), encoding="utf-8")
    page = tmp_path / "states.md"
    page.write_text(page.read_text("utf-8").replace("submit", "send", 1), encoding="utf-8")
    (tmp_path / "old.md").write_text("# Old\n", encoding="utf-8")
    assert stale(tmp_path) == ["states.md", "old.md"]
