"""The national forms in a real browser: accessible, and whole with and without scripts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.casetypes.bench import Bench
from tests.casetypes.test_followups import FORM as FOLLOWUPS
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.national import KEYS, national_types

pytestmark = pytest.mark.browser
FORMS = {national.definition.key: national.definition for national in national_types()}


@contextmanager
def bench(
    browser: Browser, key: str, *, scripts: bool = True, dark: bool = False, width: int = 1440
) -> Iterator[Bench]:
    """Open a form on a page of its own."""
    context = browser.new_context(
        java_script_enabled=scripts,
        color_scheme="dark" if dark else "light",
        viewport={"width": width, "height": 900},
        locale="sv-SE",
    )
    made = Bench(FORMS[key], context.new_page())
    made.open()
    yield made
    context.close()


#: Those that ask something: a letter about a test result has no page of questions.
ASKING = [key for key in KEYS if FORMS[key].fields]


@pytest.mark.parametrize("key", ASKING)
@pytest.mark.parametrize(("dark", "width", "sent"), [(False, 1440, False), (True, 390, True)])
def test_nothing_breaks_accessibility_empty_or_with_errors(
    browser: Browser, key: str, dark: bool, width: int, sent: bool
) -> None:
    with bench(browser, key, dark=dark, width=width) as seen:
        if sent:
            seen.page.get_by_role("button", name="Fortsätt").click()
            seen.page.locator(".ds-error-summary").wait_for()
            seen.page.wait_for_load_state("load")
            assert seen.parsed().errors
        found = Axe().run(seen.page, options={"resultTypes": ["violations"]}).response
        told = [
            (one["id"], [node["html"][:200] for node in one["nodes"]])
            for one in found["violations"]
        ]
        assert told == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.complaints == []


def test_every_error_leads_to_its_control(browser: Browser) -> None:
    with bench(browser, "certificate") as seen:
        seen.page.get_by_role("button", name="Fortsätt").click()
        links = seen.page.locator(".ds-error-summary a")
        assert links.count() == len(seen.parsed().errors)
        for number in range(links.count()):
            links.nth(number).click()
            target = links.nth(number).get_attribute("href") or ""
            expect(seen.page.locator(target)).to_be_focused()


def test_a_follow_up_shows_when_its_answer_is_given(browser: Browser) -> None:
    with bench(browser, "advice") as seen:
        which = seen.page.get_by_label("Vilken sjukdom?")
        expect(which).to_be_hidden()
        yes_no = seen.page.get_by_role("group", name="Har du någon sjukdom sedan tidigare?")
        yes_no.get_by_label("Ja").check()
        expect(which).to_be_visible()
        which.fill("Astma")
        yes_no.get_by_label("Nej").check()
        expect(which).to_be_hidden()
        yes_no.get_by_label("Ja").check()
        expect(which).to_have_value("Astma")


def test_without_scripts_every_follow_up_shows_under_its_condition(browser: Browser) -> None:
    with bench(browser, "advice", scripts=False) as seen:
        assert seen.page.get_by_text("Om du svarar ”Ja”:").count() == 2
        assert seen.page.get_by_label("Vilken sjukdom?").is_visible()


def test_rows_are_added_and_removed_without_scripts(browser: Browser) -> None:
    with bench(browser, "renew_prescription", scripts=False) as seen:
        page = seen.page
        page.locator("#f-medicines-0-name").fill("Alvedon")
        page.get_by_role("button", name="Lägg till läkemedel").click()
        page.locator("#f-medicines-1-name").fill("Ipren")
        page.get_by_role("button", name="Lägg till läkemedel").click()
        page.locator("#f-medicines-2-name").fill("Bricanyl")
        page.get_by_role("button", name="Ta bort Läkemedel 2").click()
        assert page.locator("#f-medicines-0-name").input_value() == "Alvedon"
        assert page.locator("#f-medicines-1-name").input_value() == "Bricanyl"
        assert page.locator("#f-medicines-2-name").count() == 0


def test_enter_sends_the_form_and_changes_no_rows(browser: Browser) -> None:
    with bench(browser, "renew_prescription") as seen:
        seen.page.locator("#f-medicines-0-name").fill("Alvedon")
        seen.page.locator("#f-medicines-0-name").press("Enter")
        seen.page.locator(".ds-error-summary").wait_for()
        assert not {"_add", "_remove"} & set(seen.posted[-1])


def test_what_was_typed_stands_after_an_error(browser: Browser) -> None:
    with bench(browser, "cancel_rebook") as seen:
        page = seen.page
        page.get_by_label("Byta till en ny tid").check()
        page.get_by_label("Vilken dag har du tid?").fill("2026-12-01")
        page.get_by_label("Vilket klockslag?").fill("14:30")
        page.get_by_label("När passar det dig i stället?").fill("<b>Tisdag</b>\nkl. 8")
        page.get_by_label("Telefonnummer om vi behöver ringa").fill("070")
        page.get_by_role("button", name="Fortsätt").click()
        expect(page.get_by_label("Vilken dag har du tid?")).to_have_value("2026-12-01")
        expect(page.get_by_label("När passar det dig i stället?")).to_have_value(
            "<b>Tisdag</b>\nkl. 8"
        )
        expect(page.get_by_label("Telefonnummer om vi behöver ringa")).to_have_value("070")
        assert list(seen.parsed().errors) == ["phone", "voicemail"]


def test_a_follow_up_on_two_questions_waits_for_all_or_for_any(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE")
    seen = Bench(one_page(), context.new_page())
    page = seen.open()
    both, either, typed = (page.locator(f"[name={name}]") for name in ("both", "either", "typed"))
    for one in (both, either, typed):
        expect(one).to_be_hidden()
    page.locator("[name=sure][value=yes]").check()
    expect(either).to_be_visible()
    expect(both).to_be_hidden()
    page.locator("[name=colour][value=red]").check()
    expect(both).to_be_visible()
    page.locator("[name=sure][value=no]").check()
    expect(both).to_be_hidden()
    expect(either).to_be_visible()
    page.locator("[name=name]").fill("Alva")
    page.locator("[name=name]").blur()
    expect(typed).to_be_visible()
    assert Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"] == []
    assert seen.complaints == []
    context.close()


def one_page() -> FormDefinition:
    """Return the form of follow-ups with all its questions on one page, and a person."""
    fields = tuple(
        replace(field, step="beskriv") for field in FOLLOWUPS.fields if field.type != "file"
    )
    return replace(FOLLOWUPS, fields=fields, steps=FOLLOWUPS.steps[:1])
