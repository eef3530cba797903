"""The audit ledger from outside: one whole row for each act, or the act has not happened."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases import cases_made
from tests.cases import world as worlds
from tests.cases.world import World
from tests.database import as_owner
from tests.locks.browsers import browser, ledger, session_of, written
from vardpost.cases.actions import answer, assign
from vardpost.casetypes.queries import offer
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.make()


def common(world: World, who: str, answered: Any) -> dict[str, Any]:
    """Return what every row of the person's says, whatever the act."""
    names = {
        "receiver": ("Rut Ek", "case_receiver"),
        "responder": ("Anders Lind", "responder"),
        "both": ("Bo Alm", "case_receiver,responder"),
        "admin": ("Eva Ros", "unit_admin"),
        "resident": ("Karin Berg", "resident"),
        "other_resident": ("Nils Dal", "resident"),
    }
    name, roles = names[who]
    return {
        "schema_version": 1,
        "outcome": "ok",
        "purpose": "care",
        "actor_kind": "resident" if roles == "resident" else "staff",
        "person_id": world.people[who],
        "person_name": name,
        "roles": roles,
        "region_id": made.REGION,
        "unit_id": world.unit.id,
        "unit_hsa_id": f"SE2321000016-{world.unit.id.hex[-6:]}",
        "unit_name": "Vårdcentralen Eken",
        "acting_as": "",
        "session_id": session_of(world, who),
        "address": "127.0.0.1",
        "request_id": answered.headers["X-Request-Id"],
        "state": "",
        "object_id": "",
        "resident_ids": [],
        "relation": "",
    }


def nowhere() -> dict[str, Any]:
    return {"unit_id": None, "unit_hsa_id": "", "unit_name": "", "region_id": ""}


def check(row: dict[str, Any], expected: dict[str, Any]) -> None:
    at = row.pop("at")
    assert abs(at - clock.now()) < timedelta(minutes=1)
    assert row == expected


def case_row(world: World, case_id: UUID, state: str, relation: str) -> dict[str, Any]:
    return {
        "object_type": "case",
        "object_id": str(case_id),
        "resident_ids": [world.people["resident"]],
        "state": state,
        "relation": relation,
    }


def test_a_list_is_one_row_that_names_everyone_shown(world: World) -> None:
    world.submit()
    world.submit("other_resident")
    client, before = browser(world, "receiver"), written()
    said = client.get(f"/m/{world.unit.slug}/inkorg/att-fordela")
    assert (said.status_code, written() - before) == (200, 1)
    (row,) = ledger(1)
    shown = {world.people["resident"], world.people["other_resident"]}
    assert set(row["resident_ids"]) == shown
    assert len(row["resident_ids"]) == 2
    expected = common(world, "receiver", said) | {
        "action": "cases:case:list",
        "object_type": "queue",
        "object_id": "att-fordela",
        "resident_ids": row["resident_ids"],
        "relation": "receiver",
        "detail": {"rows": 2},
    }
    check(row, expected)


@pytest.mark.parametrize(("who", "relation"), [("receiver", "receiver"), ("responder", "assignee")])
def test_opening_a_case_beside_its_list_is_two_rows(world: World, who: str, relation: str) -> None:
    case_id = world.submit()
    assign.assign(
        actor=world.as_("receiver"), case_id=case_id, version=1,
        target_id=world.people["responder"],
    )  # fmt: skip
    client, before = browser(world, who), written()
    said = client.get(f"/m/{world.unit.slug}/inkorg/alla/{case_id}")
    assert (said.status_code, written() - before) == (200, 2)
    listed, read = ledger(2)
    if listed["action"] != "cases:case:list":
        listed, read = read, listed
    assert listed["action"] == "cases:case:list"
    state = "assigned"
    expected = common(world, who, said) | case_row(world, case_id, state, relation)
    check(read, expected | {"action": "cases:case:read", "detail": {"version": 2}})


def test_a_resident_reading_is_written_too(world: World) -> None:
    case_id = world.submit()
    client, before = browser(world, "resident"), written()
    said = client.get(f"/mina/arenden/{case_id}")
    assert (said.status_code, written() - before) == (200, 1)
    (row,) = ledger(1)
    expected = common(world, "resident", said) | case_row(world, case_id, "submitted", "self")
    check(row, expected | {"action": "cases:case:read", "detail": {"version": 1}})


def test_the_residents_own_list(world: World) -> None:
    world.submit()
    client, before = browser(world, "resident"), written()
    said = client.get("/mina/arenden")
    assert (said.status_code, written() - before) == (200, 1)
    (row,) = ledger(1)
    expected = common(world, "resident", said) | nowhere() | {
        "action": "cases:case:list",
        "object_type": "own-cases",
        "object_id": "open",
        "resident_ids": [world.people["resident"]],
        "relation": "self",
        "detail": {"rows": 1},
    }  # fmt: skip
    check(row, expected)


def test_a_guardian_is_written_as_one(world: World) -> None:
    with as_owner():
        child = made.person("Moa", "Berg")
        born = clock.now().date() - timedelta(days=366 * 7)
        db.execute("update person set birth_date = %s where id = %s", [born, child])
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [world.people["resident"], child, born],
        )
    offered = offer(world.unit.id, "send_message")
    with as_owner():
        case_id = cases_made.case(world.unit, child, type_version_id=offered.version_id)
    said = browser(world, "resident").get(f"/mina/arenden/{case_id}")
    assert said.status_code == 200
    (row,) = ledger(1)
    expected = common(world, "resident", said) | case_row(world, case_id, "submitted", "guardian")
    expected |= {"resident_ids": [child], "roles": "proxy", "acting_as": "guardian"}
    check(row, expected | {"action": "cases:case:read", "detail": {"version": 1}})


def test_a_change_is_one_row_with_the_state_after_it(world: World) -> None:
    case_id = world.submit()
    client, before = browser(world, "receiver"), written()
    said = client.post(
        f"/m/{world.unit.slug}/inkorg/att-fordela/{case_id}/fordela",
        {"version": "1", "till": str(world.people["responder"])},
    )
    assert (said.status_code, written() - before) == (303, 1)
    (row,) = ledger(1)
    detail = row.pop("detail")
    expected = common(world, "receiver", said) | case_row(world, case_id, "assigned", "receiver")
    check(row, expected | {"action": "cases:case:assign"})
    assert detail["event"] == "assign"
    assert "Jag undrar" not in str(detail)


def test_signing_in_and_out_over_http(world: World) -> None:
    with as_owner():
        db.execute(
            "insert into demo_persona (key, person_id, name, kind, place, sentence_sv, "
            "sentence_en, roles) values ('karin', %s, 'Karin Berg', 'resident', 1, '', '', '[]')",
            [world.people["resident"]],
        )
    client, before = Client(), written()
    said = client.post("/demo/logga-in", {"persona": "karin"})
    (row,) = ledger(1)
    session = str(session_of(world, "resident"))
    about = {"object_type": "session", "object_id": session, "purpose": "sign_in"}
    expected = common(world, "resident", said) | nowhere() | about
    detail = {"method": "demo", "as": "resident"}
    check(row, expected | {"action": "people:session:sign-in", "detail": detail})
    said = client.post("/logga-ut")
    (row,) = ledger(1)
    expected = common(world, "resident", said) | nowhere() | about
    detail = {"why": "signed_out"}
    check(row, expected | {"action": "people:session:sign-out", "detail": detail})
    assert written() - before == 2


def refused(
    world: World, who: str, said: Any, code: str, route: str, method: str = "GET"
) -> dict[str, Any]:
    detail = {"code": code, "status": said.status_code, "method": method, "route": route}
    return common(world, who, said) | {
        "action": "shell:request:refuse",
        "outcome": "refused",
        "purpose": "none",
        "object_type": "route",
        "detail": detail,
    }


def test_a_denial_names_the_permission(world: World) -> None:
    case_id = world.submit()
    address = f"/m/{world.unit.slug}/inkorg/mina/{case_id}/fordela"
    client, before = browser(world, "admin"), written()
    said = client.get(address)
    assert (said.status_code, written() - before) == (403, 1)
    (row,) = ledger(1)
    expected = refused(world, "admin", said, "denied", "staff_assign")
    expected["detail"]["permission"] = "cases:case:assign"
    check(row, expected | {"object_id": str(case_id)})


def test_a_case_outside_the_scope_is_unknown_and_the_try_is_kept(world: World) -> None:
    case_id = world.submit()
    client, before = browser(world, "other_resident"), written()
    said = client.get(f"/mina/arenden/{case_id}")
    assert (said.status_code, written() - before) == (404, 1)
    (row,) = ledger(1)
    expected = refused(world, "other_resident", said, "not_found", "own_case") | nowhere()
    check(row, expected | {"object_id": str(case_id)})


@pytest.mark.parametrize("who", ["responder", "both"])
def test_a_try_at_a_case_of_the_own_unit_names_whom_it_was_about(world: World, who: str) -> None:
    """What a reviewer looks for: somebody who tries at her own case, or at a colleague's work."""
    with as_owner():
        resident = world.people["both"] if who == "both" else world.people["resident"]
        offered = offer(world.unit.id, "send_message")
        case_id = cases_made.case(world.unit, resident, type_version_id=offered.version_id)
    client, before = browser(world, who), written()
    said = client.get(f"/m/{world.unit.slug}/inkorg/alla/{case_id}")
    assert (said.status_code, written() - before) == (404, 1)
    (row,) = ledger(1)
    assert row["action"] == "cases:case:read"
    assert (row["outcome"], row["purpose"], row["relation"]) == ("refused", "none", "none")
    assert (row["object_type"], row["object_id"]) == ("case", str(case_id))
    assert row["resident_ids"] == [resident]


def test_a_try_at_a_case_of_another_unit_names_nobody(world: World) -> None:
    with as_owner():
        case_id = cases_made.case(made.unit("Almens"), world.people["resident"])
    client = browser(world, "both")
    assert client.get(f"/m/{world.unit.slug}/inkorg/alla/{case_id}").status_code == 404
    (row,) = ledger(1)
    assert (row["object_type"], row["resident_ids"]) == ("route", [])


def test_a_refused_verb_names_the_resident_and_the_state(world: World) -> None:
    case_id = world.submit()
    target = str(world.people["responder"])
    address = f"/m/{world.unit.slug}/inkorg/att-fordela/{case_id}/fordela"
    client = browser(world, "receiver")
    assert client.post(address, {"version": "1", "till": target}).status_code == 303
    other = str(world.people["colleague"])
    said = client.post(address, {"version": "1", "till": other, "text": "Hemlig text"})
    assert said.status_code == 409
    rows = [row for row in ledger(3) if row["outcome"] == "refused"]
    assert len(rows) == 1
    expected = refused(world, "receiver", said, "409", "staff_assign", "POST")
    check(rows[0], expected | case_row(world, case_id, "assigned", "receiver"))


def test_an_act_that_is_rolled_back_leaves_no_row(world: World) -> None:
    case_id = world.submit()
    before = written()

    class Stop(Exception):
        pass

    def act() -> None:
        with transaction.atomic():
            answer.send_partial_answer(
                actor=world.as_("receiver"), case_id=case_id, version=1, body="Strax"
            )
            with as_owner():
                assert db.fetch_one("select count(*) from audit_entry") == (before + 1,)
            raise Stop

    with pytest.raises(Stop):
        act()
    assert written() == before
    assert world.row(case_id)["version"] == 1


def forbid_ledger() -> None:
    with as_owner():
        db.execute("revoke insert on audit_entry from app_web")


def test_what_cannot_be_written_is_not_shown_and_not_done(world: World) -> None:
    case_id = world.submit()
    staff, resident = browser(world, "receiver"), browser(world, "resident")
    target = str(world.people["responder"])
    inbox = f"/m/{world.unit.slug}/inkorg/att-fordela"
    before = written()
    forbid_ledger()
    asked = [
        staff.get(inbox),
        staff.get(f"{inbox}/{case_id}"),
        staff.get(f"{inbox}/{case_id}/trad"),
        staff.get(f"{inbox}/lista"),
        staff.post(f"{inbox}/{case_id}/fordela", {"version": "1", "till": target}),
        resident.get("/mina"),
        resident.get("/mina/arenden"),
        resident.get(f"/mina/arenden/{case_id}"),
        resident.get(f"/mina/arenden/{case_id}/kvitto"),
        resident.post(f"/mina/arenden/{case_id}/aterta", {"version": "1"}),
        resident.post("/logga-ut"),
        # Refusals too: a 404 that cannot be written is a 503.
        browser(world, "other_resident").get(f"/mina/arenden/{case_id}"),
        browser(world, "admin").get(f"{inbox}/{case_id}"),
        browser(world, "admin").get("/m/finns/inte"),
    ]
    for said in asked:
        text = said.content.decode()
        assert said.status_code == 503, said.request["PATH_INFO"]
        assert said.headers["Retry-After"] == "10"
        assert "provsvar" not in text
        assert "Karin" not in text
    assert written() == before
    assert world.row(case_id)["state"] == "submitted"
    with as_owner():
        assert db.fetch_one("select count(*) from login_session where ended_at is not null") == (0,)


def test_the_web_role_cannot_mend_the_ledger(world: World) -> None:
    world.submit()
    world.as_("receiver")
    for sql in (
        "update audit_entry set detail = '{}'",
        "delete from audit_entry",
        "truncate audit_entry",
        "update case_history set reason = ''",
        "delete from case_history",
        "truncate case_history cascade",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            db.execute(sql)


def test_strangers_leave_no_row_and_cost_no_database(world: World) -> None:
    before = written()
    client = Client(raise_request_exception=False)
    unknown = new_id()
    for path in (f"/mina/arenden/{unknown}", "/m/x/inkorg/mina", "/finns/inte", "/m/x/y"):
        assert client.get(path).status_code in {303, 404}
    assert written() == before
