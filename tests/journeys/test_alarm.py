"""An alarm comes by the worker; a reviewer closes it with the keyboard alone."""

import time
from typing import Any

import pytest

from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.test_mirror import opened, reviewer
from tests.journeys.test_resident_otherwise import press_by_keys, type_by_keys
from tests.people_made import REGION
from tests.product import PATIENCE
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

NARROW = {"width": 390, "height": 844}


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
def test_an_alarm_is_closed_by_keys(
    site: Site, world: World, visit: Visit, viewport: dict[str, int] | None
) -> None:
    reviewer(site, world)
    assigned(site, world)
    looks: dict[str, Any] = {"viewport": viewport} if viewport else {}
    gun = visit(world, "reviewer", **looks)
    gun.expected = {422}
    for _try in range(4 * PATIENCE):
        if site.one("select count(*) from review_alarm where unit_id = %s", world.unit.id):
            break
        time.sleep(0.25)
    page = gun.go(f"/m/{world.unit.slug}/admin")
    gun.sees("Ett larm om loggen är öppet.")
    gun.is_accessible()
    press_by_keys(page, "Se larmen")
    gun.sees("Den som larmet gäller ser det inte.")
    gun.is_accessible()
    press_by_keys(page, "Skyddad identitet öppnad: Rut Ek")
    gun.sees("Vad var det?")
    gun.is_accessible()
    press_by_keys(page, "Stäng larmet")
    gun.sees("Skriv vad det var och vad ni har gjort")
    gun.is_accessible()
    type_by_keys(page, "f-comment", "Sökte efter en remiss som kommit fel.")
    press_by_keys(page, "Stäng larmet")
    gun.sees("Larmet är stängt.")
    gun.sees("Inga öppna larm.")
    gun.is_accessible()
    gun.page.get_by_role("link", name="Skyddad identitet öppnad").click()
    gun.sees("Sökte efter en remiss som kommit fel.")
    gun.is_accessible()


def assigned(site: Site, world: World) -> None:
    """Let somebody open a case that a colleague has, about a protected identity, and seal it."""
    case = opened(site, world)

    def look() -> None:
        with as_owner():
            resident, at, entry = world.people["resident"], clock.now(), new_id()
            db.execute("update person set protected = true where id = %s", [resident])
            db.execute(
                "insert into audit_entry (id, at, schema_version, action, outcome, purpose, "
                "actor_kind, person_id, person_name, roles, unit_id, unit_hsa_id, unit_name, "
                "region_id, resident_ids, acting_as, relation, object_type, object_id, state, "
                "address, request_id, detail) values (%s, %s, 1, 'cases:case:read', 'ok', 'care', "
                "'staff', %s, 'Rut Ek', 'case_receiver', %s, '', '', %s, %s, '', 'receiver', "
                "'case', %s, 'assigned', '', '', '{}')",
                [entry, at, world.people["both"], world.unit.id, REGION, [resident], case],
            )
            db.execute(
                "insert into audit_leaf (log, number, entry_at, entry_id, form, hash) select "
                "%s, coalesce(max(number), -1) + 1, %s, %s, 1, '' from audit_leaf where log = %s",
                [REGION, at, entry, REGION],
            )

    site.do(look)
