"""The national office sees no word of any case: on no page, in no answer, in no table.

It may see technical data, never what somebody has written. Every way of asking that the table of
routes knows is asked as the office in `test_routes.py`, which looks for the words in each answer;
every table that pages can read is searched in its scope here.
"""

import pytest

from tests.crawl.asking import ask, rolled_back
from tests.crawl.place import WORDS, Place
from tests.crawl.table import TABLE
from tests.database import as_owner
from vardpost.config import grants
from vardpost.kernel import db
from vardpost.people.session import open_scope

OFFICES = ("nation", "second nation")
#: Pages that the office opens at least: fewer means that this test asks in vain.
LEAST = 25


def test_the_office_opens_pages_in_which_its_words_are_sought(place: Place) -> None:
    """Without this every answer could be a refusal, which shows nothing of anybody."""
    secrets = place.secrets()
    opened: set[str] = set()
    wrong: list[str] = []
    for route, acts in TABLE.items():
        for act in acts:
            if act.who == "nation" or len(opened) < LEAST:
                with rolled_back():
                    said = ask(place, route, act, "nation")
                if said.status == 200:
                    opened.add(f"{act.method} {route}")
                wrong += [f"{route} shows {word}" for word in secrets if word in said.text]
    assert not wrong, "\n".join(wrong)
    assert len(opened) >= LEAST, sorted(opened)
    assert any("/r" in asked or "office" in asked for asked in opened)


def test_the_same_words_are_shown_to_whoever_may_read_them(place: Place) -> None:
    """Without this the test above could search for words that are nowhere."""
    shown = set[str]()
    for route, acts in TABLE.items():
        for act in acts:
            if act.who == "receiver" and act.method == "GET":
                with rolled_back():
                    text = ask(place, route, act).text
                shown |= {word for word in WORDS if word in text}
    assert "kanariefråga" in shown


def holding(place: Place, who: str) -> set[str]:
    """Return the tables in which somebody's scope finds what residents and staff have typed."""
    slug = place.things["unit"] if who == "receiver" else ""
    assert open_scope(place.tokens[who], slug, request_id="r", address="127.0.0.1")
    return {
        table
        for table, rights in grants.TABLES.items()
        if rights.startswith("select")
        for found in [
            db.fetch_one(
                f"select exists (select 1 from {table} x where x::text ~ %s)", ["|".join(WORDS)]
            )
        ]
        if found and found[0]
    }


@pytest.mark.parametrize("who", OFFICES)
def test_no_table_holds_a_word_of_a_case_in_the_offices_scope(place: Place, who: str) -> None:
    with as_owner():
        there = db.fetch_one("select count(*) from case_message where body ~ %s", ["kanarie"])
    assert there
    assert there[0] > 0
    assert holding(place, who) == set()
    assert holding(place, "receiver") >= {"care_case", "case_message"}
