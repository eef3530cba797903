"""Case types of the place: the unit's own in every stage, and a regional one with news."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.casetypes import verbs_world
from tests.casetypes.test_pictures import drawn
from vardpost.casetypes import actions
from vardpost.casetypes.actions.handing import hand_out
from vardpost.casetypes.decided import Given
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.handed import handed_out
from vardpost.casetypes.queries.parcels import export_of
from vardpost.casetypes.queries.terms_desk import terms_desk, terms_lines
from vardpost.casetypes.terms_work import TermsWork
from vardpost.casetypes.transfer import write_parcel
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

Things = dict[str, UUID | str]
_WORK = TermsWork("Ring växeln {{telefon}}.\n", "Call {{telefon}}.\n")
_LATER = timedelta(days=3)
DAY = replace(verbs_world.PROBLEM, key="dag", type="date", label=Text("Vilken dag?", "Which day?"))
TIME = replace(verbs_world.PROBLEM, key="tid", type="time", label=Text("Vilken tid?", "What time?"))
_PARTS = ("promise", "description")


def types(world: World) -> Things:
    """Make them; return their keys by name."""
    return _own(world) | _planned(world) | _regional(world) | _picture(world) | _handed(world)


def _own(world: World) -> Things:
    """Make one in force, in its second version and with a draft that says something new."""
    actor, unit = world.as_("admin"), world.unit.id
    own = actions.create(actor=actor, title=Text("Sömn", "Sleep"), unit_id=unit)
    older = verbs_world.published(actor, own)
    actions.start_draft(actor=actor, case_type_id=own)
    verbs_world.published(actor, own, title=Text("Sömn och vila", "Sleep and rest"))
    actions.activate(actor=actor, unit_id=unit, case_type_id=own)
    actions.start_draft(actor=actor, case_type_id=own)
    form, number = verbs_world.draft(own)
    asked = (verbs_world.PROBLEM, verbs_world.KIND, DAY, TIME)
    form = verbs_world.with_questions(form, *asked, title=Text("Vila", "Rest"))
    number = actions.save_draft(actor=actor, case_type_id=own, definition=form, version=number)
    at = terms_desk(unit, own).version
    actions.publish_terms(actor=actor, unit_id=unit, case_type_id=own, version=at, work=_WORK)
    oldest = terms_lines(unit, terms_desk(unit, own))[-1].id
    parcel = write_parcel(export_of(own).parcel)
    return {
        "type": own,
        "older version": older,
        "terms": oldest,
        "draft number": str(number),
        "parcel": b64encode(parcel.encode()).decode(),
    }


def _planned(world: World) -> Things:
    """Make one that comes into force in some days, and one whose terms do."""
    actor, unit = world.as_("admin"), world.unit.id
    planned = actions.create(actor=actor, title=Text("Kost", "Food"), unit_id=unit)
    form, number = verbs_world.draft(planned)
    full = verbs_world.with_questions(form)
    number = actions.save_draft(actor=actor, case_type_id=planned, definition=full, version=number)
    later = clock.now() + _LATER
    actions.plan(actor=actor, case_type_id=planned, version=number, at=later)
    waiting = actions.create(actor=actor, title=Text("Rörelse", "Exercise"), unit_id=unit)
    verbs_world.published(actor, waiting)
    actions.activate(actor=actor, unit_id=unit, case_type_id=waiting)
    at = terms_desk(unit, waiting).version
    actions.publish_terms(
        actor=actor, unit_id=unit, case_type_id=waiting, version=at, work=_WORK, at=later
    )
    at = terms_desk(unit, waiting).version
    return {"planned type": planned, "planned terms": waiting, "terms number": str(at)}


def _regional(world: World) -> Things:
    """Make one of the region that the unit uses in the version before the newest."""
    unit = world.unit.id
    region = _region(world)
    central = actions.create(actor=region, title=Text("Råd", "Advice on"), region_id="14")
    verbs_world.published(region, central, open=_PARTS)
    admin = world.as_("admin")
    actions.activate(actor=admin, unit_id=unit, case_type_id=central)
    actions.set_follows(actor=admin, unit_id=unit, case_type_id=central, follows=False)
    region = _region(world)
    actions.start_draft(actor=region, case_type_id=central)
    newest = verbs_world.published(region, central, title=Text("Råd nu", "Advice now"), open=_PARTS)
    return {
        "regional": central,
        "regional news": newest,
        "regional number": "2",
        "central": verbs_world.national("advice"),
        "not taken": verbs_world.national("listing"),
    }


def _handed(world: World) -> Things:
    """Hand a type out to one resident; `checked` is the mark of handing it to another."""
    kind, people = verbs_world.national("send_message"), world.people
    hand_out(
        actor=world.as_("admin"),
        unit_id=world.unit.id,
        case_type_id=kind,
        seen={people["other_resident"]: None},
        given=Given(clock.today(), None, "Efter operation"),
    )
    handed = handed_out(world.unit.id, kind, ended=False, after=None)[0][0].id
    mark = sha256(f"{people['resident']}:None".encode()).hexdigest()[:32]
    return {"held back": kind, "handed out": handed, "checked": mark}


def _region(world: World) -> Actor:
    """Set the scope of the region's administrator, who acts on no unit."""
    token = made.sign_in(world.people["region"], "staff")
    actor = open_scope(token, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    return actor


def _picture(world: World) -> Things:
    actor = world.as_("admin")
    picture = actions.add_picture(
        actor=actor, data=drawn("PNG"), alt=Text("En ruta", "A square"), unit_id=world.unit.id
    )
    return {"picture": picture.hash}
