"""Every component in every state, in a real browser: accessible, valid, within its screen."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

pytestmark = pytest.mark.browser
PAGES = ["/styleguide", "/styleguide/resident", "/styleguide/thread", "/styleguide/inbox"]
#: The narrowest in light alone: what differs between the schemes is colour.
SCREENS = [("light", 1440), ("light", 390), ("light", 320), ("dark", 1440), ("dark", 390)]
#: Best practice and experimental rules too: no rule is switched off.
RULES = {"resultTypes": ["violations"]}


@dataclass
class Seen:
    """A page, and everything the browser complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def answered(self, response: Response) -> None:
        """Note what could not be fetched."""
        if response.status >= 400:
            self.complaints.append(response.url)


@contextmanager
def opened(
    browser: Browser, address: str, scheme: str = "light", width: int = 1440
) -> Iterator[Seen]:
    """Open a page in a fresh context and note every error the browser reports."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
        locale="sv-SE",
    )
    page = context.new_page()
    seen = Seen(page)
    page.on("console", lambda said: seen.complaints.append(said.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("response", seen.answered)
    page.goto(address)
    yield seen
    context.close()


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_breaks_accessibility(
    guide: str, browser: Browser, path: str, scheme: str, width: int
) -> None:
    with opened(browser, guide + path, scheme, width) as seen:
        for menu in seen.page.locator("details.menu").all():
            if menu.is_visible():
                menu.evaluate("menu => { menu.open = true }")
        found = Axe().run(seen.page, options=RULES).response["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert told == []
        assert seen.complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways(guide: str, browser: Browser, path: str) -> None:
    with opened(browser, guide + path) as seen:
        for width in (1440, 1100, 960, 700, 390, 320):
            seen.page.set_viewport_size({"width": width, "height": 900})
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_large_enough(guide: str, browser: Browser, path: str) -> None:
    # The skip link is one pixel until it has focus.
    script = """() => [...document.querySelectorAll('a, button, summary, select, input')]
      .filter(e => e.getClientRects().length && e.type !== 'hidden')
      .map(e => { const l = e.closest('label'); const r = (l || e).getBoundingClientRect();
                  return [e.textContent.trim().slice(0, 30) || e.name, r.width, r.height,
                          getComputedStyle(e).display] })
      .filter(([, w, h, d]) => d !== 'inline' && w > 1 && (w < 24 || h < 24))"""
    with opened(browser, guide + path, width=390) as seen:
        assert seen.page.evaluate(script) == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_inline_style_script_or_handler_and_unique_ids(
    guide: str, browser: Browser, path: str
) -> None:
    with opened(browser, guide + path) as seen:
        html = seen.page.request.get(guide + path).text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", html)
        assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids))
        assert html.count("<h1") == 1


def test_the_choice_of_dark_is_remembered_and_there_from_the_first_paint(
    guide: str, browser: Browser
) -> None:
    with opened(browser, guide + "/styleguide/resident") as seen:
        page = seen.page
        page.get_by_role("button", name="Mörkt").click()
        assert page.url == guide + "/styleguide/resident"
        assert page.locator("html").get_attribute("data-color-scheme") == "dark"
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"


def test_the_language_button_turns_the_page_english_and_back(guide: str, browser: Browser) -> None:
    with opened(browser, guide + "/styleguide/resident") as seen:
        page = seen.page
        page.get_by_role("button", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_role("button", name="Log out").is_visible()
        page.get_by_role("button", name="Svenska").click()
        assert page.get_by_role("button", name="Logga ut").is_visible()


def test_menus_open_without_scripts_and_close_on_escape_with_them(
    guide: str, browser: Browser
) -> None:
    with opened(browser, guide + "/styleguide/inbox") as seen:
        account = seen.page.locator("details.menu.end")
        account.locator("summary").click()
        assert account.get_by_role("button", name="Logga ut").is_visible()
        seen.page.keyboard.press("Escape")
        assert not account.get_by_role("button", name="Logga ut").is_visible()
        assert account.locator("summary").evaluate("e => e === document.activeElement")


def test_keys_walk_the_list_open_the_sheet_and_rest_while_one_types(
    guide: str, browser: Browser
) -> None:
    with opened(browser, guide + "/styleguide/inbox") as seen:
        page = seen.page
        page.keyboard.press("j")
        assert "Yusuf Abdi" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("d")
        assert page.get_by_label("Delsvar").is_checked()
        assert page.evaluate("document.activeElement.id") == "f-text"
        page.keyboard.type("r?")
        assert page.get_by_label("Delsvar").is_checked()
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Kortkommandon")
        assert sheet.is_visible()
        sheet.get_by_role("button", name="Stäng av kortkommandon").click()
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        assert page.get_by_label("Delsvar").is_checked()


def test_forced_colours_outline_what_colour_alone_would_say(guide: str, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(guide + "/styleguide/inbox")
    for chosen in (".case.sel", ".rail a[aria-current]", ".seg label:has(:checked)"):
        style = page.locator(chosen).first.evaluate("e => getComputedStyle(e).outlineStyle")
        assert style == "solid", chosen
    context.close()


def test_print_leaves_the_page_itself(guide: str, browser: Browser) -> None:
    with opened(browser, guide + "/styleguide/thread") as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".msg").first.is_visible()
        for gone in (".urgent", ".r-foot", "form.reply", ".r-nav"):
            assert not seen.page.locator(gone).first.is_visible(), gone
