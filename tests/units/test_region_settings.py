"""What the nation decides for a region takes effect where it is used, in the same moment."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.resident_world import browser, sent, with_child
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions.change import take_hold
from vardpost.cases.actions.told import recipient
from vardpost.cases.states import Event
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.people.session import open_scope
from vardpost.units.actions.region import (
    change_accent,
    change_guardian_age,
    change_patient_board,
    change_retention,
)
from vardpost.units.queries.region import rules_of, standings
from vardpost.units.values import KeepRule

BASE = "/n/regioner"
HERE = f"{BASE}/{made.REGION}"
DECIDED = KeepRule("export", 10, "RS 2026-11", "Regionstyrelsen", "2026-03-01")


class Nation:
    """The national office, two of its people, a region's office, and a family of the region."""

    def __init__(self) -> None:
        self.world: World = with_child()
        with as_owner():
            people = {
                who: made.staff(None, name=name)
                for who, name in (("nora", "Nora Lund"), ("nils", "Nils Ö"), ("rita", "Rita Dal"))
            }
            for who in ("nora", "nils"):
                made.grant(people[who], "national_office", None)
            made.grant_office(people["rita"], "region_admin", made.REGION)
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}

    def actor(self, who: str = "nora") -> Actor:
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "nora") -> Client:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def age(self, age: int | None, version: int = 0, region: str = made.REGION) -> None:
        change_guardian_age(actor=self.actor(), region_id=region, version=version, age=age)

    def guardian_reads(self, path: str) -> int:
        """Return what the guardian's browser, signed in all along, gets."""
        if "guardian" not in self.tokens:
            self.tokens["guardian"] = made.sign_in(self.world.people["guardian"], "resident")
        return self.browser("guardian").get(path).status_code


@pytest.fixture
def nation(db: None) -> Nation:  # pytest-django's own
    return Nation()


def test_another_age_closes_and_opens_in_the_same_moment(nation: Nation) -> None:
    case = sent(browser(nation.world, "guardian"), nation.world, "elsa")
    path = f"/mina/arenden/{case}"
    assert nation.guardian_reads(path) == 200
    nation.age(7)  # Elsa is seven
    assert nation.guardian_reads(path) == 404
    nation.age(8, version=1)
    assert nation.guardian_reads(path) == 200


def test_the_region_where_the_child_lives_decides_and_else_the_nation(nation: Nation) -> None:
    case = sent(browser(nation.world, "guardian"), nation.world, "elsa")
    path = f"/mina/arenden/{case}"
    nation.age(5, region="12")
    assert nation.guardian_reads(path) == 200
    nation.age(6, region="")
    assert nation.guardian_reads(path) == 404
    assert rules_of(made.REGION).until == 6
    nation.age(9)
    assert nation.guardian_reads(path) == 200
    nation.age(None, version=1)
    assert nation.guardian_reads(path) == 404


def test_an_older_child_is_reached_where_the_age_is_raised(nation: Nation) -> None:
    with as_owner():
        db.execute(
            "update person set birth_date = %s where id = %s",
            [clock.today() - timedelta(days=14 * 366), nation.world.people["elsa"]],
        )
    token = nation.tokens["guardian"] = made.sign_in(nation.world.people["guardian"], "resident")
    for age, children in ((None, 0), (16, 1), (13, 0)):
        nation.age(age, version={None: 0, 16: 0, 13: 1}[age])
        actor = open_scope(token, "", request_id="r", address="a")
        assert actor
        assert len(actor.residents) == 1 + children


def test_news_go_to_whom_the_age_says(nation: Nation) -> None:
    world = nation.world
    case = sent(browser(world, "guardian"), world, "elsa")
    for version, age, who in ((0, 7, "elsa"), (1, 8, "guardian")):
        nation.age(age, version=version)
        change = take_hold(
            world.as_("receiver"),
            case_id=case,
            version=1,
            event=Event.PARTIAL_ANSWER,
            content=("Hej",),
        )
        assert recipient(change) == world.people[who]


@pytest.mark.parametrize("age", [0, 19, 200])
def test_an_age_that_cannot_be_is_refused(nation: Nation, age: int) -> None:
    with pytest.raises(BadInput):
        nation.age(age)
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into region_setting (region_id, guardian_until) values ('14', %s)", [age]
        )


def test_only_the_national_office_decides(nation: Nation) -> None:
    rita = nation.actor("rita")
    with pytest.raises(Denied):
        change_guardian_age(actor=rita, region_id=made.REGION, version=0, age=10)
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute("insert into region_setting (region_id, guardian_until) values ('14', 10)")
    db.execute("update region set patient_board = 'Egen' where code = '14'")
    assert rules_of(made.REGION).patient_board != "Egen"
    for path in (BASE, HERE, f"{HERE}/ombud", f"{HERE}/dagar"):
        assert nation.browser("rita").get(path).status_code in {403, 404}


def test_two_at_once_and_the_same_press_twice(nation: Nation) -> None:
    nation.age(10)
    nation.age(10)
    with pytest.raises(Moved):
        change_guardian_age(actor=nation.actor("nils"), region_id=made.REGION, version=0, age=11)
    answer = nation.browser("nils").post(f"{HERE}/ombud", {"age": "11", "version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nora Lund sparade medan du skrev" in page
    assert 'value="11"' in page


def test_the_page_tells_what_another_age_does_before_it_is_saved(nation: Nation) -> None:
    client = nation.browser()
    page = client.post(f"{HERE}/ombud", {"age": "7", "version": "0", "visa": "1"}).content.decode()
    assert "Vårdnadshavare till färre än fem barn kommer inte längre åt barnets ärenden." in page
    assert not faults(page)
    assert rules_of(made.REGION).guardian_until is None
    for wrong in ("sju", "0", "-1", "1" * 400):
        answer = client.post(f"{HERE}/ombud", {"age": wrong, "version": "0"})
        assert answer.status_code == 422
    answer = client.post(f"{HERE}/ombud", {"age": "7", "version": "0"})
    assert answer["Location"] == f"{HERE}?sparat=1"
    page = client.get(HERE).content.decode()
    assert "till och med dagen före 7-årsdagen" in page
    assert "Nora Lund" in page
    assert not faults(page)


def test_the_preview_counts_and_hides_few(nation: Nation) -> None:
    nation.actor()
    few = "select guardian_children('14', 0, 13, current_date)"
    row = db.fetch_one(few)
    assert row
    assert row[0] >= 1
    nation.actor("rita")
    assert db.fetch_one(few) == (0,)


def test_a_day_of_the_region_moves_a_promise(nation: Nation) -> None:
    client, world = nation.browser(), nation.world
    first = _due(world)
    answer = client.post(f"{HERE}/dagar", {"day": first.isoformat(), "name": "Kursdag"})
    assert answer.status_code == 303
    assert "Kursdag" in client.get(f"{HERE}/dagar").content.decode()
    later = _due(world)
    assert later > first
    assert client.post(f"{HERE}/dagar", {"bort": first.isoformat()}).status_code == 303
    assert _due(world) == first


def _due(world: World) -> date:
    case = sent(browser(world, "resident"), world)
    with as_owner():
        row = db.fetch_one(
            "select (first_due at time zone 'Europe/Stockholm')::date from care_case where id = %s",
            [case],
        )
    assert row
    found: date = row[0]
    return found


def test_days_that_cannot_be_are_told_at_their_fields(nation: Nation) -> None:
    client = nation.browser()
    gone = (clock.today() - timedelta(days=1)).isoformat()
    for typed in (
        {"day": "i morgon", "name": "x"},
        {"day": gone, "name": "x"},
        {"day": "", "name": ""},
        {"day": (clock.today() + timedelta(days=9)).isoformat(), "name": "Klämdag\x00"},
    ):
        answer = client.post(f"{HERE}/dagar", typed)
        assert answer.status_code == 422
        assert not faults(answer.content.decode())
    assert client.post(f"{HERE}/dagar", {"bort": "x"}).status_code == 422
    assert client.get(f"{BASE}/riket/dagar").status_code == 404


def test_the_colour_is_seen_on_the_units_pages(nation: Nation) -> None:
    resident, unit = browser(nation.world, "resident"), nation.world.unit
    path = f"/mottagningar/{unit.slug}"
    assert "data-accent" not in resident.get(path).content.decode()
    change_accent(actor=nation.actor(), region_id=made.REGION, version=0, accent="skog")
    page = browser(nation.world, "resident").get(path).content.decode()
    assert '<html lang="sv" data-accent="skog"' in page
    assert "css/accents" in page
    assert not faults(page)
    staff = browser(nation.world, "receiver").get(f"/m/{unit.slug}/inkorg/att-fordela")
    assert 'data-accent="skog"' in staff.content.decode()
    assert "data-accent" not in nation.browser().get(BASE).content.decode()
    for wrong in ("#ff0000", "rod", "skog;}"):
        answer = nation.browser().post(f"{HERE}/farg", {"accent": wrong, "version": "1"})
        assert answer.status_code == 422


def test_complaints_are_taken_where_there_is_a_board(nation: Nation) -> None:
    change_patient_board(
        actor=nation.actor(), region_id=made.REGION, version=0, name="Patientnämnden Väst"
    )
    assert rules_of(made.REGION).patient_board == "Patientnämnden Väst"
    answer = nation.browser().post(f"{HERE}/patientnamnd", {"patient_board": "", "version": "1"})
    assert answer.status_code == 303
    assert rules_of(made.REGION).patient_board == ""
    assert nation.browser().get(f"{BASE}/riket/patientnamnd").status_code == 404


def test_nothing_is_thrown_away_without_a_decision(nation: Nation) -> None:
    client = nation.browser()
    lacking = {"keep_action": "export_dispose", "version": "0"}
    page = client.post(f"{HERE}/gallring", lacking)
    assert page.status_code == 422
    for words in ("Skriv beslutets nummer", "Skriv hur många år", "Skriv dagen för beslutet"):
        assert words in page.content.decode()
    whole = lacking | {
        "keep_years": "10", "keep_decision": "RS 2026-11", "keep_decided_on": "2026-03-01",
        "keep_decided_by": "Regionstyrelsen",
    }  # fmt: skip
    for years in ("0", "201", "0100999", "١٠"):
        page = client.post(f"{HERE}/gallring", whole | {"keep_years": years})
        assert page.status_code == 422
        assert f'value="{years}"' in page.content.decode()
    assert client.post(f"{HERE}/gallring", whole).status_code == 303
    assert rules_of(made.REGION).keep.keep_years == 10
    assert "RS 2026-11" in client.get(HERE).content.decode()
    nation.actor()
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute("update region_setting set keep_decision = '' where region_id = '14'")
    change_retention(actor=nation.actor(), region_id=made.REGION, version=1, rule=KeepRule())
    assert rules_of(made.REGION).keep == KeepRule()
    change_retention(actor=nation.actor(), region_id="", version=0, rule=DECIDED)
    assert rules_of("").keep == DECIDED


def test_the_list_says_how_each_region_stands(nation: Nation) -> None:
    nation.age(10)
    page = nation.browser().get(BASE).content.decode()
    assert page.count("<tr") == 22
    assert "ombud till 10 år" in page
    assert "Bara en" in page
    assert not faults(page)
    (here,) = [one for one in standings(clock.today()) if one.code == made.REGION]
    assert (here.administrators, here.unmanned) == (1, False)


def test_what_is_no_region_is_not_found(nation: Nation) -> None:
    for path in ("99", "99/ombud", "99/dagar", "14/annat", "riket/farg"):
        assert nation.browser().get(f"{BASE}/{path}").status_code == 404, path
    with pytest.raises(NotFound):
        change_guardian_age(actor=nation.actor(), region_id="99", version=0, age=10)


@pytest.mark.parametrize(
    ("what", "own"),
    [
        ("ombud", {"age": "9"}),
        ("farg", {"accent": "hav"}),
        ("patientnamnd", {"patient_board": "Nämnden"}),
        (
            "gallring",
            {
                "keep_action": "export",
                "keep_years": "10",
                "keep_decision": "RS 1",
                "keep_decided_by": "Styrelsen",
                "keep_decided_on": "2026-03-01",
            },
        ),
    ],
)
def test_a_setting_is_reset_to_what_is_inherited(
    nation: Nation, what: str, own: dict[str, str]
) -> None:
    client, path = nation.browser(), f"{HERE}/{what}"
    nation.actor()
    before = rules_of(made.REGION)
    assert 'name="aterstall"' not in client.get(path).content.decode()
    assert client.post(path, {**own, "version": "0"}).status_code == 303
    page = client.get(path).content.decode()
    assert faults(page) == []
    assert 'name="aterstall"' in page
    late = client.post(path, {"aterstall": "1", "version": "0"})
    assert late.status_code == 409  # drawn before it was set
    assert client.post(path, {"aterstall": "1", "version": "1"}).status_code == 303
    nation.actor()
    assert rules_of(made.REGION) == before
    assert 'name="aterstall"' not in client.get(path).content.decode()


def test_each_change_leaves_old_and_new(nation: Nation) -> None:
    nation.age(10)
    nation.age(11, version=1)
    with as_owner():
        rows = db.fetch_all(
            "select detail->'old'->>'guardian_until', detail->'new'->>'guardian_until', region_id "
            "from audit_entry where action = %s order by id",
            [AuditEvent.REGION_AGE_CHANGED.value],
        )
    assert rows == [(None, "10", "14"), ("10", "11", "14")]
