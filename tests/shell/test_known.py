"""What a page's compiler makes beforehand is what the page would have made itself."""

import pytest
from django.utils import translation
from jinja2 import UndefinedError

from vardpost.shell.jinja import PageEnvironment, environment
from vardpost.shell.marks import icon

PAGES = environment(auto_reload=False)


def made(source: str, lang: str = "sv", **context: object) -> str:
    with translation.override(lang):
        return PAGES.from_string(source).render(context)


def compiled(source: str) -> str:
    page: PageEnvironment = PAGES.by_language["sv"]
    code = page.compile(source, raw=True)
    return str(code)


@pytest.mark.parametrize(("lang", "word"), [("sv", "Visa"), ("en", "Show")])
def test_a_page_is_in_the_language_of_the_request(lang: str, word: str) -> None:
    assert made('<a>{{ _("Visa") }}</a>', lang) == f"<a>{word}</a>"


def test_texts_symbols_and_addresses_are_part_of_the_compiled_page() -> None:
    code = compiled('<b>{{ icon("check") }}{{ _("Visa") }}</b><i>{{ static("favicon.svg") }}</i>')
    assert "context.call" not in code
    assert code.count("    yield") == 1
    assert made('{{ icon("check") }}') == icon("check")


def test_what_differs_is_left_to_the_request_and_escaped() -> None:
    source = '{{ _("Ärenden i %(queue)s", queue=name) }}{{ icon(symbol) }}'
    assert made(source, name="<b>", symbol="user") == f"Ärenden i &lt;b&gt;{icon('user')}"


def test_a_text_can_be_handed_on_without_being_escaped_twice() -> None:
    source = '{% macro m(t) %}<p>{{ t }}</p>{% endmacro %}{{ m(_("Fel:")) }}{{ m(_("A & B")) }}'
    assert made(source) == "<p>Fel:</p><p>A & B</p>"


def test_a_name_that_is_unknown_is_still_an_error() -> None:
    with pytest.raises(UndefinedError):
        made('{{ _("Ärenden i %(queue)s", queue=nobody) }}')


def test_the_forms_of_a_page_share_one_token() -> None:
    calls = []

    class Token:
        def __str__(self) -> str:
            calls.append(1)
            return f"token {len(calls)}"

    assert made("{{ csrf_input }}, {{ csrf_input }}", csrf_input=Token()) == "token 1, token 1"
    made("no form", csrf_input=Token())
    assert calls == [1]


def test_what_is_shown_is_escaped_once_and_markup_is_not() -> None:
    typed, ready = "<b>&", icon("check")
    assert made("{{ a }}{{ b }}{{ c }}", a=typed, b=ready, c=3) == f"&lt;b&gt;&amp;{ready}3"
    with pytest.raises(UndefinedError):
        made("{{ nobody }}")
