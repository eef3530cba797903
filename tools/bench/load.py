"""Bulk-load of one benchmark database: one shape at every size, kept between runs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import psycopg
from rich.progress import Progress

from tools import environment, postgres

UNITS = 50
STAFF_PER_UNIT = 10
RESIDENTS = 200
BATCH = 10_000
#: Rises when the shape changes; a database of another shape is made anew.
SHAPE = 5
OPEN_SHARE = 30

_TEXT = (
    "Hej! Jag har haft ont i ryggen sedan i förra veckan och det blir inte bättre av att vila. "
    "Det känns mest när jag reser mig ur sängen på morgonen och när jag har suttit länge vid "
    "datorn. Jag har provat att promenera och tagit receptfria tabletter, men det hjälper bara "
    "en liten stund. Jag har inte feber och inga domningar i benen. Tidigare i år gick jag hos "
    "en fysioterapeut och det gjorde nytta, så jag undrar om jag kan få en ny tid där, helst på "
    "eftermiddagen. Jag kan nås på telefon alla dagar efter klockan fyra. Tack för hjälpen på "
    "förhand, och hör gärna av er om ni behöver veta något mer om hur det började. "
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A database that is ready to be measured."""

    cases: int
    name: str
    owner: str
    web: str
    #: Sees the text of whoever's statements, to tell transaction control from the rest.
    admin: str


def load(server: postgres.Server, cases: int, progress: Progress) -> Loaded:
    """Return the database of that many cases, made when it is missing or was left half-made."""
    name = f"bench_{cases}"
    dsns = (server.dsn(role, name) for role in ("app_owner", "app_web", postgres.SUPERUSER))
    loaded = Loaded(cases, name, *dsns)
    with psycopg.connect(server.dsn(postgres.SUPERUSER, "postgres"), autocommit=True) as admin:
        found = admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if found and _is_whole(loaded):
            _upgrade(loaded)
            return loaded
        if not found or not _has_shape(loaded):
            admin.execute(f"drop database if exists {name} with (force)".encode())
            admin.execute(f"create database {name} owner app_owner template template0".encode())
            admin.execute(f"grant connect on database {name} to app_web".encode())
    with psycopg.connect(server.dsn(postgres.SUPERUSER, name), autocommit=True) as admin:
        admin.execute("create extension if not exists pg_stat_statements")
        admin.execute("grant create, usage on schema public to app_owner")
    _upgrade(loaded)
    with psycopg.connect(loaded.owner, autocommit=True) as connection:
        connection.execute(_MONTHS.encode())
        _people(connection)
        _fill(connection, cases, progress)
        connection.execute("vacuum analyze")
        connection.execute("update bench_shape set whole = true")
    return loaded


def tidy(loaded: Loaded) -> None:
    """Take away what a measurement left, so that the next run finds the same shape."""
    with psycopg.connect(loaded.owner, autocommit=True) as connection:
        for table, column in (
            ("audit_entry", "at"),
            ("case_history", "at"),
            ("case_message", "created_at"),
        ):
            connection.execute(
                f"delete from {table} "  # noqa: S608  # our own table names
                f"where {column} > (select at from bench_shape)".encode()
            )
        connection.execute("delete from case_draft where created_at > '2000-01-01'")
        connection.execute(
            "delete from care_case where submitted_at > (select at from bench_shape)"
        )
        connection.execute("delete from notice")
        connection.execute("delete from procrastinate_jobs")
        connection.execute("vacuum analyze")


def _has_shape(loaded: Loaded) -> bool:
    with psycopg.connect(loaded.owner) as connection:
        row = connection.execute("select to_regclass('bench_shape')").fetchone()
        if not row or row[0] is None:
            return False
        found = connection.execute("select shape from bench_shape").fetchone()
        return found is not None and found[0] == SHAPE


def _is_whole(loaded: Loaded) -> bool:
    if not _has_shape(loaded):
        return False
    with psycopg.connect(loaded.owner) as connection:
        row = connection.execute("select whole from bench_shape").fetchone()
    return bool(row and row[0])


def _upgrade(loaded: Loaded) -> None:
    surroundings = {
        **os.environ,
        "DATABASE_URL": loaded.web,
        "DATABASE_OWNER_URL": loaded.owner,
        "DJANGO_SETTINGS_MODULE": "vardpost.config.settings.local",
    }
    subprocess.run(
        [sys.executable, "manage.py", "upgrade"],
        cwd=environment.ROOT,
        env=surroundings,
        check=True,
        stdout=subprocess.DEVNULL,
    )


_PEOPLE = """
create or replace function bench_id(kind text, a bigint, b bigint default 0) returns uuid
language sql immutable as $$ select md5(kind || ':' || a || ':' || b)::uuid $$;

create or replace function bench_id_at(at timestamptz, key text) returns uuid
language sql immutable as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
    || '7' || substr(md5(key), 1, 3) || 'a' || substr(md5(key), 4, 15))::uuid $$;

create table if not exists bench_shape (shape int, at timestamptz, whole boolean, filled bigint);
insert into bench_shape select %(shape)s, now(), false, 0
 where not exists (select 1 from bench_shape);

insert into care_unit (id, region_id, hsa_id, slug, name, kind, template, template_version,
    municipality_id, street, postal_code, place, phone, email, about_sv, about_en, sensitive,
    self_take, closed_on_eves, live)
select bench_id('unit', n), '12', 'SE2120000000-B' || n, 'mottagning-' || n, 'Mottagning ' || n,
    'primary_care', 'vardcentral', 1, '1280', 'Provgatan 1', '21100', 'Provby', '0980-319200', '',
    '', '', false, true, true, true
from generate_series(0, %(units)s - 1) n on conflict do nothing;

insert into opening_hours (unit_id, weekday, opens, closes)
select bench_id('unit', n), d, '08:00', '16:30'
from generate_series(0, %(units)s - 1) n, generate_series(0, 4) d on conflict do nothing;

insert into catchment_row (unit_id, sex, age_from, age_to)
select bench_id('unit', n), '', 0, 199 from generate_series(0, %(units)s - 1) n
where not exists (select 1 from catchment_row);

insert into person (id, number_kind, given_name, family_name, birth_date, sex, street,
    postal_code, place, municipality_code, region_code, protected, phone, email)
select bench_id('staff', u, k), 'none', 'Vera', 'Prov' || u || k, '1980-01-01', 'woman', '', '',
    '', '1280', '12', false, '', ''
from generate_series(0, %(units)s - 1) u, generate_series(0, %(staff)s - 1) k
on conflict do nothing;

insert into person (id, number_kind, given_name, family_name, birth_date, sex, street,
    postal_code, place, municipality_code, region_code, protected, phone, email)
select bench_id('resident', r), 'none', 'Nils', 'Prov' || r, '1970-01-01', 'man', '', '', '',
    '1280', '12', false, '', ''
from generate_series(0, %(residents)s - 1) r on conflict do nothing;

insert into staff_account (person_id, hsa_id, name, title, email, active, protected)
select bench_id('staff', u, k), 'SE2120000000-S' || u || 'X' || k, 'Vera Prov' || u || k,
    'Sjuksköterska', '', true, false
from generate_series(0, %(units)s - 1) u, generate_series(0, %(staff)s - 1) k
on conflict do nothing;

insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, granted_by_name,
    reason, created_at)
select bench_id(r, u, k), bench_id('staff', u, k), r, bench_id('unit', u), '', '2020-01-01',
    'Prov', '', now()
from generate_series(0, %(units)s - 1) u, generate_series(0, %(staff)s - 1) k,
    unnest(array['case_receiver', 'responder']) r
where r = 'responder' or k < 3 on conflict do nothing;
"""

#: The parts of the ledger that the cases' year belongs to.
_MONTHS = """
select audit_month(day::date)
  from generate_series(
      date_trunc('month', now() - interval '366 days'), now(), interval '1 month') day
"""

_CASES = """
with s as (
    select i, mod(i, %(units)s) as u, mod(i, 10) as d, mod(i / %(units)s, %(staff)s) as k,
        ('x' || substr(md5('o' || i), 1, 6))::bit(24)::int %% 100 < %(open)s as is_open,
        ('x' || substr(md5('p' || i), 1, 6))::bit(24)::int %% 20 as p,
        now() - make_interval(secs => (%(cases)s - i) * (86400.0 * 365 / %(cases)s)) as at
    from generate_series(%(from)s::bigint, %(to)s::bigint) i
), t as (
    select s.*, case when is_open then
            (array['submitted','submitted','submitted','submitted','assigned','assigned','assigned',
                'in_progress','in_progress','in_progress','in_progress','in_progress','in_progress',
                'awaiting_resident','awaiting_resident','awaiting_resident','awaiting_resident',
                'resident_replied','resident_replied','resident_replied'])[p + 1]
        else (array['answered','answered','answered','answered','closed','closed','closed','closed',
                'closed','closed','closed','closed','closed','closed','closed','withdrawn',
                'withdrawn','closed_no_answer','closed_no_answer','closed_no_answer'])[p + 1]
        end as state, bench_id_at(at, 'case' || i) as id
    from s
)
insert into care_case (id, number, region_id, unit_id, resident_id, resident_name,
    resident_number, resident_birth, resident_protected, sent_by_id, sent_by_name, capacity,
    case_type, type_version_id, type_name_sv, type_name_en, terms_id, terms_hash,
    terms_accepted_at, state, version, assignee_id, assignee_name, submitted_at, updated_at,
    first_due, final_due, final_days, first_response_at, reply_by, answered_at, finished_at,
    first_read_at, unread, message_count, last_kind, preview)
select t.id, 'B-' || lpad(i::text, 8, '0'), '12', bench_id('unit', u),
    md5('someone' || (i / 3))::uuid, 'Nils Provare', '', '1970-01-01', false,
    md5('someone' || (i / 3))::uuid, 'Nils Provare', 'self', v.key, v.version_id, v.sv, v.en,
    v.terms_id, '', at, state, 3,
    case when state = 'submitted' then null else bench_id('staff', u, k) end,
    case when state = 'submitted' then '' else 'Vera Prov' || u || k end,
    at, at + interval '1 hour', at + interval '2 days', at + interval '5 days', 5,
    case when state in ('submitted', 'assigned', 'withdrawn') then null
        else at + interval '1 hour' end,
    case when state = 'awaiting_resident' then (now() + interval '9 days')::date end,
    case when state in ('answered', 'closed') then at + interval '1 hour' end,
    case when is_open then null else at + interval '1 hour' end, at, false, 3, 'reply',
    substr(%(text)s, 1, 150)
from t, (%(version)s) v;
"""

_THREAD = """
insert into case_message (id, case_id, kind, author_id, author_name, author_title, author_role,
    capacity, body, answers, created_at)
select bench_id_at(c.submitted_at + n * interval '10 minutes', 'm' || c.number || n), c.id,
    (array['submission', 'partial_answer', 'reply'])[n],
    case when n = 2 then c.assignee_id else c.resident_id end,
    case when n = 2 then 'Vera Prov' else c.resident_name end, '',
    case when n = 2 then 'responder' else 'resident' end, case when n = 2 then '' else 'self' end,
    case when n = 1 then '' else substr(%(text)s, n * 3, 565) end,
    case when n = 1 then jsonb_build_object('subject', 'Ont i ryggen', 'text',
        substr(%(text)s, 1, 545)) end, c.submitted_at + n * interval '10 minutes'
from care_case c, generate_series(1, 3) n where c.number between %(low)s and %(high)s;

insert into case_history (id, case_id, key, at, version, event, from_state, to_state, actor_id,
    actor_name, actor_role, assignee_name, reason)
select bench_id_at(c.submitted_at + n * interval '10 minutes', 'h' || c.number || n), c.id,
    md5(c.id::text || 'k' || n)::uuid, c.submitted_at + n * interval '10 minutes', n,
    (array['submit', 'assign', 'partial_answer'])[n],
    '', c.state, c.resident_id, 'Nils Provare', 'resident', '', ''
from care_case c, generate_series(1, 3) n where c.number between %(low)s and %(high)s;

insert into audit_entry (id, at, schema_version, action, outcome, purpose, actor_kind, person_id,
    person_name, roles, unit_id, unit_hsa_id, unit_name, region_id, resident_ids, acting_as,
    relation, object_type, object_id, state, session_id, address, request_id, detail)
select bench_id_at(c.submitted_at + n * interval '10 minutes', 'a' || c.number || n),
    c.submitted_at + n * interval '10 minutes', 1, 'cases:case:read', 'ok', 'care', 'staff',
    c.assignee_id, 'Vera Prov', 'responder', c.unit_id,
    'SE2120000000-B1', 'Mottagning', c.region_id, array[c.resident_id], '', 'assignee', 'case',
    c.id::text, c.state, null, '127.0.0.1', md5(n::text), '{}'
from care_case c, generate_series(1, 5) n where c.number between %(low)s and %(high)s;
"""


def _people(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    params = {
        "shape": SHAPE,
        "units": UNITS,
        "staff": STAFF_PER_UNIT,
        "residents": RESIDENTS,
    }
    for statement in _PEOPLE.split(";\n\n"):
        if statement.strip():
            with psycopg.ClientCursor(connection) as cursor:
                cursor.execute(statement.encode(), params if "%(" in statement else None)
    connection.execute(OFFERS.encode())


#: Every unit offers the type that is measured; its current version and terms.
OFFERS = """
insert into unit_case_type (id, unit_id, case_type_id, active, position, version_id, terms_id,
    first_days, final_days)
select gen_random_uuid(), u.id, t.id, true, 1, v.id, m.id, 2, 5
from care_unit u, case_type t join case_type_version v on v.case_type_id = t.id
join terms_text m on m.case_type_id = t.id where t.key = 'send_message'
on conflict do nothing
"""
VERSION = """
select t.key, v.id as version_id, 'Skicka meddelande' as sv, 'Send a message' as en,
    m.id as terms_id
from case_type t join case_type_version v on v.case_type_id = t.id
join terms_text m on m.case_type_id = t.id where t.key = 'send_message' limit 1
"""


def _fill(
    connection: psycopg.Connection[tuple[object, ...]], cases: int, progress: Progress
) -> None:
    row = connection.execute("select filled from bench_shape").fetchone()
    done = int(str(row[0])) if row else 0
    task = progress.add_task(f"Laddar {cases:,} ärenden", total=cases, completed=done)
    text = _TEXT * 3
    while done < cases:
        last = min(done + BATCH, cases)
        params = {
            "from": done + 1,
            "to": last,
            "cases": cases,
            "units": UNITS,
            "staff": STAFF_PER_UNIT,
            "open": OPEN_SHARE,
            "text": text,
            "low": f"B-{done + 1:08d}",
            "high": f"B-{last:08d}",
        }
        with connection.transaction(), psycopg.ClientCursor(connection) as cursor:
            cursor.execute(_CASES.replace("%(version)s", VERSION).encode(), params)
            for statement in _THREAD.split(";\n\n"):
                cursor.execute(statement.encode(), params)
            cursor.execute("update bench_shape set filled = %s", [last])
        done = last
        progress.update(task, completed=done)
