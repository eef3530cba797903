"""The people and requests of a measurement: sessions, drafts, and what each operation sends."""

from __future__ import annotations

import hashlib
import itertools
import secrets
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from tools.bench.client import Connection, Request, Source, request
from tools.bench.load import RESIDENTS, Loaded

BODY = "Tack för ditt meddelande. Vi har läst det och återkommer i eftermiddag. " * 8
SLUG = "mottagning-0"


@dataclass(slots=True)
class World:
    """Everything the requests of one database need; ids are handed out once."""

    loaded: Loaded
    port: int
    staff: str = ""
    residents: list[str] = field(default_factory=list)
    csrf: tuple[str, str] = ("", "")
    unit: UUID = field(default_factory=uuid4)
    who: UUID = field(default_factory=uuid4)
    open_cases: list[UUID] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    drafts: list[tuple[int, UUID, UUID]] = field(default_factory=list)
    terms: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    taken: int = 0

    def sign_in(self) -> None:
        """Open a session for a receiver who is also responder, and one for each resident."""
        with psycopg.connect(self.loaded.owner) as connection:
            row = connection.execute(
                "select bench_id('unit', 0), bench_id('staff', 0, 0)"
            ).fetchone()
            if row is None:
                raise RuntimeError("the database is not loaded")
            self.unit, self.who = row
            self.staff = self._session(connection, self.who, "staff")
            for number in range(RESIDENTS):
                found = connection.execute("select bench_id('resident', %s)", [number]).fetchone()
                person = found[0] if found else None
                self.residents.append(self._session(connection, person, "resident"))
            cases = connection.execute(
                "select id, version from care_case where unit_id = %s and is_open "
                "order by queue_at limit 2000",
                [self.unit],
            ).fetchall()
            self.open_cases = [case[0] for case in cases]
            self.versions = {case[0]: case[1] for case in cases}
            terms = connection.execute(
                "select o.terms_id from unit_case_type o where o.unit_id = %s", [self.unit]
            ).fetchone()
            self.terms = str(terms[0]) if terms else ""

    def _session(
        self, connection: psycopg.Connection[tuple[object, ...]], person: object, kind: str
    ) -> str:
        token = secrets.token_urlsafe(32)
        connection.execute(
            "insert into login_session (id, token_hash, person_id, kind, method, created_at, "
            "seen_at, ended_why, address) values (%s, %s, %s, %s, 'bench', now(), now(), '', '')",
            [uuid4(), hashlib.sha256(token.encode()).digest(), person, kind],
        )
        return token

    def write_drafts(self) -> None:
        """Make one unsent draft for each resident and unit, filled in and ready to send."""
        raw = {
            "subject": ["Ont i ryggen"],
            "text": [BODY[:545]],
            "phone": ["070-174 06 05"],
            "voicemail": ["yes"],
        }
        with psycopg.connect(self.loaded.owner) as connection:
            connection.execute("delete from case_draft")
            rows = connection.execute(
                "insert into case_draft (id, person_id, kind, unit_id, case_type, "
                "type_version_id, resident_id, data, urgent_checked, version, created_at, "
                "updated_at) select gen_random_uuid(), bench_id('resident', r), 'submission', "
                "o.unit_id, t.key, o.version_id, bench_id('resident', r), %s, true, 1, now(), "
                "now() from generate_series(0, %s) r, unit_case_type o "
                "join case_type t on t.id = o.case_type_id and t.key = 'send_message' "
                "returning id, person_id, unit_id",
                [Jsonb({"raw": raw}), RESIDENTS - 1],
            ).fetchall()
            people = {
                row[0]: number
                for number in range(RESIDENTS)
                if (
                    row := connection.execute(
                        "select bench_id('resident', %s)", [number]
                    ).fetchone()
                )
            }
        self.drafts = [(people[row[1]], row[0], row[2]) for row in rows]
        self.taken = 0

    def fetch_token(self, path: str) -> None:
        """Open a page with a form once, to have the cookie and token that every post carries."""
        connection = Connection(self.port)
        asked = request("GET", path, {"session": self.staff}, port=self.port)
        head, body = connection.send(asked)
        connection.close()
        cookie = next(
            line.split(b"csrf=")[1].split(b";")[0]
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"set-cookie:") and b"csrf=" in line
        )
        token = body.split(b'name="csrfmiddlewaretoken" value="')[1].split(b'"')[0]
        self.csrf = (cookie.decode(), token.decode())

    def next(self) -> int:
        """Return a number that no other request has had."""
        with self.lock:
            self.taken += 1
            return self.taken - 1

    def inbox(self) -> Source:
        """Ours: the page of the unit's open cases."""
        asked = self._get(f"/m/{SLUG}/inkorg/alla")
        return lambda client: asked

    def open(self) -> Source:
        """Ours: an open case beside the list."""
        cases = itertools.cycle(self.open_cases[:50])
        return lambda client: self._get(f"/m/{SLUG}/inkorg/alla/{next(cases)}")

    def reply(self) -> Source:
        """Ours: a partial answer from the unit; no two clients write in the same case."""
        half = self.open_cases[::2]
        mine = {client: itertools.cycle(half[client::8]) for client in range(8)}

        def one(client: int) -> Request:
            case = next(mine[client])
            version = self.versions[case]
            self.versions[case] = version + 1
            return self._post(
                f"/m/{SLUG}/inkorg/alla/{case}/svara",
                self.staff,
                {
                    "kind": "partial_answer",
                    "version": str(version),
                    "text": f"{BODY}{version}",
                    "vidare": "stanna",
                },
            )

        return one

    def submit(self) -> Source:
        """Ours: a resident sends a filled-in draft."""
        return lambda client: self._submit(self.next())

    def _get(self, path: str) -> Request:
        cookies = {"session": self.staff, "csrf": self.csrf[0]}
        return request("GET", path, cookies, port=self.port)

    def _post(self, path: str, session: str, fields: dict[str, str]) -> Request:
        body = urlencode({"csrfmiddlewaretoken": self.csrf[1], **fields}).encode()
        cookies = {"session": session, "csrf": self.csrf[0]}
        return request("POST", path, cookies, body, port=self.port)

    def _submit(self, number: int) -> Request | None:
        if number >= len(self.drafts):
            return None
        person, draft, _ = self.drafts[number]
        return self._post(
            f"/ny/{draft}/granska",
            self.residents[person],
            {"terms": self.terms, "villkor": "1"},
        )

    def floor(self, port: int, operation: str) -> Source:
        """The floor: the same operation, bare."""
        cookies = {"session": self.staff}
        # Cases that ours does not write in: their versions are known there.
        writes = operation in {"reply", "submit"}
        cases = itertools.cycle(self.open_cases[1::2] if writes else self.open_cases[:50])

        def one(client: int) -> Request:
            if operation == "inbox":
                return request("GET", f"/read/{self.unit}/", cookies, port=port)
            case = str(next(cases))
            if operation == "open":
                return request("GET", f"/read/{self.unit}/{case}", cookies, port=port)
            fields = {"case": case, "who": str(self.who), "body": BODY}
            if operation == "submit":
                # Any draft will do again: the floor does not ask whether it has been sent.
                draft = self.drafts[-1 - client][1]
                fields |= {"draft": str(draft), "unit": str(self.unit)}
            body = urlencode(fields).encode()
            return request("POST", f"/{operation}//", cookies, body, port=port)

        return one
