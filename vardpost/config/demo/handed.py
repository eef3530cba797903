"""A case type that one unit of the demo holds back: Tallmo hands out *Förnya hjälpmedel*.

Karin Lindqvist has it, and Elin Ström, whose identity is protected; nobody else sees it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import TALLMO
from vardpost.kernel.ids import stable_key

HELD_BACK = "renew_aids"
_GIVEN = {"resident": "Utprovad hos oss i våras", "resident_protected": "Utprovad hos oss"}


def hand_outs(cast: Cast, case_type_id: UUID, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of those to whom it is handed out, given by the unit's administrator."""
    unit, boss = cast.units[TALLMO], cast.staff["unit_admin"]
    at = now - timedelta(days=40)
    return [
        {
            "id": stable_key("demo", "handed", key),
            "unit_id": unit.id,
            "case_type_id": case_type_id,
            "person_id": cast.people[key].id,
            "reason": reason,
            "starts_on": at.date(),
            "until": None,
            "granted_at": at,
            "granted_by_id": boss.id,
            "granted_by_name": boss.name,
        }
        for key, reason in _GIVEN.items()
    ]
