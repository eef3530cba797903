"""`python -m tools.bench.overview`: the overview and the counting of a region with 1 500 units.

Makes an empty database of its own in `DATA_DIR/bench-overview` (once), fills it with units, staff
and cases, and asks for pages in this process, with the web role's rights, through the whole door.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import django
from django.db import transaction
from rich.console import Console
from rich.table import Table

from tools import environment, postgres
from vardpost.config import roles

UNITS, STAFF, OPEN, DONE = 1500, 8, 40, 120
ROUNDS = 15
REGION = "12"
PAGES = {
    "the first page": "",
    "units without administrator": "?behov=ingen-administrator",
    "by last sign-in": "?ordning=inloggning",
    "who differs from the template": "?behov=avviker-fran-mallen",
    "their deviations": "/avvikelser",
    "a word": "?q=mottagning+77",
    "the file, CSV": "/oversikt.csv",
    "the workbook": "/oversikt.xlsx",
}


def fill() -> None:
    """Write units, people and cases of the region, and count them once."""
    from vardpost.casetypes.actions import offer_on_units, publish_national
    from vardpost.config.demo.places import ALL
    from vardpost.kernel import db
    from vardpost.kernel.actor import system_actor

    db.execute("set local statement_timeout = 0")
    publish_national(actor=system_actor("bench"))
    for statement in _ROWS:
        db.execute(statement)
    units = [row[0] for row in db.fetch_all("select id from care_unit")]
    offer_on_units(units, ALL)


_ROWS = (
    "insert into care_unit (id, region_id, hsa_id, slug, name, kind, template, template_version, "
    "municipality_id, street, postal_code, place, phone, email, about_sv, about_en, sensitive, "
    "self_take, closed_on_eves, live) select gen_random_uuid(), '12', 'SE2329120009-B' || n, "
    "'enhet-' || n, 'Mottagning ' || n, 'primary_care', '', 1, (array(select code from "
    "municipality where region_id = '12' order by code))[1 + n % 33], '', '', '', '', '', '', '', "
    f"false, true, true, true from generate_series(1, {UNITS}) n",
    "insert into catchment_row (unit_id, region_id, municipality_id, sex, age_from, age_to) "
    "select id, '12', case when random() < 0.7 then municipality_id end, '', 0, 199 from care_unit",
    "insert into person (id, number_kind, given_name, family_name, birth_date, sex, street, "
    "postal_code, place, municipality_code, region_code, protected, phone, email) "
    "select gen_random_uuid(), 'personnummer', 'Bo', 'Ek', '1980-05-01', 'man', '', '', '', '', "
    f"'12', false, '', '' from generate_series(1, {UNITS * STAFF})",
    "insert into staff_account (person_id, hsa_id, name, title, email, active, protected, "
    "signed_in_at) select id, 'SE2329120009-P' || row_number() over (), 'Bo Ek', '', "
    "'bo@vard.example', true, false, now() - random() * interval '60 days' from person",
    "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, "
    "granted_by_name, reason, created_at) select gen_random_uuid(), a.person_id, "
    "(array['unit_admin', 'unit_admin', 'case_receiver', 'responder'])[1 + a.n % 4], u.id, '', "
    "'2020-01-01', '', '', now() from (select person_id, row_number() over (order by person_id) "
    "- 1 as n from staff_account) a join (select id, row_number() over (order by id) - 1 as n "
    f"from care_unit) u on u.n = a.n / {STAFF}",
    "insert into care_case (id, number, region_id, unit_id, resident_id, resident_name, "
    "resident_number, resident_birth, resident_protected, sent_by_id, sent_by_name, capacity, "
    "case_type, type_version_id, type_name_sv, type_name_en, terms_id, terms_hash, "
    "terms_accepted_at, state, version, assignee_id, assignee_name, submitted_at, updated_at, "
    "first_due, final_due, final_days, first_response_at, finished_at, answered_at, unread, "
    "message_count, last_kind, preview) select gen_random_uuid(), 'B-' || u.n || '-' || k, '12', "
    "u.id, p.id, 'Bo Ek', '', '1980-05-01', false, p.id, 'Bo Ek', 'self', 'contact_me', u.id, "
    "'Kontakta mig', 'Contact me', u.id, repeat('0', 64), m.at, "
    f"case when k <= {OPEN} then 'submitted' else 'closed' end, 1, "
    f"case when k > {OPEN} then p.id end, case when k > {OPEN} then 'Bo Ek' else '' end, m.at, "
    f"m.at + case when k > {OPEN} then interval '20 hours' else interval '0' end, "
    "m.at + interval '1 day', m.at + interval '5 days', 5, "
    f"case when k > {OPEN} then m.at + interval '20 hours' end, "
    f"case when k > {OPEN} then m.at + interval '20 hours' end, "
    f"case when k > {OPEN} then m.at + interval '20 hours' end, false, 1, 'submission', '' "
    "from (select id, row_number() over () as n from care_unit) u, "
    f"generate_series(1, {OPEN + DONE}) k, (select id from person limit 1) p, "
    f"lateral (select now() - (case when k <= {OPEN} then 3 else 60 end) * random() "
    "* interval '1 day' - interval '1 day' + u.n * interval '0' as at) m",
)


def office() -> str:
    """Return the secret of a session of the region's office."""
    from vardpost.kernel import clock, db
    from vardpost.kernel.ids import new_id
    from vardpost.people.session import token_hash

    db.execute(
        "insert into role_grant (id, person_id, role, region_code, starts_on, granted_by_name, "
        "reason, created_at) select gen_random_uuid(), person_id, 'region_admin', %s, "
        "'2020-01-01', '', '', now() from staff_account order by person_id limit 1 "
        "on conflict do nothing",
        [REGION],
    )
    token = new_id().hex
    db.fetch_one(
        "select session_start(%s, %s, (select g.person_id from role_grant g where g.role = "
        "'region_admin' limit 1), 'staff', 'demo', '127.0.0.1', %s)",
        [new_id(), token_hash(token), clock.now()],
    )
    return token


def timed(act: Callable[[], object]) -> float:
    """Return how many ms something takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def count() -> int:
    """Count the region as its job does; return in how many transactions."""
    from vardpost.people.system import region_scope
    from vardpost.statistics.actions import count_units

    steps, more = 0, True
    while more:
        with region_scope("bench", REGION) as actor:
            more = count_units(actor=actor)
        steps += 1
    return steps


def differ() -> None:
    """Let all units stand on the template of their kind, and each of them differ in one field."""
    from vardpost.kernel import db

    db.execute("update care_unit set template = 'primary_care', template_version = 1")
    db.execute(
        "update unit_case_type u set first_days = 4, final_days = 9 from case_type t "
        "where t.id = u.case_type_id and t.key = 'contact_me' and t.unit_id is null"
    )


def count_differing() -> int:
    """Count who differs, as the job does."""
    from vardpost.people.system import region_scope
    from vardpost.unit_templates.actions.drift import count_drift

    with region_scope("bench", REGION) as actor:
        return count_drift(actor=actor)


def measure(console: Console) -> int:
    """Count twice, ask for each page, and print."""
    from django.test import Client

    from vardpost.kernel import db

    table = Table(title=f"{UNITS} units, {UNITS * (OPEN + DONE)} cases: ms, median (slowest)")
    for head in ("", "ms"):
        table.add_column(head)
    token = office()
    db.execute("truncate unit_day, unit_rollup, unit_drift")
    differ()
    db.execute("set role app_web")
    table.add_row("counting all, the first time", f"{timed(count):.0f}")
    db.execute("reset role")
    db.execute("update unit_rollup set counted_at = counted_at - interval '10 minutes'")
    db.execute("analyze")
    db.execute("set role app_web")
    table.add_row("counting all, ten minutes later", f"{timed(count):.0f}")
    table.add_row("counting who differs", f"{timed(count_differing):.0f}")
    db.execute("reset role")
    db.execute("analyze unit_drift")
    db.execute("set role app_web")
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies["session"] = token
    for name, path in PAGES.items():
        answer = client.get(f"/r/{REGION}{path}")
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        took = [timed(partial(client.get, f"/r/{REGION}{path}")) for _ in range(ROUNDS)]
        table.add_row(name, f"{median(took):.0f} ({max(took):.0f})")
    console.print(table)
    return 0


def on_region(measured: Callable[[Console], int]) -> int:
    """Start the server, fill it when it is empty, measure, and end it; return what that returns."""
    data = Path(os.environ.get("DATA_DIR", "var")).absolute() / "bench-overview"
    data.mkdir(parents=True, exist_ok=True)
    server = postgres.start(data / "postgres")
    try:
        surroundings = {
            "DATABASE_URL": server.dsn(roles.WEB),
            "DATABASE_OWNER_URL": server.dsn(roles.OWNER),
            "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
            "LOG_LEVEL": "ERROR",
        }
        subprocess.run(
            [sys.executable, "manage.py", "upgrade"],
            cwd=environment.ROOT,
            env={**os.environ, **surroundings},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        # In here one connection does both: it fills as whoever owns, and asks as the web role.
        os.environ.update(surroundings, DATABASE_URL=server.dsn(postgres.SUPERUSER))
        django.setup()
        from vardpost.kernel import db

        if db.fetch_one("select 1 from care_unit limit 1") is None:
            with transaction.atomic():  # all of it or nothing
                fill()
            db.execute("vacuum analyze")
        return measured(Console(width=None if sys.stdout.isatty() else 120))
    finally:
        server.stop()


if __name__ == "__main__":
    environment.enter("-m", "tools.bench.overview", dev=True)
    sys.exit(on_region(measure))
