"""Every route, asked by everybody: exactly the rows that the table says, whole, or one refusal.

The table is `table/`, one module a room. A route or a method that it lacks fails here, and so does
an answer that shows a resident's name, number or words and left no row: see `place.py`.
"""

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.crawl.asking import ROUTES, Act, Said, ask, rolled_back
from tests.crawl.place import PEOPLE, Place
from tests.crawl.rows import faults as faults_of_row
from tests.crawl.table import TABLE
from vardpost.audit.events import AuditEvent

#: Who may see technical data, and never what somebody has written: no word of a case, ever.
_OFFICE = "nation"
#: What the staff's pages draw again around a refusal: the case, and the queue beside it.
_AGAIN = (AuditEvent.CASE_LISTED.value, AuditEvent.CASE_READ.value)
#: A stranger is led to the sign-in page, told so, or gets what anybody gets.
_STRANGER = "a stranger"


def told(place: Place, act: Act, who: str, said: Said) -> list[str]:
    """Return what is wrong with an answer to `who` and with the rows it left."""
    found = []
    if said.status >= 500:
        return [f"{said.status}"]
    if who == _OFFICE:
        found += [f"shows the office {word}" for word in place.secrets() if word in said.text]
    if said.status >= 400:
        found += _refused(act, who, said)
    elif said.refusals:
        found.append("a refusal, and yet it succeeded")
    elif Counter(said.events) != Counter(wanted := _wanted(act, who)) and not (
        act.differs and who != act.who
    ):
        found.append(f"left {said.events}, not {wanted}")
    if not said.events:
        shown = [word for word in place.secrets(apart_from=who) if word in said.text]
        found += [f"shows {word} and leaves no row of it" for word in shown]
    for row in said.rows:
        found += faults_of_row(place, row, said, who)
    return found


def _wanted(act: Act, who: str) -> tuple[str, ...]:
    """Return what a success leaves; a stranger is led to the sign-in page, which is nothing."""
    return tuple(map(str, act.leaves)) if who or who == act.who else ()


def _refused(act: Act, who: str, said: Said) -> list[str]:
    wanted = 1 if who else 0
    found = []
    if said.refusals != wanted:
        found.append(f"{said.refusals} rows of a refusal ({said.status})")
    # A page that is drawn again, with what is wrong or what has happened, is looked at once more.
    count = Counter(said.events)
    if said.status == act.status:
        told_of = count == Counter(map(str, act.leaves))
    else:
        told_of = count <= Counter(_AGAIN)
    if not told_of:
        found.append(f"is refused ({said.status}), and the ledger tells of {said.events}")
    return found


def complained(route: str, act: Act, who: str, said: Said, faults: Sequence[str]) -> list[str]:
    """Return the faults as one line each, with what was asked."""
    asked = f"{act.method} {route} as {who or _STRANGER}, {dict(act.at) or dict(act.post or {})}"
    return [f"{asked} → {said.status}: {fault}" for fault in faults]


@pytest.mark.parametrize("route", ROUTES)
def test_what_succeeds_leaves_exactly_its_rows(place: Place, route: str) -> None:
    wrong = []
    for act in TABLE[route]:
        with rolled_back():
            said = ask(place, route, act)
            faults = told(place, act, act.who, said)
            if act.status != (said.status if said.status >= 400 else 0):
                faults.append("this should succeed")
        wrong += complained(route, act, act.who, said, faults)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", ROUTES)
def test_whoever_asks_the_same_leaves_the_same_or_one_refusal(place: Place, route: str) -> None:
    wrong = []
    for act in TABLE[route]:
        for who in ("", *PEOPLE):
            if who != act.who:
                with rolled_back():
                    said = ask(place, route, act, who)
                    wrong += complained(route, act, who, said, told(place, act, who, said))
    assert not wrong, "\n".join(wrong)
