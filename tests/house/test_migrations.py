"""Migrations: none missing, one line a room, and they stand on their own."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parents[2]
MIGRATIONS = sorted((ROOT / "vardpost").rglob("migrations/0*.py"))
OURS = {app.label for app in apps.get_app_configs() if app.name.startswith("vardpost.")}


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    assert {label for label in changes if label in OURS} == set()


def test_every_room_has_one_line() -> None:
    loader = MigrationLoader(None)
    assert loader.detect_conflicts() == {}
    for label in OURS:
        numbers = sorted(name.split("_")[0] for app, name in loader.disk_migrations if app == label)
        assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("path", MIGRATIONS, ids=relative)
def test_a_migration_imports_no_room(path: Path) -> None:
    """What a room does today is not what it did when the migration was written."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
    rooms = {name for name in imported if name.startswith("vardpost.")}
    assert rooms <= {"vardpost.kernel.ids"}
