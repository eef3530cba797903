"""The floor: the least a page must cost; a bare WSGI application, changed only by ADR (0015).

A read: one statement with the session check and the same rows, one audit insert, one transaction.
A write: the same rows as the product leaves, by prepared statements.
"""

import hashlib
import os
from urllib.parse import parse_qsl
from uuid import uuid4

import psycopg
from psycopg.types.json import Jsonb

KEPT = psycopg.connect(os.environ["FLOOR_DSN"])  # one a worker, as the product has
BYTES = [int(size) for size in os.environ["FLOOR_BYTES"].split()]  # the inbox, an open case
ROW = "<li><a href='%s'>%s</a> %s %s %s %s %s %s %s %s</li>"
LINE = "<li>%(author_name)s %(kind)s %(created_at)s %(body)s %(answers)s</li>"
LIST = """select s.person_id, s.seen_at, c.id, c.type_name_sv, c.resident_id, c.resident_name,
c.resident_birth, c.resident_protected, c.capacity, c.type_name_en, c.state, c.assignee_name,
c.submitted_at, c.updated_at, c.due_at, c.assignee_id, c.unread, c.last_kind, c.preview
from login_session s cross join lateral (select * from care_case k
where k.unit_id = %s and k.is_open order by k.queue_at, k.id limit 50) c
where s.token_hash = %s and s.ended_at is null"""
CASE = """select k.*, (select json_agg(m order by m.id) from case_message m where m.case_id = k.id),
(select json_agg(h order by h.id) from case_history h where h.case_id = k.id)
from care_case k where k.id = %s"""
BOTH = f"select l.*, o.* from (select x.*, row_number() over () n from ({LIST}) x) l left join ({CASE}) o on l.n = 1"  # noqa: E501,S608  # two constants in one statement
VALUES = """(%s, now(), 1, %s, 'ok', 'care', 'staff', %s, 'Vera Prov', 'responder', '', '', '12',
%s, '', '', 'case', %s, '', '', '', '{}')"""
AUDIT = f"""insert into audit_entry (id, at, schema_version, action, outcome, purpose, actor_kind,
person_id, person_name, roles, unit_hsa_id, unit_name, region_id, resident_ids, acting_as, relation,
object_type, object_id, state, address, request_id, detail) values {VALUES}"""  # noqa: S608  # ours
MESSAGE = """insert into case_message (id, case_id, kind, author_id, author_name, author_title,
author_role, capacity, body, answers, created_at) values (%s,%s,%s,%s,'','','','',%s,%s,now())"""
HISTORY = """insert into case_history (id, case_id, key, at, version, event, from_state, to_state,
actor_id, actor_name, actor_role, assignee_name, reason)
values (%s, %s, %s, now(), 4, %s, '', '', %s, '', '', '', '')"""
NOTICE = """insert into notice (id, event_key, template, region_id, recipient_id, created_at,
attempts, last_error) select gen_random_uuid(), %s, %s, '12', g.person_id, now(), 0, '' from"""
NOTICES = f"{NOTICE} role_grant g where g.unit_id = %s and g.role = 'case_receiver'"
NOTICE += " (select %s::uuid as person_id) g"
MOVE = """update care_case set version = version + 1, updated_at = now(), message_count =
message_count + 1, last_kind = 'partial_answer' where id = %s"""
JOB = "insert into procrastinate_jobs (queue_name, task_name, args) values ('x', 'x', '{}')"
_OLD = """region_id, unit_id, resident_id, resident_name, resident_number, resident_birth, unread,
resident_protected, sent_by_id, sent_by_name, capacity, case_type, type_version_id, type_name_sv,
type_name_en, terms_id, terms_hash, terms_accepted_at, assignee_name, first_due, final_due, preview,
final_days, message_count, last_kind"""
CASE_ROW = f"""insert into care_case (id, number, state, version, submitted_at, updated_at, {_OLD})
select %s, %s, 'submitted', 1, now(), now(), {_OLD} from care_case where id = %s"""  # noqa: S608  # the columns above


def page(unit, token, case):
    sql, params = (BOTH, (unit, token, case)) if case else (LIST, (unit, token))
    with KEPT.transaction():
        rows = KEPT.execute(sql, params, prepare=True).fetchall()
        people, who = list({row[4] for row in rows}), rows[0][0]
        more = (uuid4(), "read", who, people[:1], case) if case else ()
        audit = f"{AUDIT}, {VALUES}" if case else AUDIT
        KEPT.execute(audit, (uuid4(), "read", who, people, "list", *more), prepare=True)
    thread = rows[0][-2] if case else ()
    lines = [ROW % row[2:12] for row in rows] + [LINE % one for one in thread]
    return "200 OK", "".join(lines).encode().ljust(BYTES[bool(case)], b" ")


def write(steps):
    with KEPT.transaction():
        for sql, params in steps:
            KEPT.execute(sql, params, prepare=True)
    return "303 See Other", b""


def reply(case, who, body):
    key = uuid4()
    steps = [("select version from care_case where id = %s for update", (case,))]
    steps += [(MESSAGE, (uuid4(), case, "partial_answer", who, body, None)), (MOVE, (case,))]
    steps += [(HISTORY, (uuid4(), case, key, "partial_answer", who)), (JOB, None)]
    steps += [(NOTICE, (key, "waiting", who)), (AUDIT, (uuid4(), "partial", who, [who], case))]
    return write(steps)


def submit(case, who, body, draft, unit):
    new, key = uuid4(), uuid4()
    steps = [("update case_draft set sent_at = now() where id = %s", (draft,))]
    steps += [(CASE_ROW, (new, f"F-{new}"[:20], case)), (JOB, None)]
    steps += [(MESSAGE, (uuid4(), new, "submission", who, "", Jsonb({"text": body})))]
    steps += [(HISTORY, (uuid4(), new, key, "submit", who)), (NOTICES, (key, "new_case", unit))]
    return write([*steps, (AUDIT, (uuid4(), "submit", who, [who], str(new)))])


def application(environ, start):
    kind, unit, case = f"{environ['PATH_INFO']}/".split("/")[1:4]
    token = hashlib.sha256(environ["HTTP_COOKIE"].split("session=")[1][:43].encode()).digest()
    if kind == "read":
        status, body = page(unit, token, case)
    else:
        posted = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        status, body = {"reply": reply, "submit": submit}[kind](**dict(parse_qsl(posted)))
    start(status, [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
