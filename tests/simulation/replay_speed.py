"""How fast a change is tried on 20 000 cases; run by name, asserts nothing of time.

python -m pytest tests/simulation/replay_speed.py -q -s -n 0
"""

import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.test import Client

from tests.cases.test_trial import Copies
from tests.cases.world import World, make
from tests.database import as_owner
from vardpost.cases.promise import Opening
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db
CASES, ROUNDS = 20_000, 5
WEEK = "&".join(f"dag-{day}=9-12" for day in range(5))


def _many(world: World) -> None:
    """Send 20 000 cases in four weeks, a fifth of them with a pause."""
    copies, now = Copies(world), clock.now()
    world.as_("admin")
    with as_owner():
        hours = db.fetch_one(
            "select json_agg(json_build_array(weekday, opens, closes))::text from opening_hours "
            "where unit_id = %s",
            [world.unit.id],
        )
        opening = Opening(hours[0] if hours else None, closed_on_eves=True)
        step = timedelta(days=26) / CASES
        sent = [now - timedelta(days=26) + number * step for number in range(CASES)]
        db.execute("create temp table made (at timestamptz, first timestamptz, final timestamptz)")
        db.execute(
            "insert into made select * from unnest(%s::timestamptz[], %s::timestamptz[], "
            "%s::timestamptz[])",
            [sent, [opening.due(at, 2) for at in sent], [opening.due(at, 5) for at in sent]],
        )
        db.execute(
            f"insert into care_case (id, number, case_type, resident_id, {copies.case}) "
            "select gen_random_uuid(), row_number() over (order by m.at), c.case_type, "
            f"c.resident_id, {_of('c', copies.case)} from made m cross join care_case c"
        )
        db.execute(
            "update care_case c set submitted_at = m.at, first_due = m.first, final_due = m.final, "
            "final_days = 5, first_response_at = m.at + interval '30 hours' from (select *, "
            "row_number() over (order by at) as number from made) m "
            "where c.number = m.number::text"
        )
        db.execute(
            f"insert into case_message (id, case_id, answers, {copies.message}) "
            f"select gen_random_uuid(), c.id, m.answers, {_of('m', copies.message)} "
            "from care_case c cross join case_message m where c.id <> m.case_id"
        )
        for event, hours_ in (("counter_question", 30), ("resident_reply", 50)):
            db.execute(
                "insert into case_history (id, case_id, key, at, version, event, from_state, "
                "to_state, actor_name, actor_role, assignee_name, reason) "
                "select gen_random_uuid(), c.id, gen_random_uuid(), "
                "c.submitted_at + %s * interval '1 hour', 2, %s, 'submitted', 'submitted', 'x', "
                "'responder', '', '' from care_case c "
                "where c.number ~ '^[0-9]+$' and c.number::int %% 5 = 0",
                [hours_, event],
            )
        db.execute("analyze care_case, case_message, case_history")


def _of(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{one}" for one in columns.split(", "))


def _told(name: str, act: Callable[[], object]) -> None:
    walls, works = [], []
    for _n in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - began)
        works.append(time.process_time() - worked)
    sys.stdout.write(
        f"\n{name}: {min(walls):.2f} s at best, CPU of Python {min(works):.2f} s "
        f"(median {sorted(walls)[ROUNDS // 2]:.2f} and {sorted(works)[ROUNDS // 2]:.2f})\n"
    )


def test_speed() -> None:
    """Print the best and the median of each page, and of the statement that gives the cases."""
    world = make()
    _many(world)
    client = Client()
    client.cookies["session"] = world.tokens["admin"]
    page = f"/m/{world.unit.slug}/admin/prova"
    day = date.today().isoformat()  # noqa: DTZ011  # any day of the period
    since = clock.now() - timedelta(days=27)
    asked = f"select count(*) from simulation_cases('{world.unit.id}', '{since}', now())"
    world.as_("admin")
    _told("the cases in the database", lambda: db.fetch_one(asked))
    for name, path in {
        "as it was": page,
        "other hours": f"{page}?prova=1&{WEEK}",
        "hours, a closing and a limit": f"{page}?prova=1&{WEEK}&fran={day}&grans=400&langre=2",
        "rules": f"{page}/fordelning",
    }.items():
        answer = client.get(path)
        assert answer.status_code == 200
        _told(name, partial(client.get, path))
