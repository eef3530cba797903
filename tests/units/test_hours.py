"""Opening hours and closings: typed a line a day, counted in the promise, told to residents."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.staff_http import browser, text, world
from tests.database import as_owner
from tests.units.office import Office
from vardpost.cases.promise import Opening
from vardpost.cases.queries.intake import standing, waiting
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Moved
from vardpost.kernel.ids import new_id
from vardpost.units.actions.closings import change_limit, keep_closing
from vardpost.units.actions.hours import change_hours
from vardpost.units.actions.settings import read_history, restore
from vardpost.units.forms import hours as form
from vardpost.units.queries import HOURS, unit_week
from vardpost.units.queries.checklist import standing as checklist
from vardpost.units.queries.hours import week_hours
from vardpost.units.values import ClosingData, LimitData, WeekHours

pytestmark = pytest.mark.django_db
OFFICE_DAY = (("08:00", "16:30"),)
OFFICE_WEEK = WeekHours((OFFICE_DAY,) * 5 + ((), ()))


def parsed(line: str) -> WeekHours:
    posted = QueryDict(mutable=True)
    posted["dag-0"] = line
    return form.parse(posted)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("8-16.30", (("08:00", "16:30"),)),
        ("13–16:30, 8.15 – 12", (("08:15", "12:00"), ("13:00", "16:30"))),
        ("8-12 och 13-17; 18-20", (("08:00", "12:00"), ("13:00", "17:00"), ("18:00", "20:00"))),
        ("kl. 0800–1630", (("08:00", "16:30"),)),
        ("17-24, 0–7", (("00:00", "07:00"), ("17:00", "23:59"))),
        ("Dygnet runt", (("00:00", "23:59"),)),
        ("stängt", ()),
        ("", ()),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, expected: object) -> None:
    assert parsed(line).days[0] == expected


@pytest.mark.parametrize(
    "line",
    [
        *("8", "8-25", "8-24.30", "16-8", "8-12, 11-14", "8-8", "åtta", "٨-١٢"),
        "1-2,3-4,5-6,7-8,9-10,11-12,13-14",
    ],
)
def test_what_cannot_be_read_is_told_at_the_day(line: str) -> None:
    with pytest.raises(BadInput) as told:
        parsed(line)
    assert set(told.value.errors) == {"dag-0"}


@given(line=some.text(max_size=40))
def test_any_line_is_read_or_told(line: str) -> None:
    try:
        day = parsed(line).days[0]
    except BadInput:
        return
    moments = [moment for period in day for moment in period]
    assert moments == sorted(set(moments))


def test_a_night_is_told_how_to_be_written() -> None:
    with pytest.raises(BadInput) as told:
        parsed("22-06")
    assert "Skriv till 24 den dagen och från 0 nästa dag" in told.value.errors["dag-0"]


@given(hours=some.lists(some.integers(0, 96), unique=True, max_size=8).map(sorted))
def test_what_is_shown_is_read_back_the_same(hours: list[int]) -> None:
    clocks = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in hours if quarter < 96]
    clocks += ["23:59"] if 96 in hours else []
    day = tuple(zip(clocks[::2], clocks[1::2], strict=False))
    week = WeekHours((day,) + ((),) * 6)
    shown: Any = form.shown(week)["days"]
    assert parsed(shown[0]).days[0] == day


def test_hours_are_kept_once_and_put_back(office: Office) -> None:
    actor = office.enter("eva")
    change_hours(actor=actor, unit_id=office.unit.id, version=0, hours=OFFICE_WEEK)
    change_hours(actor=actor, unit_id=office.unit.id, version=0, hours=OFFICE_WEEK)
    later = WeekHours(((("09:00", "12:00"),),) + ((),) * 6, closed_on_eves=False)
    with pytest.raises(Moved):
        change_hours(actor=office.enter("ulf"), unit_id=office.unit.id, version=0, hours=later)
    actor = office.enter("eva")
    change_hours(actor=actor, unit_id=office.unit.id, version=1, hours=later)
    assert week_hours(office.unit.id) == later
    newest = read_history(actor=actor, unit_id=office.unit.id)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=2)
    assert week_hours(office.unit.id) == OFFICE_WEEK
    assert [str(day[0][0]) for day in unit_week(office.unit.id)[0] if day] == ["08:00:00"] * 5


def closing(first: date, last: date, **more: Any) -> ClosingData:
    given_: dict[str, Any] = {
        "stops_clock": True,
        "stops_intake": False,
        "case_type": "",
        "reason_sv": "Semester",
    }
    return ClosingData(
        starts_on=first.isoformat(),
        ends_on=last.isoformat(),
        reason_en="",
        **({"alternative": None} | given_ | more),
    )


def opening(office: Office) -> Opening:
    row = db.fetch_one(
        f"select {HOURS}, u.closed_on_eves from care_unit u where u.id = %s", [office.unit.id]
    )
    assert row
    return Opening(row[0], row[1])


def test_closed_days_do_not_count_in_the_promise(office: Office) -> None:
    # A Monday in August, which has no holidays, of the next year: closings long past are left out.
    august = date(clock.now().year + 1, 8, 1)
    monday = datetime.combine(august + timedelta(days=-august.weekday() % 7), time(7), UTC)

    def day(number: int) -> date:
        return monday.date() + timedelta(days=number)

    actor = office.enter("eva")
    change_hours(actor=actor, unit_id=office.unit.id, version=0, hours=OFFICE_WEEK)
    assert opening(office).due(monday, 1).date() == day(1)
    data = closing(day(1), day(4))
    keep_closing(actor=actor, unit_id=office.unit.id, closing_id=new_id(), version=0, data=data)
    assert opening(office).due(monday, 1).date() == day(7)
    with as_owner():
        db.execute(
            "insert into region_day (region_id, day, name) values ('14', %s, 'Dag')", [day(7)]
        )
    assert opening(office).due(monday, 1).date() == day(8)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (closing(date(2026, 8, 4), date(2026, 8, 3)), "ends_on"),
        (closing(date(2026, 1, 1), date(2026, 12, 1)), "ends_on"),
        (closing(date(2026, 8, 4), date(2026, 8, 5), stops_clock=False), "stops_clock"),
        (closing(date(2026, 8, 4), date(2026, 8, 5), case_type="advice"), "case_type"),
        (closing(date(2026, 8, 4), date(2026, 8, 5), alternative=str(new_id())), "alternative"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, data: ClosingData, field: str) -> None:
    with pytest.raises(BadInput) as told:
        keep_closing(
            actor=office.enter("eva"),
            unit_id=office.unit.id,
            closing_id=new_id(),
            version=0,
            data=data,
        )
    assert set(told.value.errors) == {field}


def test_days_that_are_over_are_not_planned_but_what_was_can_be_put_back(office: Office) -> None:
    today = clock.today()
    key, actor = new_id(), office.enter("eva")
    over = closing(today - timedelta(days=9), today - timedelta(days=3))
    with pytest.raises(BadInput) as told:
        keep_closing(actor=actor, unit_id=office.unit.id, closing_id=key, version=0, data=over)
    assert set(told.value.errors) == {"ends_on"}
    with as_owner():
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
            "case_type, reason_sv, reason_en) values (%s, %s, %s, %s, true, false, '', 'x', '')",
            [key, office.unit.id, over.starts_on, over.ends_on],
        )
    actor = office.enter("eva")
    keep_closing(actor=actor, unit_id=office.unit.id, closing_id=key, version=0, data=over)
    keep_closing(actor=actor, unit_id=office.unit.id, closing_id=key, version=1, data=None)
    gone = read_history(actor=actor, unit_id=office.unit.id)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=gone.id, version=2)


def test_a_closing_of_another_unit_is_out_of_reach(office: Office) -> None:
    today = clock.now().date()
    key = new_id()
    neighbour = office.enter("next door", office.other.slug)
    data = closing(today, today)
    keep_closing(actor=neighbour, unit_id=office.other.id, closing_id=key, version=0, data=data)
    eva = office.browser("eva")
    keep_closing(
        actor=office.enter("eva"), unit_id=office.unit.id, closing_id=key, version=0, data=None
    )
    page = eva.get(office.url(f"/stangt/{key}"))
    assert "Semester" not in text(page)
    with as_owner():
        assert db.fetch_all("select unit_id from unit_closing") == [(office.other.id,)]


def resident(place: Any) -> tuple[Client, str]:
    with as_owner():
        slug = db.fetch_one("select slug from care_unit where id = %s", [place.unit.id])
    assert slug
    return browser(place, "resident").client, f"/mottagningar/{slug[0]}"


def test_residents_are_told_and_stopped_without_losing_a_word() -> None:
    place = world()
    client, address = resident(place)
    first = client.post(f"{address}/skicka-meddelande")
    assert first.status_code == 303
    today = clock.today()
    with as_owner():
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
            "case_type, reason_sv, reason_en) values (%s, %s, %s, %s, false, true, 'send_message', "
            "'Vår läkare är borta', '')",
            [new_id(), place.unit.id, today, today + timedelta(days=2)],
        )
    assert "Tar inte emot nya ärenden till och med" in text(client.get(address))
    page = text(client.get(f"{address}/skicka-meddelande"))
    assert "Vår läkare är borta" in page
    assert "Ditt utkast finns kvar" in page
    assert client.post(f"{address}/skicka-meddelande").status_code == 409
    assert client.get(f"{address}/radgivning").status_code in {200, 404}


def test_a_limit_makes_the_promise_longer_and_says_so(office: Office) -> None:
    today = clock.today()
    with as_owner():
        someone = made.person()
        for _ in range(2):
            cases_made.case(office.unit, someone, "submitted")
    actor = office.enter("eva")
    data = LimitData(3, 2, None)
    change_limit(actor=actor, unit_id=office.unit.id, version=0, data=data)
    assert standing(office.unit.id, today).extra_days == 0
    change_limit(
        actor=actor, unit_id=office.unit.id, version=1, data=LimitData(2, 2, str(office.other.id))
    )
    now = standing(office.unit.id, today)
    assert now.extra_days == 2
    assert now.instead is not None
    assert now.instead.slug == office.other.slug
    with pytest.raises(BadInput):
        change_limit(actor=actor, unit_id=office.unit.id, version=2, data=LimitData(2, 0, None))


def test_pages_keep_and_tell(office: Office) -> None:
    eva = office.browser("eva")
    wrong = eva.post(office.url("/oppettider"), {"version": "0", "dag-0": "8-", "dag-1": "8–12"})
    assert wrong.status_code == 422
    assert 'value="8–12"' in wrong.content.decode()
    right = {"version": "0", "eves": "1", **{f"dag-{n}": "8–16.30" for n in range(5)}}
    assert eva.post(office.url("/oppettider"), right).status_code == 303
    assert week_hours(office.unit.id) == OFFICE_WEEK
    monday = {"version": "1", "dag-0": "9–12", "dag-5": "10–14", "vardagar": "1"}
    copied = eva.post(office.url("/oppettider"), monday)
    assert copied.status_code == 200
    assert copied.content.decode().count('value="9–12"') == 5
    assert copied.content.decode().count('value="10–14"') == 1
    assert "Måndagens tider är ifyllda" in text(copied)
    assert week_hours(office.unit.id) == OFFICE_WEEK
    new = eva.get(office.url("/stangt/ny"))
    day = clock.now().date().isoformat()
    form_ = {"version": "0", "starts_on": day, "ends_on": day, "what": "closed"}
    missing = eva.post(new.headers["Location"], form_)
    assert missing.status_code == 422
    assert "Skriv varför" in text(missing)
    kept = eva.post(new.headers["Location"], form_ | {"reason_sv": "Julstängt\u202e"})
    assert kept.status_code == 422
    for _ in range(2):
        done = eva.post(new.headers["Location"], form_ | {"reason_sv": "Julstängt"})
        assert done.status_code == 303
    assert text(eva.get(office.url("/stangt"))).count("Julstängt") == 1
    gone = eva.post(new.headers["Location"], {"version": "1", "ta_bort": "1"})
    assert gone.status_code == 303
    assert "Julstängt" not in text(eva.get(office.url("/stangt")))
    assert "Julstängt" in text(eva.get(office.url("/historik")))


def test_a_limit_is_kept_told_with_how_many_wait_and_taken_away(office: Office) -> None:
    eva, page = office.browser("eva"), office.url("/belastning")
    assert "Just nu väntar inget ärende" in text(eva.get(page))
    with as_owner():
        for _ in range(2):
            cases_made.case(office.unit, made.person(), "submitted")
    wrong = {"version": "0", "most_waiting": "x", "extra_days": "2"}
    assert eva.post(page, wrong).status_code == 422
    alone = eva.post(page, {"version": "0", "extra_days": "3"})
    assert alone.status_code == 422
    assert 'value="3"' in alone.content.decode()
    assert eva.post(page, wrong | {"most_waiting": "2"}).status_code == 303
    reached = text(eva.get(page))
    assert "Just nu väntar 2 ärenden på ett första svar" in reached
    assert "Gränsen är nådd" in reached
    assert eva.post(page, {"version": "1", "most_waiting": "9", "ta_bort": "1"}).status_code == 303
    assert "Mottagningen har ingen gräns" in text(eva.get(page))


def test_how_many_wait_is_told_to_those_who_run_the_unit_alone(office: Office) -> None:
    with as_owner():
        cases_made.case(office.unit, made.person(), "submitted")
    office.enter("eva")
    assert waiting(office.unit.id, 5) == 1
    assert waiting(office.other.id, 5) is None


def test_each_save_says_what_is_next_until_the_unit_can_receive(office: Office) -> None:
    eva = office.browser("eva")
    right = {"version": "0", **{f"dag-{n}": "8–16.30" for n in range(5)}}
    assert eva.post(office.url("/oppettider"), right).status_code == 303
    assert "Nästa steg" not in text(eva.get(office.url("/oppettider")))
    told = eva.get(office.url("/oppettider?sparat=1"))
    first = next(point for point, done in checklist(office.unit.id) if not done and point.needed)
    assert f"Nästa steg: {first.title}" in text(told)
    assert f'href="{office.url("/" + first.place)}"' in told.content.decode()
    with as_owner():
        db.execute("update care_unit set phone = '0980-319 201' where id = %s", [office.unit.id])
    after = next(point for point, done in checklist(office.unit.id) if not done and point.needed)
    assert after != first
    assert after.title in text(eva.get(office.url("/oppettider?sparat=1")))


def test_an_operator_closes_a_region_for_a_day() -> None:
    out = StringIO()
    for _ in range(2):
        call_command("region_days", "14", "--add", "2027-05-07", "Klämdag", stdout=out)
    call_command("region_days", "14", "--json", stdout=out)
    assert out.getvalue().splitlines()[-1] == (
        '{"region": "14", "days": [{"day": "2027-05-07", "name": "Klämdag"}]}'
    )
    with as_owner():
        found = db.fetch_all(
            "select actor_kind, region_id from audit_entry where action = 'units:region:edit'"
        )
    assert found == [("system", "14")]
    call_command("region_days", "14", "--remove", "2027-05-07", stdout=out)
    with pytest.raises(CommandError):
        call_command("region_days", "99", "--add", "2027-05-07", "x", stdout=out)
    with pytest.raises(CommandError):
        call_command("region_days", "14", "--add", "i morgon", "x", stdout=out)
