"""Central case types: of a region and of the nation, each in every stage."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tests.casetypes import verbs_world
from tests.crawl.place_types import DAY, TIME
from tests.database import as_owner
from vardpost.casetypes import actions
from vardpost.casetypes.actions.propose import propose
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.terms_desk import central_desk, terms_lines
from vardpost.casetypes.queries.words_touched import mark, touched
from vardpost.casetypes.terms_work import TermsWork
from vardpost.casetypes.word_change import WordChange
from vardpost.central.actions.order import start_order
from vardpost.central.actions.texts import change_words
from vardpost.central.queries.chosen import digest, units_for
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope

_LATER = timedelta(days=3)


def central(region: str, nation: str) -> dict[str, str]:
    """Make them with the session of each office; return their keys by whose they are."""
    found: dict[str, UUID | str] = {}
    for who, token, code in (("region", region, "14"), ("nation", nation, None)):
        actor = open_scope(token, "", request_id="r", address="127.0.0.1")
        assert actor is not None
        found |= _in_force(actor, who, code) | _planned(actor, who, code)
        found |= _ordered(actor, who, code or "", found[f"{who} type"])
    return {name: str(key) for name, key in found.items()}


def proposed(region: str, unit_id: UUID) -> dict[str, str]:
    """Propose a type that the unit lacks to it; return its key."""
    actor = open_scope(region, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    kind = verbs_world.national("listing")
    propose(actor=actor, unit_id=unit_id, case_type_id=kind, by_region="14")
    return {"proposed": str(kind)}


def words(region: str, nation: str, unit_id: UUID, kind: str) -> dict[str, str]:
    """Propose other words to the unit from both offices; return the changes and one proposal.

    `seen words` is the mark of changing words in what the offices themselves say.
    """
    found: dict[str, str] = {}
    for who, token, code in (("region", region, "14"), ("nation", nation, "")):
        actor = open_scope(token, "", request_id="r", address="127.0.0.1")
        assert actor is not None
        key, asked = new_id(), WordChange("växeln", "centralen")
        seen = mark(touched(code, asked), asked, publish=False)
        change_words(
            actor=actor, region_id=code, change_id=key, words=asked, publish=False, seen=seen
        )
        own = WordChange("kansliet", "expeditionen")
        found |= {
            f"{who} change": str(key),
            f"{who} seen words": mark(touched(code, own), own, publish=False),
        }
    with as_owner():
        row = db.fetch_one(
            "select p.id, coalesce(w.version, 0) from terms_proposal p left join unit_terms w "
            "on w.unit_id = p.unit_id and w.case_type_id = p.case_type_id "
            "where p.change_id = %s and p.unit_id = %s and p.case_type_id = %s",
            [found["region change"], unit_id, kind],
        )
    assert row is not None
    return found | {"proposed words": str(row[0]), "words number": str(row[1])}


def _in_force(actor: Actor, who: str, code: str | None) -> dict[str, UUID | str]:
    """Make one in its second version, with a draft that says something new."""
    made = actions.create(actor=actor, title=Text("Hörsel", "Hearing"), region_id=code)
    older = verbs_world.published(actor, made)
    actions.start_draft(actor=actor, case_type_id=made)
    verbs_world.published(actor, made, title=Text("Hörsel och syn", "Hearing and sight"))
    actions.start_draft(actor=actor, case_type_id=made)
    form, number = verbs_world.draft(made)
    asked = (verbs_world.PROBLEM, verbs_world.KIND, DAY, TIME)
    form = replace(verbs_world.with_questions(form, *asked), title=Text("Syn", "Sight"))
    number = actions.save_draft(actor=actor, case_type_id=made, definition=form, version=number)
    _say(actor, made)
    oldest = terms_lines(None, central_desk(made))[-1].id
    return {
        f"{who} type": made,
        f"{who} older": older,
        f"{who} draft": str(number),
        f"{who} terms": oldest,
    }


def _say(actor: Actor, kind: UUID, at: datetime | None = None) -> None:
    """Publish a text of the office's own, now or at a time."""
    work = TermsWork("Ring kansliet {{telefon}}.\n", "Call {{telefon}}.\n")
    version = central_desk(kind).version
    actions.publish_terms(
        actor=actor, unit_id=None, case_type_id=kind, version=version, work=work, at=at
    )


def _planned(actor: Actor, who: str, code: str | None) -> dict[str, UUID | str]:
    """Make one that comes into force in some days."""
    made = actions.create(actor=actor, title=Text("Fötter", "Feet"), region_id=code)
    form, number = verbs_world.draft(made)
    full = verbs_world.with_questions(form)
    number = actions.save_draft(actor=actor, case_type_id=made, definition=full, version=number)
    at = clock.now() + _LATER
    actions.plan(actor=actor, case_type_id=made, version=number, at=at)
    _say(actor, made, at)
    return {f"{who} planned type": made, f"{who} terms number": str(central_desk(made).version)}


def _ordered(actor: Actor, who: str, code: str, kind: UUID | str) -> dict[str, UUID | str]:
    """Order the type to a unit; `seen` is the mark of proposing it to the first unit."""
    row = db.fetch_one("select id from care_unit where region_id = '14' and live limit 1")
    assert row is not None
    type_id, key = UUID(str(kind)), new_id()
    start_order(
        actor=actor, region_id=code, order_id=key, case_type_id=type_id, how="offer", units=[row[0]]
    )
    seen = digest(units_for(code, type_id, ids=[row[0]]), "offer")
    return {f"{who} order": key, f"{who} seen": seen}
