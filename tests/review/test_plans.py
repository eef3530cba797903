"""What a search and a sample read: one index by unit and time, and no more in a larger log."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests import people_made as made
from tests.database import as_owner
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.review.groups import Group
from vardpost.review.queries import found, log
from vardpost.review.rules import Fact
from vardpost.review.sampling import ORDER
from vardpost.review.values import Filters

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MONTH = Filters(TODAY - timedelta(days=30), TODAY)
Asking = Callable[[World], object]


def ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def fill(world: World, entries: int, since: datetime, until: datetime | None = None) -> None:
    """Write so many entries of the unit between two moments, about every second with a fact."""
    until = until or clock.now()
    with as_owner():
        db.execute(
            "insert into audit_entry (id, at, schema_version, action, outcome, purpose, "
            "actor_kind, person_id, person_name, roles, unit_id, unit_hsa_id, unit_name, "
            "region_id, resident_ids, acting_as, relation, object_type, object_id, state, "
            "address, request_id, detail) select gen_random_uuid(), "
            "%s + (%s - %s::timestamptz) * (n::float8 / %s), 1, 'cases:case:read', 'ok', 'care', "
            "'staff', %s, 'Rut Ek', 'case_receiver', "
            "%s, '', '', %s, array[gen_random_uuid()], '', 'receiver', 'case', "
            "gen_random_uuid()::text, 'assigned', '', '', '{}' from generate_series(1, %s) n",
            [
                since,
                until,
                since,
                entries + 1,
                world.people["rut"],
                world.unit.id,
                made.REGION,
                entries,
            ],
        )
        db.execute(
            "insert into review_fact (entry_id, entry_at, region_id, unit_id, person_id, facts) "
            "select e.id, e.at, e.region_id, e.unit_id, e.person_id, 1 from audit_entry e "
            "where e.unit_id = %s and get_byte(uuid_send(e.id), 15) %% 2 = 0 "
            "on conflict do nothing",
            [world.unit.id],
        )
        db.execute("analyze audit_entry")
        db.execute("analyze review_fact")


def pages_read(world: World, act: Asking) -> tuple[int, str]:
    """Return how many pages of the database an act reads, and the plans of what it asked."""
    asked: list[tuple[Any, Any]] = []

    def keep(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    world.as_("gun")
    db.execute("set local plan_cache_mode = force_generic_plan")
    # Tables of a test are small enough to be read whole; asked for is the way for large ones.
    db.execute("set local enable_seqscan = off")
    with connection.execute_wrapper(keep):
        act(world)
    plans, pages = "", 0
    for sql, params in asked:
        told = "\n".join(
            row[0] for row in db.fetch_all(f"explain (analyze, buffers, timing off) {sql}", params)
        )
        first = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", told)
        pages += sum(int(one or 0) for one in first.groups()) if first else 0
        plans += "\n".join(one for one in told.splitlines() if "(never executed)" not in one)
    return pages, plans


@pytest.mark.parametrize(
    "act",
    [
        lambda world: found.search(world.unit.id, MONTH, None),
        lambda world: found.search(
            world.unit.id, Filters(MONTH.from_on, TODAY, facts=Fact.OUTSIDE_HOURS), None
        ),
        lambda world: found.search(
            world.unit.id, Filters(MONTH.from_on, TODAY, person_id=world.people["rut"]), None
        ),
        lambda world: found.search(
            world.unit.id, Filters(MONTH.from_on, TODAY, groups=(Group.OPENED,)), None
        ),
    ],
    ids=["period", "fact", "person", "group"],
)
def test_a_page_of_a_search_reads_no_more_in_a_larger_log(world: World, act: Asking) -> None:
    fill(world, 2_000, ago(2))
    few, _plans = pages_read(world, act)
    fill(world, 18_000, ago(28), ago(3))
    many, plans = pages_read(world, act)
    # An index may have grown by a level meanwhile: a page for each entry looked up.
    assert many <= few * 1.25 + found.FIRST, (few, many, plans)
    assert "Seq Scan on review_fact" not in plans
    assert "Seq Scan on audit_entry" not in plans


def _searched(filters: Filters, world: World) -> object:
    return found.search(world.unit.id, filters, None)


def test_what_seldom_fits_is_bounded_by_the_slice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "SLICE", 1_000)
    both = Fact.OUTSIDE_HOURS | Fact.OWN
    for filters in (
        Filters(MONTH.from_on, TODAY, groups=(Group.REFUSED,)),
        Filters(MONTH.from_on, TODAY, facts=both),
    ):
        fill(world, 2_000, ago(2))
        few, _plans = pages_read(world, partial(_searched, filters))
        fill(world, 8_000, ago(28), ago(3))
        many, plans = pages_read(world, partial(_searched, filters))
        assert many <= few * 1.25 + found.SLICE, (few, many, plans)


def test_a_sample_is_drawn_from_the_unit_and_the_period_alone(world: World) -> None:
    """It has to look at all it is drawn from; nothing before the period costs anything."""
    week = Filters(TODAY - timedelta(days=7), TODAY, facts=Fact.OUTSIDE_HOURS)
    fill(world, 500, ago(6))
    for filters in (week, Filters(week.from_on, TODAY, groups=(Group.OPENED,))):

        def drawn(w: World, chosen: Filters = filters) -> object:
            return log.draw(w.unit.id, chosen, ORDER, "ek", 25)

        few, _plans = pages_read(world, drawn)
        fill(world, 6_000, ago(300), ago(9))
        many, plans = pages_read(world, drawn)
        assert many <= few * 1.25, (few, many, plans)
        assert "Seq Scan on review_fact" not in plans
        assert "Seq Scan on audit_entry" not in plans
