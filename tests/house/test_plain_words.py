"""What residents read is plain: short sentences, few long words, nothing stiff (ui.md 6)."""

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from tests.casetypes.test_definitions import lix
from tools.write_messages import KEYWORDS, METHODS, OPTIONS

ROOT = Path(__file__).parents[2] / "vardpost"
MOST_LIX, MOST_WORDS = 35, 12
#: Where residents' words stand: files named for them, and what everybody reads.
_READ_BY_RESIDENTS = re.compile(
    r"resident|mirror|cases/_intake|casetypes/_(fields|terms|urgent)|people/sign(_in|ed_out)|shell/start|"
    r"useterms/(accept|terms|version)|"
    r"shell/_(places|footer|urgent|session|language|theme)\.|shell/(page|public|error)\.html|"
    r"shell/error_texts"
)
#: An administrator reads about residents in `people`.
_NOT_THEIRS = re.compile(r"styleguide|admin_|people/(views/residents|resident_forms)")
#: A page of fewer words is labels, which are judged with all the others.
_A_PAGE = 45
_STIFF = re.compile(r"\b(systemet|handlägg\w*|vänligen|ogiltig\w*|ni måste)\b|^(?!Hej).*!", re.I)
_HOLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_INSIDE = re.compile(r"</?(a|strong|em|b|span|kbd|code|abbr)\b[^>]*>")
RUNNING = sorted((ROOT / "shell/templates/shell/texts").glob("*.sv.html"))


@cache
def pages() -> dict[str, list[str]]:
    """Return the Swedish texts of residents: file → texts, what is filled in as one word."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, _line, message, _comments, _context in extract_from_dir(
        ROOT, METHODS, OPTIONS, KEYWORDS
    ):
        if _READ_BY_RESIDENTS.search(name) and not _NOT_THEIRS.search(name):
            texts = (message,) if isinstance(message, str) else message
            found[name] += [_HOLE.sub("det", text) for text in texts]
    return dict(found)


def running(path: Path) -> list[str]:
    """Return the paragraphs, headings and list items of a page of running text."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    text = _INSIDE.sub("", re.sub(r"\{\{.*?\}\}", "det", text, flags=re.S))
    return [" ".join(line.split()) for line in re.split(r"<[^>]+>", text) if line.strip()]


def words(texts: list[str]) -> int:
    """Return how many words some texts have."""
    return sum(len(re.findall(r"[\w-]+", text)) for text in texts)


def test_the_words_are_found() -> None:
    assert words([text for texts in pages().values() for text in texts]) > 1500
    assert {"kakor.sv.html", "hjalp.sv.html"} <= {path.name for path in RUNNING}


def test_every_page_of_residents_is_easy_to_read() -> None:
    hard = {name: round(lix(texts)) for name, texts in pages().items() if words(texts) >= _A_PAGE}
    assert len(hard) > 10
    assert {name: index for name, index in hard.items() if index > MOST_LIX} == {}


def test_all_labels_and_sentences_together_are_easy_to_read() -> None:
    every = sorted({text for texts in pages().values() for text in texts})
    ends = sum(max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text))) for text in every)
    assert lix(every) <= MOST_LIX
    assert words(every) / ends <= MOST_WORDS


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.name)
def test_running_texts_are_easy_to_read(path: Path) -> None:
    assert lix(running(path)) <= MOST_LIX


def test_nothing_is_stiff() -> None:
    lines = [text for texts in pages().values() for text in texts]
    lines += [line for path in RUNNING for line in running(path)]
    assert [line for line in lines if _STIFF.search(line)] == []


def test_the_judge_sees_hard_words() -> None:
    hard = "Handläggningstiden förutsätter fullständiga personuppgifter och behörighetskontroll."
    assert lix([hard]) > MOST_LIX
    assert _STIFF.search("Vänligen försök igen!")
