"""Invånarens logg: how a unit shows its staff there, and how soon it answers questions about it."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.policy.permissions import Permission
from vardpost.review.queries.mirror import unit_policy
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values

#: How staff are shown → in words, and what it means.
NAMED = {
    "chosen": (
        later("Som var och en har valt"),
        later("Under Min signatur väljer var och en om namnet visas, eller bara mottagningen."),
    ),
    "name": (later("Med namn"), later("Alla visas med namn, roll och mottagning.")),
    "role": (later("Utan namn"), later("Bara roll och mottagning visas.")),
}


def _words(values: Values) -> list[Line]:
    if not values:
        return []
    return [
        (_("Så visas personalen"), _(NAMED[str(values["names"])][0])),
        (_("Svar inom så många dagar"), str(values["answer_days"])),
    ]


def change_mirror(
    *,
    actor: Actor,
    unit_id: UUID,
    version: int,
    names: str,
    answer_days: int,
    undoes: UUID | None = None,
) -> None:
    """Keep what a unit has decided about residents' logs. Raises as `settings.begin`."""
    new = {"names": names, "answer_days": answer_days}
    held = begin(actor, MIRROR, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    before = unit_policy(unit_id)
    db.execute(
        "insert into mirror_policy (unit_id, names, answer_days) values (%s, %s, %s) "
        "on conflict (unit_id) do update set names = excluded.names, "
        "answer_days = excluded.answer_days",
        [unit_id, names, answer_days],
    )
    note(held, old=dict(zip(new, before, strict=True)), new=new, undoes=undoes)


def restore_mirror(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older decision back. Raises as `change_mirror`; `object_id` is empty."""
    change_mirror(
        actor=actor,
        unit_id=unit_id,
        version=version,
        names=str(values["names"]),
        answer_days=int(values["answer_days"]),
        undoes=undoes,
    )


MIRROR = Kind(
    "review:mirror",
    later("Invånarens logg"),
    Permission.UNIT_EDIT,
    AuditEvent.MIRROR_SETTINGS_CHANGED,
    "logg",
    _words,
    restore_mirror,
)
