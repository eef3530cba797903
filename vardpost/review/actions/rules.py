"""Rules in words: a unit adds its own, a region adds for all its units, either puts one off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.people.system import as_system
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.queries import noticing
from vardpost.review.queries.rules import rule_of, standing, units_of
from vardpost.review.rule_words import sentence
from vardpost.review.rules import BUILT_IN, Rule, Seen, hits
from vardpost.review.values import RuleData, data_from, rule_from, rule_values
from vardpost.review.words import rule_name
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values

MOST_RULES = 40
#: How far back a preview looks, through how many entries of how many units.
TRIED_DAYS, TRIED_ENTRIES, TRIED_UNITS = timedelta(days=30), 40_000, 20


def _words(values: Values) -> list[Line]:
    data = data_from(values)
    if data is None:
        return []
    said = sentence(rule_from("", data.name, data.conditions))
    on = _("Ja") if data.active else _("Nej")
    return [(_("Namn"), data.name), (_("Regel"), said), (_("Används"), on)]


def keep_rule(
    *,
    actor: Actor,
    region_id: str,
    unit_id: UUID | None,
    rule_id: UUID,
    version: int,
    data: RuleData | None,
    undoes: UUID | None = None,
) -> None:
    """Keep a rule of a unit (or of a region, without one), or take it away (`data` None).

    `rule_id` is the form's own for a new one. Raises `BadInput`, and as `settings.begin`.
    """
    _at_home(actor, unit_id)
    new = rule_values(data)
    held = begin(
        actor, RULE, unit_id=unit_id, region_id=region_id, object_id=rule_id, version=version,
        new=new,
    )  # fmt: skip
    if held is None:
        return
    found = rule_of(held.region_id, unit_id, rule_id)
    if data is None:
        if found is None:
            return
        db.execute("delete from review_rule where id = %s and key = ''", [rule_id])
    else:
        _check(held.region_id, unit_id, rule_id, data)
        _write(held.region_id, unit_id, rule_id, data, new=found is None)
    old = RuleData(found.name, found.conditions, found.active) if found else None
    note(held, old=rule_values(old), new=new, undoes=undoes)


def _write(
    region_id: str, unit_id: UUID | None, rule_id: UUID, data: RuleData, *, new: bool
) -> None:
    values = [data.name, db.json(dict(data.conditions)), data.active]
    if not new:
        db.execute(
            "update review_rule set name = %s, conditions = %s, active = %s where id = %s",
            [*values, rule_id],
        )
        return
    made = db.execute(
        "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
        "values (%s, %s, %s, '', %s, %s, %s) on conflict (id) do nothing",
        [rule_id, region_id, unit_id, *values],
    )
    if not made:  # the id of somebody else's rule
        raise NotFound("rule")


def switch_rule(
    *, actor: Actor, region_id: str, unit_id: UUID | None, key: str, version: int, active: bool,
    undoes: UUID | None = None,
) -> None:  # fmt: skip
    """Put a rule of the product off, or on again. Raises `NotFound`, and as `settings.begin`."""
    _at_home(actor, unit_id)
    if key not in {rule.key for rule in BUILT_IN}:
        raise NotFound("rule")
    new = {"key": key, "active": active}
    held = begin(
        actor, BUILT_IN_RULE, unit_id=unit_id, region_id=region_id, object_id=key,
        version=version, new=new,
    )  # fmt: skip
    if held is None:
        return
    row = db.fetch_one(
        "select active from review_rule where region_id = %s and unit_id is not distinct from %s "
        "and key = %s for update",
        [held.region_id, unit_id, key],
    )
    if row is None:
        db.execute(
            "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
            "values (%s, %s, %s, %s, '', '{}', %s)",
            [new_id(), held.region_id, unit_id, key, active],
        )
    else:
        db.execute(
            "update review_rule set active = %s where region_id = %s "
            "and unit_id is not distinct from %s and key = %s",
            [active, held.region_id, unit_id, key],
        )
    old = {"key": key, "active": row[0] if row else True}
    note(held, old=old, new=new, undoes=undoes)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a rule would have found: how often, and what was looked through."""

    hits: int
    entries: int
    units: int


def try_rule(*, actor: Actor, region_id: str, unit_id: UUID | None, rule: Rule) -> Tried:
    """Return how often a rule would have hit in the last thirty days; numbers, nobody's name.

    For a region some of its units are asked. Raises `BadInput` for a rule that would hit
    everything, before the log is looked through, and `Denied`.
    """
    _at_home(actor, unit_id)
    thing = Thing(region_id=region_id, unit_id=unit_id)
    require(actor, Permission.REVIEW_RULES_EDIT, thing)
    _not_everything(rule)
    if unit_id is not None:
        found = _counted(rule, [unit_id], TRIED_ENTRIES)
    else:
        units = units_of(region_id, TRIED_UNITS)
        with as_system(actor, "review.try", region_id):
            found = _counted(rule, units, TRIED_ENTRIES // TRIED_UNITS)
    record(
        actor,
        Entry(
            event=AuditEvent.REVIEW_RULE_TRIED,
            object_type="setting",
            object_id=RULE.key,
            purpose="administration",
            region_id=region_id,
            detail={"hits": found.hits, "entries": found.entries},
        ),
    )
    return found


def _counted(rule: Rule, units: Sequence[UUID], most: int) -> Tried:
    since = clock.now() - TRIED_DAYS
    hit, entries = 0, 0
    for unit_id in units:
        for seen in noticing.latest(unit_id, since, most).values():
            hit += _number(rule, seen)
            entries += len(seen)
    return Tried(hit, entries, len(units))


def _number(rule: Rule, seen: Sequence[Seen]) -> int:
    return sum(1 for _hit in hits(rule, seen))


def _at_home(actor: Actor, unit_id: UUID | None) -> None:
    """A unit's rules are its own: a region's office adds its own beside, for all units."""
    if unit_id is not None and (actor.unit is None or actor.unit.id != unit_id):
        raise NotFound("unit")


def _check(region_id: str, unit_id: UUID | None, rule_id: UUID, data: RuleData) -> None:
    others = [
        one
        for one in standing(region_id, [unit_id] if unit_id else []).own
        if one.unit_id == unit_id and one.id != rule_id and not one.key
    ]
    if any(one.name.casefold() == data.name.casefold() for one in others):
        raise BadInput({"name": _("En annan regel heter så. Välj ett annat namn")})
    if len(others) >= MOST_RULES:
        raise BadInput({"name": _("Ta bort en regel först")})
    _not_everything(rule_from("", data.name, data.conditions))


def _not_everything(rule: Rule) -> None:
    if rule.hits_everything:
        text = _(
            "Välj minst ett villkor, eller fler än ett ärende. Annars slår regeln till på allt"
        )
        raise BadInput({"facts": text})


def _restore(keep: Callable[..., None]) -> Callable[..., None]:
    """Return the verb that puts an older value of a unit back, as settings ask for it."""

    def restore(
        *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
    ) -> None:
        region = actor.region_id or ""
        keep(actor, region, unit_id, object_id, version, values, undoes)

    return restore


def _rule_back(
    actor: Actor, region: str, unit: UUID, key: str, version: int, values: Values, undoes: UUID
) -> None:
    keep_rule(
        actor=actor, region_id=region, unit_id=unit, rule_id=UUID(key), version=version,
        data=data_from(values), undoes=undoes,
    )  # fmt: skip


def _switch_back(
    actor: Actor, region: str, unit: UUID, key: str, version: int, values: Values, undoes: UUID
) -> None:
    switch_rule(
        actor=actor, region_id=region, unit_id=unit, key=key, version=version,
        active=bool(values.get("active", True)), undoes=undoes,
    )  # fmt: skip


def _switch_words(values: Values) -> list[Line]:
    on = _("Ja") if values.get("active", True) else _("Nej")
    return [(_("Regel"), rule_name(str(values.get("key", "")))), (_("Används"), on)]


RULE = Kind(
    "review:rule",
    later("Granskning: egen regel"),
    Permission.REVIEW_RULES_EDIT,
    AuditEvent.REVIEW_RULES_CHANGED,
    "granskning/regler",
    _words,
    _restore(_rule_back),
)
BUILT_IN_RULE = Kind(
    "review:built-in",
    later("Granskning: regler"),
    Permission.REVIEW_RULES_EDIT,
    AuditEvent.REVIEW_RULES_CHANGED,
    "granskning/regler",
    _switch_words,
    _restore(_switch_back),
)
