"""What the scripts add, tried in a real browser against answers that the test makes up."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.product import PATIENCE

pytestmark = pytest.mark.browser
FORM = "/styleguide/resident"
INBOX = "/styleguide/inbox"
ROW = '<li class="case" data-case="{id}"><a href="#{id}"><span class="name">{name}</span></a></li>'


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page in a fresh context."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE")
    yield context.new_page()
    context.close()


class Desk:
    """Stands in for the server that keeps drafts."""

    def __init__(self, page: Page) -> None:
        self.status = 200
        self.code = ""
        self.reachable = True
        self.received: list[str] = []
        page.route("**/styleguide/draft", self.take)

    def take(self, route: Route) -> None:
        """Keep what is sent, or be out of reach."""
        if not self.reachable:
            route.abort()
            return
        self.received.append(route.request.post_data or "")
        said = {"version": len(self.received)}
        why = {"X-Refused": self.code} if self.code else {}
        route.fulfill(status=self.status, json=said, headers=why)


def write(page: Page, text: str) -> None:
    """Type at the end of the long text."""
    page.locator("#f-text").press("Control+End")
    page.locator("#f-text").press_sequentially(text)


def test_a_draft_is_saved_after_the_last_key_and_says_so(guide: str, page: Page) -> None:
    desk = Desk(page)
    page.goto(guide + FORM)
    write(page, " Det värker.")
    line = page.locator("[data-draft-status]")
    for _ in range(10 * PATIENCE):
        if any("Det värker." in one for one in desk.received):
            break
        page.wait_for_timeout(100)
    expect(line).to_contain_text("Utkastet sparades")
    times = len(desk.received)
    assert times < len(" Det värker."), "not at every key"
    page.wait_for_timeout(1500)
    assert len(desk.received) == times, "nor without one"
    assert "Det värker." in desk.received[-1]
    assert 'name="autosave"' in desk.received[-1]
    assert "csrfmiddlewaretoken" in desk.received[-1]


def test_without_contact_the_text_stays_in_this_tab_and_is_saved_later(
    guide: str, page: Page
) -> None:
    desk = Desk(page)
    desk.reachable = False
    page.goto(guide + FORM)
    write(page, " Hemligt.")
    line = page.locator("[data-draft-status]")
    expect(line).to_contain_text("Ingen kontakt")
    kept = page.evaluate("Object.entries(sessionStorage).filter(([k]) => k.startsWith('draft:'))")
    assert len(kept) == 1
    assert "Hemligt." in kept[0][1]
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.reload()
    assert "Hemligt." in page.locator("#f-text").input_value()
    desk.reachable = True
    expect(line).to_contain_text("Utkastet sparades")
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert "Hemligt." in desk.received[-1]


def test_signing_out_forgets_what_was_kept(guide: str, page: Page) -> None:
    Desk(page).reachable = False
    page.route("**/logga-ut", lambda route: route.fulfill(status=204))
    page.goto(guide + FORM)
    write(page, " Hemligt.")
    expect(page.locator("[data-draft-status]")).to_contain_text("Ingen kontakt")
    page.get_by_role("button", name="Logga ut").click()
    assert page.evaluate("Object.keys(sessionStorage)") == []


def test_what_is_typed_is_saved_before_another_form_leads_away(guide: str, page: Page) -> None:
    desk = Desk(page)
    order: list[int] = []

    def out(route: Route) -> None:
        order.append(len(desk.received))
        route.fulfill(status=204)

    page.route("**/logga-ut", out)
    page.goto(guide + FORM)
    write(page, " Sista ordet.")
    with page.expect_response("**/logga-ut"):
        page.get_by_role("button", name="Logga ut").click()
    assert order == [len(desk.received)]
    assert "Sista ordet." in desk.received[-1]


def test_a_draft_written_in_elsewhere_is_told_and_left_alone(guide: str, page: Page) -> None:
    desk = Desk(page)
    desk.status = 409
    page.goto(guide + FORM)
    write(page, " Ett.")
    line = page.locator("[data-draft-status]")
    expect(line).to_contain_text("på ett annat ställe")
    write(page, " Två.")
    page.wait_for_timeout(1500)
    assert len(desk.received) == 1
    assert "Ett. Två." in page.locator("#f-text").input_value()


def test_an_ended_session_is_told_and_the_text_stays(guide: str, page: Page) -> None:
    Desk(page).status = 401
    page.goto(guide + FORM)
    write(page, " Kvar.")
    dialog = page.get_by_role("dialog", name="Du är utloggad")
    expect(dialog).to_be_visible()
    assert dialog.get_by_role("link", name="Logga in igen").get_attribute("target") == "_blank"
    assert "Kvar." in page.locator("#f-text").input_value()


def test_new_terms_of_use_are_told_and_the_text_is_saved_when_they_are_accepted(
    guide: str, page: Page
) -> None:
    desk = Desk(page)
    desk.status, desk.code = 403, "terms_first"
    page.goto(guide + FORM)
    write(page, " Kvar.")
    dialog = page.get_by_role("dialog", name="Läs användarvillkoren först")
    expect(dialog).to_be_visible()
    link = dialog.get_by_role("link", name="Läs användarvillkoren")
    assert link.get_attribute("target") == "_blank"
    expect(page.locator("[data-draft-status]")).to_contain_text("Inte sparat än.")
    assert "Kvar." in page.locator("#f-text").input_value()
    desk.status, desk.code = 200, ""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-draft-status]")).to_contain_text("Utkastet sparades")


def test_what_is_typed_while_terms_wait_is_there_when_the_page_is_opened_again(
    guide: str, page: Page
) -> None:
    """Whether a farewell arrived is never told, and it is known that it would be refused."""
    desk = Desk(page)
    desk.status, desk.code = 403, "terms_first"
    page.goto(guide + FORM)
    write(page, " Kvar.")
    expect(page.get_by_role("dialog", name="Läs användarvillkoren först")).to_be_visible()
    page.evaluate(
        """() => {
            const text = document.getElementById('f-text');
            text.value += ' Och mer.';
            text.dispatchEvent(new Event('input', { bubbles: true }));
        }"""
    )
    page.goto(guide + INBOX)
    page.goto(guide + FORM)
    assert "Kvar. Och mer." in page.locator("#f-text").input_value()


def test_another_refusal_is_no_talk_of_terms(guide: str, page: Page) -> None:
    desk = Desk(page)
    desk.status, desk.code = 403, "denied"
    page.goto(guide + FORM)
    write(page, " Kvar.")
    expect(page.locator("[data-draft-status]")).to_contain_text("finns kvar")
    assert page.get_by_role("dialog").count() == 0


def test_a_double_press_sends_once(guide: str, page: Page) -> None:
    page.goto(guide + FORM)
    sent = page.evaluate(
        """() => {
            const form = document.querySelector('form.sheet');
            let passed = 0;
            addEventListener('submit', e => { passed += !e.defaultPrevented; e.preventDefault(); });
            const button = form.querySelector('button[type="submit"]');
            button.click();
            button.click();
            return passed;
        }"""
    )
    assert sent == 1


def test_characters_left_are_counted_while_one_types(guide: str, page: Page) -> None:
    page.goto(guide + FORM)
    counter = page.locator("#f-text-c")
    before = counter.text_content()
    write(page, "12345")
    assert before == "Du har 1\u2009745 tecken kvar"
    assert counter.text_content() == "Du har 1\u2009740 tecken kvar"
    page.locator("#f-text").fill("x" * 2003)
    assert counter.text_content() == "Korta texten med 3 tecken"


def live_inbox(page: Page, guide: str, events: list[dict[str, str]]) -> dict[str, str]:
    """Open the inbox with a stream that sends `events`; return the pieces that may be fetched."""
    pieces = {"list": "", "counts": "", "thread": ""}

    def whole(route: Route) -> None:
        html = route.fetch().text()
        html = html.replace('data-size="sm"', 'data-size="sm" data-stream-url="/stream"', 1)
        start, end = html.index('<ol class="cases">'), html.index("</ol>") + 5
        rows = "".join(ROW.format(id=f"c{n}", name=f"Invånare {n}") for n in range(3))
        html = (
            html[:start]
            + (
                f'<ol class="cases" data-live="list" data-live-url="/piece/list">{rows}</ol>'
                '<div data-live="counts" data-live-url="/piece/counts">7</div>'
                '<div data-live="thread" data-live-url="/piece/thread" data-case="c1">'
                '<p>Gammalt</p><textarea id="inner"></textarea></div>'
            )
            + html[end:]
        )
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    def stream(route: Route) -> None:
        body = "retry: 60000\n\n"
        body += "".join(f"event: case\ndata: {json.dumps(one)}\n\n" for one in events)
        route.fulfill(body=body, content_type="text/event-stream")

    page.route(f"**{INBOX}", whole)
    page.route("**/stream", stream)
    page.route(
        "**/piece/*",
        lambda route: route.fulfill(
            body=pieces[route.request.url.rsplit("/", 1)[1]], content_type="text/html"
        ),
    )
    return pieces


def test_new_cases_are_told_and_rows_never_move(guide: str, page: Page) -> None:
    pieces = live_inbox(page, guide, [{"case": "c9"}])
    pieces["counts"] = "8"
    pieces["list"] = (
        ROW.format(id="c9", name="Ny")
        + ROW.format(id="c0", name="Invånare 0, svarar")
        + ROW.format(id="c2", name="Invånare 2")
    )
    page.goto(guide + INBOX)
    news = page.locator("[data-news]")
    expect(news).to_contain_text("1 nytt ärende")
    assert page.title().startswith("(1) ")
    names = page.locator(".cases .name").all_text_contents()
    assert names == ["Invånare 0, svarar", "Invånare 1", "Invånare 2"]
    assert "moved" in (page.locator('.case[data-case="c1"]').get_attribute("class") or "")
    assert page.locator('[data-live="counts"]').text_content() == "8"


def test_the_open_thread_follows_but_never_takes_what_is_typed(guide: str, page: Page) -> None:
    pieces = live_inbox(page, guide, [{"case": "c1"}])
    pieces["thread"] = "<p>Nytt</p>"
    page.goto(guide + INBOX)
    expect(page.locator('[data-live="thread"]')).to_have_text("Nytt")

    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "  const f = document.getElementById('inner'); if (f) f.value = 'Mitt svar';"
        "});"
    )
    page.goto(guide + INBOX)
    page.wait_for_timeout(1200)
    assert page.locator("#inner").input_value() == "Mitt svar"


def test_what_was_opened_or_held_in_the_thread_stays_so(guide: str, page: Page) -> None:
    pieces = live_inbox(page, guide, [{"case": "c1"}])
    pieces["thread"] = (
        "<p>Nytt</p><button id='held'>Bocka</button>"
        "<details><summary>Vad som har hänt</summary>Två rader</details>"
    )
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        "  const thread = document.querySelector('[data-live=\"thread\"]'); if (!thread) return;"
        "  thread.innerHTML = '<button id=\"held\">Bocka</button>'"
        "    + '<details open><summary>Vad som har hänt</summary>En rad</details>';"
        "  document.getElementById('held').focus();"
        "});"
    )
    page.goto(guide + INBOX)
    expect(page.get_by_text("Två rader")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "held"


@pytest.mark.parametrize(("where", "button"), [("#a", "vidare=stanna"), ("#sok", "leta=1")])
def test_enter_on_a_choice_does_what_its_form_is_for_and_in_the_search_field_searches(
    guide: str, page: Page, where: str, button: str
) -> None:
    page.route("**/styleguide/sent", lambda route: route.fulfill(status=204))
    page.goto(guide + FORM)
    page.locator("main").evaluate(
        "it => { it.innerHTML = `<input name=sok form=v id=sok>"
        "<button name=leta value=1 form=v>Sök</button>"
        "<form id=v method=post action=/styleguide/sent>"
        "<input type=radio name=till value=a id=a checked>"
        "<div class=acts><button type=submit name=vidare value=stanna>Fördela</button></div>"
        "</form>`; }"
    )
    page.focus(where)
    with page.expect_request("**/styleguide/sent") as asked:
        page.keyboard.press("Enter")
    posted = set((asked.value.post_data or "").split("&"))
    assert posted == {"sok=", "till=a", button}
