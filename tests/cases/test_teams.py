"""A team's queue: a part of *Att fördela*, first for its members, and nobody reads more by it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import Browser, browser, case, text, world
from tests.cases.test_pinned import order, put
from tests.cases.test_routing import rules
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions import answer, assign, read
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.queries import inbox
from vardpost.cases.queries.queues import team_key, team_queue
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.routing.rules import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> World:
    return world()


def team(unit: World, name: str, *members: str, at: UUID | None = None) -> UUID:
    key = new_id()
    place = at or unit.unit.id
    with as_owner():
        db.execute("insert into team (id, unit_id, name) values (%s, %s, %s)", [key, place, name])
        for who in members:
            db.execute(
                "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s)",
                [key, place, unit.people[who]],
            )
    return key


def moved(unit: World, one: UUID, to: UUID | None, turn: int = 0, who: str = "receiver") -> None:
    actor = unit.as_(who)
    assign.to_team(actor=actor, case_id=one, version=1, team_id=to, turn=turn)


def marked(unit: World, one: UUID) -> tuple[object, ...]:
    with as_owner():
        row = db.fetch_one("select team_id, team_name from care_case where id = %s", [one])
    assert row
    return row


def rail(page: object) -> list[str]:
    """Return the words of the rail, in order, with their counts."""
    found = text(page)
    return re.findall(r"(?:Mina ärenden|Att fördela|Team: \w+) \d+\+?", found)


def test_it_holds_what_waits_and_is_marked_and_keeps_the_order(unit: World) -> None:
    recept, intyg = team(unit, "Recept", "receiver"), team(unit, "Intyg")
    late, soon = put(unit, timedelta(days=-1)), put(unit, timedelta(days=1))
    pinned = put(unit, timedelta(days=9), 2)
    given = put(unit, timedelta(days=1), who="responder")
    other = put(unit, timedelta(days=1))
    for one in (soon, late, pinned):
        moved(unit, one, recept)
    moved(unit, other, intyg)
    with as_owner():
        db.execute("update care_case set team_id = %s where id = %s", [recept, given])
    assert order(unit, team_key(recept)) == [pinned, late, soon]
    assert order(unit, team_key(intyg)) == [other]
    assert set(order(unit, "att-fordela")) == {pinned, late, soon, other}
    page = read.open_inbox(actor=unit.as_("both"), queue=team_key(recept)).page
    assert [(one.name, one.mine, one.waiting) for one in page.teams] == [
        *[("Intyg", False, 1), ("Recept", False, 3)]
    ]
    assert page.counts[team_key(recept)] == 3


def test_a_rule_to_a_team_fills_its_queue(unit: World) -> None:
    key = team(unit, "Recept", "receiver")
    rules(unit, Rule("team", team_id=str(key), target_name="Recept"))
    sent = unit.submit()
    assert order(unit, team_key(key)) == [sent]


def test_members_see_it_first_and_begin_there(unit: World) -> None:
    mine, other = team(unit, "Recept", "receiver", "responder"), team(unit, "Intyg", "both")
    one = put(unit, timedelta(days=1))
    receiver = browser(unit, "receiver")
    home = f"/m/{unit.unit.slug}"
    assert receiver.client.get(home).headers["Location"].endswith("/att-fordela")
    moved(unit, one, mine)
    assert receiver.client.get(home).headers["Location"].endswith(f"/{team_key(mine)}")
    assert browser(unit, "both").client.get(home).headers["Location"].endswith("/att-fordela")
    page = receiver.get(team_key(mine))
    assert rail(page)[:3] == ["Team: Recept 1", "Att fördela 1", "Team: Intyg 0"]
    html = page.content.decode()
    assert faults(html) == []
    first = f'{team_key(mine)}" aria-current="page" data-go="t"'
    assert first in html
    assert rail(browser(unit, "both").get("mina"))[:4] == [
        *["Mina ärenden 0", "Team: Intyg 0", "Att fördela 1", "Team: Recept 1"]
    ]
    empty = text(receiver.get(team_key(other)))
    assert "Inget väntar på teamet." in empty
    assert "Gå till Att fördela" in empty
    counts = receiver.client.get(f"{receiver.url(team_key(mine))}/antal")
    assert rail(counts) == rail(page)[:3]


def test_who_answers_alone_sees_no_more_by_being_in_a_team(unit: World) -> None:
    key = team(unit, "Recept", "responder", "colleague")
    one = put(unit, timedelta(days=1))
    moved(unit, one, key)
    responder = browser(unit, "responder")
    assert responder.get(team_key(key)).status_code == 403
    assert responder.get("mina", one).status_code == 404
    assert "Team" not in text(responder.get("mina"))
    actor = unit.as_("responder")
    for table in ("team", "team_member"):
        assert db.fetch_all(f"select 1 from {table}") == []
    assert db.fetch_all("select 1 from care_case where id = %s", [one]) == []
    with pytest.raises(NotFound):
        moved(unit, one, None, who="responder")
    with pytest.raises(Denied):
        read.first_queue(actor=actor)
    for who in ("admin", "reviewer", "resident"):
        with pytest.raises(Denied):
            read.open_inbox(actor=unit.as_(who), queue=team_key(key))


def test_another_units_team_and_odd_addresses_are_not_found(unit: World) -> None:
    from tests import people_made as made

    with as_owner():
        elsewhere = made.unit("Almen")
    key = team(unit, "Annat", at=elsewhere.id)
    receiver = browser(unit, "receiver")
    odd = ["team-", "team-x", f"team-{key.hex}", f"team-{str(key).upper()}", team_key(new_id())]
    for queue in [team_key(key), *odd]:
        assert receiver.get(queue).status_code == 404, queue
    assert "Annat" not in text(receiver.get("att-fordela"))
    assert team_queue("att-fordela") is None
    one = put(unit, timedelta(days=1))
    with pytest.raises(BadInput):
        moved(unit, one, key)
    assert marked(unit, one) == (None, "")


def test_moved_there_and_out_again_within_one_version(unit: World) -> None:
    first, second = team(unit, "Recept"), team(unit, "Intyg")
    one = put(unit, timedelta(days=1))
    for turn, to in enumerate((first, second, first, None)):
        moved(unit, one, to, turn)
        with pytest.raises(AlreadyDone):
            moved(unit, one, to, turn)
    assert marked(unit, one) == (None, "")
    with pytest.raises(AlreadyDone):  # an old page
        moved(unit, one, first, 0)
    assert marked(unit, one) == (None, "")
    assert unit.count("case_history", "event = 'to_team'") == 4
    assert unit.count("audit_entry", "action = 'cases:case:to-team'") == 4
    assert unit.row(one)["version"] == 1


def test_only_what_nobody_has_is_moved_and_it_comes_back_there(unit: World) -> None:
    key = team(unit, "Recept")
    given = put(unit, timedelta(days=1), who="responder")
    with pytest.raises(WrongState, match=r"has_assignee|not open"):
        moved(unit, given, key)
    one = put(unit, timedelta(days=1))
    moved(unit, one, key)
    receiver = unit.as_("receiver")
    assign.assign(actor=receiver, case_id=one, version=1, target_id=unit.people["responder"])
    assert order(unit, team_key(key)) == []
    receiver = unit.as_("receiver")
    assign.return_to_inbox(actor=receiver, case_id=one, version=2, reason="Sjuk")
    assert order(unit, team_key(key)) == [one]
    asked = case(unit, "resident_replied")
    moved(unit, asked, key)
    assert set(order(unit, team_key(key))) == {one, asked}


def test_a_colleague_who_writes_meanwhile_is_not_stale(unit: World) -> None:
    key, one = team(unit, "Recept"), put(unit, timedelta(days=1))
    moved(unit, one, key)
    both = unit.as_("both")
    answer.send_partial_answer(actor=both, case_id=one, version=1, body="Vi ringer")


def press(who: Browser, one: UUID, **fields: str) -> object:
    return who.post("att-fordela", one, "till-team", **fields)


def test_the_page_offers_the_teams_and_tells_what_was_done(unit: World) -> None:
    mine = team(unit, "Recept", "receiver")
    team(unit, "Intyg")
    one = put(unit, timedelta(days=1))
    receiver = browser(unit, "receiver")
    assert "/till-team" in receiver.get("att-fordela", one).content.decode()
    assert "/till-team" in receiver.get("att-fordela", one, "fordela").content.decode()
    page = receiver.get("att-fordela", one, "till-team")
    assert faults(page.content.decode()) == []
    assert re.search(r"Recept ?inget väntar.*Intyg ?inget väntar", text(page))
    assert "Inget team" not in text(page)
    for wrong in ("", "x", str(new_id())):
        assert press(receiver, one, team=wrong).status_code == 422, wrong  # type: ignore[attr-defined]  # an answer
    done = press(receiver, one, team=str(mine), tur="0")
    shown = receiver.client.get(done.headers["Location"])  # type: ignore[attr-defined]  # an answer
    assert "Ärendet ligger i den kö du valde." in text(shown)
    assert "lade ärendet i kön för teamet Recept" in text(shown)
    assert "Team: Recept" in text(shown)
    again = text(receiver.get("att-fordela", one, "till-team"))
    assert "1 väntar" in again
    assert "Inget team" in again
    press(receiver, one, team="inget", tur="1")
    assert "tog ärendet ur teamets kö" in text(receiver.get("att-fordela", one))
    with as_owner():
        db.execute("delete from team_member")
        db.execute("delete from team")
    assert "/till-team" not in receiver.get("att-fordela", one).content.decode()


def test_a_page_with_teams_takes_as_many_statements_as_one_without(unit: World) -> None:
    one = put(unit, timedelta(days=1))
    receiver = browser(unit, "receiver")
    receiver.get("att-fordela")

    def spent(queue: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert receiver.get(queue).status_code == 200
        return len([one for one in seen if not one["sql"].startswith(("SAVE", "RELEASE"))])

    before = spent("att-fordela")
    keys = [team(unit, f"Lag{n}", "receiver") for n in range(12)]
    moved(unit, one, keys[3])
    assert spent("att-fordela") == before
    assert spent(team_key(keys[3])) == before


def test_its_count_and_its_page_read_an_index_of_its_own(unit: World) -> None:
    key, one = team(unit, "Recept", "receiver"), put(unit, timedelta(days=1))
    moved(unit, one, key)
    actor = unit.as_("receiver")
    with CaptureQueriesContext(connection) as captured:
        inbox.page(read.viewer(actor), team_queue(team_key(key)))  # type: ignore[arg-type]  # one
    for scan in ("seqscan", "bitmapscan", "sort"):
        db.execute(f"set local enable_{scan} = off")
    told = "\n".join(
        row[0]
        for row in db.fetch_all(f"explain (costs off) {captured.captured_queries[-1]['sql']}")
    )
    assert "Index Only Scan using i_case_team" in told, told
    walk = told[told.index("CTE r") :].partition(" on care_case")
    assert walk[0].splitlines()[-1].strip().startswith("->  Index Scan using i_case_"), told
    assert "Sort" not in walk[0], told


def test_the_next_case_is_the_teams_next(unit: World) -> None:
    key = team(unit, "Recept", "receiver")
    first, outside, second = (put(unit, timedelta(hours=n)) for n in (1, 2, 3))
    for one in (first, second):
        moved(unit, one, key)
    place = read.open_inbox(actor=unit.as_("receiver"), queue=team_key(key)).page.rows[0]
    at = read.open_case(actor=unit.as_("receiver"), case_id=first).queue_at
    following = read.next_in_queue(
        actor=unit.as_("receiver"), queue=team_key(key), after=(at, place.id)
    )
    assert (following, outside != second) == (second, True)
