"""Units on their way in, one in each state, and units of the directory nobody has asked for."""

from typing import Any
from uuid import UUID

from tests import people_made as made
from tests.database import as_owner
from vardpost.closing.actions.ending import NOTICE, EndingData, announce
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.join import approve, request_unit
from vardpost.onboarding.actions.open import activate, mark_configured
from vardpost.onboarding.values import Plan
from vardpost.people.session import open_scope

#: Of the directory, and not asked for: one for the pages, one for the command.
FREE, ANOTHER = "SE2321000016-NYA1", "SE2321000016-NYA2"
_STATES = ("requested", "approved", "activated", "configured")


def joinings(region: str) -> dict[str, str]:
    """Make them with the session of the region's office; return their keys by state."""
    with as_owner():
        for number, key in enumerate((FREE, ANOTHER, *(f"SE2321000016-{s}" for s in _STATES))):
            _in_directory(key.upper(), f"Nymottagningen {number}")
    found = {}
    for count, state in enumerate(_STATES):
        found[f"joining {state}"] = str(_joining(region, f"SE2321000016-{state}".upper(), count))
    return found


def _in_directory(key: str, name: str) -> None:
    db.execute(
        "insert into directory_unit (key, hsa_id, region_id, municipality_id, name, kind, street, "
        "postal_code, place, phone, seen_at) select %s, %s, '14', m.code, %s, 'dental', '', '', "
        "'', '', %s from municipality m where m.region_id = '14' order by m.code limit 1",
        [key, key, name, clock.now()],
    )


def _joining(region: str, key: str, steps: int) -> UUID:
    actor = open_scope(region, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    joining_id = new_id()
    day = clock.today()
    plan = Plan("dental", 1, day, "Rita Dal")
    request_unit(actor=actor, region_id="14", joining_id=joining_id, key=key, plan=plan)
    known: dict[str, Any] = {"actor": actor, "joining_id": joining_id}
    if steps > 0:
        approve(**known, version=1)
    if steps > 1:
        activate(**known, version=2)
    if steps > 2:
        mark_configured(**known, version=3, reason="Resten på plats")
    return joining_id


def ending(region: str) -> dict[str, str]:
    """Make a unit whose day to close has come; return its address."""
    with as_owner():
        unit = made.unit("Sistas vårdcentral")
    actor = open_scope(region, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    day = clock.today()
    data = EndingData(day, day + NOTICE, None)
    announce(actor=actor, unit_id=unit.id, version=0, data=data)
    with as_owner():
        db.execute("update unit_ending set closes_on = %s where unit_id = %s", [day, unit.id])
    return {"ending unit": unit.slug}
