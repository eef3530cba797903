"""Error pages, refusals at the door of the house, and headers: no database, no person."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from vardpost.kernel import errors as kinds
from vardpost.policy.permissions import Permission
from vardpost.shell import errors
from vardpost.shell.headers import Headers

HERE = "http://testserver"
TYPED = "Jag har haft ont i höger knä sedan i tisdags. <b>Det gör ont.</b>"


@pytest.fixture
def client() -> Iterator[Client]:
    """Return a client of the shell alone: the door to the database is left out."""
    steps = [name for name in settings.MIDDLEWARE if not name.startswith("vardpost.people.")]
    with override_settings(MIDDLEWARE=steps):
        yield Client(raise_request_exception=False)


def request(method: str = "GET", **more: object) -> HttpRequest:
    """Return a request that has a number."""
    made = RequestFactory().generic(method, "/mina/arenden/1", **more)  # type: ignore[arg-type]  # headers
    made.request_id = "0192-nummer"  # type: ignore[attr-defined]  # as Headers does
    return made


def posted(data: dict[str, Any]) -> HttpRequest:
    """Return a posted form of ours."""
    made = RequestFactory().post("/mina/arenden/1", data, HTTP_ORIGIN=HERE)
    made.request_id = "0192-nummer"  # type: ignore[attr-defined]  # as Headers does
    return made


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (kinds.NotFound(), 404, "Sidan finns inte"),
        (kinds.Denied(Permission.CASE_ASSIGN), 403, "Du saknar behörighet"),
        (kinds.WrongState(), 409, "Det går inte längre"),
        (kinds.Stale(), 409, "Någon var före dig"),
        (kinds.BadInput({"text": "Skriv något"}), 422, "Något behöver rättas"),
        (kinds.TooMany(), 429, "Vänta en stund"),
        (kinds.Unavailable(), 503, "Tjänsten svarar inte just nu"),
        (OperationalError("gone"), 503, "Tjänsten svarar inte just nu"),
        (RuntimeError("secret text"), 500, "Något gick fel hos oss"),
    ],
)
def test_every_error_has_its_page_with_the_number(
    error: Exception, status: int, heading: str
) -> None:
    answer = errors.answer(request(), error)
    text = answer.content.decode()
    assert answer.status_code == status
    assert f">{heading}</h1>" in text
    assert "0192-nummer" in text
    assert "secret text" not in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.headers.get("Retry-After") is not None) == (status == 503)


def test_pages_are_english_for_who_reads_english() -> None:
    with translation.override("en"):
        text = errors.answer(request(), kinds.NotFound()).content.decode()
    assert '<html lang="en"' in text
    assert "The page does not exist" in text


def test_a_denial_names_the_permission_and_who_gives_it() -> None:
    text = errors.answer(request(), kinds.Denied(Permission.CASE_ASSIGN)).content.decode()
    assert "Fördela ärenden" in text
    assert "lokal administratör" in text
    named = kinds.Denied(Permission.CASE_ASSIGN, givers=["Eva Ros"])
    assert "Eva Ros" in errors.answer(request(), named).content.decode()


def test_a_reader_without_session_is_led_to_sign_in_and_back() -> None:
    answer = errors.answer(request(), kinds.SignInNeeded())
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/logga-in?next=/mina/arenden/1"


def test_a_writer_without_session_keeps_the_text() -> None:
    answer = errors.answer(posted({"text": TYPED}), kinds.SignInNeeded())
    assert answer.status_code == 401
    assert "Det gör ont.&lt;/b&gt;" in answer.content.decode()


def test_a_reader_with_terms_to_accept_is_led_to_them_and_back() -> None:
    answer = errors.answer(request(), kinds.TermsFirst())
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/anvandarvillkor/godkann?next=/mina/arenden/1"


def test_a_writer_with_terms_to_accept_keeps_the_text() -> None:
    answer = errors.answer(posted({"text": TYPED}), kinds.TermsFirst())
    text = answer.content.decode()
    assert (answer.status_code, answer.headers[errors.WHY]) == (403, "terms_first")
    assert "Läs användarvillkoren först" in text
    assert "Det gör ont.&lt;/b&gt;" in text
    assert "Skicka igen" in text


def test_what_was_typed_is_offered_again_with_a_fresh_token() -> None:
    answer = errors.answer(posted({"text": TYPED, "kind": "answer"}), kinds.Unavailable())
    text = answer.content.decode()
    form = re.search(r'<form method="post" action="/mina/arenden/1".*?</form>', text, re.DOTALL)
    assert form
    assert "&lt;b&gt;Det gör ont.&lt;/b&gt;</textarea>" in form[0]
    assert '<input type="hidden" name="kind" value="answer">' in form[0]
    assert form[0].count('name="csrfmiddlewaretoken"') == 1
    assert "Skicka igen" in form[0]


def test_a_file_that_was_chosen_is_said_not_to_be_kept() -> None:
    chosen = SimpleUploadedFile("bild.png", b"x")
    said = "Filen du valde följer inte med."
    assert said in errors.answer(posted({"text": TYPED, "f": chosen}), kinds.TermsFirst()).text
    assert said not in errors.answer(posted({"text": TYPED}), kinds.TermsFirst()).text


def test_a_foreign_page_cannot_have_its_text_offered() -> None:
    made = RequestFactory().post("/mina", {"text": TYPED}, HTTP_ORIGIN="https://evil.example")
    assert errors.kept_fields(made) == []
    assert errors.kept_fields(RequestFactory().post("/mina", {"text": TYPED})) == []


def test_a_stale_text_is_shown_to_be_copied_not_to_be_sent_again() -> None:
    text = errors.answer(posted({"text": TYPED}), kinds.Stale()).content.decode()
    assert "Det gör ont." in text
    assert "Skicka igen" not in text


def test_scripts_get_a_piece_or_data() -> None:
    piece = errors.answer(request(headers={"X-Fragment": "1"}), kinds.Stale())
    assert piece.content.decode().startswith('<div class="ds-alert"')
    data = errors.answer(
        request(headers={"Accept": "application/json"}), kinds.BadInput({"text": "Skriv något"})
    )
    assert data.headers["Content-Type"] == "application/json"
    assert b'"code": "bad_input"' in data.content
    assert b'"text": "Skriv n' in data.content


def test_unknown_addresses_and_wrong_methods_have_pages(client: Client) -> None:
    assert "Sidan finns inte" in client.get("/finns/inte").content.decode()
    answer = client.get("/sprak")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "Så går det inte att öppna sidan" in answer.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "BREW"])
def test_unknown_methods_are_refused(client: Client, method: str) -> None:
    assert client.generic(method, "/hjalp").status_code == 405


def test_huge_and_unreadable_bodies_are_refused_with_a_page(client: Client) -> None:
    huge = client.post("/sprak", {"lang": "x" * 1_100_000})
    assert huge.status_code == 413
    assert "Det du skickade är för stort" in huge.content.decode()
    many = client.post("/sprak", {f"f{n}": "1" for n in range(700)})
    assert many.status_code == 413
    wrong = client.generic("POST", "/sprak", b"x", "text/plain", CONTENT_LENGTH="two")
    assert wrong.status_code == 400


def test_a_broken_multipart_body_is_a_bad_request(client: Client) -> None:
    answer = client.generic("POST", "/sprak", b"--x\r\nnonsense", "multipart/form-data")
    assert answer.status_code == 400


def test_every_answer_carries_the_security_headers(client: Client) -> None:
    answer = client.get("/hjalp")
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"),
        *("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["X-Request-Id"])


def test_https_is_told_for_a_year() -> None:
    with override_settings(HTTPS=True):
        answer = Headers(lambda _: HttpResponse())(RequestFactory().get("/"))
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/mina", "/mina/arenden/1", "/ny/1/vem", "/m/tallmo", "/jag"])
def test_personal_pages_are_never_stored(path: str) -> None:
    answer = Headers(lambda _: HttpResponse())(RequestFactory().get(path))
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_style_guide_is_for_developers_alone(client: Client) -> None:
    assert client.get("/styleguide").status_code == 404
