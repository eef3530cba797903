"""Pages as the server makes them: valid, light, and escaped."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation

from tests.markup import faults
from vardpost.shell import jinja, marks

STATIC = Path(marks.__file__).parent / "static"
GUIDE = ["/styleguide", "/styleguide/resident", "/styleguide/thread", "/styleguide/inbox"]
TEXTS = ["/hjalp", "/tillganglighet", "/personuppgifter", "/kontakt"]
STYLES = ["css/designsystemet.css", "css/app.css"]
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client of the shell alone, in debug, where the style guide exists."""
    steps = [name for name in settings.MIDDLEWARE if not name.startswith("vardpost.people.")]
    with override_settings(MIDDLEWARE=steps, DEBUG=True):
        yield Client()


def packed(*names: str) -> int:
    """Return how many bytes files take on the wire."""
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("path", [*GUIDE, *TEXTS, "/saknas"])
def test_pages_are_valid(client: Client, path: str, language: str) -> None:
    client.cookies["lang"] = language
    with override_settings(DEBUG=path in GUIDE):
        assert faults(client.get(path).content.decode()) == []


def test_the_judge_sees_faults() -> None:
    page = '<!doctype html><html lang="sv"><body><p><div id="a" id="b" style="x"></p></div>'
    page += '<ul><p></p></ul><a href="#nowhere"><button></button></a></body></html>'
    assert len(faults(page)) >= 8


def test_a_first_visit_is_light(client: Client) -> None:
    shared = packed(*STYLES, "icons.svg", "js/page.js", "js/draft.js", "js/live.js")
    for path in GUIDE[1:]:
        page = len(gzip.compress(client.get(path).content))
        assert page <= 15_000
        assert page + shared <= 80_000
    assert page + shared + (STATIC / "vendor/inter/inter-latin.woff2").stat().st_size <= 130_000


def test_scripts_and_icons_keep_to_their_budget() -> None:
    scripts = [f"js/{path.name}" for path in (STATIC / "js").glob("*.js")]
    assert packed(*scripts) <= 35_000
    assert packed("icons.svg") <= 6_000


def test_a_page_asks_for_few_files(client: Client) -> None:
    for path in GUIDE[1:]:
        page = client.get(path).content.decode()
        files = page.count('<link rel="stylesheet"') + page.count("<script ")
        assert 1 + files + len(["font", "icons", "favicon"]) <= 10


def test_what_is_vendored_has_version_and_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert (folder / "VERSION").read_text(encoding="utf-8").strip()
        assert "permission" in (folder / "LICENSE").read_text(encoding="utf-8").lower()


def test_typed_text_is_escaped_and_its_lines_are_kept() -> None:
    assert jinja.paragraphs(f"a\nb\r\n\r\n{HOSTILE}\n\n\n") == (
        "<p>a<br>b</p><p>&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;</p>"
    )
    for made in (
        marks.tag(HOSTILE),
        marks.avatar(HOSTILE, said=True),
        marks.icon("info", HOSTILE),
        marks.sla("late", HOSTILE),
    ):
        assert "<script" not in made


def test_states_are_words_in_both_languages() -> None:
    with translation.override("sv"):
        assert "Fråga till dig" in marks.status("awaiting_resident")
        assert "Väntar på invånaren" in marks.status("awaiting_resident", "staff")
    with translation.override("en"):
        assert "Question for you" in marks.status("awaiting_resident")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maria Ek", "ME"), ("Anna-Lisa von Berg", "AB"), ("Yusuf", "Y"), ("", "?"), ("(okänd)", "?")],
)
def test_initials(name: str, letters: str) -> None:
    assert marks.initials(name) == letters
