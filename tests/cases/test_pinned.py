"""A red flag pins the case on top of its queues, through every page, until it is lowered."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.staff_http import browser, case, location, text, world
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions import read
from vardpost.cases.actions.urgent import lower_flag
from vardpost.cases.queries import inbox
from vardpost.cases.queries.queues import QUEUES
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db

LATE = timedelta(days=-3)


@pytest.fixture
def place() -> World:
    return world()


def put(place: World, due: timedelta, raised: int = 0, who: str = "") -> UUID:
    """Make a case whose promise breaks then, pinned or not."""
    state = "in_progress" if who else "submitted"
    made = case(place, state, who, first_due=clock.now() + due)
    with as_owner():
        db.execute("update care_case set raised = %s where id = %s", [raised, made])
    return made


def order(place: World, queue: str, who: str = "receiver") -> list[UUID]:
    listed = read.open_inbox(actor=place.as_(who), queue=queue)
    return [row.id for row in listed.page.rows]


def test_pinned_first_in_every_queue_the_most_urgent_before_the_rest(place: World) -> None:
    late = put(place, LATE)
    soon = put(place, timedelta(hours=1))
    unit = put(place, timedelta(days=9), 3)
    first, second = put(place, timedelta(days=8), 1), put(place, timedelta(days=7), 1)
    assert order(place, "att-fordela") == [first, second, unit, late, soon]
    assert order(place, "alla") == [first, second, unit, late, soon]
    pinned_late = put(place, LATE, 1)
    later_still = put(place, LATE - timedelta(days=1))
    assert order(place, "forsenade") == [pinned_late, later_still, late]


def test_own_cases_too(place: World) -> None:
    calm = put(place, LATE, who="responder")
    pinned = put(place, timedelta(days=5), 2, "responder")
    assert order(place, "mina", "responder") == [pinned, calm]


def test_lowered_it_stands_where_its_promise_says(place: World) -> None:
    soon, pinned = put(place, timedelta(hours=1)), put(place, timedelta(days=5), 1)
    assert order(place, "att-fordela") == [pinned, soon]
    lower_flag(actor=place.as_("receiver"), case_id=pinned, version=1)
    assert order(place, "att-fordela") == [soon, pinned]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3]), min_size=1, max_size=14))
def test_every_page_there_and_back(place: World, raised: list[int]) -> None:
    """No case is skipped or shown twice where the pinned end and the others begin."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "PAGE", 4)
        with as_owner():
            db.execute("update care_case set state = 'withdrawn', finished_at = now()")
        made = [put(place, timedelta(hours=n % 5), level) for n, level in enumerate(raised)]
        whole = list(pages(place))
        assert sorted(whole) == sorted(made)
        levels = [raised[made.index(one)] or 9 for one in whole]
        assert levels == sorted(levels)
        assert list(pages(place, back=True)) == whole


def pages(place: World, *, back: bool = False) -> Iterator[UUID]:
    """Yield the ids of a queue page by page; with `back`, walked from the last page."""
    actor = place.as_("receiver")
    page = read.open_inbox(actor=actor, queue="alla").page
    shown = [[row.id for row in page.rows]]
    while page.next_after:
        page = read.open_inbox(actor=actor, queue="alla", after=page.next_after).page
        shown.append([row.id for row in page.rows])
    if back:
        shown = shown[-1:]
        while page.previous_before:
            page = read.open_inbox(actor=actor, queue="alla", before=page.previous_before).page
            shown.insert(0, [row.id for row in page.rows])
    yield from (one for part in shown for one in part)


@pytest.mark.parametrize(
    ("queue", "who"),
    [*((key, "both") for key in QUEUES if key != "avslutade"), ("mina", "responder")],
)
def test_a_page_walks_its_index_and_sorts_nothing(place: World, queue: str, who: str) -> None:
    """EXPLAIN of the page's own statement: the index gives the order, pinned first."""
    put(place, LATE, 1)
    with CaptureQueriesContext(connection) as captured:
        read.open_inbox(actor=place.as_(who), queue=queue, seen=False)
    sql = captured.captured_queries[-1]["sql"]
    for scan in ("seqscan", "bitmapscan", "sort"):
        db.execute(f"set local enable_{scan} = off")
    told = "\n".join(row[0] for row in db.fetch_all(f"explain (costs off) {sql}"))
    walk = told[told.index("CTE r") :].partition(" on care_case")
    assert walk[0].splitlines()[-1].strip().startswith("->  Index Scan using i_case_"), told
    assert "Sort" not in walk[0], told


def test_the_page_says_so_with_symbol_and_words(place: World) -> None:
    put(place, LATE)
    put(place, timedelta(days=4), 1)
    receiver = browser(place, "receiver")
    page = receiver.get("att-fordela")
    assert faults(page.content.decode()) == []
    assert "1 brådskande" in text(page)
    rows = page.content.decode().split('<li class="case')[1:]
    assert ["Röd flagga" in row for row in rows] == [True, False]
    put(place, timedelta(days=4), 3)
    assert "2 brådskande" in text(receiver.get("att-fordela"))


def test_lowering_leads_on_from_the_place_it_had(place: World) -> None:
    """The key of a pinned place travels in an address as any other."""
    pinned, calm = put(place, timedelta(days=4), 1), put(place, timedelta(days=1))
    receiver = browser(place, "receiver")
    page = receiver.get("att-fordela", pinned).content.decode()
    found = re.search(r'name="plats" value="([^"]+)"', page)
    assert found
    assert found[1].startswith("1000000.")
    done = receiver.post("att-fordela", pinned, "sank-flagga", plats=found[1], vidare="nasta")
    assert str(pinned) in location(done) or str(calm) in location(done)
