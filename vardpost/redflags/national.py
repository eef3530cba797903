"""The nation's own list, as it stands in the file beside this one. Pure Python."""

from pathlib import Path

from vardpost.redflags.lists import Definition, read_list

FILE = Path(__file__).with_name("definitions") / "national.json"


def national_list(file: Path = FILE) -> Definition:
    """Return the national list; raises `ListError` when the file is none."""
    return read_list(file.read_bytes())
