"""Betjäningsområde, and residents let in one by one (domain 5; ambitions 2 and 57)."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries.area import area_rows, places
from vardpost.units.settings import Kind, Line, Values
from vardpost.units.values import AreaRow
from vardpost.units.words import row_words

#: More rows than a region has municipalities are not needed.
MOST_ROWS = 60


def _values(rows: Sequence[AreaRow]) -> dict[str, Any]:
    return {"rows": [list(astuple(row)) for row in rows]}


def _words(values: Values) -> list[Line]:
    rows = [AreaRow(*row) for row in values.get("rows", ())]
    return [(_("Område"), "\n".join(row_words(row, places()) for row in rows) or _("ingen"))]


def change_area(
    *,
    actor: Actor,
    unit_id: UUID,
    version: int,
    rows: Sequence[AreaRow],
    undoes: UUID | None = None,
    reason: str = "",
) -> None:
    """Keep the rows of a catchment area; none at all means that nobody finds the unit.

    Raises `BadInput` for too many rows, and as `settings.begin`.
    """
    new = _values(rows)
    held = begin(actor, AREA, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    if len(rows) > MOST_ROWS:
        told = _("Skriv högst {n} rader").replace("{n}", str(MOST_ROWS))
        raise BadInput({"plats-0": told})
    db.fetch_one("select 1 from care_unit where id = %s for no key update", [unit_id])
    old = _values(area_rows(unit_id))
    db.execute("delete from catchment_row where unit_id = %s", [unit_id])
    for row in rows:
        db.execute(
            "insert into catchment_row (unit_id, region_id, municipality_id, sex, age_from, "
            "age_to) values (%s, nullif(%s, ''), nullif(%s, ''), %s, %s, %s)",
            [unit_id, *astuple(row)],
        )
    note(held, old=old, new=new, undoes=undoes, reason=reason)


def restore_area(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older area back. Raises as `change_area`; `object_id` is empty."""
    rows = [AreaRow(*row) for row in values["rows"]]
    change_area(actor=actor, unit_id=unit_id, version=version, rows=rows, undoes=undoes)


def _approval_words(values: Values) -> list[Line]:
    if not values:
        return []
    return [
        (_("Till och med"), str(values.get("until") or _("tills vidare"))),
        (_("Skäl"), str(values.get("reason", ""))),
    ]


def let_in(
    *,
    actor: Actor,
    unit_id: UUID,
    person_id: UUID,
    version: int,
    until: date | None,
    reason: str,
) -> None:
    """Let one resident in, whatever the catchment area says, until a day or until further notice.

    The one who approves has found the resident by her full number (`people`), so no list of people
    is opened. Raises `BadInput` without a reason or for a day that has passed, and as
    `settings.begin`.
    """
    today = clock.today()
    if not reason:
        raise BadInput({"reason": _("Skriv varför")})
    if until is not None and until < today:
        raise BadInput({"until": _("Välj en dag som inte har passerat")})
    new = {"until": until.isoformat() if until else None, "reason": reason}
    _keep_approval(actor, unit_id, person_id, version, new)


def let_out(*, actor: Actor, unit_id: UUID, versions: Mapping[UUID, int]) -> None:
    """End the approvals of some residents, by person and the version that was shown.

    Raises as `settings.begin`; then nobody's has ended.
    """
    for person_id, version in sorted(versions.items()):
        _keep_approval(actor, unit_id, person_id, version, {})


def _keep_approval(
    actor: Actor, unit_id: UUID, person_id: UUID, version: int, new: dict[str, Any]
) -> None:
    held = begin(actor, APPROVAL, unit_id=unit_id, object_id=person_id, version=version, new=new)
    if held is None:
        return
    row = db.fetch_one(
        "select until::text, reason from approved_resident where unit_id = %s and person_id = %s "
        "for update",
        [unit_id, person_id],
    )
    old = {"until": row[0], "reason": row[1]} if row else {}
    if new:
        db.execute(
            "insert into approved_resident (id, unit_id, person_id, until, reason, "
            "approved_by_name, created_at) values (gen_random_uuid(), %s, %s, %s, %s, %s, %s) "
            "on conflict (unit_id, person_id) do update set until = excluded.until, "
            "reason = excluded.reason, approved_by_name = excluded.approved_by_name",
            [unit_id, person_id, new["until"], new["reason"], actor.name, clock.now()],
        )
    else:
        db.execute(
            "delete from approved_resident where unit_id = %s and person_id = %s",
            [unit_id, person_id],
        )
    note(held, old=old, new=new, resident_ids=(person_id,))


AREA = Kind(
    "units:catchment",
    later("Betjäningsområde"),
    Permission.CATCHMENT_EDIT,
    AuditEvent.UNIT_CATCHMENT_CHANGED,
    "betjaningsomrade",
    _words,
    restore_area,
)
#: Not put back by *Återställ*: the history tells no names, so nobody could know whom it is about.
APPROVAL = Kind(
    "units:approval",
    later("Godkänd invånare"),
    Permission.RESIDENT_APPROVE,
    AuditEvent.APPROVED_RESIDENT_CHANGED,
    "invanare",
    _approval_words,
)
