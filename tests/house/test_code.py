"""The code as text: sizes, names, and nothing that belongs to one machine."""

import ast
import re
import subprocess
from pathlib import Path

from tools.house_lint import parsed

ROOT = Path(__file__).resolve().parents[2]
BANNED = {"utils", "helpers", "common", "misc", "services", "managers", "base", "libraries"}
MAX_FILE, MAX_TEST_FILE, MAX_FUNCTION, MAX_URLS = 500, 800, 60, 100
#: Names of machines, folders of one machine and words of a workshop: pieces, joined when compared.
MACHINE = re.compile(
    "|".join(
        (
            "/" + "root/",
            "/" + "work/",
            "/" + "tmp/wt",
            "/" + "opt/(wheels|pypi)",
            "file" + r"://",
            r"(?:index|find-links)" + r"(?:-url)?\s*[=:]?\s*https?" + r"://",
            "py" + r"pi\.org",
            "files\\.python" + "hosted",
            "npm" + r"js\.(?:org|com)",
        )
    )
)
#: Files that may say so, each with the reason.
MAY_NAME_MACHINES: dict[str, str] = {}
#: Files that may be longer, each with the reason.
LONGER = {
    "vardpost/audit/standalone/verify.py": 560,  # one file, which a stranger can read and run
}
TEXT = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", ".sh", ".yml", ".cfg", ""}


def tracked() -> list[Path]:
    """Return every file that is, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


FILES = tracked()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tree(path: Path) -> ast.Module:
    return parsed(path.read_text(encoding="utf-8"))


def test_there_is_something_to_look_at() -> None:
    assert len(PYTHON) > 20


def test_no_file_is_too_long() -> None:
    long = []
    for path in PYTHON:
        test = "tests" in path.parts
        limit = MAX_URLS if path.name == "urls.py" else MAX_TEST_FILE if test else MAX_FILE
        if lines(path) > LONGER.get(relative(path), limit):
            long.append(f"{relative(path)} ({lines(path)})")
    assert long == []


def test_no_function_is_too_long() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{relative(path)}: {node.name} ({(node.end_lineno or 0) - node.lineno + 1})"
        for path in PYTHON
        for node in ast.walk(tree(path))
        if isinstance(node, functions) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION
    ]
    assert long == []


def test_names_say_what_is_inside() -> None:
    vague = [
        relative(path)
        for path in FILES
        if {part.split(".")[0].strip("_") for part in path.relative_to(ROOT).parts} & BANNED
        and not {"settings", "templates", "static"} & set(path.parts)
        # Django looks for a database backend under that name.
        and relative(path) != "vardpost/kernel/engine/base.py"
    ]
    assert vague == []


def test_nothing_belongs_to_one_machine() -> None:
    found = [
        f"{relative(path)}: {match.group()}"
        for path in FILES
        if path.suffix in TEXT and relative(path) not in MAY_NAME_MACHINES
        for match in MACHINE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
    found = [relative(p) for p in PYTHON if words.search(p.read_text(encoding="utf-8"))]
    assert found == []


def test_checks_are_silenced_only_with_a_reason() -> None:
    """`# noqa: CODE  # why`, `# type: ignore[code]  # why`: a bare one hides what it hides."""
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore|nosec|pragma)\b(.*)$")
    bare = []
    for path in PYTHON:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = silenced.search(line)
            if match and not re.search(r"[\[:]\s*[A-Za-z][\w, -]*\]?\s+#\s*\w", match.group(2)):
                bare.append(f"{relative(path)}:{number}")
    assert [place for place in bare if "tests/house/test_code.py" not in place] == []


def test_every_room_has_a_readme() -> None:
    rooms = {
        p.parent for p in PYTHON if p.name == "__init__.py" and p.parent.parent.name == "vardpost"
    }
    assert [relative(room) for room in rooms if not (room / "README.md").is_file()] == []


def test_no_words_to_translate_hide_in_an_f_string() -> None:
    # The extraction does not look into f-strings, so such a text would stay Swedish for everybody.
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in FILES
        if path.suffix == ".py" and path.is_relative_to(ROOT / "vardpost")
        for text in ast.walk(tree(path))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"_", "gettext", "later"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]
    assert hidden == []
