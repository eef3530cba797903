"""The form as it is drawn: every control reachable by name, nothing typed lost, no bad markup."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines

from tests.casetypes.forms import FORM, TODAY
from vardpost.casetypes.drawn import controls as drawn_controls
from vardpost.casetypes.fields import HasFields
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.national import national_types
from vardpost.casetypes.parse import controls, parse_answers
from vardpost.casetypes.queries import Filled, Terms
from vardpost.casetypes.shown import Control

NATIONAL = {national.definition.key: national for national in national_types()}
HOSTILE = '"><script>alert(1)</script>'


class Page(HTMLParser):
    """What a page holds: ids, names, labels, links and texts."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.ids: list[str] = []
        self.controls: dict[str, dict[str, str | None]] = {}
        self.pointed: list[str] = []
        self.tags: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the tests ask for."""
        told = dict(attrs)
        self.tags[tag] += 1
        self.ids += [told["id"] or ""] if "id" in told else []
        if tag in ("input", "textarea", "select") and told.get("type") != "hidden":
            self.controls[told.get("name") or ""] = told
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.pointed += (told.get(name) or "").split()


def draw(
    form: HasFields, posted: dict[str, Any], *, lang: str = "sv", step: str | None = None
) -> tuple[list[Control], str]:
    """Return the controls of a form that was posted, and their HTML."""
    lists = {key: [value] if isinstance(value, str) else value for key, value in posted.items()}
    parsed = parse_answers(form, lists, today=TODAY)
    drawn = drawn_controls(
        form,
        raw=parsed.raw,
        values=parsed.values,
        errors=error_texts(form, parsed.errors, lang),
        lang=lang,
        today=TODAY,
        step=step,
    )
    return drawn, render(
        "{% from 'casetypes/_fields.html' import render_fields %}"
        "{{ render_fields(controls, saved) }}",
        controls=drawn,
        saved="Sparat",
    )


def render(source: str, **context: Any) -> str:
    """Render a piece of template in the product's own environment."""
    html: str = engines["jinja2"].from_string(source).render(context)
    return html


FORMS = [FORM, *(national.definition for national in NATIONAL.values())]
FORMS_AND_ANSWERS: list[HasFields] = [*FORMS, *(form.answer_form for form in FORMS)]


@pytest.mark.parametrize("form", FORMS_AND_ANSWERS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_control_and_every_error_has_its_place(form: HasFields, lang: str) -> None:
    everything = {name: [HOSTILE] for _, name, _ in controls(form.fields) if "-rows" not in name}
    _, html = draw(form, everything, lang=lang)
    page = Page(html)
    assert [one for one, times in Counter(page.ids).items() if times > 1] == []
    assert set(page.pointed) <= set(page.ids)
    assert set(page.controls) == set(everything)
    assert page.tags["script"] == 0
    errors = parse_answers(form, everything, today=TODAY).errors
    assert {f"f-{name}" for name in errors} <= set(page.ids)
    assert all(page.controls[name].get("aria-invalid") for name in errors)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_form_shows_no_error_and_one_draft_line(form: HasFields) -> None:
    drawn = drawn_controls(form, raw={}, values={}, errors={}, lang="sv", today=TODAY)
    html = render(
        "{% from 'casetypes/_fields.html' import render_fields %}{{ render_fields(c, true) }}",
        c=drawn,
    )
    assert "aria-invalid" not in html
    assert html.count("data-draft-status") == 1


def test_what_is_no_date_is_shown_as_it_was_typed() -> None:
    _, html = draw(FORM, {"born": "i går", "at": "kvart i", "away-from": "2026-12-01"})
    page = Page(html)
    assert (page.controls["born"]["type"], page.controls["born"]["value"]) == ("text", "i går")
    assert page.controls["at"]["value"] == "kvart i"
    assert page.controls["away-from"]["type"] == "date"
    assert page.controls["away-from"]["max"] == "2027-11-23"


def test_follow_ups_tell_what_they_hang_on() -> None:
    drawn, html = draw(FORM, {"sure": "yes", "things-0-kind": "red", "things-0-what": "Hatt"})
    why = next(control for control in drawn if control.name == "why")
    assert why.follow_up is not None
    assert (why.follow_up.name, why.follow_up.shown) == ("sure", True)
    assert why.follow_up.when == "Om du svarar ”Ja”:"
    assert 'data-follow="things-0-kind" data-values="red" data-shown="yes"' in html


def test_a_hidden_follow_up_keeps_what_was_typed() -> None:
    drawn, _ = draw(FORM, {"sure": "no", "why": "för att"})
    why = next(control for control in drawn if control.name == "why")
    assert why.follow_up is not None
    assert (why.value, why.follow_up.shown) == ("för att", False)


def test_rows_have_buttons_that_name_them() -> None:
    drawn, html = draw(FORM, {"things-rows": "2"})
    things = next(control for control in drawn if control.kind == "rows")
    assert [row.title for row in things.rows] == ["Sak 1", "Sak 2"]
    assert things.add == "Lägg till sak"
    assert re.search(
        r'name="_remove" value="things-1"[^>]*>.*?Ta bort<span class="ds-sr-only"> Sak 2', html
    )
    assert html.index('tabindex="-1"') < html.index('name="_remove"')


def test_no_more_rows_than_the_form_allows() -> None:
    drawn, html = draw(FORM, {"things-rows": "3"})
    assert next(control for control in drawn if control.kind == "rows").add == ""
    assert 'name="_add"' not in html


def test_a_single_row_cannot_be_removed() -> None:
    assert 'name="_remove"' not in draw(FORM, {})[1]


def test_one_step_shows_its_own_questions() -> None:
    drawn, _ = draw(FORM, {}, step="uppgifter")
    assert [control.name for control in drawn] == ["phone"]


def test_the_urgent_check_lists_every_sign() -> None:
    flags = NATIONAL["advice"].definition.red_flags
    assert flags is not None
    html = render(
        "{% from 'casetypes/_urgent.html' import render_red_flags, render_stop %}"
        "{{ render_red_flags(flags, 'sv', 'Välj ja eller nej') }}{{ render_stop(flags, 'sv') }}",
        flags=flags,
    )
    assert all(item.sv in html for item in flags.items)
    assert f"Version {flags.version}, 1 oktober 2026" in html
    assert 'href="tel:112"' in html
    assert Page(html).controls["bradskande"]["aria-invalid"] == "true"


def test_terms_are_escaped_and_structured() -> None:
    from datetime import UTC, datetime
    from uuid import UUID

    from vardpost.casetypes.fields import Text

    body = Text("## Rubrik <i>\n\n- ett\n- två\n\nText & mer", "x")
    terms = Terms(UUID(int=1), 1, body, "0" * 64, datetime(2026, 11, 1, tzinfo=UTC))
    html = render(
        "{% from 'casetypes/_terms.html' import render_terms %}{{ render_terms(t) }}",
        t=Filled(terms, "sv", body.sv),
    )
    assert "Rubrik &lt;i&gt;</h3>" in html
    assert html.count("<li>") == 2
    assert "Text &amp; mer" in html
