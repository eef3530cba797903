"""The floor: the least a page must cost; a bare WSGI application, changed only by ADR.

A read: one transaction, one statement with the session check and the same rows, one audit insert.
A write: the same rows as the product leaves, by prepared statements.
"""

import hashlib
import os
from urllib.parse import parse_qs
from uuid import uuid4

from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

POOL = ConnectionPool(os.environ["FLOOR_DSN"], min_size=1, max_size=2, open=True)
INBOX_BYTES, OPEN_BYTES = map(int, os.environ["FLOOR_BYTES"].split())
ROW = "<li><a href='%s'>%s</a> %s %s %s %s %s %s %s %s</li>"
LIST = """select s.person_id, s.seen_at, c.id, c.number, c.resident_id, c.resident_name,
c.resident_birth, c.resident_protected, c.capacity, c.type_name_sv, c.state, c.assignee_name,
c.submitted_at, c.updated_at, c.due_at, c.first_response_at, c.unread, c.last_kind, c.preview
from login_session s cross join lateral (select * from care_case k where k.unit_id = %s
and k.is_open order by k.due_at, k.id limit 50) c where s.token_hash = %s and s.ended_at is null"""
CASE = """select k.*, (select json_agg(m order by m.id) from case_message m where m.case_id = k.id),
(select json_agg(h order by h.id) from case_history h where h.case_id = k.id)
from care_case k where k.id = %s"""
BOTH = f"select l.*, o.* from (select x.*, row_number() over () n from ({LIST}) x) l left join ({CASE}) o on l.n = 1"  # noqa: E501,S608  # two constants in one statement
AUDIT = """insert into audit_entry (id, at, schema_version, action, outcome, purpose, actor_kind,
person_id, person_name, roles, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation,
object_type, object_id, state, address, request_id, detail) values (%s, now(), 1, %s, 'ok', 'care',
'staff', %s, 'Vera Prov', 'responder', '', '', '12', %s, '', '', 'case', %s, '', '', '', '{}')"""
MESSAGE = """insert into case_message (id, case_id, kind, author_id, author_name, author_title,
author_role, capacity, body, answers, created_at)
values (%s, %s, %s, %s, '', '', '', '', %s, %s, now())"""
HISTORY = """insert into case_history (id, case_id, key, at, version, event, from_state, to_state,
actor_id, actor_name, actor_role, assignee_name, reason)
values (%s, %s, %s, now(), 4, %s, '', '', %s, '', '', '', '')"""
NOTICE = """insert into notice (id, event_key, template, region_id, recipient_id, created_at,
attempts, last_error) select gen_random_uuid(), %s, %s, '12', g.person_id, now(), 0, '' from"""
NOTICES = f"{NOTICE} role_grant g where g.unit_id = %s and g.role = 'case_receiver'"
NOTICE = f"{NOTICE} (select %s::uuid as person_id) g"
SENT = "update case_draft set sent_at = now() where id = %s"
MOVE = """update care_case set version = version + 1, updated_at = now(), message_count =
message_count + 1, last_kind = 'partial_answer' where id = %s"""
JOB = "insert into procrastinate_jobs (queue_name, task_name, args) values ('x', 'x', '{}')"
_OLD = """region_id, unit_id, resident_id, resident_name, resident_number, resident_birth,
resident_protected, sent_by_id, sent_by_name, capacity, case_type, type_version_id, type_name_sv,
type_name_en, terms_id, terms_hash, terms_accepted_at, assignee_name, first_due, final_due,
final_days, unread, message_count, last_kind, preview"""
CASE_ROW = f"""insert into care_case (id, number, state, version, submitted_at, updated_at, {_OLD})
select %s, %s, 'submitted', 1, now(), now(), {_OLD} from care_case where id = %s"""  # noqa: S608  # the columns above


def page(size, sql, params):
    with POOL.connection() as connection:
        rows = connection.execute(sql, params, prepare=True).fetchall()
        people = list({row[4] for row in rows})
        connection.execute(AUDIT, (uuid4(), "read", people[0], people, "list"), prepare=True)
    body = "".join([ROW % row[2:12] for row in rows]).encode()
    return "200 OK", body[:size].ljust(size, b" ")


def write(steps):
    with POOL.connection() as connection:
        for sql, params in steps:
            connection.execute(sql, params, prepare=True)
    return "303 See Other", b""


def reply(form):
    case, who, key = form["case"][0], form["who"][0], uuid4()
    steps = [("select version from care_case where id = %s for update", (case,))]
    steps += [(MESSAGE, (uuid4(), case, "partial_answer", who, form["body"][0], None))]
    steps += [(HISTORY, (uuid4(), case, key, "partial_answer", who)), (MOVE, (case,))]
    steps += [(NOTICE, (key, "waiting", who)), (JOB, None)]
    return write([*steps, (AUDIT, (uuid4(), "partial", who, [who], case))])


def submit(form):
    case, key, who, draft = uuid4(), uuid4(), form["who"][0], form["draft"][0]
    steps = [("select id from case_draft where id = %s for update", (draft,))]
    steps += [(CASE_ROW, (case, f"F-{case}"[:20], form["like"][0]))]
    steps += [(HISTORY, (uuid4(), case, key, "submit", who))]
    steps += [(MESSAGE, (uuid4(), case, "submission", who, "", Jsonb({"text": form["body"][0]})))]
    steps += [(SENT, (draft,)), (NOTICES, (key, "new_case", form["unit"][0])), (JOB, None)]
    return write([*steps, (AUDIT, (uuid4(), "submit", who, [who], str(case)))])


def application(environ, start):
    kind, _, rest = environ["PATH_INFO"].strip("/").partition("/")
    token = hashlib.sha256(environ["HTTP_COOKIE"].split("session=")[1][:43].encode()).digest()
    if kind == "inbox":
        status, body = page(INBOX_BYTES, LIST, (rest, token))
    elif kind == "open":
        case, unit = rest.split("/")
        status, body = page(OPEN_BYTES, BOTH, (unit, token, case))
    else:
        posted = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        status, body = {"reply": reply, "submit": submit}[kind](parse_qs(posted.decode()))
    start(status, [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
