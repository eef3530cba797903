"""What a first visit costs on a slow telephone: bytes, requests, and nothing that jumps."""

import pytest
from playwright.sync_api import Response

from tests.cases import staff_http
from tests.cases.world import World
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor

#: As the blueprint's budget has it; the font is fetched once and kept.
MOST_BYTES, MOST_WITH_FONT, MOST_REQUESTS, MOST_SHIFT = 80_000, 130_000, 10, 0.02
_WATCH = """window.shift = 0; new PerformanceObserver(seen => {
  for (const one of seen.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({type: 'layout-shift', buffered: true})"""


@pytest.mark.parametrize("path", ["/", "/mina", "/mottagningar/{unit}", "/mina/aviseringar"])
def test_a_first_visit_is_light(world: World, visit: Visit, path: str) -> None:
    karin = visit(world, "resident", viewport={"width": 390, "height": 800})
    is_light(karin, path.format(unit=world.unit.slug))


def test_a_form_is_light(site: Site, world: World, visit: Visit) -> None:
    before = visit(world, "resident")
    before.go(f"/mottagningar/{world.unit.slug}/skicka-meddelande")
    before.press("Börja")
    karin = visit(world, "resident", viewport={"width": 390, "height": 800})
    is_light(karin, before.page.url.removeprefix(site.address))
    assert karin.page.get_by_role("textbox").count()


def test_a_case_that_one_answers_is_light(site: Site, world: World, visit: Visit) -> None:
    asked = {"case_type": "renew_prescription"}
    case_id = site.do(lambda: staff_http.case(world, "in_progress", "responder", **asked))
    anders = visit(world, "responder", viewport={"width": 390, "height": 800})
    is_light(anders, f"/m/{world.unit.slug}/inkorg/mina/{case_id}")
    assert anders.page.get_by_role("textbox").count()


def is_light(visitor: Visitor, path: str) -> None:
    """Assert that a page, opened with nothing kept, is within the budget."""
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    visitor.page.add_init_script(_WATCH)
    visitor.go(path).wait_for_load_state("load")
    visitor.page.evaluate("document.fonts.ready")
    # The stream is opened when the page stands, and no part of what one waits for.
    fetched = [one for one in answers if "/strom" not in one.url]
    sizes = {one.url: one.request.sizes()["responseBodySize"] for one in fetched}
    font = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert font, "the font is our own"
    assert sum(sizes.values()) - font <= MOST_BYTES, sizes
    assert sum(sizes.values()) <= MOST_WITH_FONT, sizes
    assert len(fetched) <= MOST_REQUESTS, sizes
    assert visitor.page.evaluate("window.shift") <= MOST_SHIFT
    lasting = [one for one in fetched if one.url.endswith((".css", ".js", ".woff2"))]
    assert all("immutable" in one.headers["cache-control"] for one in lasting)
