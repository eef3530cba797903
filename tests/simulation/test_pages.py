"""The pages: what a change would have done, in numbers, saving nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.cases_made import case
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.kernel import clock, db
from vardpost.simulation import form

pytestmark = pytest.mark.django_db

WEEKDAYS = "&".join(f"dag-{day}=8-16.30" for day in range(5))


class Place:
    """A unit, its administrator, its region's office and another region's."""

    def __init__(self) -> None:
        """Make them."""
        self.world: World = make()
        with as_owner():
            self.there = made.unit("Almens vårdcentral")
            for who, code in (("here", made.REGION), ("elsewhere", "12")):
                self.world.people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(self.world.people[who], "region_admin", code)
        self.tokens = {
            who: made.sign_in(self.world.people[who], "staff")
            for who in ("admin", "receiver", "here", "elsewhere")
        }
        self.page = f"/m/{self.world.unit.slug}/admin/prova"
        self.office = f"/r/{made.REGION}/enheter/{self.world.unit.slug}/prova"

    def get(self, path: str, who: str = "admin", status: int = 200) -> str:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        answer: Any = client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        page = str(answer.content.decode())
        assert not faults(page), path
        return page

    def sends(self, number: int) -> None:
        """Send cases now, by the verb."""
        for _n in range(number):
            self.world.submit()


@pytest.fixture
def place() -> Place:
    return Place()


def _changes() -> Any:
    with as_owner():
        return db.fetch_all(
            "select (select count(*) from setting_change), (select count(*) from opening_hours), "
            "(select count(*) from unit_closing), (select count(*) from intake_limit), "
            "(select sum(first_days) from unit_case_type)"
        )


def test_first_it_shows_how_it_was(place: Place) -> None:
    place.sends(2)
    page = place.get(place.page)
    assert "Så var det" in page
    assert "räknas varje svarstid fram exakt som den blev" in page
    assert "data-tried" not in page


def test_it_says_what_a_change_would_have_done_and_saves_nothing(place: Place) -> None:
    place.sends(3)
    before = _changes()
    today = clock.today().isoformat()
    page = place.get(f"{place.page}?prova=1&dag-0=8-12&eves=1&fran={today}&grans=2&langre=4")
    assert "Det här skulle ändringen ha gjort" in page
    for path in ("oppettider", "stangt", "belastning"):
        assert f'href="/m/{place.world.unit.slug}/admin/{path}"' in page
    assert "<dt>Inte kunnat skickas</dt><dd>3</dd>" in page
    assert _changes() == before
    with as_owner():
        row = db.fetch_one(
            "select detail->'changed' from audit_entry where action = 'simulation:change:try' "
            "order by id desc limit 1"
        )
    assert row is not None
    assert row[0] in (["hours", "closings", "limit"], '["hours", "closings", "limit"]')


def test_a_longer_promise_is_told_by_case_type(place: Place) -> None:
    place.sends(2)
    days = "forsta-send_message=60&slut-send_message=90"
    page = place.get(f"{place.page}?prova=1&{WEEKDAYS}&eves=1&{days}")
    assert "<dt>Fått en annan tid för första svar</dt><dd>2</dd>" in page
    assert f'href="/m/{place.world.unit.slug}/admin/arendetyper"' in page


def test_faults_are_told_and_what_was_typed_is_kept(place: Place) -> None:
    asked = "?prova=1&dag-2=nio&fran=i+g%C3%A5r&grans=m%C3%A5nga"
    asked += "&forsta-send_message=0&slut-send_message="
    page = place.get(place.page + asked, status=422)
    assert page.count('data-field="validation"') >= 5
    for text in ("nio", "i går", "många"):
        assert f'value="{text}"' in page
    place.get(f"{place.page}?prova=1&fran=2026-05-02&till=2026-05-01", status=422)
    place.get(f"{place.page}?prova=1&fran=2026-05-02&slag=stangt&typ=send_message", status=422)
    place.get(f"{place.page}?prova=1&bort=x&tid=2026-99&slag=%00&typ=%F0%9F%99%82&dag-9=8")


def test_the_region_is_told_nothing_under_five(place: Place) -> None:
    place.sends(4)
    page = place.get(place.office, "here")
    assert "&lt;5" in page
    assert ">4<" not in page
    place.sends(1)
    page = place.get(f"{place.office}?prova=1&grans=1&langre=2", "here")
    assert "<dd>5</dd>" in page
    assert "admin/belastning" not in page


def test_others_find_no_page(place: Place) -> None:
    place.get(place.office, "elsewhere", 404)
    place.get(f"/r/12/enheter/{place.world.unit.slug}/prova", "elsewhere", 404)
    place.get(f"/r/{made.REGION}/enheter/finns-inte/prova", "here", 404)
    place.get(f"/m/{place.there.slug}/admin/prova", "admin", 404)
    place.get(place.page, "receiver", 403)


def test_the_number_of_statements_does_not_grow(place: Place) -> None:
    place.sends(1)
    place.get(place.page)
    with CaptureQueriesContext(connection) as few:
        place.get(f"{place.page}?prova=1&grans=2&langre=1")
    with as_owner():
        for _n in range(30):
            case(place.world.unit, place.world.people["resident"])
    with CaptureQueriesContext(connection) as many:
        page = place.get(f"{place.page}?prova=1&grans=2&langre=1")
    assert len(many) == len(few)
    assert "Några ärenden räknas inte med." in page  # made past the verbs, with other days


def test_a_period_is_whole_days_in_sweden() -> None:
    weeks, before = form.periods(date(2026, 3, 29))
    assert (weeks.since, weeks.until) == (date(2026, 3, 2), date(2026, 3, 30))
    assert before == form.Period("2026-02", date(2026, 2, 1), date(2026, 3, 1))
    first, last = weeks.moments
    assert last - first == timedelta(days=28) or last.utcoffset() != first.utcoffset()
    assert form.period(QueryDict("tid=2026-02"), date(2026, 3, 29)) == before
