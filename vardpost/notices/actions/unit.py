"""Aviseringar: how a unit is told, and after how long (domain 5, ambitions 104 and 105)."""

from dataclasses import asdict, fields, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.notices.queries import UnitTold, unit_told
from vardpost.notices.words import EVENTS, MODES, quiet_words
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values


def _words(values: Values) -> list[Line]:
    if not values:
        return []
    events = [(_(EVENTS[name]), _(MODES[str(values[name])])) for name in EVENTS if name in values]
    return [
        (_("Funktionsbrevlåda"), str(values["mailbox"])),
        *events,
        (_("Samlat mejl"), _("kl. {n}").replace("{n}", str(values["digest_hour"]))),
        (_("Tyst"), quiet_words(values["quiet_from"], values["quiet_to"])),
        (_("Ofördelat i"), _("{n} timmar").replace("{n}", str(values["unassigned_hours"]))),
        (_("Påminn före"), _("{n} timmar").replace("{n}", str(values["remind_hours"]))),
    ]


def change_unit_told(
    *,
    actor: Actor,
    unit_id: UUID,
    version: int,
    new: UnitTold,
    undoes: UUID | None = None,
    reason: str = "",
    permission: Permission | None = None,
) -> None:
    """Keep how a unit is told. Raises as `settings.begin`.

    `permission` is asked in place of the unit's own, by a verb that sets it from above the unit.
    """
    values = asdict(new)
    kind = replace(UNIT_TOLD, permission=permission) if permission else UNIT_TOLD
    held = begin(actor, kind, unit_id=unit_id, version=version, new=values)
    if held is None:
        return
    old = asdict(unit_told(unit_id))
    names = [field.name for field in fields(UnitTold)]
    db.execute(
        f"insert into unit_notice (unit_id, {', '.join(names)}) "
        f"values (%s, {', '.join(['%s'] * len(names))}) on conflict (unit_id) do update set "
        f"{', '.join(f'{name} = excluded.{name}' for name in names)}",
        [unit_id, *values.values()],
    )
    note(held, old=old, new=values, undoes=undoes, reason=reason)


def restore_unit_told(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older choice back. Raises as `change_unit_told`; `object_id` is empty."""
    new = UnitTold(**values)
    change_unit_told(actor=actor, unit_id=unit_id, version=version, new=new, undoes=undoes)


UNIT_TOLD = Kind(
    "notices:unit",
    later("Aviseringar"),
    Permission.UNIT_EDIT,
    AuditEvent.UNIT_NOTICES_CHANGED,
    "aviseringar",
    _words,
    restore_unit_told,
)
