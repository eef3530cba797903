"""A unit is renamed: now, later, and what residents, cases and texts say then."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.catalogue import queries as catalogue
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved
from vardpost.onboarding.actions.names import rename
from vardpost.onboarding.jobs import take_names
from vardpost.people.session import open_scope
from vardpost.shell.dates import full_day
from vardpost.units.actions.contact import change_contact
from vardpost.units.actions.names import NewName
from vardpost.units.queries.names import called, regions_with_due
from vardpost.units.values import ContactData

pytestmark = pytest.mark.django_db
OLD, NEW = "Vårdcentralen Eken", "Vårdcentralen Eken Öster"


class Place:
    """A unit with people, its region's office and another region's."""

    def __init__(self) -> None:
        self.world: World = make()
        people = {}
        with as_owner():
            for who, code in (("here", made.REGION), ("there", "12")):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
            people["nation"] = made.staff(None, "national_office", name="Nora Lund")
        self.people = people
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}
        self.today = clock.today()
        self.base = f"/r/{made.REGION}/enheter/{self.world.unit.slug}"

    def actor(self, who: str = "here") -> Actor:
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "here") -> Client:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def as_browser(self, who: str) -> Client:
        self.world.as_(who)
        client = Client()
        client.cookies["session"] = self.world.tokens[who]
        return client

    def rename(self, name: str = NEW, days: int = 0, version: int = 0, who: str = "here") -> None:
        rename(
            actor=self.actor(who),
            unit_id=self.world.unit.id,
            version=version,
            data=NewName(name, self.today + timedelta(days=days)),
        )


@pytest.fixture
def place() -> Place:
    return Place()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_residents_find_it_by_both_names(place: Place) -> None:
    place.rename()
    anna = place.as_browser("resident")
    for words in ("Eken Öster", "vårdcentralen eken"):
        page = _text(anna.get("/mottagningar", {"q": words}))
        assert NEW in page
        assert f"Tidigare {OLD}" in page
    place.rename("Barkens vårdcentral", version=1)
    page = _text(anna.get("/mottagningar", {"q": "Öster"}))
    assert f"Tidigare {NEW}, {OLD}" in page
    assert not faults(page)
    page = _text(Client().get("/katalog", {"q": "Eken"}))
    assert "Barkens vårdcentral" in page
    assert f"Tidigare {NEW}, {OLD}" in page
    assert f"Tidigare {NEW}" in _text(Client().get(f"/katalog/{place.world.unit.slug}"))
    listed = catalogue.by_slug(place.world.unit.slug)
    assert listed
    assert listed.formerly == f"{NEW}, {OLD}"
    page = _text(place.browser().get(f"/r/{made.REGION}", {"q": "Öster"}))
    assert f"Tidigare {NEW}, {OLD}" in page


def test_an_old_case_says_the_old_name_and_a_new_one_the_new(place: Place) -> None:
    old = place.world.submit()
    place.rename()
    new = place.world.submit()
    anna = place.as_browser("resident")
    page = _text(anna.get(f"/mina/arenden/{old}"))
    assert f"{OLD} (heter nu {NEW})" in page
    assert not faults(page)
    page = _text(anna.get(f"/mina/arenden/{new}"))
    assert f"{NEW} ·" in page
    assert "heter nu" not in page
    listed = _text(anna.get("/mina/arenden"))
    assert listed.count(NEW) == 1
    assert listed.count(OLD) - listed.count(NEW) == 1


def test_a_case_between_two_renamings_has_the_name_of_its_day(place: Place) -> None:
    place.rename("Mellannamnets vårdcentral")
    between = place.world.submit()
    place.rename(NEW, version=1)
    page = _text(place.as_browser("resident").get(f"/mina/arenden/{between}"))
    assert f"Mellannamnets vårdcentral (heter nu {NEW})" in page


def test_a_name_to_come_waits_for_its_day(place: Place) -> None:
    place.rename(days=3)
    found = called(place.world.unit.id)
    assert (found.name, found.planned and found.planned.name) == (OLD, NEW)
    assert regions_with_due(place.today) == []
    take_names(made.REGION)
    assert called(place.world.unit.id).name == OLD
    with as_owner():
        db.execute("update unit_planned_name set from_on = %s", [place.today])
    assert regions_with_due(place.today) == [made.REGION]
    take_names("12")
    assert called(place.world.unit.id).name == OLD, "another region's job leaves it alone"
    take_names(made.REGION)
    take_names(made.REGION)
    found = called(place.world.unit.id)
    assert (found.name, found.planned, len(found.before)) == (NEW, None, 1)
    with as_owner():
        rows = db.fetch_all(
            "select detail->'old'->>'name', detail->'new'->>'name' from audit_entry "
            "where action = %s order by id",
            [AuditEvent.UNIT_RENAMED.value],
        )
    assert rows == [(OLD, NEW), (OLD, NEW)]


def test_the_present_name_takes_a_plan_back(place: Place) -> None:
    place.rename(days=3)
    place.rename(OLD, version=1)
    found = called(place.world.unit.id)
    assert (found.name, found.planned, found.before) == (OLD, None, ())


def test_two_offices_at_once_and_one_press_twice(place: Place) -> None:
    place.rename()
    place.rename()
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    place.tokens["here"] = made.sign_in(other, "staff")
    with pytest.raises(Moved):
        place.rename("Något annat")
    assert called(place.world.unit.id).name == NEW


def _told(place: Place) -> int:
    """Return how many notices the unit's administrator has been sent."""
    with as_owner():
        rows = db.fetch_all(
            "select template from notice where recipient_id = %s", [place.world.people["admin"]]
        )
    assert set(rows) <= {("review",)}
    return len(rows)


def _first_page(place: Place) -> str:
    answer = place.as_browser("admin").get(f"/m/{place.world.unit.slug}/admin")
    text = _text(answer)
    assert answer.status_code == 200
    assert not faults(text)
    return text


def test_the_units_administrators_are_told_of_a_new_name(place: Place) -> None:
    assert "Mottagningen heter" not in _first_page(place)
    for _twice in range(2):
        place.rename(days=3)
    assert _told(place) == 1
    day = full_day(place.today + timedelta(days=3), "sv")
    assert f"Mottagningen heter {NEW} från och med {day}." in _first_page(place)
    with as_owner():
        db.execute("update unit_planned_name set from_on = %s", [place.today])
    for _twice in range(2):
        take_names(made.REGION)
    assert _told(place) == 2
    assert f"Mottagningen heter nu {NEW}. Förut: {OLD}." in _first_page(place)
    with as_owner():
        db.execute("update unit_former_name set until_at = until_at - interval '31 days'")
    assert "Mottagningen heter" not in _first_page(place)


def test_who_gives_the_name_is_not_told_of_it(place: Place) -> None:
    with as_owner():
        made.grant(place.people["here"], "unit_admin", place.world.unit)
    place.rename()
    sql = "select count(*) from notice where recipient_id = %s"
    with as_owner():
        assert db.fetch_one(sql, [place.people["here"]]) == (0,)
    assert _told(place) == 1


def test_a_new_name_that_is_refused_is_told_to_nobody(place: Place) -> None:
    with pytest.raises(BadInput):
        place.rename(days=-1)
    place.rename(OLD)
    assert _told(place) == 0


@pytest.mark.parametrize("who", ["there", "nation"])
def test_nobody_else_renames(place: Place, who: str) -> None:
    with pytest.raises(Denied):
        place.rename(who=who)
    assert place.browser(who).get(f"{place.base}/namn").status_code in {403, 404}
    assert called(place.world.unit.id).name == OLD


def test_the_database_refuses_too(place: Place) -> None:
    """A unit's administrator, and another region's office, change no name past the verb."""
    for sql in (
        "update care_unit set name = 'x' where id = %s",
        "insert into unit_former_name (id, unit_id, name, until_at) "
        "select gen_random_uuid(), id, 'x', now() from care_unit where id = %s",
    ):
        place.world.as_("admin")
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(sql, [place.world.unit.id])
    for who in ("admin", "there"):
        place.world.as_(who) if who == "admin" else place.actor(who)
        row = db.fetch_one(
            "select unit_rename(gen_random_uuid(), %s, 'x', now())", [place.world.unit.id]
        )
        assert row == (False,)
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(
                "insert into unit_planned_name (unit_id, name, from_on) values (%s, 'x', now())",
                [place.world.unit.id],
            )


def test_faults_are_told_and_what_was_typed_is_kept(place: Place) -> None:
    with as_owner():
        made.unit("Almens vårdcentral")
    office = place.browser()
    for name, day, said in (
        ("Almens  vårdcentral", str(place.today), "En annan mottagning"),
        ("", str(place.today), "Skriv vad mottagningen ska heta"),
        ("x" * 121, str(place.today), "Korta namnet"),
        ("Bra namn", "i morgon", "Skriv en dag"),
        ("Bra namn", str(place.today - timedelta(days=1)), "Välj i dag"),
        ("Bra namn", str(place.today + timedelta(days=900)), "inom ett år"),
    ):
        answer = office.post(f"{place.base}/namn", {"name": name, "from_on": day, "version": "0"})
        page = _text(answer)
        assert answer.status_code == 422, name
        assert said in page
        assert f'value="{day}"' in page or day == "i morgon"
        assert not faults(page)
    with pytest.raises(BadInput):
        place.rename("Almens vårdcentral")


def test_texts_that_say_the_old_name_are_listed_with_links(place: Place) -> None:
    unit = place.world.unit
    about = f"{OLD} ligger vid torget. {NEW} är namnet."
    admin = place.world.as_("admin")
    change_contact(
        actor=admin, unit_id=unit.id, version=0, data=ContactData("0980-319 221", "", about, "")
    )
    with as_owner():
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, "
            "stops_intake, case_type, reason_sv, reason_en) values (gen_random_uuid(), %s, %s, "
            "%s, true, true, '', 'Ring vårdcentralen\n eken', '')",
            [unit.id, place.today, place.today],
        )
    place.rename()
    page = _text(place.browser().get(f"{place.base}/namn"))
    assert "2 ställen" in page, "the text that says the new name is none"
    assert f'href="/r/{made.REGION}/mottagning/{unit.slug}"' in page
    assert "Stängt och pauser" in page
    assert not faults(page)
    eva = place.as_browser("admin")
    page = _text(eva.get(f"/m/{unit.slug}/admin/namn"))
    assert f"Texter som säger {OLD}" in page
    for link in ("kontaktuppgifter", "stangt/"):
        assert f'href="/m/{unit.slug}/admin/{link}' in page
    assert not faults(page)
    assert '<form method="post" action="/r/' not in page


def test_the_page_costs_the_same_whatever_is_found(place: Place) -> None:
    place.rename()
    office, counted = place.browser(), []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert office.get(f"{place.base}/namn").status_code == 200
        counted.append(len(found))
        with as_owner():
            db.execute("update care_unit set about_sv = %s", [f"{OLD} {number}"])
    assert counted[0] == counted[1] <= 16


def test_the_office_saves_on_the_page(place: Place) -> None:
    office = place.browser()
    answer = office.post(
        f"{place.base}/namn", {"name": NEW, "from_on": str(place.today), "version": "0"}
    )
    assert answer.status_code == 303
    page = _text(office.get(answer["Location"]))
    assert "heter så från och med nu" in page
    assert "Byt namn" in _text(office.get(f"/r/{made.REGION}/mottagning/{place.world.unit.slug}"))
