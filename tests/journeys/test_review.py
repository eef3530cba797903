"""A reviewer with a keyboard: signals, samples, marks, questions, the region, and the record."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.breaches import BREACHES, days_ago, planted
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.journeys.test_resident_otherwise import press_by_keys, type_by_keys
from tests.review.world import World


@pytest.fixture(scope="module")
def bench(site: Site) -> World:
    """Return a unit whose log holds four breaches; each test makes reviews of its own."""
    return site.do(planted)


def test_the_four_are_found_marked_and_closed_with_a_record(
    site: Site, bench: World, visit: Visit
) -> None:
    gun, vanja = visit(bench, "gun"), visit(bench, "vanja")
    page = gun.go("/jag")
    press_by_keys(page, "Granskning")
    gun.sees("Samma efternamn, och gjorde inget i ärendet")
    checked(gun)
    press_by_keys(page, "Samma efternamn, och gjorde inget i ärendet")
    gun.sees("Tyra Berg")
    assert page.get_by_text("Boel Ljungkvist").count() == 0
    press_by_keys(page, "Alla")
    found = page.locator(".log-list li strong").all_inner_texts()
    assert set(found) == BREACHES
    checked(gun)
    for _signal in found:
        tab_until(
            page, "document.activeElement.name === 'signaler' && !document.activeElement.checked"
        )
        page.keyboard.press("Space")
    press_by_keys(page, "Granska de valda")
    gun.sees("0 av 4 bedömda")
    checked(gun)
    press_by_keys(page, "Börja granska")
    checked(gun)
    for _item in found:
        marked(gun)
    answered(vanja)
    gun.go(f"/m/{bench.unit.slug}/granskning")
    press_by_keys(page, "Vanja Rosengård har svarat")
    gun.sees("Jag ville se om jag kunde boka om tiden.")
    checked(gun)
    with page.expect_navigation():
        page.keyboard.press("1")
    gun.sees("4 av 4 bedömda")
    told(gun)
    closed(site, gun)


def marked(gun: Visitor) -> None:
    """Mark the item that is open as its person deserves, and go on to the next."""
    page = gun.page
    who = page.locator(".lead-line strong").inner_text()
    if who == "Vanja Rosengård":
        with page.expect_navigation():
            page.keyboard.press("2")
        gun.sees("får se vad som gjordes och när")
        checked(gun)
        type_by_keys(page, "f-text", "Vad sökte du efter?")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        gun.sees("Frågan är skickad.")
    elif who == "Tyra Berg":
        gun.expected = {422}
        with page.expect_navigation():
            page.keyboard.press("3")
        gun.sees("Skriv varför du misstänker intrång")
        long = "Grannar. " * 112
        type_into(page, "f-comment", long)
        tab_until(page, "document.activeElement.value === 'breach'")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        gun.sees("Korta texten med")
        assert page.get_by_label("Kommentar").input_value().strip() == long.strip()
        checked(gun)
        gun.expected = set()
        type_into(page, "f-comment", "Grannar, och hade inget i ärendet att göra.")
        tab_until(page, "document.activeElement.value === 'breach'")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        gun.sees("är bedömd.")
    else:
        with page.expect_navigation():
            page.keyboard.press("1")
        gun.sees("är bedömd.")


def answered(vanja: Visitor) -> None:
    """Answer what the reviewers ask, after an empty try, without being told what is behind it."""
    vanja.expected = {422}
    page = vanja.go("/jag/fragor")
    vanja.sees("Väntar på ditt svar")
    checked(vanja)
    page.locator("main .rows a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    vanja.sees("Vad sökte du efter?")
    assert page.get_by_text("Eget, barns").count() == 0
    checked(vanja)
    page.get_by_label("Ditt svar").focus()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    vanja.sees("Skriv ditt svar")
    checked(vanja)
    type_by_keys(page, "f-text", "Jag ville se om jag kunde boka om tiden.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    vanja.sees("Ditt svar är skickat.")


def told(gun: Visitor) -> None:
    """Tell the region: how many, and not which."""
    press_by_keys(gun.page, "Meddela regionen")
    gun.sees("De ser inga poster och inga namn ur loggen.")
    checked(gun)
    type_by_keys(gun.page, "f-note", "Ring mig på måndag.")
    press_by_keys(gun.page, "Meddela regionen")
    gun.sees("Regionen har fått veta det.")


def closed(site: Site, gun: Visitor) -> None:
    """Close the review, and take its record home: PDF/A with the hash that the page says."""
    page = gun.page
    press_by_keys(page, "Avsluta granskningen")
    checked(gun)
    type_by_keys(page, "f-conclusion", "Samtal med Tyra hållet.")
    press_by_keys(page, "Avsluta och skriv protokoll")
    gun.sees("Granskningen är avslutad.")
    checked(gun)
    page.get_by_role("link", name="Hämta protokollet").focus()
    with page.expect_download() as file:
        page.keyboard.press("Enter")
    data = Path(file.value.path()).read_bytes()
    for part in (b"%PDF-", b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A"):
        assert part in data
    said = hashlib.sha256(data).hexdigest()
    assert page.get_by_text(said).count() == 1
    review = page.url.rpartition("/")[2].partition("?")[0]
    kept = site.one("select protocol_hash from review where id = %s", review)
    assert kept == said
    telling = "select count from review_escalation where review_id = %s"
    assert site.one(telling, review) == 1


def test_the_same_word_draws_the_same_sample(bench: World, visit: Visit) -> None:
    gun = visit(bench, "gun")
    gun.expected = {422}
    page = gun.go(f"/m/{bench.unit.slug}/granskning/stickprov")
    page.get_by_label("Startord").fill("")
    page.get_by_label("Hur många").fill("fem")
    gun.press("Dra stickprov")
    gun.sees("Skriv ett startord")
    assert page.get_by_label("Hur många").input_value() == "fem"
    checked(gun)
    drawn = {}
    for time, word in enumerate(("ekorre", "ekorre", "grävling")):
        draw(gun, bench, word, person="Boel Ljungkvist")
        drawn[time] = page.locator(".cases .case").all_inner_texts()
        assert len(drawn[time]) == 5
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
    gun.sees("grävling")
    checked(gun)


def draw(by: Visitor, bench: World, word: str, amount: str = "5", person: str = "") -> None:
    """Draw a sample of the fortnight before yesterday."""
    page = by.go(f"/m/{bench.unit.slug}/granskning/stickprov")
    page.get_by_label("Hur många").fill(amount)
    page.get_by_label("Från och med").fill(days_ago(16))
    page.get_by_label("Till och med").fill(days_ago(1))
    if person:
        page.get_by_label("Medarbetare").select_option(label=person)
    page.get_by_label("Startord").fill(word)
    by.press("Dra stickprov")


def test_two_at_one_entry_and_nobody_at_her_own(bench: World, visit: Visit) -> None:
    gun, per = visit(bench, "gun"), visit(bench, "per")
    draw(gun, bench, "räv", "1", "Rut Ek")
    address = gun.page.url.removeprefix(gun.site.address)
    for one in (gun, per):
        one.go(f"{address}/1")
    with gun.page.expect_navigation():
        gun.page.keyboard.press("1")
    gun.sees("Post 1 är bedömd.")
    per.expected = {409}
    per.page.get_by_label("Kommentar").fill("Jag undrar över det här.")
    tab_until(per.page, "document.activeElement.value === 'breach'")
    with per.page.expect_navigation():
        per.page.keyboard.press("Enter")
    per.sees("Gun Sten sparade medan du skrev")
    assert per.page.get_by_label("Kommentar").input_value() == "Jag undrar över det här."
    checked(per)
    tab_until(per.page, "document.activeElement.value === 'breach'")
    with per.page.expect_navigation():
        per.page.keyboard.press("Enter")
    per.sees("Post 1 är bedömd.")

    gun.expected = {404, 422}
    draw(gun, bench, "järv", "1", "Gun Sten")
    gun.sees("Det du själv har gjort granskar en annan")
    checked(gun)
    draw(per, bench, "järv", "1", "Gun Sten")
    per.sees("0 av 1 bedömda")
    hers = per.page.url.removeprefix(per.site.address)
    gun.go(hers)
    gun.sees("Sidan finns inte")
    per.go(f"{hers}/1")
    with per.page.expect_navigation():
        per.page.keyboard.press("1")
    per.sees("1 av 1 bedömda")


def test_the_other_pages_of_the_bench(bench: World, visit: Visit) -> None:
    gun = visit(bench, "gun")
    gun.expected = {422}
    base = f"/m/{bench.unit.slug}/granskning"
    page = gun.go(f"{base}/plan")
    page.get_by_label("Månader mellan stickproven").fill("tretton")
    gun.press("Spara")
    gun.sees("Skriv ett tal från 1 till 12")
    checked(gun)
    gun.go(f"{base}/regler")
    gun.sees("Redan första gången")
    checked(gun)
    gun.press("Lägg till en regel")
    page.get_by_label("Vad regeln heter").fill("Öppnat på natten")
    gun.press("Prova på de senaste 30 dagarna")
    gun.sees("Välj minst ett villkor, eller fler än ett ärende.")
    checked(gun)
    page.get_by_label("Utanför öppettiden").check()
    gun.press("Prova på de senaste 30 dagarna")
    gun.sees("Regeln skulle ha slagit till 0 gånger de senaste 30 dagarna.")
    checked(gun)
    gun.go(f"{base}/sok")
    gun.press("Sök")
    gun.sees("Skriv varför du söker i loggen")
    checked(gun)
    page.get_by_label("Varför söker du?").fill("Loggkontroll")
    page.get_by_label("Medarbetare").select_option(label="Sixten Havel")
    gun.press("Sök")
    gun.sees("Skäl: Loggkontroll")
    assert page.locator(".log-list li").count() == 3
    checked(gun)


def checked(one: Visitor) -> None:
    """Assert that the page is accessible, also dark and on a phone, and fits the smallest one."""
    one.is_accessible()
    size = one.page.viewport_size
    one.page.set_viewport_size({"width": 320, "height": 700})
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 320, one.page.url
    if size:
        one.page.set_viewport_size(size)


def tab_until(page: Page, true: str) -> None:
    """Press Tab until something is true of what has focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(true):
            return
    raise AssertionError(f"no way by keyboard: {true}")


def type_into(page: Page, field: str, words: str) -> None:
    """Go to a field by the keyboard and write in place of what stands there."""
    tab_until(page, f"document.activeElement.id === '{field}'")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)
