"""A new administrator takes an empty unit to its first case, without a mouse and without a manual.

What it takes is told by `PAGES` and `STOPS`: pages that are opened, and presses of Tab on the way.
A nurse who has the unit's opening hours and colleagues in her head needs some minutes for it.
"""

import pytest
from playwright.sync_api import Locator

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from vardpost.kernel import clock, db

#: The most pages that may be opened from the empty unit to the green list.
PAGES = 20
#: The most presses of Tab on one page before what is looked for has the focus.
STOPS = 40
#: The tax agency's test numbers, of two who are in the directory and have no account.
COLLEAGUES = {"Nina Holm": "189001019802", "Olle Dahl": "189001029819"}


def _empty() -> World:
    """Make a unit where nothing is set, with its first administrator and its directory."""
    with as_owner():
        unit = made.unit("Nyängens vårdcentral")
        people = {
            "admin": made.staff(unit, "unit_admin", name="Britta Öberg"),
            "resident": made.person("Karin", "Berg"),
        }
        for name, number in COLLEAGUES.items():
            given, family = name.split()
            key = f"SE2321000016-{number[-6:]}"
            db.execute(
                "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
                "birth_date, sex, given_name, family_name, title, email, phone, protected, "
                "seen_at) values (%s, %s, '14', %s, 'personnummer', '1890-01-01', 'woman', %s, "
                "%s, 'sjuksköterska', '', '', false, %s)",
                [key, key, number, given, family, clock.now()],
            )
            db.execute(
                "insert into directory_assignment (id, person_id, unit_id, since) "
                "values (gen_random_uuid(), %s, %s, current_date)",
                [key, unit.id],
            )
    return World(unit, people)


@pytest.fixture
def empty(site: Site) -> World:
    return site.do(_empty)


class Keyboard:
    """Somebody who never touches the mouse; counts the pages she comes to."""

    def __init__(self, visitor: Visitor) -> None:
        """Sit down at a browser."""
        self.visitor, self.page = visitor, visitor.page
        self.pages: list[str] = []
        self.page.on("load", lambda page: self.pages.append(page.url))

    def reach(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _ in range(STOPS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached with {STOPS} presses of Tab: {target}")

    def write(self, label: str, text: str) -> None:
        """Write in a field."""
        self.reach(self.page.locator("main").get_by_label(label).first)
        self.page.keyboard.insert_text(text)

    def tick(self, label: str) -> None:
        """Tick a box, or choose the first of a group."""
        box = self.page.locator("main").get_by_label(label).first
        self.reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def follow(self, name: str) -> None:
        """Go to the first link with a name, and follow it."""
        self.reach(self.page.locator("main").get_by_role("link", name=name).first)
        self.send()

    def push(self, name: str) -> None:
        """Go to a button, and push it."""
        self.reach(self.page.locator("main").get_by_role("button", name=name, exact=True))
        self.send()

    def send(self) -> None:
        """Press Enter where the focus is, and see that the page that comes is accessible."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.is_accessible()


def test_a_new_administrator_takes_an_empty_unit_to_its_first_case(
    site: Site, empty: World, visit: Visit
) -> None:
    britta = visit(empty, "admin")
    hand = Keyboard(britta)
    britta.go(f"/m/{empty.unit.slug}")
    britta.sees("Det här saknas.")
    britta.sees("1 av 9 klara")
    britta.is_accessible()
    hand.follow("Kontaktuppgifter")
    hand.write("Telefon", "0980-319 201")
    hand.send()
    hand.follow("Öppettider")
    hand.write("Måndag", "8–12, 13–16.30")
    hand.push("Samma tider måndag till fredag")
    hand.push("Spara")
    hand.follow("Betjäningsområde")
    hand.write("Kommun, region eller Hela landet", "Hela landet")
    hand.send()
    hand.follow("Ärendetyper")
    for name in ("Kontakta mig", "Skicka meddelande"):
        hand.tick(f"Välj {name}")
    hand.push("Erbjud de valda")
    hand.follow("Minst en ärendemottagare")
    _grant(hand, "Nina Holm", "Ärendemottagare", "Ärendehanterare")
    hand.follow("Aviseringar")
    hand.write("E-postadress", "nyangen@vard.example")
    hand.send()
    assert britta.page.get_by_text("Nästa steg").count() == 0
    hand.reach(britta.page.get_by_role("link", name="Översikt"))
    hand.send()
    britta.sees("Ni kan ta emot ärenden.")
    hand.follow("Bara en administratör")
    _grant(hand, "Olle Dahl", "Lokal administratör")
    britta.go(f"/m/{empty.unit.slug}/admin")
    britta.sees("Allt är på plats.")
    britta.sees("9 av 9 klara")
    britta.is_accessible()
    assert len(hand.pages) <= PAGES, hand.pages
    _sent(visit(empty, "resident"), empty)
    [(case, state)] = site.cases_of(empty, "resident")
    assert state == "submitted"
    nina = "select person_id from staff_account where hsa_id = %s"
    empty.people["nina"] = site.one(nina, f"SE2321000016-{COLLEAGUES['Nina Holm'][-6:]}")
    there = visit(empty, "nina")
    there.go(f"/m/{empty.unit.slug}?arende={case}")
    there.sees("Skicka meddelande")
    there.sees("Vad är det för dagar ni har öppet?")


def _grant(hand: Keyboard, name: str, *roles: str) -> None:
    """Make an account of a colleague in the directory, and give permissions."""
    hand.push(f"Lägg upp konto {name}")
    for role in roles:
        hand.tick(role)
    hand.tick("Tills vidare")
    hand.write("Varför?", "Vi börjar i dag")
    hand.send()


def _sent(karin: Visitor, empty: World) -> None:
    """Find the unit by its name, and send it the first case."""
    page = karin.go("/mottagningar")
    page.get_by_label("Namn").fill("nyängen")
    karin.press("Sök")
    page.get_by_role("link", name="Nyängens vårdcentral").click()
    karin.sees("0980-319 201")
    karin.press("Skicka meddelande")
    karin.press("Börja")
    page.get_by_label("Vad handlar det om?").fill("Öppettider")
    page.get_by_label("Meddelande").fill("Vad är det för dagar ni har öppet?")
    karin.press("Fortsätt")
    page.get_by_label("Telefonnummer").fill("070-174 06 05")
    page.get_by_role("group", name="Får vi tala in").get_by_label("Ja").check()
    karin.press("Fortsätt och granska")
    page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")
