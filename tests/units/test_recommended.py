"""Recommended units: a region's list, checked line by line; shown to those whom a unit admits."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope
from vardpost.units.actions.recommended import recommend
from vardpost.units.catchment import Someone
from vardpost.units.queries.recommended import MOST, recommended_at, suggestions, suggestions_for

ELSEWHERE = "12"
TODAY = clock.today()
SKOVDE, MARK = "1496", "1463"
BASE = f"/r/{made.REGION}/rekommenderade"


class Place:
    """A region's office and another's; two units of the region that admit everybody, one far."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            self.unit = self.world.unit
            self.second = made.unit("Almen")
            self.far = made.unit("Fjärran", ELSEWHERE)
            db.execute("delete from catchment_row")
            for unit in (self.unit, self.second, self.far):
                self.admit(unit)
            people = {}
            for who, code in (("here", made.REGION), ("there", ELSEWHERE)):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
            people["nation"] = made.staff(None, name="Nora Lund")
            made.grant(people["nation"], "national_office", None)
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}

    def admit(self, unit: made.Unit, first: int = 0) -> None:
        db.execute(
            "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, '', %s, 199)",
            [unit.id, first],
        )

    def actor(self, who: str = "here") -> Actor:
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "here") -> Client:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def resident(self, lives: str = SKOVDE) -> Client:
        with as_owner():
            db.execute(
                "update person set municipality_code = %s where id = %s",
                [lives, self.world.people["resident"]],
            )
        self.world.as_("resident")
        client = Client()
        client.cookies["session"] = self.world.tokens["resident"]
        return client

    def recommend(
        self, *units: made.Unit, version: int = 0, municipality: str = "", who: str = "here"
    ) -> int:
        return recommend(
            actor=self.actor(who),
            region_id=made.REGION,
            municipality=municipality,
            version=version,
            units=[unit.id for unit in units],
        )

    def hsa(self, unit: made.Unit) -> str:
        row = db.fetch_one("select hsa_id from care_unit where id = %s", [unit.id])
        assert row
        return str(row[0])


def someone(lives: str = SKOVDE, born: date = date(1980, 5, 1), **other: bool) -> Someone:
    return Someone(born, "woman", lives, lives[:2], id=UUID(int=1), **other)


def names(*people: Someone) -> list[str]:
    return [one.name for one in suggestions(people, TODAY)]


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def test_residents_see_what_their_region_recommends(place: Place) -> None:
    assert place.recommend(place.second) == 1
    client = place.resident()
    for path in ("/mina", "/mottagningar"):
        page = client.get(path).content.decode()
        assert "Västra Götalandsregionen rekommenderar de här mottagningarna" in page
        assert f'<a href="/mottagningar/{place.second.slug}">Almen</a>' in page
        assert not faults(page)
    assert "rekommenderar" not in client.get("/mottagningar?q=Almen").content.decode()
    assert place.recommend(version=1) == 0
    assert "rekommenderar" not in place.resident().get("/mina").content.decode()


def test_the_own_municipality_comes_first_and_no_others(place: Place) -> None:
    place.recommend(place.second)
    place.recommend(place.unit, municipality=MARK)
    assert names(someone(MARK)) == ["Vårdcentralen Eken", "Almen"]
    assert names(someone(SKOVDE)) == ["Almen"]
    assert names(someone("1280")) == []


def test_nobody_is_shown_a_unit_that_is_not_for_her(place: Place) -> None:
    place.recommend(place.second)
    with as_owner():
        db.execute("delete from catchment_row where unit_id = %s", [place.second.id])
        place.admit(place.second, 65)
    assert names(someone()) == []
    assert names(someone(born=date(1940, 1, 1))) == ["Almen"]
    # To each the region where she lives recommends, however others in the family fit.
    assert names(someone(), someone("1280", date(1940, 1, 1))) == []


@pytest.mark.parametrize("born", [date(1960, 2, 29), date(1961, 11, 28), TODAY])
def test_the_register_and_what_is_known_say_the_same(place: Place, born: date) -> None:
    place.recommend(place.second)
    place.recommend(place.unit, municipality=SKOVDE)
    with as_owner():
        db.execute("delete from catchment_row where unit_id = %s", [place.second.id])
        place.admit(place.second, 65)
        who = place.world.people["resident"]
        for protected in (False, True):
            db.execute(
                "update person set municipality_code = %s, birth_date = %s, protected = %s "
                "where id = %s",
                [SKOVDE, born, protected, who],
            )
            known = Someone(born, "woman", SKOVDE, made.REGION, protected)
            for day in (TODAY, date(2025, 2, 28), date(2025, 3, 1)):
                assert suggestions_for([who], day) == suggestions([known], day)


def test_nothing_tells_where_a_protected_person_lives(place: Place) -> None:
    place.recommend(place.second)
    assert names(someone(protected=True)) == []


@pytest.mark.parametrize(
    "sql",
    [
        "insert into unit_ending (unit_id, state, freezes_on, closes_on) "
        "values (%s, 'announced', current_date - 1, current_date + 20)",
        "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
        "case_type, reason_sv, reason_en) values (gen_random_uuid(), %s, current_date - 1, "
        "current_date + 1, false, true, '', 'Semester', '')",
        "update care_unit set live = false where id = %s",
    ],
)
def test_a_unit_that_takes_no_cases_is_never_shown(place: Place, sql: str) -> None:
    place.recommend(place.second)
    assert names(someone()) == ["Almen"]
    with as_owner():
        db.execute(sql, [place.second.id])
    assert names(someone()) == []
    assert not any(one.shown for one in recommended_at(made.REGION, "", TODAY))


def test_a_freeze_to_come_and_a_stop_of_one_kind_change_nothing(place: Place) -> None:
    place.recommend(place.second)
    with as_owner():
        db.execute(
            "insert into unit_ending (unit_id, state, freezes_on, closes_on) "
            "values (%s, 'announced', %s, %s)",
            [place.second.id, TODAY + timedelta(days=1), TODAY + timedelta(days=20)],
        )
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
            "case_type, reason_sv, reason_en) values (gen_random_uuid(), %s, %s, %s, false, true, "
            "'send_message', 'Semester', '')",
            [place.second.id, TODAY, TODAY],
        )
    assert names(someone()) == ["Almen"]


def test_a_unit_that_is_open_no_longer_is_on_no_list(place: Place) -> None:
    place.recommend(place.second, place.unit)
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [place.second.id])
        db.execute("update care_unit set live = true where id = %s", [place.second.id])
    assert names(someone()) == ["Vårdcentralen Eken"]


def test_only_the_region_recommends_and_only_its_own_units(place: Place) -> None:
    assert place.recommend(place.second, place.far) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into unit_recommended (id, region_id, unit_id) values (%s, %s, %s)",
            [new_id(), made.REGION, place.far.id],
        )
    for who in ("there", "nation"):
        with pytest.raises(Denied):
            place.recommend(place.second, version=1, who=who)
        assert place.browser(who).get(BASE).status_code in {403, 404}
    with pytest.raises(NotFound):
        place.recommend(place.second, municipality="1280")
    assert place.browser().get(f"{BASE}/1280").status_code == 404


def test_each_change_is_kept_in_history_and_ledger(place: Place) -> None:
    place.recommend(place.second)
    place.recommend(place.unit, version=1)
    row = db.fetch_one(
        "select old::text, new::text from setting_change where kind = 'units:recommended' "
        "and version = 2"
    )
    assert row
    assert place.hsa(place.second) in row[0]
    assert place.hsa(place.unit) in row[1]
    with as_owner():
        rows = db.fetch_all(
            "select detail::text from audit_entry where action = %s order by id",
            [AuditEvent.UNIT_RECOMMENDED.value],
        )
    assert len(rows) == 2
    assert place.hsa(place.second) in rows[1][0]


def test_two_at_once_and_the_same_press_twice(place: Place) -> None:
    place.recommend(place.second)
    assert place.recommend(place.second) == 1
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    place.tokens["here"] = made.sign_in(other, "staff")
    with pytest.raises(Moved):
        place.recommend(place.unit)
    pasted = {"lista": place.hsa(place.unit), "version": "0", "steg": "spara"}
    answer = place.browser().post(f"{BASE}/alla", pasted)
    assert answer.status_code == 409
    assert place.hsa(place.unit) in answer.content.decode()


def test_the_list_is_checked_line_by_line_before_it_is_kept(place: Place) -> None:
    client, good, far = place.browser(), place.hsa(place.second), place.hsa(place.far)
    page = client.get(BASE).content.decode()
    assert "Alla invånare i regionen" in page
    assert f'href="{BASE}/{SKOVDE}"' in page
    assert not faults(page)
    pasted = f" {good.lower()} ;Almen\n{good}\nfel\n{far}"
    for step in ({}, {"steg": "spara"}):
        answer = client.post(f"{BASE}/alla", {"lista": pasted, "version": "0", **step})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "2 rader har fel" in page
        assert "fel\n" in page, "what was pasted is kept"
        assert not faults(page)
    assert recommended_at(made.REGION, "") == []
    checked = client.post(f"{BASE}/alla", {"lista": good, "version": "0"}).content.decode()
    assert "Nya mottagningar: 1" in checked
    assert recommended_at(made.REGION, "") == []
    answer = client.post(f"{BASE}/alla", {"lista": good, "version": "0", "steg": "spara"})
    assert answer["Location"] == f"{BASE}?sparat=1"
    page = client.get(f"{BASE}/alla").content.decode()
    assert f"{good}; Almen" in page
    emptied = client.post(f"{BASE}/alla", {"lista": "", "version": "1"}).content.decode()
    assert "Listan är tom" in emptied
    assert "1 mottagning rekommenderas inte längre" in emptied
    client.post(f"{BASE}/alla", {"lista": "", "version": "1", "steg": "spara"})
    assert recommended_at(made.REGION, "") == []


def test_a_list_that_is_too_long_is_told(place: Place) -> None:
    many = "\n".join(f"SE2321000016-{number:04}" for number in range(MOST + 1))
    for text in (many, "x" * 50_000):
        answer = place.browser().post(f"{BASE}/alla", {"lista": text, "version": "0"})
        assert answer.status_code == 422
        assert "för lång" in answer.content.decode()
    with pytest.raises(BadInput):
        recommend(
            actor=place.actor(), region_id=made.REGION, municipality="", version=0,
            units=[new_id() for _ in range(MOST + 1)],
        )  # fmt: skip
