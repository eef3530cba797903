"""A closing and its calling off, through the real worker to a real mail server."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import people_made as made
from tests.cases import cases_made
from tests.live.test_stream import Direct
from tests.notices.test_worker import Postman, until, worker
from tests.notices.test_worker import ground as ground  # a fixture
from tests.notices.test_worker import postman as postman  # a fixture
from vardpost.closing.actions import telling
from vardpost.kernel.ids import new_id
from vardpost.kernel.queue import DEFER, parameters

#: A letter says neither what happens nor where, and holds no name and no address to follow.
TOLD = re.compile(r"eken|almens|v[åa]rdcentral|avveckl|l[äa]ggs|st[äa]ng|nedlagd|alva|http", re.I)


def _happens(
    ground: "psycopg.Connection[Any]", unit: made.Unit, event: str, of: object = None
) -> object:
    key = new_id()
    ground.execute(
        "insert into unit_ending (unit_id, state, freezes_on, closes_on) values "
        "(%s, %s, current_date, current_date + 30) on conflict (unit_id) do update "
        "set state = excluded.state",
        [unit.id, event],
    )
    ground.execute(
        "insert into ending_telling (id, unit_id, event, of_id, at) values (%s, %s, %s, %s, now())",
        [key, unit.id, event, of],
    )
    put = parameters(telling.JOB, made.REGION, {"telling": key})
    ground.execute(f"select {DEFER}".encode(), put)
    return key


def _letters(server: Postman) -> list[str]:
    return sorted(to for letter in server.accepted for to in letter.rcpt_tos)


def test_each_gets_one_letter_and_one_more_when_the_unit_stays(
    ground: "psycopg.Connection[Any]",
    postman: tuple[Postman, int],  # the fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    direct = Direct(ground)
    monkeypatch.setattr(made, "db", direct)
    monkeypatch.setattr(cases_made, "db", direct)
    server, port = postman
    unit, log = made.unit(), tmp_path / "worker.log"
    people = [made.person("Alva", "Ek", f"{name}@exempel.invalid") for name in ("a", "b", "c")]
    for one in (*people, people[0]):
        cases_made.case(unit, one)
    ground.execute(
        "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
        "values (%s, false, true, true, 'sv'), (%s, true, true, true, 'en')",
        [people[2], people[1]],
    )
    wanted = ["a@exempel.invalid", "b@exempel.invalid"]

    def settled(key: object, number: int) -> bool:
        row = ground.execute(
            "select count(*) from notice where event_key = %s and settled_at is not null", [key]
        ).fetchone()
        return bool(row and row[0] == number)

    with worker(port, log):
        first = _happens(ground, unit, "announced")
        until(lambda: settled(first, 3), "all three are settled")
        assert _letters(server) == wanted
        second = _happens(ground, unit, "called_off", first)
        until(lambda: settled(second, 3), "and hear that it stays")
    assert _letters(server) == sorted(wanted * 2)
    rows = ground.execute("select event, told, done_at is not null from ending_telling order by at")
    assert rows.fetchall() == [("announced", 3, True), ("called_off", 3, True)]
    texts = [(one.original_content or b"").decode("utf-8", "replace") for one in server.accepted]
    assert not [text for text in texts if TOLD.search(text)]
    assert sum("You have a new message" in text for text in texts) == 2
    assert not re.search("exempel|alva", log.read_text(encoding="utf-8"), re.I)
