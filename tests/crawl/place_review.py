"""Log review at the place: a search, and reviews that are open, ready to be closed, and closed."""

from datetime import date, timedelta
from uuid import UUID

from tests.cases.world import World
from tests.database import as_owner
from tests.people_made import REGION
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.review.actions.begin import begin_from_search
from vardpost.review.actions.close import close_review, escalate
from vardpost.review.actions.export import Source, order_export
from vardpost.review.actions.mark import mark_item
from vardpost.review.actions.mirror_ask import mirror_ask
from vardpost.review.actions.question import ask
from vardpost.review.actions.rules import keep_rule
from vardpost.review.actions.search import begin_search
from vardpost.review.jobs import make_export
from vardpost.review.rules import Fact, Rule
from vardpost.review.values import Filters, RuleData, conditions

#: A key of the age format that nobody has the other half of.
RECIPIENT = "age147hyzyka07r4hw83ce8t54p59twzzfymwezwsfz7j4yfga2zudrqaskquq"
Things = dict[str, UUID | str]
#: How long ago the log's entries are, so that a period with them is over.
_AGO = timedelta(days=2)


def reviews(world: World, case: str) -> Things:
    """Make them of entries about a case; return their keys by name."""
    # Ids of one millisecond come in any order; a row of the log goes by the smallest of its ids.
    entries = sorted(_entry(world, case) for _number in range(3))
    actor, unit = world.as_("reviewer"), world.unit.id
    search, question = new_id(), new_id()
    day = (clock.now() - _AGO).astimezone(clock.STOCKHOLM).date()
    filters = Filters(day - timedelta(days=1), day + timedelta(days=1))
    begin_search(actor=actor, unit_id=unit, search_id=search, reason="Stickprov", filters=filters)
    made = {name: new_id() for name in ("review", "ready review", "closed review")}
    for review in made.values():
        begin_from_search(
            actor=actor, unit_id=unit, review_id=review, search_id=search, entries=entries
        )
    _mark(actor, unit, made["review"], 1, "breach")
    ask(
        actor=actor, unit_id=unit, review_id=made["review"], place=2,
        question_id=question, text="Varför?",
    )  # fmt: skip
    for name in ("ready review", "closed review"):
        for number in (1, 2, 3):
            _mark(actor, unit, made[name], number, "ok")
    close_review(actor=actor, unit_id=unit, review_id=made["closed review"], conclusion="Inget")
    signal = _signal(world, entries[0])
    files = _exports(actor, unit, search)
    why = _asked(world, case, day)
    return {
        **made,
        **_rules(actor, unit),
        "why review": why,
        "log day": day.isoformat(),
        "log entry": entries[0],
        "escalation": _told(actor, unit, made["review"]),
        "signal": signal,
        **files,
        "alarm": _alarm(world, case, entries[1]),
        "search": search,
        "question": question,
        "entry": entries[0],
        "from": filters.from_on.isoformat(),
        "to": day.isoformat(),
    }


def _exports(actor: Actor, unit: UUID, search: UUID) -> Things:
    """Order two exports, and let the job make one."""
    found: Things = {}
    for name in ("export", "late export"):
        key = new_id()
        order_export(
            actor=actor, unit_id=unit, export_id=key, source=Source(search_id=search), form="csv",
            recipient=RECIPIENT, reason="Tillsyn",
        )  # fmt: skip
        found[name] = key
    make_export(REGION, str(found["export"]))
    return found


def _rules(actor: Actor, unit: UUID) -> Things:
    """Make a rule of the unit and one of its region, whose office is another person."""
    own, regional = new_id(), new_id()
    kept = conditions(Rule("", "Egna", every=Fact.OWN))
    keep_rule(
        actor=actor, region_id=REGION, unit_id=unit, rule_id=own, version=0,
        data=RuleData("Egna", kept),
    )  # fmt: skip
    with as_owner():
        db.execute(
            "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
            "values (%s, %s, null, '', 'Egna', %s, true)",
            [regional, REGION, db.json(kept)],
        )
    return {"log rule": own, "region's rule": regional}


def _told(actor: Actor, unit: UUID, review: UUID) -> UUID:
    """Tell the region of a suspected breach."""
    key = new_id()
    escalate(actor=actor, unit_id=unit, review_id=review, escalation_id=key, note="")
    return key


def _signal(world: World, entry: UUID) -> UUID:
    """Write that a rule has hit an entry."""
    signal, at = new_id(), clock.now() - _AGO
    with as_owner():
        db.execute(
            "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
            "person_name, action, object_id, resident_id, residents, rule, count, found_at) "
            "values (%s, '14', %s, %s, %s, %s, 'Rut Ek', 'cases:case:read', '', %s, 1, 'own', 1, "
            "%s)",
            [
                *(signal, world.unit.id, entry, at, world.people["receiver"]),
                *(world.people["resident"], at),
            ],
        )
    return signal


def _alarm(world: World, case: str, entry: UUID) -> UUID:
    """Write that an alarm is open about an entry."""
    alarm, at, who = new_id(), clock.now() - _AGO, world.people["receiver"]
    resident = world.people["resident"]
    with as_owner():
        db.execute(
            "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
            "resident_id, residents, entries, first_at, last_at, opened_at, version) values "
            "(%s, '14', %s, 'protected', %s, 'Rut Ek', %s, 1, 1, %s, %s, %s, 1)",
            [alarm, world.unit.id, who, resident, at, at, at],
        )
        db.execute(
            "insert into review_alarm_entry (id, region_id, unit_id, alarm_id, rule, person_id, "
            "resident_id, entry_id, entry_at, action, object_id) select %s, '14', %s, %s, "
            "'protected', %s, %s, e.id, e.at, e.action, %s from audit_entry e where e.id = %s",
            [new_id(), world.unit.id, alarm, who, resident, case, entry],
        )
    return alarm


def _mark(actor: Actor, unit: UUID, review: UUID, place: int, mark: str) -> None:
    mark_item(
        actor=actor, unit_id=unit, review_id=review, place=place, version=1, mark=mark,
        comment="Ingen koppling",
    )  # fmt: skip


def _asked(world: World, case: str, day: date) -> UUID:
    """Let the resident ask why a receiver had printed the case; return the unit's review of it."""
    mirror_ask(
        actor=world.as_("resident"), resident_id=world.people["resident"], day=day,
        entry_id=_entry(world, case, "cases:case:print"), question_id=new_id(), text="kanariefråga",
    )  # fmt: skip
    with as_owner():
        row = db.fetch_one("select review_id from mirror_question")
    world.as_("reviewer")
    assert row is not None
    return UUID(str(row[0]))


def _entry(world: World, case: str, action: str = "cases:case:read") -> UUID:
    """Write an entry as it stands when a receiver has opened the case."""
    entry = new_id()
    with as_owner():
        db.execute(
            "insert into audit_entry (id, at, schema_version, action, outcome, purpose, "
            "actor_kind, person_id, person_name, roles, unit_id, unit_hsa_id, unit_name, "
            "region_id, resident_ids, acting_as, relation, object_type, object_id, state, "
            "address, request_id, detail) values (%s, %s, 1, %s, 'ok', 'care', "
            "'staff', %s, 'Rut Ek', 'case_receiver', %s, '', '', '14', %s, '', 'receiver', "
            "'case', %s, 'assigned', '', '', '{}')",
            [
                *(entry, clock.now() - _AGO, action, world.people["receiver"], world.unit.id),
                *([world.people["resident"]], case),
            ],
        )
    return entry
