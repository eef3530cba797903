"""What journeys are made of: a site to arrange and look into, and a visitor with a browser."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from django.db import connection, transaction
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.cases.resident_world import with_child
from tests.cases.world import World
from tests.product import PATIENCE, Product

Done = TypeVar("Done")
#: Best practice too: no rule is switched off, nothing is excluded.
_JUDGE = (
    "() => axe.run({resultTypes: ['violations'], selectors: false}).then(found => found.violations)"
)
#: Tables whose rows stand below one another on a phone, and yet have to be pulled sideways there.
_SIDEWAYS = (
    "() => innerWidth > 640 ? [] : [...document.querySelectorAll('.scroll:has(.stacks, .narrow)')]"
    ".filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel)"
)
#: Colours hang on the scheme and layout on the width, not each on the other: a page is judged once
#: in each. The style guide, which has every part of a page, is judged in all four.
SCREENS = [("light", 1440), ("dark", 390)]


class Site:
    """The product as it runs, with a way past it into its database."""

    def __init__(self, product: Product) -> None:
        """Keep the product."""
        self.product = product
        self.address = product.address
        self._thread = ThreadPoolExecutor(1, "site")

    def close(self) -> None:
        """Let go of the database."""
        self._thread.submit(lambda: connection.close()).result(timeout=PATIENCE)
        self._thread.shutdown()

    def do(self, act: Callable[[], Done]) -> Done:
        """Do something inside the site's database, by the product's own verbs, and commit it.

        In a thread of its own: this one runs the browser's loop, where Django refuses to ask.
        """
        return self._thread.submit(self._inside, act).result(timeout=PATIENCE)

    def _inside(self, act: Callable[[], Done]) -> Done:
        settings = connection.settings_dict
        connection.settings_dict = {**settings, "NAME": self.product.name}
        with transaction.atomic():
            return act()

    def new_world(self) -> World:
        """Make a unit with people of its own; *guardian* has a daughter of seven."""
        return self.do(with_child)

    def token(self, world: World, who: str) -> str:
        """Return the secret of a person's session."""
        self.do(lambda: world.as_(who))
        return world.tokens[who]

    def one(self, sql: str, *parameters: object) -> Any:
        """Return the first value of the first row, past row security."""
        return self.product.one(sql, *parameters)

    def cases_of(self, world: World, who: str) -> list[tuple[UUID, str]]:
        """Return (id, state) of the cases about a person, oldest first."""
        with self.product.owner() as looking:
            rows = looking.execute(
                "select id, state from care_case where resident_id = %s order by id",
                [world.people[who]],
            ).fetchall()
        return [(row[0], str(row[1])) for row in rows]  # type: ignore[misc]  # ids are UUIDs


class Visitor:
    """A person at a browser; everything the browser complains of is kept."""

    def __init__(
        self, site: Site, browser: Browser, token: str, choices: dict[str, object]
    ) -> None:
        """Open a browser with the person's session. `choices` are those of a Playwright context."""
        self.site = site
        self.complaints: list[str] = []
        #: Addresses that are meant to be refused in a journey.
        self.expected: set[int] = set()
        size = {"width": 1440, "height": 900}
        options: dict[str, Any] = {"viewport": size, "locale": "sv-SE", **choices}
        self.context = browser.new_context(**options)
        self.context.add_cookies([{"name": "session", "value": token, "url": site.address}])
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        refused = any(f"status of {status}" in message.text for status in self.expected)
        if message.type in {"error", "warning"} and not refused:
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} {response.url}")

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.address + path)
        return self.page

    def press(self, name: str) -> None:
        """Press a button or follow a link by its words, and wait for the page that comes."""
        button = self.page.get_by_role("button", name=name, exact=True)
        target = button if button.count() else self.page.get_by_role("link", name=name, exact=True)
        with self.page.expect_navigation():
            target.first.click()

    def sees(self, text: str) -> None:
        """Assert that a text is there to be seen."""
        found = self.page.get_by_text(text).filter(visible=True)
        found.first.wait_for()

    def is_accessible(self) -> None:
        """Assert that nothing on the page breaks accessibility, light and dark, wide and narrow."""
        size = self.page.viewport_size
        self.page.evaluate(Axe().axe_script)
        for scheme, width in SCREENS:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # light or dark
            self.page.set_viewport_size({"width": width, "height": 900})
            found = self.page.evaluate(_JUDGE)
            told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
            assert told == [], (scheme, width, self.page.url)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width
            assert self.page.evaluate(_SIDEWAYS) == [], (width, self.page.url)
        self.page.emulate_media(color_scheme="light")
        if size:
            self.page.set_viewport_size(size)
