"""Every verb leaves exactly one row a call, also those that put settings back and the worker's.

A verb is a public function of an `actions` module that is no part (`tools/house_lint.py`); a new
one is found by itself, and fails here until a route of the table, or `beside.py`, calls it.
"""

from collections.abc import Mapping

import pytest
from django.db import transaction

from tests.crawl import place as places
from tests.crawl.asking import Act, ask, rolled_back
from tests.crawl.beside import CALLS
from tests.crawl.place import Place
from tests.crawl.table import TABLE
from tests.crawl.tally import VERBS, tallied
from tests.database import as_owner
from vardpost.kernel import db
from vardpost.units.settings import kind_of

pytestmark = pytest.mark.django_db
#: Verbs that may leave none, each with the reason.
NONE: Mapping[str, str] = {
    "redflags.actions.national.begin_draft": "one is open already",
    "useterms.actions.draft.begin_draft": "the same",
    "cases.actions.departures.hand_over": "nothing was open",
    "cases.actions.move.end_questions": "nobody was asked",
    "cases.actions.draft.save_case_draft": "the page saves by itself as one types",
    "cases.actions.draft.save_message_draft": "the same, and an empty text drops nothing",
    "cases.actions.draft.start_case_draft": "there is one already, or words follow at once",
    "cases.actions.read.open_inbox": "the case beside it is told of in the same statement",
    "casetypes.actions.bring.import_type": "a file that is only looked at; the page is told of",
    "people.actions.directory.bring_in": "the same",
    "people.actions.residents.look_up": "who is found is given something, and that is told of",
}
#: Verbs that may leave several, each with the reason: one for each thing that is done.
SEVERAL: Mapping[str, str] = {
    "cases.actions.assign.assign": "together with a partial answer (domain 3.3)",
    "cases.actions.departures.hand_over": "one for each case",
    "closing.actions.ending.close_unit": "a question elsewhere about a move there is taken back",
    "cases.actions.forward.forward_unit": "one for each case, and what the rules did there",
    "cases.actions.read.open_case": "the list beside it",
    "cases.actions.submit.submit_case": "what the rules did with it",
    "casetypes.actions.offer.activate": "the unit gets the type, and offers it",
    "casetypes.actions.publish.come_into_force": "one for each type",
    "casetypes.actions.terms.terms_in_force": "one for each text",
    "casetypes.actions.terms_words.take_words": "the draft, and that the proposal is answered",
    "central.actions.texts.change_words": "each of the office's own texts, and the whole",
    "casetypes.actions.several.activate_several": "as `activate`, for each type",
    "onboarding.actions.many.connect": "asked for, approved and made: a row for each step",
    "onboarding.actions.many.connect_many": "as `connect`, for each unit",
    "onboarding.actions.open.activate": "what its template writes, and its first administrator",
    "onboarding.actions.open.invite_first": "an account, and its permission",
    "offices.actions.unit_admins.appoint": "the account that is made of the directory first",
    "people.actions.accounts.deactivate": "the permissions that end with it",
    "people.actions.grant_ends.end_by_itself": "what goes back to the inbox",
    "people.actions.grants.take_away": "the cases that are handed over",
    "people.actions.sessions.sign_in": "whoever was signed in is signed out",
}
#: Verbs that are tried elsewhere, each with the reason.
ELSEWHERE: Mapping[str, str] = {
    "casetypes.actions.propose.propose": "a part of the next one's",
    "casetypes.actions.propose.take_proposal_back": "the same",
    "central.actions.distribute.distribute_next": "a job's, unit by unit: the tests of orders",
    "closing.actions.telling.tell_next": "a job's, some at a time: the tests of telling",
    "unit_templates.actions.drift.count_drift": "a job's, by region: the tests of drift",
    "unit_templates.actions.rolling.roll_out_next": "a job's, unit by unit: the tests of roll-outs",
    "review.actions.notice.notice_next": "as `notice_acts`, by the seal's numbers",
    "review.actions.watch.watch_next": "as `watch_acts`, by the seal's numbers",
    "review.actions.rules.try_rule": "a rule that is filled in whole: the tests of own rules",
    "review.actions.plan.remind": "a job's, by the day: the tests of the plan",
}


def put_back(place: Place) -> list[str]:
    """Put back the newest change of a setting of the unit; return what is wrong with its rows."""
    with as_owner():
        row = db.fetch_one(
            "select id::text, kind, version from setting_change where unit_id = %s "
            "order by at desc, id desc limit 1",
            [place.world.unit.id],
        )
    if row is None or row[0] in place.things.values() or kind_of(row[1]).restore is None:
        return []
    place.things["latest"] = row[0]
    who = "reviewer" if row[1].startswith("review:") else "admin"
    act = Act(who, at={"change_id": "latest"}, post={"version": str(row[2])})
    said = ask(place, "admin-put-back", act)
    if said.status == 303 and len(said.rows) == 1:
        return []
    return [f"{row[1]} put back: {said.status}, {[one['action'] for one in said.rows]}"]


def test_each_verb_is_called_and_leaves_one_row() -> None:
    wrong: list[str] = []
    with transaction.atomic(), tallied() as tally:
        place = places.make()
        for route, acts in TABLE.items():
            for act in acts:
                with rolled_back():
                    ask(place, route, act)
                    wrong += put_back(place) if act.method == "POST" else []
        for call in CALLS:
            with rolled_back():
                call(place)
        transaction.set_rollback(True)
    wrong += sorted(tally.faults)
    for verb in VERBS:
        left = set(tally.calls.get(verb, ()))
        if not left and verb not in ELSEWHERE:
            wrong.append(f"{verb} is never called")
        elif left and not left - {0}:
            wrong.append(f"{verb} never leaves a row")
        if 0 in left and verb not in NONE:
            wrong.append(f"{verb} leaves none")
        if max(left, default=1) > 1 and verb not in SEVERAL:
            wrong.append(f"{verb} leaves {sorted(left)}")
    assert not wrong, "\n".join(wrong)
