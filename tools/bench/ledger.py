"""`python -m tools.bench.ledger`: the ledger at several sizes: sealing, verifying, searching.

`LEDGER_ROWS="1000000 10000000"` chooses sizes, `LEDGER_ONLY=searches` leaves out sealing and
verifying (an hour at ten million); the databases are kept in `DATA_DIR/bench-ledger`.
What is required of one core is counted in CPU time, client and server together.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from rich.console import Console
from rich.table import Table

from tools import environment, postgres
from tools.bench import measure

MONTHS, UNITS, STAFF = 12, 200, 20
#: One entry in five is a list; it names so many residents.
LIST = 30
SETTINGS = {
    "shared_buffers": "'2GB'",
    "work_mem": "'32MB'",
    "maintenance_work_mem": "'512MB'",
    "max_wal_size": "'8GB'",
    "checkpoint_timeout": "'30min'",
}
#: What may be required: rows a second, and how much longer a search takes at ten times the rows.
FROM_DATABASE, FROM_EXPORT, STEP = 30_000, 150_000, 1.1
ROUNDS = 60

_FUNCTIONS = """
create or replace function bench_id(kind text, n bigint) returns uuid
language sql immutable as $$ select md5(kind || n)::uuid $$;
"""
_MONTHS = """
select audit_month(day::date) from generate_series(
    date_trunc('month', now() - interval '11 months'), now(), interval '1 month') day
"""
_ROWS = """
insert into audit_entry (id, at, schema_version, action, outcome, purpose, actor_kind, person_id,
    person_name, roles, unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as,
    relation, object_type, object_id, state, session_id, address, request_id, detail)
select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' ||
        substr(md5('i' || i), 1, 3) || '8' || substr(md5('j' || i), 1, 15))::uuid,
    at, 1, case when i %% 5 = 0 then 'cases:case:list' else 'cases:case:read' end, 'ok', 'care',
    'staff', bench_id('staff', u * 100 + k), 'Vera Prov' || k, 'case_receiver,responder',
    bench_id('unit', u), 'SE2120000000-U' || u, 'Mottagning ' || u, '12',
    case when i %% 5 = 0
        then array(select bench_id('resident', (r + n * 7919) %% %(residents)s)
                     from generate_series(0, %(list)s - 1) n)
        else array[bench_id('resident', r)] end,
    '', 'receiver', 'case', bench_id('case', i / 3)::text, 'in_progress',
    bench_id('session', i / 40), '10.1.2.3', 'r-' || i, '{"version": 3}'
from (
    select i, ('x' || substr(md5('u' || i), 1, 6))::bit(24)::int %% %(units)s as u,
        ('x' || substr(md5('k' || i), 1, 6))::bit(24)::int %% %(staff)s as k,
        (('x' || substr(md5('r' || i), 1, 12))::bit(48)::bigint %% %(residents)s) as r,
        since + (now() - since) * (i::float8 / %(rows)s) as at
      from generate_series(%(low)s::bigint, %(high)s::bigint - 1) i,
           (select date_trunc('month', now()) - interval '11 months' as since) s
) x
"""
_SCOPE = "select set_config('app.kind', %s, false), set_config('app.unit', %s, false), "
_SCOPE += "set_config('app.roles', %s, false), set_config('app.residents', %s, false)"
_COLUMNS = "id, at, action, person_name, resident_ids, object_id, detail"
_UNIT = f"""
select {_COLUMNS} from audit_newest(%(unit)s, {{who}}, %(since)s, %(until)s, %(at)s, %(id)s, 50)
"""  # noqa: S608  # the columns above
_RESIDENT = f"""
select {_COLUMNS} from audit_about(
    array[%(resident)s]::uuid[], %(since)s, %(until)s, %(at)s, %(id)s, 50)
"""  # noqa: S608  # the columns above
SEARCHES = {
    "unit, newest 50": _UNIT.format(who="null"),
    "unit and staff, newest 50": _UNIT.format(who="%(person)s"),
    "unit and resident": _RESIDENT,
    "a resident's own, a year": _RESIDENT,
}
#: What the functions run inside, to look at its plan.
_WITHIN = "e.at >= %(since)s and e.at < %(until)s order by e.at desc, e.id desc limit 50"
_ABOUT = """e.resident_ids && array[%(resident)s]::uuid[] and e.at >= %(first)s and e.at < %(last)s
    and (e.at >= %(since)s and e.at < %(until)s) is true {and_unit}
    order by e.at desc, e.id desc limit 50"""
INSIDE = {
    "unit, newest 50": f"e.unit_id = %(unit)s and {_WITHIN}",
    "unit and staff, newest 50": f"e.unit_id = %(unit)s and e.person_id = %(person)s and {_WITHIN}",
    "unit and resident": _ABOUT.format(and_unit="and (e.unit_id = %(unit)s) is true"),
    "a resident's own, a year": _ABOUT.format(and_unit=""),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One database of the ledger."""

    rows: int
    name: str
    owner: str
    sealer: str
    web: str

    @property
    def residents(self) -> int:
        """How many residents there are: each is met as often at every size."""
        return self.rows // 20


def load(server: postgres.Server, rows: int, console: Console) -> Place:
    """Return the database of that many entries, made when it is missing."""
    name = f"ledger_{rows}"
    roles = ("app_owner", "app_sealer", "app_web")
    place = Place(rows, name, *(server.dsn(role, name) for role in roles))
    with psycopg.connect(server.dsn(postgres.SUPERUSER, "postgres"), autocommit=True) as admin:
        if admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            with psycopg.connect(place.owner) as connection:
                found = connection.execute("select to_regclass('bench_done')").fetchone()
            if found and found[0]:
                _upgrade(place)
                return place
            admin.execute(f"drop database {name} with (force)".encode())
        admin.execute(f"create database {name} owner app_owner template template0".encode())
        admin.execute(f"grant connect on database {name} to app_web, app_sealer".encode())
    with psycopg.connect(server.dsn(postgres.SUPERUSER, name), autocommit=True) as admin:
        admin.execute("grant create, usage on schema public to app_owner")
    _upgrade(place)
    started = time.perf_counter()
    with psycopg.connect(place.owner, autocommit=True) as connection:
        connection.execute(_FUNCTIONS)
        connection.execute(_MONTHS.encode())
        indexes = connection.execute(
            "select indexname, indexdef from pg_indexes where tablename = 'audit_entry' "
            "and indexname <> 'audit_entry_pkey'"
        ).fetchall()
        for index, _how in indexes:
            connection.execute(f"drop index {index}".encode())
        for low in range(0, rows, 100_000):
            values = {"low": low, "high": min(low + 100_000, rows), "rows": rows, "units": UNITS}
            values |= {"staff": STAFF, "residents": place.residents, "list": LIST}
            connection.execute(_ROWS.encode(), values)
        for _index, how in indexes:
            connection.execute(how.replace(" ON ONLY ", " ON ").encode())
        connection.execute("vacuum analyze audit_entry")
        connection.execute("create table bench_done ()")
    console.print(f"{rows} entries loaded in {time.perf_counter() - started:.0f} s")
    return place


def _upgrade(place: Place) -> None:
    environ = {**os.environ, "DATABASE_URL": place.web, "DATABASE_OWNER_URL": place.owner}
    environ |= {"DATABASE_SEALER_URL": place.sealer, "DEMO": "1"}
    manage = [sys.executable, str(environment.ROOT / "manage.py"), "upgrade"]
    subprocess.run(manage, env=environ, check=True, stdout=subprocess.DEVNULL)


class Clock:
    """CPU seconds of this process and of the database server with all its backends."""

    def __init__(self, postmaster: int) -> None:
        """Count the server whose first process this is."""
        self.postmaster = postmaster
        self.start()

    def start(self) -> None:
        """Count from now."""
        self.before = self._now()

    def seconds(self) -> float:
        """Return what was used since the start."""
        return self._now() - self.before

    def _now(self) -> float:
        return time.process_time() + measure.cpu_seconds(self.postmaster)


def run(place: Place, data: Path, clock: Clock) -> dict[str, float]:
    """Seal, verify, export and verify the export; return rows a second of each."""
    from vardpost.audit import exporting, keys, stored, verifying
    from vardpost.audit.files import HeadsFile
    from vardpost.audit.sealing import Sealing

    folder = data / place.name
    if not (folder / "key.pem").exists():
        keys.create(folder / "key.pem", folder)
    known, signer = keys.Keys.read(folder / keys.LIST), keys.load(folder / "key.pem")
    speeds = {}
    with stored.connect(place.sealer) as connection:
        sealing, sealed = Sealing(connection, signer, known, HeadsFile(folder)), 0
        clock.start()
        while (done := sealing.once()).entries:
            sealed += done.entries
        if sealed:
            speeds["sealing"] = sealed / clock.seconds()
            with psycopg.connect(place.owner, autocommit=True) as owner:
                owner.execute("vacuum analyze audit_leaf, audit_node, audit_head, audit_entry")
        out = data / f"export-{place.rows}"
        if not (out / "manifest.json").exists():
            clock.start()
            exporting.write_range(connection, exporting.Span("12"), out, known)
            speeds["export"] = place.rows / clock.seconds()
    clock.start()
    report = verifying.verify(verifying.Asked(place.sealer, folder, folder / keys.LIST))
    if not report.whole:
        raise SystemExit("\n".join(report.lines()))
    speeds["verify, from the database"] = report.rows / clock.seconds()
    before = os.times()
    subprocess.run([sys.executable, str(out / "verify.py")], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    speeds["verify.py, from an export"] = place.rows / used
    return speeds


def search(place: Place, number: int) -> dict[str, tuple[Any, ...]]:
    """Return, for each search, its scope and the values of one try."""
    with psycopg.connect(place.owner) as connection:
        row = connection.execute(
            "select bench_id('unit', %s), bench_id('staff', %s), bench_id('resident', %s), "
            "now() - interval '3 months', now() - interval '12 months', "
            "now() + interval '1 minute', date_trunc('month', now() - interval '3 months', 'UTC'), "
            "date_trunc('month', now() - interval '12 months', 'UTC'), "
            "date_trunc('month', now(), 'UTC') + interval '1 month'",
            [number % UNITS, number % UNITS * 100 + number % STAFF, number * 37 % place.residents],
        ).fetchone()
    unit, person, resident, quarter, year, now, first, earliest, end = row or (None,) * 9
    last = {"until": now, "at": now, "id": "ffffffff-ffff-ffff-ffff-ffffffffffff"}
    values = {"unit": unit, "person": person, "resident": resident, "since": quarter, **last}
    values |= {"first": first, "last": end}
    reviewer = ("staff", str(unit), ",reviewer,unit_admin,", "")
    own = ("resident", "", "", "{" + str(resident) + "}")
    names = list(SEARCHES)
    return {
        names[0]: (reviewer, values),
        names[1]: (reviewer, values),
        names[2]: (reviewer, values),
        names[3]: (own, values | {"since": year, "first": earliest}),
    }


def searches(place: Place, console: Console) -> dict[str, tuple[float, str]]:
    """Return the median time of each search in ms, and the shape of its plan."""
    options = "-c plan_cache_mode=force_generic_plan"
    times: dict[str, list[float]] = {name: [] for name in SEARCHES}
    shapes: dict[str, str] = {}
    with psycopg.connect(place.web, options=options, autocommit=True) as connection:
        connection.prepare_threshold = 0
        for number in range(ROUNDS + 10):
            for name, (scope, values) in search(place, number).items():
                connection.execute(_SCOPE, list(scope))
                started = time.perf_counter()
                connection.execute(SEARCHES[name].encode(), values).fetchall()
                if number >= 10:
                    times[name].append((time.perf_counter() - started) * 1000)
        for name, (scope, values) in search(place, 3).items():
            connection.execute(_SCOPE, list(scope))
            if name.startswith("unit") and "resident" not in name:
                shapes[name] = shape(connection, INSIDE[name], values)
    with psycopg.connect(place.owner, autocommit=True) as connection:
        for name, (_scope, values) in search(place, 3).items():
            if name not in shapes:  # these run as the owner of the tables
                shapes[name] = shape(connection, INSIDE[name], values)
    return {name: (median(times[name]), shapes[name]) for name in SEARCHES}


def shape(connection: psycopg.Connection[Any], what: str, values: dict[str, Any]) -> str:
    """Return nodes and indexes of a plan for these values; months are taken as one."""
    sql = f"select e.* from audit_entry e where {what}"  # noqa: S608  # one of those above
    asked = f"explain (analyze, costs off, timing off, summary off) {sql}"
    found: list[str] = []
    for (line,) in connection.execute(asked.encode(), values).fetchall():
        node = re.match(
            r"[\s>-]*([A-Z][A-Za-z ]+?)(?: using (\S+))?(?: on (\S+)(?: \S+)?)? \(actual", line
        )
        if node:
            index = re.sub(r"\d{4}_\d\d|default|before", "MONTH", node[2] or node[3] or "")
            one = f"{node[1].strip()} {re.sub('_[0-9]+$', '', index)}".strip()
            if one not in found:
                found.append(one)
    return " > ".join(found)


def main() -> int:
    """Measure; exit with 1 when a requirement is not met."""
    sizes = [int(one) for one in os.environ.get("LEDGER_ROWS", "1000000 10000000").split()]
    data = Path(os.environ.get("DATA_DIR", "var")).absolute() / "bench-ledger"
    data.mkdir(parents=True, exist_ok=True)
    server = postgres.start(data / "postgres", settings=SETTINGS, may_create_databases=True)
    console = Console(width=None if sys.stdout.isatty() else 150)
    missed = []
    try:
        places = [load(server, rows, console) for rows in sizes]
        clock = Clock(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))
        only = os.environ.get("LEDGER_ONLY", "") == "searches"
        speeds = {} if only else {place.rows: run(place, data, clock) for place in places}
        found = {place.rows: searches(place, console) for place in places}
    finally:
        server.stop()
    if speeds:
        table = Table(title="Rows a second")
        for head in ("", *map(str, sizes)):
            table.add_column(head)
        for name in sorted({one for told in speeds.values() for one in told}):
            table.add_row(name, *(f"{speeds[size].get(name, 0):,.0f}" for size in sizes))
        console.print(table)
    table = Table(title="Searches, ms (median)")
    for head in ("", *map(str, sizes), "plan"):
        table.add_column(head)
    for name in SEARCHES:
        values = [found[size][name] for size in sizes]
        table.add_row(name, *(f"{one[0]:.2f}" for one in values), values[-1][1])
        if len({one[1] for one in values}) > 1:
            missed.append(f"{name}: another plan at another size: {[one[1] for one in values]}")
        if values[-1][0] > values[0][0] * STEP:
            missed.append(f"{name}: {values[0][0]:.2f} ms, then {values[-1][0]:.2f} ms")
    console.print(table)
    least: list[tuple[str, int]] = [
        ("verify, from the database", FROM_DATABASE),
        ("verify.py, from an export", FROM_EXPORT),
    ]
    for name, rows in least:
        slow = [size for size in speeds if speeds[size][name] < rows]
        missed += [f"{name}: {speeds[size][name]:.0f} at {size}" for size in slow]
    for line in missed:
        console.print(f"[red]not met[/] {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    environment.enter("-m", "tools.bench.ledger", dev=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardpost.config.settings.local")
    sys.exit(main())
