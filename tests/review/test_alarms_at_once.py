"""Two reviewers press at the same moment: one closes the alarm, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.database import as_owner
from tests.product import PATIENCE
from tests.review.world import World, make
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)


def alarm(world: World) -> UUID:
    """Write an alarm about Rut."""
    made, now = new_id(), clock.now()
    with as_owner():
        db.execute(
            "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
            "residents, entries, first_at, last_at, opened_at, version) values "
            "(%s, '14', %s, 'mass_reading', %s, 'Rut Ek', 22, 22, %s, %s, %s, 1)",
            [made, world.unit.id, world.people["rut"], now, now, now],
        )
    return made


def test_two_reviewers_close_at_once() -> None:
    with transaction.atomic():
        world = make()
        address = world.url("larm", alarm(world))
        browsers = {who: world.browser(who) for who in ("gun", "per")}
    barrier = Barrier(2)

    def press(who: str) -> tuple[int, str]:
        try:
            barrier.wait(timeout=PATIENCE)
            sent = {"version": "1", "comment": f"Ord av {who}"}
            answer = browsers[who].post(address, sent)
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(("gun", "per"), pool.map(press, ("gun", "per")), strict=True))
    assert sorted(status for status, _page in said.values()) == [303, 409]
    late = next(who for who, (status, _page) in said.items() if status == 409)
    first = "per" if late == "gun" else "gun"
    page = said[late][1]
    assert f"Ord av {late}" in page
    assert f"Ord av {first}" in page
    with transaction.atomic():
        assert world.rows("select comment, version from review_alarm") == [(f"Ord av {first}", 2)]
        closed = "select count(*) from audit_entry where action = 'review:alarm:close'"
        assert world.rows(closed) == [(1,)]
