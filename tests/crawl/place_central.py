"""Central case types: of a region and of the nation, each in every stage."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tests.casetypes import verbs_world
from tests.crawl.place_types import DAY, TIME
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

_LATER = timedelta(days=3)


def central(region: str, nation: str) -> dict[str, str]:
    """Make them with the session of each office; return their keys by whose they are."""
    found: dict[str, UUID | str] = {}
    for who, token, code in (("region", region, "14"), ("nation", nation, None)):
        actor = open_scope(token, "", request_id="r", address="127.0.0.1")
        assert actor is not None
        found |= _in_force(actor, who, code) | _planned(actor, who, code)
    return {name: str(key) for name, key in found.items()}


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
    return {f"{who} type": made, f"{who} older": older, f"{who} draft": str(number)}


def _planned(actor: Actor, who: str, code: str | None) -> dict[str, UUID | str]:
    """Make one that comes into force in some days."""
    made = actions.create(actor=actor, title=Text("Fötter", "Feet"), region_id=code)
    form, number = verbs_world.draft(made)
    full = verbs_world.with_questions(form)
    number = actions.save_draft(actor=actor, case_type_id=made, definition=full, version=number)
    at = clock.now() + _LATER
    actions.plan(actor=actor, case_type_id=made, version=number, at=at)
    return {f"{who} planned type": made}
