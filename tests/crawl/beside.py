"""Verbs that no route calls: the worker's jobs, commands, and what rooms ask of one another.

Each is called once here, on things of the place, so that the tally of `test_verbs.py` is whole.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.core.mail import get_connection

from tests import people_made as made
from tests.cases import cases_made
from tests.crawl import place_offices
from tests.crawl.place import Place
from tests.database import as_owner
from vardpost.cases.actions import checklist, timers
from vardpost.casetypes import actions as casetypes
from vardpost.casetypes.actions.export import export_for_operator
from vardpost.casetypes.actions.terms import terms_in_force
from vardpost.casetypes.fields import Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.overrides import Overrides
from vardpost.closing.actions.ending import close_unit
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, command_actor, system_actor
from vardpost.kernel.ids import new_id
from vardpost.notices.actions import sending
from vardpost.offices.actions.apply import order
from vardpost.offices.actions.watch import watch_administrators
from vardpost.offices.actions.yearly import remind_of_unit_admins
from vardpost.onboarding.actions.directory import bring_units_in
from vardpost.onboarding.actions.names import names_in_force
from vardpost.onboarding.directory import Row
from vardpost.people.actions.directory import Outcome, tell_compared
from vardpost.people.actions.grant_ends import end_by_itself
from vardpost.people.actions.grants import take_away
from vardpost.people.actions.sessions import Newcomer, bootstrap_national_office
from vardpost.people.session import open_scope
from vardpost.people.system import region_scope
from vardpost.redflags.actions import national as flags
from vardpost.redflags.actions.own import publish_regional
from vardpost.redflags.actions.publish import publish_file, publish_national
from vardpost.redflags.additions import Additions
from vardpost.redflags.lists import Owner, canonical
from vardpost.review.actions import export_making
from vardpost.review.actions.mirror_extract import take_extract
from vardpost.review.actions.notice import drop_old, notice_acts
from vardpost.review.actions.watch import watch_acts
from vardpost.review.queries.noticing import Act
from vardpost.statistics.actions import count_units
from vardpost.unit_templates.actions.ship import ship_templates
from vardpost.units.actions.closings import change_region_day
from vardpost.units.actions.hours import change_hours
from vardpost.units.values import WeekHours
from vardpost.useterms.actions import draft as use_terms
from vardpost.useterms.actions.accept import accept_terms

Call = Callable[[Place], None]
_OPEN = WeekHours(tuple((("00:00", "23:59"),) for _day in range(7)), closed_on_eves=False)


def job(verb: str, case: str, **columns: Any) -> Call:
    """Return what makes a case due and lets the worker's timer act on it."""

    def run(place: Place) -> None:
        case_id = UUID(place.things[case])
        with as_owner():
            sets = ", ".join(f"{name} = %s" for name in columns)
            db.execute(f"update care_case set {sets} where id = %s", [*columns.values(), case_id])
        with region_scope("test", made.REGION) as actor:
            getattr(timers, verb)(actor=actor, case_id=case_id)

    return run


def tell_of_unassigned(place: Place) -> None:
    """Let a new case wait through open hours."""
    admin = place.world.as_("admin")
    change_hours(actor=admin, unit_id=place.world.unit.id, version=0, hours=_OPEN)
    long_ago = clock.now() - timedelta(days=9)
    job("unassigned", "new", submitted_at=long_ago, updated_at=long_ago)(place)


def take_ticks_back(place: Place) -> None:
    """Tick off a point and the journal, and take both back."""
    case, actor = UUID(place.things["demanding"]), place.world.as_("responder")
    known: dict[str, Any] = {"actor": actor, "case_id": case, "version": 1}
    checklist.check_point(**known, key="booked", turn=0)
    checklist.uncheck_point(**known, key="booked", turn=1)
    checklist.mark_journalled(**known, turn=0)
    checklist.unmark_journalled(**known, turn=1)


def decide_one_part(place: Place) -> None:
    """Change one part of what the unit decides about a type, and then another."""
    known: dict[str, Any] = {
        "actor": place.world.as_("admin"),
        "unit_id": place.world.unit.id,
        "case_type_id": UUID(place.things["regional"]),
    }
    casetypes.set_promise(**known, first_days=4, final_days=8)
    own = Overrides(description=Text("Vår egen", "Our own"))
    casetypes.set_overrides(**known, overrides=own)


def come_into_force(place: Place) -> None:
    """Let what is planned come into force: a form, and a text."""
    with (
        time_machine.travel(clock.now() + timedelta(days=9), tick=False),
        region_scope("test", made.REGION) as actor,
    ):
        with as_owner():
            db.execute(
                "update unit_case_type set follows = true, version_id = %s where case_type_id = %s",
                [place.things["older version"], place.things["type"]],
            )
        casetypes.come_into_force(actor=actor)
        terms_in_force(actor=actor)


def send_mail(place: Place) -> None:
    """Send what waits for the resident, one alone and some together, and put one off."""
    backend = get_connection("django.core.mail.backends.locmem.EmailBackend")
    with as_owner():
        notices = [_notice(place) for _number in range(4)]
    with region_scope("test", made.REGION) as actor:
        sending.send(actor=actor, notice_id=notices[0], mail=backend)
        sending.send_together(actor=actor, notice_ids=notices[1:3], mail=backend)
        sending.postpone(actor=actor, notice_ids=notices[3:], error=TimeoutError())


def _notice(place: Place) -> UUID:
    key = new_id()
    db.execute(
        "insert into notice (id, region_id, event_key, template, recipient_id, created_at, "
        "attempts, last_error) values (%s, %s, %s, 'waiting', %s, %s, 0, '')",
        [key, made.REGION, new_id(), place.world.people["resident"], clock.now()],
    )
    return key


def take_names(place: Place) -> None:
    """Let the day of a planned name come."""
    with as_owner():
        db.execute(
            "insert into unit_planned_name (unit_id, name, from_on) values (%s, 'Nya namnet', %s)",
            [place.world.unit.id, clock.today()],
        )
    with region_scope("test", made.REGION) as actor:
        names_in_force(actor=actor)


def read_units(_place: Place) -> None:
    """Read in a unit of the directory."""
    row = Row(2, "SE2321000016-NYA9", "SE2321000016-NYA9", "1493", "Nian", "dental", *[""] * 4)
    with region_scope("test", made.REGION) as actor:
        bring_units_in(actor=actor, region_id=made.REGION, rows=[row], write=True)


def end_permissions(place: Place) -> None:
    """Take a permission away from who has open cases, and let another run out."""
    unit, people = place.world.unit, place.world.people
    take_away(
        actor=place.world.as_("admin"),
        unit_id=unit.id,
        person_id=people["responder"],
        version=0,
        roles=frozenset({"responder"}),
        reason="Slutar",
    )
    with as_owner():
        found = db.fetch_one(
            "update role_grant set ends_on = %s where person_id = %s returning id",
            [clock.today(), people["colleague"]],
        )
    assert found
    with region_scope("test", made.REGION) as actor:
        end_by_itself(actor=actor, grant_id=found[0])


def decide_for_the_region(place: Place) -> None:
    """Publish the region's red flags, and close all its units on a day."""
    actor = region_office(place)
    additions = Additions(Owner("Ingrid Sandahl Ek", "överläkare"), ())
    publish_regional(actor=actor, region_id=made.REGION, version=0, additions=additions)
    with region_scope("test", made.REGION) as system:
        change_region_day(actor=system, region_id=made.REGION, day=clock.today(), name="Kursdag")


def region_office(place: Place) -> Actor:
    """Set the scope of the region's administrator."""
    token = made.sign_in(place.world.people["region"], "staff")
    actor = open_scope(token, "", request_id="test", address="127.0.0.1")
    assert actor is not None
    return actor


def as_the_operator(place: Place) -> None:
    """Publish what ships with the product and a file, and hold a file against the directory."""
    with as_owner():
        db.execute("select scope_clear(), set_config('app.kind', 'system', true)")
        actor = command_actor("upgrade")
        forms = [one for one in national_types() if one.definition.key == "advice"]
        forms = [replace(one, terms_sv=one.terms_sv + "\nNytt.\n") for one in forms]
        casetypes.publish_national(actor=actor, types=forms)
        kind = UUID(place.things["central"])
        export_for_operator(actor=actor, case_type_id=kind, kind="json")
        owner = Owner("Ingrid Sandahl Ek", "överläkare")
        source = canonical(Additions(owner, ()).definition(clock.today()))
        publish_file(actor=actor, source=source)
        publish_national(actor=actor)
        db.execute(
            "delete from unit_template_version v using unit_template t "
            "where t.id = v.template_id and t.code = 'youth'"
        )
        db.execute("delete from unit_template where code = 'youth'")
        ship_templates(actor=actor)
    with region_scope("test", made.REGION, by="operator") as system:
        tell_compared(actor=system, region_id=made.REGION, found=Outcome())


def begin_the_national_office(place: Place) -> None:
    """Give the office to its first member, in a database where nobody has had it."""
    with as_owner():
        db.execute("delete from role_grant where role = 'national_office'")
        db.execute("select scope_clear(), set_config('app.kind', 'system', true)")
        somebody = Newcomer("Kim", "Berg", date(1975, 3, 14), "woman")
        actor = system_actor("bootstrap")
        bootstrap_national_office(actor=actor, hsa_id="SE5560000000-0A1B", newcomer=somebody)


def judge_the_log(place: Place) -> None:
    """Let the rules judge an entry of a night, and forget what was noted long ago."""
    at = clock.now() - timedelta(days=2)
    people, unit = place.world.people, place.world.unit
    entry = Act(
        1, UUID(place.things["entry"]), at, unit.id, people["receiver"], "Rut Ek",
        "case_receiver", "cases:case:read", "ok", "none", "case", place.things["new"],
        "assigned", (people["resident"], people["receiver"]),
    )  # fmt: skip
    with region_scope("test", made.REGION) as actor:
        notice_acts(actor=actor, acts=[entry])
        drop_old(actor=actor, unit_id=unit.id, before=clock.now())
    with as_owner():
        db.execute("update person set protected = true where id = %s", [people["resident"]])
    with region_scope("test", made.REGION) as actor:
        watch_acts(actor=actor, acts=[replace(entry, resident_ids=(people["resident"],))])


def count_the_region(_place: Place) -> None:
    """Count the units of the region."""
    with region_scope("test", made.REGION) as actor:
        count_units(actor=actor)


def watch_administrators_of_the_region(_place: Place) -> None:
    """Look for roles that nobody has confirmed."""
    with region_scope("test", made.REGION) as actor:
        watch_administrators(actor=actor)
        remind_of_unit_admins(actor=actor)


def order_an_administrator(place: Place) -> None:
    """Open an application on a written order, where nobody is left."""
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where role = 'region_admin'", [clock.today()]
        )
    actor = open_scope(place.tokens["nation"], "", request_id="r", address="127.0.0.1")
    assert actor is not None
    order(
        actor=actor,
        region_id=made.REGION,
        application_id=new_id(),
        data=place_offices.said(
            "Eva Ek", place.things["next"], order_number="RS 2026-1", order_on=clock.today()
        ),
    )


def take_the_own_log(place: Place) -> None:
    """Take the log of some days as a file."""
    resident = place.world.as_("resident")
    day = clock.today()
    take_extract(
        actor=resident, resident_id=place.world.people["resident"],
        since=day - timedelta(days=3), until=day, form="json",
    )  # fmt: skip


def give_exports_up(place: Place) -> None:
    """Let one export be too large for a file, and the time of another run out."""
    unit, run = place.world.unit.id, new_id()
    late, made_one = UUID(place.things["late export"]), UUID(place.things["export"])
    with region_scope("test", made.REGION) as actor:
        found = export_making.begin_making(actor=actor, export_id=late, run=run)
        assert found is not None
        export_making.give_up_export(actor=actor, export=found, run=run)
        export_making.expire_export(actor=actor, unit_id=unit, export_id=made_one, now=clock.now())


def decide_the_nations_flags(place: Place) -> None:
    """Propose the nation's next red flags, send them back, propose again; another publishes."""
    draft_id, version = UUID(place.things["flags draft"]), int(place.things["flags version"])

    def propose(number: int) -> None:
        flags.propose_draft(
            actor=_office(place, "nation"),
            draft_id=draft_id,
            version=number,
            reason="Skäl",
            valid_from=clock.today(),
        )

    propose(version)
    second = _office(place, "second nation")
    flags.return_draft(actor=second, draft_id=draft_id, version=version + 1, words="Mer")
    propose(version + 2)
    second = _office(place, "second nation")
    flags.publish_draft(actor=second, draft_id=draft_id, version=version + 3)


def decide_the_terms_of_use(place: Place) -> None:
    """Propose residents' terms, send them back, propose again; another publishes, one accepts."""
    draft_id, version = UUID(place.things["terms draft"]), int(place.things["terms version"])

    def propose(number: int) -> None:
        use_terms.propose_draft(
            actor=_office(place, "nation"),
            draft_id=draft_id,
            version=number,
            valid_from=clock.today(),
        )

    propose(version)
    second = _office(place, "second nation")
    use_terms.return_draft(actor=second, draft_id=draft_id, version=version + 1, words="Mer")
    propose(version + 2)
    second = _office(place, "second nation")
    use_terms.publish_draft(actor=second, draft_id=draft_id, version=version + 3)
    accept_terms(actor=_office(place, "resident"), version=1, language="sv")


def _office(place: Place, who: str) -> Actor:
    actor = open_scope(place.tokens[who], "", request_id="r", address="a")
    assert actor is not None
    return actor


def close_where_somebody_is_asked_to_go(place: Place) -> None:
    """Close a unit while a case elsewhere is asked about a move there: the system takes it back."""
    slug = place.things["ending unit"]
    with as_owner():
        row = db.fetch_one("select id from care_unit where slug = %s", [slug])
        assert row
        elsewhere, moa = made.unit("Fjärrans vårdcentral"), made.person("Moa", "Fjärran")
        cases_made.case(elsewhere, moa, move_unit_id=row[0], move_name="Sistas vårdcentral")
    actor = open_scope(place.tokens["region"], "", request_id="r", address="a")
    assert actor is not None
    close_unit(actor=actor, unit_id=row[0], version=1)


CALLS: tuple[Call, ...] = (
    close_where_somebody_is_asked_to_go,
    decide_the_nations_flags,
    decide_the_terms_of_use,
    job("remind", "new", first_due=clock.now() + timedelta(minutes=5)),
    job("question_due", "asked", reply_by=clock.today() - timedelta(days=2)),
    job("close_by_itself", "answered", answered_at=clock.now() - timedelta(days=20)),
    tell_of_unassigned,
    take_ticks_back,
    decide_one_part,
    come_into_force,
    send_mail,
    take_names,
    read_units,
    end_permissions,
    decide_for_the_region,
    as_the_operator,
    begin_the_national_office,
    judge_the_log,
    count_the_region,
    watch_administrators_of_the_region,
    order_an_administrator,
    take_the_own_log,
    give_exports_up,
)
