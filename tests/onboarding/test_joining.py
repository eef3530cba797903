"""A unit's way in: asked for, approved, made hidden, set up, opened; one by one and many."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.onboarding.ways import OTHER, REGION, TODAY, Way, in_directory, person, plan
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.join import approve, change_plan, request_unit, withdraw
from vardpost.onboarding.actions.many import connect
from vardpost.onboarding.actions.open import activate, mark_configured, open_unit
from vardpost.onboarding.queries.joining import steps
from vardpost.onboarding.states import MOVES, Event, State, move, open_events
from vardpost.onboarding.values import Plan
from vardpost.people.session import open_scope


@pytest.mark.parametrize("state", State)
def test_the_table_is_the_specifications(state: State) -> None:
    expected = {
        State.REQUESTED: [Event.APPROVE, Event.WITHDRAW],
        State.APPROVED: [Event.ACTIVATE, Event.WITHDRAW],
        State.ACTIVATED: [Event.CONFIGURE],
        State.CONFIGURED: [Event.OPEN],
    }
    assert open_events(state) == expected.get(state, [])
    for event in Event:
        if (state, event) not in MOVES:
            with pytest.raises(WrongState):
                move(state, event)


@pytest.mark.django_db
def test_the_whole_way(client: Client) -> None:
    admin = person()
    way = Way(admin)
    unit = way.connect()
    slug = "lindens-tandvard"
    with as_owner():
        row = db.fetch_one(
            "select slug, name, street, kind, live, hsa_id from care_unit where id = %s", [unit]
        )
        grants = db.fetch_all(
            "select role, a.hsa_id from role_grant g join staff_account a using (person_id) "
            "where g.unit_id = %s",
            [unit],
        )
    with as_owner():
        offers = db.fetch_one(
            "select count(*) from unit_case_type where unit_id = %s and active", [unit]
        )
    assert offers
    assert offers[0] > 3, "the template's case types"
    assert row == (slug, "Lindens tandvård", "Storgatan 1", "dental", False, way.key)
    assert grants == [("unit_admin", admin)]
    assert client.get(f"/katalog/{slug}").status_code == 404
    assert slug not in client.get("/katalog", {"q": "Lindens"}).content.decode()
    with pytest.raises(BadInput):
        mark_configured(**way.at())
    way.fill(unit)
    mark_configured(**way.at())
    open_unit(**way.at())
    assert way.stands().state is State.LIVE
    assert client.get(f"/katalog/{slug}").status_code == 200
    assert [step.event for step in steps(way.id)] == [
        *("request", "approve", "activate", "configure", "open")
    ]
    with as_owner():
        events = db.fetch_all(
            "select action from audit_entry where region_id = %s and action like 'onboarding:%%' "
            "order by id",
            [REGION],
        )
    assert [row[0] for row in events] == [
        AuditEvent.UNIT_REQUESTED,
        AuditEvent.UNIT_APPROVED,
        AuditEvent.UNIT_ACTIVATED,
        AuditEvent.UNIT_CONFIGURED,
        AuditEvent.UNIT_OPENED,
    ]


@pytest.mark.django_db
def test_the_first_administrator_sets_the_hidden_unit_up() -> None:
    admin = person()
    way = Way(admin)
    way.connect()
    with as_owner():
        row = db.fetch_one("select person_id from staff_account where hsa_id = %s", [admin])
    assert row
    client = Client()
    client.cookies["session"] = made.sign_in(row[0], "staff")
    page = client.get("/m/lindens-tandvard/admin").content.decode()
    assert "Kom igång" in page
    answer = client.post(
        "/m/lindens-tandvard/admin/kontaktuppgifter", {"phone": "0980-319 221", "version": "0"}
    )
    assert answer.status_code == 303


@pytest.mark.django_db
def test_opening_asks_why_when_something_lacks_or_the_day_has_not_come() -> None:
    way = Way()
    unit = way.connect()
    mark_configured(**way.at(), reason="Vi gör resten på plats")
    with pytest.raises(BadInput):
        open_unit(**way.at())
    way.fill(unit)
    with as_owner():
        db.execute(
            "update unit_joining set starts_on = %s where id = %s",
            [TODAY + timedelta(days=9), way.id],
        )
    with pytest.raises(BadInput):
        open_unit(**way.at())
    open_unit(**way.at(), reason="Flyttat datum")
    assert [one.reason for one in steps(way.id)][-2:] == ["Vi gör resten på plats", "Flyttat datum"]


@pytest.mark.django_db
def test_twice_is_once_and_two_at_once_are_told() -> None:
    way = Way()
    way.ask()
    way.ask()
    at = way.at()
    approve(**at)
    approve(**at)
    with pytest.raises(Stale):
        withdraw(**at, reason="x")
    activate(**way.at())
    assert way.stands().state is State.ACTIVATED
    with as_owner():
        other = made.staff(None, "region_admin", name="Rut Två")
    way.office.people["rut"] = other
    stale = {**way.at("rut"), "version": 1}
    with pytest.raises(Stale):
        mark_configured(**stale, reason="x")


@pytest.mark.django_db
def test_a_unit_joins_once() -> None:
    way = Way()
    way.connect()
    at: dict[str, Any] = {
        "region_id": REGION,
        "joining_id": new_id(),
        "key": way.key,
        "plan": plan(),
    }
    with pytest.raises(BadInput):
        request_unit(actor=way.office.enter(), **at)
    with pytest.raises(BadInput):
        connect(actor=way.office.enter(), **{**at, "joining_id": new_id()})


@pytest.mark.django_db
def test_a_refused_administrator_leaves_nothing_behind() -> None:
    """The unit is made and then refused: all of it or nothing."""
    way = Way()
    with as_owner():
        db.execute(
            "update staff_account set hsa_id = 'SE2321000016-DAG' where person_id = %s",
            [way.office.people["dag"]],
        )
    way.plan = plan(first_admin="SE2321000016-DAG")
    way.ask()
    approve(**way.at())
    with pytest.raises(BadInput) as told:
        activate(**way.at())
    assert "first_admin" in told.value.errors
    assert way.stands().state is State.APPROVED
    with as_owner():
        assert db.fetch_one("select 1 from care_unit where hsa_id = %s", [way.key]) is None


@pytest.mark.django_db
def test_a_withdrawn_one_can_be_asked_for_again() -> None:
    way = Way()
    way.ask()
    with pytest.raises(BadInput):
        withdraw(**way.at(), reason="")
    withdraw(**way.at(), reason="Fel mottagning")
    way.id = new_id()
    way.ask()
    assert way.stands().state is State.REQUESTED


@pytest.mark.django_db
def test_the_plan_is_changed_until_it_opens() -> None:
    way = Way()
    way.ask()
    change_plan(**way.at(), plan=plan(training="Tre personer i januari"))
    assert way.stands().plan.training == "Tre personer i januari"
    with pytest.raises(BadInput):
        change_plan(**way.at(), plan=plan(first_admin="SE2321000016-INGEN"))
    approve(**way.at())
    activate(**way.at())
    with pytest.raises(BadInput):
        change_plan(**way.at(), plan=Plan("youth", 1, TODAY, "Dag Hav"))


@pytest.mark.django_db
def test_no_office_reaches_another() -> None:
    way = Way()
    far = in_directory("Fjärrans", OTHER)
    with pytest.raises(NotFound):
        request_unit(
            actor=way.office.enter(), region_id=REGION, joining_id=new_id(), key=far, plan=plan()
        )
    with pytest.raises(Denied):
        request_unit(
            actor=way.office.enter(), region_id=OTHER, joining_id=new_id(), key=far, plan=plan()
        )
    way.ask()
    stina = way.office.enter("stina")
    with pytest.raises(NotFound):
        approve(actor=stina, joining_id=way.id, version=1)
    for path in ("", "/valj", "/flera", f"/{way.id}"):
        assert way.office.browser("stina").get(f"/r/{REGION}/anslut{path}").status_code == 404


@pytest.mark.django_db
def test_the_database_makes_and_opens_for_the_office_alone() -> None:
    way = Way()
    unit = way.connect()
    with as_owner():
        eva = made.staff(made.Unit(unit, "lindens-tandvard"), "unit_admin", name="Eva Ros")
    token = made.sign_in(eva, "staff")
    for who in ("eva", "stina"):
        if who == "eva":
            open_scope(token, "lindens-tandvard", request_id="r", address="a")
        else:
            way.office.enter("stina")
        assert db.fetch_one("select unit_open(%s)", [unit]) == (False,)
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute("update care_unit set live = true where id = %s", [unit])
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(
                "insert into care_unit select gen_random_uuid() as id, u.region_id, 'X', 'x' "
                "from care_unit u limit 1"
            )
    way.office.enter()
    columns = (
        "id, region_id, hsa_id, slug, name, kind, template, template_version, "
        "municipality_id, street, postal_code, place, phone, email, about_sv, about_en, "
        "sensitive, self_take, closed_on_eves, live"
    )
    copied = columns.replace(
        "id, region_id, hsa_id, slug", "gen_random_uuid(), region_id, 'X', 'x'"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            f"insert into care_unit ({columns}) select {copied.replace(', live', ', true')} "
            "from care_unit where id = %s",
            [unit],
        )


@pytest.mark.django_db
def test_the_pages_lead_from_the_directory_to_an_open_unit() -> None:
    admin = person("Siv")
    way = Way()
    dag, base = way.office.browser(), f"/r/{REGION}/anslut"
    assert "Anslut mottagningar" in dag.get("/jag").content.decode()
    text = dag.get(f"{base}/valj", {"q": "lindens"}).content.decode()
    assert f"{base}/ny?hsa={way.key}" in text
    assert not faults(text)
    assert not faults(dag.get(f"{base}/ny", {"hsa": way.key}).content.decode())
    form = {
        "hsa": way.key, "nyckel": str(way.id), "template": "dental", "starts_on": str(TODAY),
        "contact_name": "", "first_admin": admin, "steg": "anslut",
    }  # fmt: skip
    answer = dag.post(f"{base}/ny", form)
    assert answer.status_code == 422
    assert "Skriv vem på regionen" in answer.content.decode()
    answer = dag.post(f"{base}/ny", {**form, "contact_name": "Dag Hav"})
    assert answer.status_code == 303
    other = dag.post(f"{base}/ny", {**form, "contact_name": "Rut Två"})
    assert other.status_code == 422
    assert "redan skickat en gång, med annat innehåll" in other.content.decode()
    assert "Rut Två" in other.content.decode()
    text = dag.get(answer["Location"]).content.decode()
    for words in ("Ansluten, dold", "Kom igång", "Saknas", "Första administratör: Siv Ny"):
        assert words in text
    assert not faults(text)
    here = f"{base}/{way.id}"
    version = str(way.stands().version)
    answer = dag.post(f"{here}/klar", {"version": version})
    assert answer.status_code == 422
    assert not faults(answer.content.decode())
    way.fill(way.stands().unit_id or new_id())
    assert dag.post(f"{here}/klar", {"version": version}).status_code == 303
    answer = dag.post(f"{here}/oppna", {"version": version})
    assert answer.status_code == 409
    assert "Någon annan hann före" in answer.content.decode()
    assert dag.post(f"{here}/oppna", {"version": str(int(version) + 1)}).status_code == 303
    text = dag.get(here).content.decode()
    assert "Öppnad för invånare" in text
    assert not faults(text)
    assert "ingen administratör" not in text
    with as_owner():
        db.execute("delete from role_grant where unit_id = %s", [way.stands().unit_id])
    text = dag.get(here).content.decode()  # no form to invite with is left, so there is a way
    assert "här nedanför" not in text
    assert "/mottagningsadministratorer/" in text
    assert not faults(text)
