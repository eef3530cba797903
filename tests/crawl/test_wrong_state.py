"""What the state of a case forbids leaves one refusal that names the case, and changes nothing.

Each route that moves or marks a case is in `table/wrong_state.py`, or says there why no state
refuses it; one that is missing fails here.
"""

from tests.crawl.asking import Act, ask, rolled_back
from tests.crawl.place import Place
from tests.crawl.table import TABLE
from tests.crawl.table.wrong_state import NEVER, REFUSED
from tests.crawl.test_routes import complained, told
from tests.database import as_owner
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.errors import WrongState

#: What is done with a case and neither moves nor marks it.
_LOOKS = {AuditEvent.CASE_LISTED, AuditEvent.CASE_READ}


def moving() -> set[str]:
    """Return the routes with an act that moves or marks a case."""
    return {
        route
        for route, acts in TABLE.items()
        for act in acts
        if any(one.startswith("cases:case:") and one not in _LOOKS for one in act.leaves)
    }


def _cases() -> str:
    """Return the cases with their messages, but for who has read them."""
    with as_owner():
        row = db.fetch_one(
            "select (select json_agg(to_jsonb(c) - 'unread' - 'first_read_at' order by c.id)::text "
            "from care_case c), (select json_agg(m order by m.id)::text from case_message m)"
        )
    return str(row)


def refused(place: Place, route: str, act: Act) -> list[str]:
    """Return what is wrong with the refusal of an act."""
    before = _cases()
    said = ask(place, route, act)
    found = told(place, act, act.who, said)
    if said.status != WrongState.status:
        found.append("the state should refuse this")
    for row in said.rows:
        if row["outcome"] != "refused":
            continue
        named = (row["object_type"], row["object_id"], len(row["resident_ids"]), row["outcome"])
        if named != ("case", place.things[act.at["case_id"]], 1, "refused") or not row["state"]:
            found.append(f"the row names {named}, in state {row['state']!r}")
    if _cases() != before:
        found.append("and yet it has changed something")
    return complained(route, act, act.who, said, found)


def test_every_act_that_moves_a_case_is_tried_where_its_state_forbids_it() -> None:
    assert moving() == {*REFUSED, *NEVER}


def test_what_the_state_forbids_leaves_one_refusal_of_that_case(place: Place) -> None:
    wrong = []
    for route, acts in REFUSED.items():
        for act in acts:
            with rolled_back():
                wrong += refused(place, route, act)
    assert not wrong, "\n".join(wrong)
