"""What a first visit costs on a slow telephone: bytes, requests, and nothing that jumps."""

import pytest
from playwright.sync_api import Response

from tests.cases.world import World
from tests.journeys.conftest import Visit

#: As the blueprint's budget has it; the font is fetched once and kept.
MOST_BYTES, MOST_WITH_FONT, MOST_REQUESTS, MOST_SHIFT = 80_000, 130_000, 10, 0.02
_WATCH = """window.shift = 0; new PerformanceObserver(seen => {
  for (const one of seen.getEntries()) if (!one.hadRecentInput) window.shift += one.value;
}).observe({type: 'layout-shift', buffered: true})"""


@pytest.mark.parametrize("path", ["/", "/mina", "/mottagningar/{unit}", "/mina/aviseringar"])
def test_a_first_visit_is_light(world: World, visit: Visit, path: str) -> None:
    karin = visit(world, "resident", viewport={"width": 390, "height": 800})
    answers: list[Response] = []
    karin.page.on("response", lambda answer: answers.append(answer))
    karin.page.add_init_script(_WATCH)
    karin.go(path.format(unit=world.unit.slug)).wait_for_load_state("load")
    karin.page.evaluate("document.fonts.ready")
    fetched = [one for one in answers if "/strom" not in one.url]
    sizes = {one.url: one.request.sizes()["responseBodySize"] for one in fetched}
    font = sum(size for url, size in sizes.items() if url.endswith(".woff2"))
    assert font, "the font is our own"
    assert sum(sizes.values()) - font <= MOST_BYTES, sizes
    assert sum(sizes.values()) <= MOST_WITH_FONT, sizes
    assert len(answers) <= MOST_REQUESTS, sizes
    assert karin.page.evaluate("window.shift") <= MOST_SHIFT
    lasting = [one for one in fetched if one.url.endswith((".css", ".js", ".woff2"))]
    assert all("immutable" in one.headers["cache-control"] for one in lasting)
