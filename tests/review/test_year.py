"""The yearly report: what was planned and done, in numbers without names, for unit and region."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.review.test_reviews import mark, sample
from tests.review.world import World
from vardpost.kernel import clock, db
from vardpost.kernel.ids import new_id
from vardpost.review.actions.close import close_review, escalate
from vardpost.review.actions.question import ask
from vardpost.review.actions.year import read_year
from vardpost.review.plan import Plan
from vardpost.review.queries import year as queries
from vardpost.review.queries.year import Done
from vardpost.review.year import planned
from vardpost.review.year_words import document, sections

pytestmark = pytest.mark.django_db
YEAR = clock.now().astimezone(clock.STOCKHOLM).year
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ONE = Done("sample", date(2026, 1, 1), date(2026, 1, 31), NOON, None, "", date(2026, 2, 14),
           5, 5, 0, 0, 0, frozenset())  # fmt: skip


def closed(on: date, first: date, last: date) -> Done:
    moment = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return replace(ONE, from_on=first, to_on=last, closed_at=moment, outcome="done")


def lines(told: Any) -> dict[tuple[str, str], str]:
    return {(one.title, word): value for one in sections(told) for word, value in one.rows}


def report(world: World, who: str = "gun") -> Any:
    return read_year(actor=world.as_(who), unit_id=world.unit.id, year=YEAR)


# --- against the plan ---


def test_each_period_of_the_plan_is_done_late_or_missing() -> None:
    found = [
        closed(date(2026, 2, 10), date(2026, 1, 1), date(2026, 1, 31)),
        closed(date(2026, 4, 2), date(2026, 2, 1), date(2026, 2, 28)),
        replace(ONE, from_on=date(2026, 3, 1), to_on=date(2026, 3, 31)),  # never closed
        replace(closed(date(2026, 5, 2), date(2026, 4, 1), date(2026, 4, 30)), outcome="cancelled"),
    ]
    told = planned(Plan(due_days=14), found, 2026, date(2026, 6, 20))
    assert [one.state for one in told] == ["done", "late", "missing", "missing", "missing"]
    assert told[1].due_on == date(2026, 3, 15)
    # In the year after, December's too.
    whole = planned(Plan(), found, 2026, date(2027, 2, 1))
    assert len(whole) == 12
    assert whole[-1].to_on == date(2026, 12, 31)
    assert len(planned(Plan(months=5), found, 2026, date(2027, 2, 1))) == 2
    quarter = closed(date(2026, 4, 9), date(2026, 1, 1), date(2026, 3, 31))
    assert [one.state for one in planned(Plan(months=3), [quarter], 2026, date(2026, 5, 1))] == [
        "done"
    ]


# --- a unit's own ---


def busy(world: World) -> UUID:
    """Review three entries: two are right, one is suspected and explained."""
    for _number in range(3):
        world.log()
    review = sample(world)
    mark(world, review, 1)
    mark(world, review, 2)
    question = new_id()
    ask(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, place=3,
        question_id=question, text="Varför?")  # fmt: skip
    world.browser("rut").post(f"/jag/fragor/{question}", {"text": "Jag fördelade."})
    version = world.rows("select version from review_item where place = 3")[0][0]
    mark(world, review, 3, "breach", version=version, comment="Ingen orsak")
    escalate(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review,
             escalation_id=new_id(), note="")  # fmt: skip
    close_review(actor=world.as_("gun"), unit_id=world.unit.id, review_id=review, conclusion="")
    return review


def signal(
    world: World, who: str = "rut", rule: str = "own", unit: made.Unit | None = None
) -> None:
    with as_owner():
        db.execute(
            "insert into review_signal (id, region_id, unit_id, entry_id, entry_at, person_id, "
            "person_name, action, object_id, residents, rule, count, found_at) values "
            "(%s, %s, %s, %s, %s, %s, '', 'cases:case:read', '', 1, %s, 1, %s)",
            [new_id(), made.REGION, (unit or world.unit).id, new_id(), clock.now(),
             world.people[who], rule, clock.now()],
        )  # fmt: skip


def test_what_was_done_in_numbers(world: World) -> None:
    busy(world)
    signal(world)
    signal(world, "ida")
    told = lines(report(world))
    assert told["Granskningar som började under året", "Stickprov"] == "1"
    assert told["Granskningar som började under året", "Avslutade"] == "1"
    assert told["Stickprov mot planen", "Granskade poster i stickprov"] == "3"
    assert [told["Bedömningar", word] for word in ("Poster", "OK", "Misstänkt intrång")] == [
        "3", "2", "1",
    ]  # fmt: skip
    assert told["Förklaringar från personal", "Ställda"] == "1"
    assert told["Förklaringar från personal", "Besvarade"] == "1"
    assert told["Förklaringar från personal", "Hälften besvarade inom"] == "1 min"
    assert told["Misstänkta intrång", "Meddelat regionen"] == "1 gång"
    assert told["Signaler, efter regel", "Eget, barns eller förälders ärende"] == (
        "2, varav 0 granskade"
    )
    assert told["Granskare", "Granskare i dag"] == "2"
    assert told["Granskare", "Har bedömt något under året"] == "1"


def alarm(world: World, who: str, minutes: int | None, rule: str = "mass_reading") -> None:
    """Plant an alarm about somebody, closed after so many minutes, or open."""
    ended = minutes is not None
    with as_owner():
        db.execute(
            "insert into review_alarm (id, region_id, unit_id, rule, person_id, person_name, "
            "residents, entries, first_at, last_at, opened_at, version, closed_at, closed_by_id, "
            "outcome, comment) select %s, %s, %s, %s, %s, '', 1, 1, at, at, at, 1, "
            "at + make_interval(mins => %s), %s, %s, %s from (select %s::timestamptz as at) x",
            [new_id(), made.REGION, world.unit.id, rule, world.people[who], minutes,
             new_id() if ended else None, "closed" if ended else "", "Remiss" if ended else "",
             clock.now() - timedelta(hours=2)],
        )  # fmt: skip


def test_alarms_of_the_year_by_rule_and_how_fast_they_were_closed(world: World) -> None:
    assert "Larm om loggen" in {one.title for one in sections(report(world))}
    for who, minutes in (("rut", 10), ("rut", 30), ("ida", 20), ("rut", None), ("gun", 1)):
        alarm(world, who, minutes)
    alarm(world, "ida", None, "protected")
    told = lines(report(world))
    mass, identity = "Larm: Många invånares ärenden på kort tid", "Larm: Skyddad identitet öppnad"
    # Gun's own is in no sum of hers.
    assert [told[mass, word] for word in ("Öppnade", "Stängda", "Öppna än")] == ["4", "3", "1"]
    assert told[mass, "Hälften stängda inom"] == "20 min"
    assert (told[identity, "Öppnade"], told[identity, "Stängda"]) == ("1", "0")
    assert (identity, "Hälften stängda inom") not in told
    assert lines(report(world, "per"))[mass, "Öppnade"] == "5"


def test_another_unit_and_another_year_are_not_in_it(world: World) -> None:
    review = busy(world)
    with as_owner():
        db.execute("alter table review disable trigger user")
        db.execute(
            "update review set opened_at = opened_at - interval '1 year' where id = %s", [review]
        )
        db.execute("alter table review enable trigger user")
    signal(world, unit=world.other)
    told = lines(report(world))
    assert told["Bedömningar", "Poster"] == "0"
    assert not [title for title, _word in told if title == "Signaler, efter regel"]


def test_nothing_that_is_about_the_reader_is_in_a_sum(world: World) -> None:
    """A sum that knew more than her pages would tell her what was said of her."""
    world.log("gun")
    world.log()
    review = sample(world, "per")
    mark(world, review, 1, "breach", "per", comment="Ingen orsak")
    mark(world, review, 2, "breach", "per", comment="Ingen orsak")
    signal(world, "gun")
    about_gun = [new_id() for _number in range(2)]
    with as_owner():
        db.execute(
            "insert into mirror_question (id, region_id, unit_id, resident_id, asked_by_id, "
            "entry_id, entry_at, last_at, count, action, outcome, relation, case_number, "
            "unit_name, person_id, text, asked_at, answer_by, review_id, version) values (%s, %s, "
            "%s, %s, %s, %s, %s, %s, 1, 'cases:case:read', 'ok', '', '', '', %s, '', %s, %s, %s, "
            "1)",
            [about_gun[0], made.REGION, world.unit.id, world.people["karin"],
             world.people["karin"], new_id(), clock.now(), clock.now(), world.people["gun"],
             clock.now(), clock.now(), about_gun[1]],
        )  # fmt: skip
    for who, breaches, questions, signals in (("per", "2", "1", True), ("gun", "1", "0", False)):
        told = lines(report(world, who))
        assert told["Bedömningar", "Misstänkt intrång"] == breaches
        assert told["Frågor från invånare", "Ställda"] == questions
        assert bool([word for title, word in told if title.startswith("Signaler")]) == signals
    page = text(world.browser("gun").get(world.url("arsrapport")))
    assert "1 poster gäller dig själv eller ditt barn och är inte med." in page


def test_no_name_is_in_it(world: World) -> None:
    busy(world)
    whole = json.dumps(document(report(world)), ensure_ascii=False)
    for name in ("Rut", "Gun", "Per Alm", "Karin", "Ingen orsak", "fördelade", "2026-0000"):
        assert name not in whole, name


def test_page_document_and_table(world: World) -> None:
    busy(world)
    client = world.browser("gun")
    page = client.get(world.url("arsrapport"))
    assert f"Årsrapport {YEAR}" in text(page)
    for wrong in ("?ar=x", "?ar=1900", "?ar=-1", "?ar="):
        assert f"Årsrapport {YEAR}" in text(client.get(world.url("arsrapport") + wrong))
    assert f"Årsrapport {YEAR - 1}" in text(client.get(world.url(f"arsrapport?ar={YEAR - 1}")))
    pdf = client.get(world.url("arsrapport", YEAR, "pdf"))
    assert pdf.headers["Content-Type"] == "application/pdf"
    for sign in (b"%PDF-", b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>A"):
        assert sign in pdf.content
    table = client.get(world.url("arsrapport", YEAR, "csv"))
    head, *rows = csv.reader(io.StringIO(table.content.decode(), newline=""))
    assert head == ["Mottagning", "År", "Avsnitt", "Uppgift", "Värde"]
    assert ["Ekens vårdcentral", str(YEAR), "Bedömningar", "Poster", "3"] in rows
    for year, form in ((YEAR, "xml"), (YEAR + 1, "pdf"), (1900, "csv")):
        assert client.get(world.url("arsrapport", year, form)).status_code == 404


def test_the_number_of_statements_is_small_and_fixed(world: World) -> None:
    client, counts = world.browser("gun"), []
    for more in (True, False):
        with CaptureQueriesContext(connection) as asked:
            client.get(world.url("arsrapport"))
        counts.append(len([one for one in asked if "SAVEPOINT" not in one["sql"]]))
        if more:
            busy(world)
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize("who", ["eva", "rut"])
def test_who_is_no_reviewer_is_refused(world: World, who: str) -> None:
    client = world.browser(who)
    for path in ("arsrapport", f"arsrapport/{YEAR}/pdf"):
        assert client.get(world.url(path)).status_code == 403


@pytest.mark.parametrize(
    ("ask_for", "index"),
    [
        (queries.reviews, "i_review_unit"),
        (queries.explanations, "i_review_question_unit"),
        (queries.residents, "i_mirror_question_unit"),
        (queries.escalated, "i_review_escalation_unit"),
        (queries.signals, "i_review_signal_found"),
        (queries.alarms, "i_review_alarm_opened"),
    ],
)
def test_each_is_found_by_unit_and_time(world: World, ask_for: Any, index: str) -> None:
    world.as_("gun")
    with CaptureQueriesContext(connection) as asked:
        ask_for(world.unit.id, YEAR)
    db.execute("set local enable_seqscan = off")
    db.execute("set local enable_bitmapscan = off")
    plan = "\n".join(row[0] for row in db.fetch_all(f"explain {asked[0]['sql']}"))
    assert f"using {index}" in plan, plan


# --- a region's ---


def year_of(world: World, tail: str = "", who: str = "ola") -> Any:
    return world.browser(who).get(f"/r/{made.REGION}/granskning/ar{tail}")


def test_a_region_sees_numbers_and_none_that_points_at_somebody(world: World) -> None:
    busy(world)
    for _number in range(5):
        signal(world)
    signal(world, unit=world.other)
    page = " ".join(text(year_of(world)).split())
    ours = page.partition("Ekens vårdcentral")[2]
    assert "Granskningar 1 Avslutade stickprov 1 Poster 3 Misstänkta intrång färre än 5" in ours
    assert "Förklaringar färre än 5 Frågor från invånare 0 Signaler 5 Granskare i dag 2" in ours
    theirs = page.partition("Almens vårdcentral")[2].partition("Ekens vårdcentral")[0]
    assert "Misstänkta intrång 0" in theirs
    assert "Signaler färre än 5" in theirs
    assert "Rut" not in page


def test_pages_of_a_region_follow_one_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    monkeypatch.setattr("vardpost.review.views.year.PAGE", 1)
    first = year_of(world)
    assert "Almens" in text(first)
    assert "Ekens" not in text(first)
    after = f"?efter=Almens vårdcentral,{world.other.id}"
    assert "Ekens" in text(year_of(world, after))
    for wrong in ("?efter=x", "?efter=,", "?efter=a,b", "?ar=0&efter="):
        assert year_of(world, wrong).status_code == 200


def test_the_regions_door_is_for_its_office_alone(world: World) -> None:
    begins, ends = queries.bounds(YEAR)
    sql = "select count(*) from review_region_year(%s, %s, %s, '', %s, 100)"
    asked = [begins, ends, begins.date() + timedelta(days=200), UUID(int=0)]
    for who in ("gun", "eva", "rut", "karin"):
        world.as_(who)
        assert db.fetch_all(sql, asked) == [(0,)], who
    world.as_("ola")
    assert db.fetch_all(sql, asked) == [(2,)]
    assert year_of(world, who="eva").status_code in (403, 404)
