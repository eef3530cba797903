"""When a notice goes out: pure rules, and held ones together; nobody told is a warning."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from hypothesis import given
from hypothesis import strategies as some

from tests import people_made as made
from tests.cases.cases_made import case
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.units.office import Office
from vardpost.cases import jobs as timers
from vardpost.kernel import clock, db
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import new_id
from vardpost.notices.actions.choices import change_told
from vardpost.notices.actions.queue import queue, queue_for_assignee, queue_for_receivers
from vardpost.notices.actions.sending import MOST_ATTEMPTS
from vardpost.notices.actions.unit import change_unit_told
from vardpost.notices.hours import held_until, next_at, quiet
from vardpost.notices.jobs import send_event, send_held
from vardpost.notices.queries import Told, UnitTold, is_told

HOURS = some.integers(0, 23)
MOMENTS = some.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001  # made aware
    lambda one: one.replace(tzinfo=UTC)
)


@given(now=MOMENTS, hour=HOURS)
def test_the_next_hour_is_within_a_day_and_strikes(now: datetime, hour: int) -> None:
    at = next_at(now, hour)
    assert timedelta() < at - now <= timedelta(hours=25)
    # On the night in March when 2 becomes 3 there is no 2 o'clock.
    assert at.astimezone(STOCKHOLM).hour in ({hour} if hour != 2 else {2, 3})


@given(
    now=MOMENTS,
    mode=some.sampled_from(["direct", "digest"]),
    hours=some.tuples(HOURS, HOURS, HOURS),
)
def test_nothing_goes_out_in_quiet_hours(
    now: datetime, mode: str, hours: tuple[int, int, int]
) -> None:
    digest, start, end = hours
    at = held_until(now, mode, digest_hour=digest, quiet_from=start, quiet_to=end)
    if at is None:
        assert mode == "direct"
        assert not quiet(now, start, end)
    elif 2 not in {start, end}:
        assert not quiet(at, start, end)
        assert at > now


def test_quiet_hours_may_pass_midnight() -> None:
    evening = datetime(2026, 11, 27, 22, 30, tzinfo=STOCKHOLM)
    assert quiet(evening, 22, 7)
    assert not quiet(evening, 7, 22)
    assert not quiet(evening, 22, 22)


@pytest.fixture
def place() -> Office:
    office = Office()
    with as_owner():
        office.people["rut"] = made.staff(
            office.unit, "case_receiver", email="rut@region.invalid", name="Rut Lind"
        )
    office.tokens["rut"] = made.sign_in(office.people["rut"], "staff")
    return office


def sent() -> list[tuple[str, str]]:
    return [(one.to[0], one.body.split("\n")[0]) for one in mail.outbox]


def arrives(place: Office, template: str = "new_case") -> UUID:
    key = new_id()
    actor = place.enter("eva")
    queue_for_receivers(
        actor, event_key=key, template=template, region_id="14", unit_id=place.unit.id
    )
    send_event("14", event=str(key), template=template)
    return key


def due() -> None:
    with as_owner():
        db.execute("update notice set held_until = %s where held_until is not null", [clock.now()])
    send_held("14")


@pytest.mark.django_db
def test_a_digest_is_one_letter_and_an_empty_one_is_none(place: Office) -> None:
    change_told(actor=place.enter("rut"), new=Told(new_case="digest"), language="sv")
    arrives(place)
    arrives(place)
    assert sent() == []
    due()
    assert sent() == [
        ("rut@region.invalid", "Det finns något nytt att fördela. Logga in för att läsa.")
    ]
    due()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_digest_outlives_a_mail_server_that_is_away_for_a_night(
    place: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_told(actor=place.enter("rut"), new=Told(new_case="digest"), language="sv")
    arrives(place)
    began = next_at(clock.now(), 8)

    def away(_self: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
        for minutes in range(0, 12 * 60, 5):
            with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
                send_held("14")
    with as_owner():
        ((attempts, given_up),) = db.fetch_all("select attempts, settled_at from notice")
    assert given_up is None
    assert 1 < attempts < MOST_ATTEMPTS
    with time_machine.travel(began + timedelta(days=2), tick=False):
        send_held("14")
    assert [to for to, _ in sent()] == ["rut@region.invalid"]


@pytest.mark.django_db
def test_different_news_are_told_as_more_than_one(place: Office) -> None:
    digest = Told(new_case="digest", reminder="digest")
    change_told(actor=place.enter("rut"), new=digest, language="en")
    arrives(place)
    arrives(place, "reminder")
    due()
    assert sent()[0][1].startswith("There is more than one piece of news")


@pytest.mark.django_db
def test_off_is_off_even_for_what_was_held(place: Office) -> None:
    change_told(actor=place.enter("rut"), new=Told(new_case="digest"), language="sv")
    arrives(place)
    change_told(actor=place.enter("rut"), new=Told(new_case="off"), language="sv")
    arrives(place)
    due()
    assert sent() == []
    with as_owner():
        assert db.fetch_all("select distinct last_error from notice") == [("not_wanted",)]


@pytest.mark.django_db
def test_a_shared_mailbox_is_told_as_the_unit_chose(place: Office) -> None:
    told = UnitTold(mailbox="brevlada@region.invalid", replied="direct", unassigned="off")
    change_unit_told(actor=place.enter("eva"), unit_id=place.unit.id, version=0, new=told)
    arrives(place)
    assert {to for to, _ in sent()} == {"rut@region.invalid", "brevlada@region.invalid"}
    mail.outbox.clear()
    key = new_id()
    queue_for_assignee(
        place.enter("eva"),
        event_key=key,
        template="replied",
        region_id="14",
        unit_id=place.unit.id,
        person_id=place.people["responder"],
    )
    send_event("14", event=str(key), template="replied")
    assert [to for to, _ in sent()] == ["brevlada@region.invalid"]


@pytest.mark.django_db
def test_nobody_told_is_a_warning(place: Office) -> None:
    assert is_told(place.unit.id)
    eva = place.browser("eva")
    change_told(actor=place.enter("rut"), new=Told(new_case="off"), language="sv")
    assert not is_told(place.unit.id)
    assert "Ingen får avisering om nya ärenden" in text(eva.get(place.url()))
    page = eva.get(place.url("/aviseringar"))
    assert "be minst två ärendemottagare" in text(page)
    form = {
        **dict.fromkeys(("new_case", "unassigned", "reminder", "replied"), "direct"),
        **dict.fromkeys(("digest_hour", "quiet_from", "quiet_to"), "7"),
        "version": "0",
        "unassigned_hours": "6",
        "remind_hours": "x",
        "mailbox": "inte",
    }
    wrong = eva.post(place.url("/aviseringar"), form)
    assert wrong.status_code == 422
    assert 'value="inte"' in wrong.content.decode()
    right = form | {"remind_hours": "3", "mailbox": "brevlada@region.invalid"}
    assert eva.post(place.url("/aviseringar"), right).status_code == 303
    assert is_told(place.unit.id)


@pytest.mark.django_db
def test_a_case_left_undistributed_is_told_once_in_open_hours(place: Office) -> None:
    week = [(day, "00:00", "23:59") for day in range(7)]
    with as_owner():
        for weekday, opens, closes in week:
            db.execute(
                "insert into opening_hours (unit_id, weekday, opens, closes) values (%s,%s,%s,%s)",
                [place.unit.id, weekday, opens, closes],
            )
        db.execute("update care_unit set closed_on_eves = false where id = %s", [place.unit.id])
        someone = made.person()
        now = clock.now()
        old = case(place.unit, someone, submitted_at=now - timedelta(days=9))
        case(place.unit, someone, submitted_at=now - timedelta(hours=2))
        case(
            place.unit,
            someone,
            "assigned",
            place.people["responder"],
            submitted_at=now - timedelta(days=9),
        )
    for _ in range(2):
        timers.unassigned("14")
    with as_owner():
        assert db.fetch_all("select case_id from case_history where event = 'unassigned'") == [
            (old,)
        ]
        assert db.fetch_all("select template, recipient_id from notice") == [
            ("unassigned", place.people["rut"])
        ]


@pytest.mark.django_db
def test_staff_choose_on_their_own_page(place: Office) -> None:
    rut = place.browser("rut")
    form = {
        **dict.fromkeys(("new_case", "unassigned", "reminder", "replied"), "digest"),
        "assigned": "off",
        "digest_hour": "6",
        "quiet_from": "22",
        "quiet_to": "7",
        "language": "en",
    }
    assert rut.post("/jag/installningar", form | {"new_case": "ibland"}).status_code == 422
    assert rut.post("/jag/installningar", form).status_code == 303
    page = rut.get("/jag/installningar").content.decode()
    assert '<option value="6" selected>' in page
    key = new_id()
    queue(
        place.enter("eva"),
        event_key=key,
        template="assigned",
        region_id="14",
        recipients=[place.people["rut"]],
    )
    send_event("14", event=str(key), template="assigned")
    assert sent() == []
