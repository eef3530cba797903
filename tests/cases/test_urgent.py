"""Marked as urgent by a colleague: on top of the queue, until it is lowered."""

import re
from datetime import timedelta

import pytest

from tests.cases.staff_http import browser, case, text, world
from tests.cases.test_flags import CHEST, place, raised
from tests.cases.test_pinned import order, put
from tests.cases.world import World
from vardpost.cases.actions import answer, read
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.actions.urgent import lower_flag, mark_urgent, unmark_urgent
from vardpost.cases.guards import URGENT
from vardpost.cases.queries import inbox
from vardpost.kernel.errors import Denied, NotFound, WrongState

pytestmark = pytest.mark.django_db
__all__ = ["place"]


@pytest.fixture
def unit() -> World:
    return world()


def test_it_stands_after_every_red_flag_and_before_the_rest(unit: World) -> None:
    late, marked = put(unit, timedelta(days=-3)), put(unit, timedelta(days=9))
    flagged = put(unit, timedelta(days=8), 3)
    actor = unit.as_("receiver")
    mark_urgent(actor=actor, case_id=marked, version=1)
    assert order(unit, "att-fordela") == [flagged, marked, late]
    unmark_urgent(actor=actor, case_id=marked, version=1, turn=1)
    assert order(unit, "att-fordela") == [flagged, late, marked]


def test_back_and_forth_within_one_version_and_once_for_two_presses(unit: World) -> None:
    one = put(unit, timedelta(days=1))
    actor = unit.as_("receiver")
    verbs = (mark_urgent, unmark_urgent)
    for turn in range(4):
        verbs[turn % 2](actor=actor, case_id=one, version=1, turn=turn)
        with pytest.raises(AlreadyDone):
            verbs[turn % 2](actor=actor, case_id=one, version=1, turn=turn)
        assert raised(one) == (0 if turn % 2 else URGENT)
    with pytest.raises(AlreadyDone):  # an old page
        mark_urgent(actor=actor, case_id=one, version=1, turn=0)
    assert raised(one) == 0
    assert unit.count("case_history", "event in ('mark_urgent', 'unmark_urgent')") == 4
    assert unit.count("audit_entry", "action = 'cases:case:mark-urgent'") == 2
    assert unit.row(one)["version"] == 1


def test_who_may_and_what_pins_is_lowered_by_its_own_name(unit: World) -> None:
    waits, given = put(unit, timedelta(days=1)), put(unit, timedelta(days=1), who="responder")
    mark_urgent(actor=unit.as_("responder"), case_id=given, version=1)
    for who, one, refused in (
        *(("responder", waits, NotFound), ("colleague", given, NotFound)),
        *(("admin", given, NotFound), ("resident", waits, Denied)),
    ):
        actor = unit.as_(who)
        with pytest.raises(refused):
            mark_urgent(actor=actor, case_id=one, version=1)
    receiver = unit.as_("receiver")
    with pytest.raises(WrongState, match="already_urgent"):
        mark_urgent(actor=receiver, case_id=given, version=1, turn=1)
    with pytest.raises(WrongState, match="no_flag"):
        lower_flag(actor=receiver, case_id=given, version=1, turn=1)
    with pytest.raises(WrongState, match="not_urgent"):
        unmark_urgent(actor=receiver, case_id=waits, version=1)
    unmark_urgent(actor=receiver, case_id=given, version=1, turn=1)
    assert raised(given) == 0


def test_a_colleague_who_writes_meanwhile_is_not_stale(unit: World) -> None:
    one = put(unit, timedelta(days=1))
    mark_urgent(actor=unit.as_("receiver"), case_id=one, version=1)
    both = unit.as_("both")
    answer.send_partial_answer(actor=both, case_id=one, version=1, body="Vi ringer")
    assert raised(one) == URGENT


def test_words_raise_further_what_was_marked_by_hand(place: World) -> None:
    from tests.cases.test_resident_case import asked

    one = asked(place)
    version = int(str(place.row(one)["version"]))
    mark_urgent(actor=place.as_("receiver"), case_id=one, version=version)
    resident = place.as_("resident")
    answer.reply_to_question(actor=resident, case_id=one, version=version, body=CHEST)
    assert raised(one) == 1


def test_the_page_offers_it_tells_who_and_takes_it_away(unit: World) -> None:
    one = put(unit, timedelta(days=2))
    receiver = browser(unit, "receiver")
    done = receiver.post("att-fordela", one, "bradskande", tur="0")
    page = receiver.client.get(done.headers["Location"])
    shown = text(page)
    assert "Ärendet är markerat som brådskande." in shown
    assert re.search(r"Brådskande ?Markerat av [^,]+, i dag", shown)
    assert "1 brådskande" in shown
    assert 'name="tur" value="1"' in page.content.decode()
    row = page.content.decode().split('<li class="case')[1]
    assert "Brådskande" in row
    assert "Röd flagga" not in row
    late = browser(unit, "both").post("att-fordela", one, "bradskande", tur="1")
    assert late.status_code == 409
    assert "Ärendet är redan markerat" in text(late)
    again = receiver.post("att-fordela", one, "inte-bradskande", tur="1")
    after = text(receiver.client.get(again.headers["Location"]))
    assert "Ärendet är inte brådskande längre." in after
    assert "Markerat av" not in after
    for odd in ("", "x", "²", "99999999999"):
        assert receiver.post("att-fordela", one, "bradskande", tur=odd).status_code in (303, 409)


def pinned(unit: World, queue: str, who: str = "receiver") -> int:
    return read.open_inbox(actor=unit.as_(who), queue=queue).page.pinned


def test_every_queue_counts_what_pins_it_and_not_the_page(
    unit: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    monkeypatch.setattr(inbox, "COUNTED", 6)
    for _n in range(3):
        put(unit, timedelta(days=2), 1)
        put(unit, timedelta(days=-2), URGENT)
        put(unit, timedelta(days=-2))
    put(unit, timedelta(days=2), 2, "responder")
    asked = case(unit, "awaiting_resident", "responder")
    mark_urgent(actor=unit.as_("receiver"), case_id=asked, version=1)
    found = {key: pinned(unit, key) for key in ("att-fordela", "forsenade", "vantar", "avslutade")}
    assert found == {"att-fordela": 6, "forsenade": 3, "vantar": 1, "avslutade": 0}
    assert pinned(unit, "alla") == 6  # counted no further
    assert pinned(unit, "mina", "responder") == 2
    assert pinned(unit, "alla", "responder") == 2
    assert pinned(unit, "mina", "colleague") == 0


def test_the_last_page_tells_the_same_number(unit: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    for raised_to in (1, 1, 1, 0, 0):
        put(unit, timedelta(days=2), raised_to)
    receiver = browser(unit, "receiver")
    page = receiver.get("att-fordela")
    for _n in range(2):
        assert "3 brådskande" in text(page)
        found = re.search(r'href="([^"]+efter=[^"]+)"', page.content.decode())
        assert found
        page = receiver.client.get(found[1])
    assert "3 brådskande" in text(page)


def late_counts(unit: World, who: str) -> int:
    return read.queue_counts(actor=unit.as_(who))[0]["forsenade"]


def test_late_ones_are_counted_pinned_or_not_and_once(unit: World) -> None:
    for due, raised_to in ((-1, 0), (-2, 0), (-1, 1), (-3, URGENT), (1, 0), (1, 1), (2, URGENT)):
        put(unit, timedelta(days=due), raised_to)
        put(unit, timedelta(days=due), raised_to, "responder")
    assert late_counts(unit, "receiver") == 8
    assert late_counts(unit, "responder") == 4
    assert len(order(unit, "forsenade")) == 8
    assert late_counts(unit, "colleague") == 0


def test_a_count_stops_at_a_hundred_in_both_parts(
    unit: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "COUNTED", 3)
    for raised_to in (0, 0, 1, 1):
        put(unit, timedelta(days=-1), raised_to)
    assert late_counts(unit, "receiver") == 3
