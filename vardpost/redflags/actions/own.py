"""Egna larmord: a unit's and a region's own additions to the nation's list.

They add and never take away: each list is asked by itself, so that nothing written here can hide
a sign of a list above.
"""

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.redflags.actions.publish import publish
from vardpost.redflags.additions import Additions, from_definition, from_values
from vardpost.redflags.lists import Level, ListError
from vardpost.redflags.queries import newest
from vardpost.redflags.said import ADVICE_WORDS
from vardpost.units.actions.settings import Held, begin, note, unit_of
from vardpost.units.settings import Kind, Line, Values


def _words(values: Values) -> list[Line]:
    listed = from_values(dict(values))
    lines = [(_("Ansvarig"), ", ".join(filter(None, (listed.owner.name, listed.owner.title))))]
    lines += [
        (
            flag.label.sv,
            f"{_(ADVICE_WORDS[flag.advice])}: {', '.join((*flag.sv, *flag.en))}",
        )
        for flag in listed.flags
    ]
    return lines


def publish_own(
    *, actor: Actor, unit_id: UUID, version: int, additions: Additions, undoes: UUID | None = None
) -> None:
    """Publish the next version of a unit's own list, in force from today.

    Raises as `settings.begin`, and `BadInput` (field `flags`) for what is no list.
    """
    held = begin(actor, OWN, unit_id=unit_id, version=version, new=additions.values())
    if held is not None:
        _publish(held, additions, unit_id, undoes)


def publish_regional(*, actor: Actor, region_id: str, version: int, additions: Additions) -> None:
    """Publish the next version of a region's list, in force from today at all its units.

    Raises as `settings.begin`, `NotFound` for an unknown region, `BadInput` for what is no list.
    """
    held = begin(actor, OWN, region_id=region_id, version=version, new=additions.values())
    if held is None:
        return
    if db.fetch_one("select 1 from region where code = %s", [region_id]) is None:
        raise NotFound("region")
    _publish(held, additions, None, None)


def _publish(held: Held, additions: Additions, unit_id: UUID | None, undoes: UUID | None) -> None:
    level: Level = "unit" if unit_id else "region"
    before = newest(level, held.region_id, unit_id)
    old = from_definition(before.definition).values() if before else {}
    try:
        definition = additions.definition(clock.today())
    except ListError as error:
        raise BadInput({"flags": "; ".join(error.problems)}) from error
    publish(definition, level=level, region_id=held.region_id, unit_id=unit_id, by=held.actor.name)
    note(held, old=old, new=additions.values(), undoes=undoes)


def restore_own(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older list back, as a new version. Raises as `publish_own`; `object_id` is empty.

    Before the first list there was none, and nobody answered for it. What comes back then is a list
    without signs, and whoever answers for the one that stands answers for that.
    """
    additions = from_values(dict(values))
    standing = newest("unit", unit_of(unit_id).region_id, unit_id)
    if not additions.owner.name and standing is not None:
        additions = replace(additions, owner=from_definition(standing.definition).owner)
    publish_own(actor=actor, unit_id=unit_id, version=version, additions=additions, undoes=undoes)


OWN = Kind(
    "redflags:own",
    later("Larmord"),
    Permission.RED_FLAGS_EDIT,
    AuditEvent.RED_FLAGS_PUBLISHED,
    "larmord",
    _words,
    restore_own,
)
