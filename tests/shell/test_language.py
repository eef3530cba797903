"""Language and appearance: cookies, browser's wish, and where one is sent back."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client of the shell alone."""
    steps = [name for name in settings.MIDDLEWARE if not name.startswith("vardpost.people.")]
    with override_settings(MIDDLEWARE=steps):
        yield Client()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", "sv"),
        ("en-GB,en;q=0.9", "en"),
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("de-DE,de;q=0.9,en;q=0.8", "en"),
        ("fi", "sv"),
        ("x" * 5000, "sv"),
    ],
)
def test_the_browser_is_asked_first(client: Client, asked: str, given: str) -> None:
    answer = client.get("/hjalp", headers={"Accept-Language": asked})
    assert f'<html lang="{given}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == given


def test_the_choice_is_remembered_and_wins(client: Client) -> None:
    answer = client.post("/sprak", {"lang": "en", "next": "/hjalp?a=1"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/hjalp?a=1"
    cookie = client.cookies["lang"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    page = client.get("/hjalp", headers={"Accept-Language": "sv"})
    assert '<html lang="en"' in page.content.decode()
    assert "Help" in page.content.decode()


@pytest.mark.parametrize("value", ["", "de", "sv\r\nSet-Cookie: x=1", "../../etc"])
def test_only_our_languages_are_remembered(client: Client, value: str) -> None:
    assert client.post("/sprak", {"lang": value}).status_code == 303
    assert "lang" not in client.cookies


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:1",
        "",
        "/a\r\nb: c",
    ],
)
def test_one_is_never_sent_elsewhere(client: Client, target: str) -> None:
    answer = client.post("/tema", {"theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


def test_appearance_is_on_the_page_from_the_server(client: Client) -> None:
    assert 'data-color-scheme="auto"' in client.get("/hjalp").content.decode()
    client.post("/tema", {"theme": "dark", "next": "/hjalp"})
    assert 'data-color-scheme="dark"' in client.get("/hjalp").content.decode()
    client.cookies["theme"] = '"><script>'
    assert 'data-color-scheme="auto"' in client.get("/hjalp").content.decode()


@pytest.mark.parametrize("path", ["/hjalp", "/tillganglighet", "/personuppgifter", "/kontakt"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_texts_exist_in_both_languages(client: Client, path: str, language: str) -> None:
    client.cookies["lang"] = language
    page = client.get(path)
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
