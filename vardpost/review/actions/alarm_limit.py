"""What is unusual: how many residents within how long give an alarm, by unit or by region."""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.review.alarm_words import asks, name
from vardpost.review.queries.rules import standing
from vardpost.review.queries.watching import LIMIT_KEY, limit_at, own_limit
from vardpost.review.watching import MASS, Limit
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values


def change_limit(
    *,
    actor: Actor,
    region_id: str,
    unit_id: UUID | None,
    version: int,
    limit: Limit,
    undoes: UUID | None = None,
) -> None:
    """Keep what is unusual at a unit, or without one in a region for the units that say nothing.

    Raises `NotFound` for another unit, and as `settings.begin`.
    """
    if unit_id is not None and (actor.unit is None or actor.unit.id != unit_id):
        raise NotFound("unit")
    held = begin(
        actor, LIMIT, unit_id=unit_id, region_id=region_id, version=version, new=asdict(limit)
    )
    if held is None:
        return
    found = standing(held.region_id, [unit_id] if unit_id else [])
    old = limit_at(found, unit_id)
    if own_limit(found, unit_id) is None:
        db.execute(
            "insert into review_rule (id, region_id, unit_id, key, name, conditions, active) "
            "values (%s, %s, %s, %s, '', %s, true)",
            [new_id(), held.region_id, unit_id, LIMIT_KEY, db.json(asdict(limit))],
        )
    else:
        db.execute(
            "update review_rule set conditions = %s where region_id = %s "
            "and unit_id is not distinct from %s and key = %s",
            [db.json(asdict(limit)), held.region_id, unit_id, LIMIT_KEY],
        )
    note(held, old=asdict(old), new=asdict(limit), undoes=undoes)


def restore_limit(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older limit of a unit back. Raises as `change_limit`; `object_id` is empty."""
    change_limit(
        actor=actor, region_id=actor.region_id or "", unit_id=unit_id, version=version,
        limit=Limit(**values), undoes=undoes,
    )  # fmt: skip


def _limit_words(values: Values) -> list[Line]:
    return [(name(MASS), asks(Limit(**values)))] if values else []


LIMIT = Kind(
    "review:alarm-limit",
    later("Granskning: gräns för larm"),
    Permission.REVIEW_RULES_EDIT,
    AuditEvent.REVIEW_RULES_CHANGED,
    "granskning/regler/larm",
    _limit_words,
    restore_limit,
)
