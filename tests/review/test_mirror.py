"""The resident's log: everything that concerns her, once, in words, and nothing of anybody else."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people_made as made
from tests.cases import cases_made
from tests.cases import world as worlds
from tests.cases.world import World
from tests.database import as_owner
from tests.locks.browsers import browser, ledger, written
from tests.markup import faults
from tests.review.entries import entry
from vardpost.audit.days import Days, days
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import read
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.review.actions.mirror import Log, open_case_log, open_log
from vardpost.review.mirror_words import ACTS

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
SINCE, BEFORE = date(2020, 1, 1), date(2027, 1, 1)


@pytest.fixture
def world() -> World:
    return worlds.make()


def log_of(world: World, who: str = "resident") -> Log:
    return open_log(actor=world.as_(who), resident_id=world.people[who])


def said(log: Log) -> list[tuple[str, str, str]]:
    """Return who did what, and how many times."""
    return [(line.who, line.act, line.times) for line in log.lines]


# --- what it says ---


def test_she_sees_who_listed_and_read_her_case_and_why(world: World) -> None:
    case = world.submit()
    for _ in range(3):
        read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    read.open_case(actor=world.as_("receiver"), case_id=case)
    log = log_of(world)
    found = said(log)
    assert ("Rut Ek", "Såg ärendet i mottagningens lista.", "3 gånger") in found
    assert ("Rut Ek", "Läste ärendet för att ge det till någon som svarar.", "") in found
    assert ("Du", "Skickade ärendet.", "") in found
    line = next(one for one in log.lines if one.who == "Rut Ek")
    assert line.place == "ärendemottagare, Vårdcentralen Eken"
    assert line.may_ask
    assert line.case is not None
    assert line.case.id == case


def test_a_case_of_ones_own_and_one_to_answer_are_told_apart(world: World) -> None:
    person = world.people["resident"]
    for relation in ("receiver", "assignee", "none"):
        entry([person], relation=relation, roles="case_receiver,responder")
    places = {line.act: line.place for line in log_of(world).lines if line.who != "Du"}
    assert places == {
        "Läste ärendet för att ge det till någon som svarar.": "Vårdcentralen Eken",
        "Läste ärendet för att svara.": "Vårdcentralen Eken",
        "Läste ärendet.": "Vårdcentralen Eken",
    }
    names = {line.who for line in log_of(world).lines}
    assert {"Ärendemottagare", "Ärendehanterare", "Ärendemottagare och ärendehanterare"} <= names


def test_the_system_and_the_rules_are_told_in_words_and_cannot_be_asked(world: World) -> None:
    person = world.people["resident"]
    entry([person], actor_kind="system", action="cases:case:remind", relation="none", roles="")
    entry([person], action="cases:case:close", detail=db.json({"automatic": True}))
    entry([person], actor_kind="resident", person_id=person, action="cases:case:route")
    lines = [line for line in log_of(world).lines if line.act != "Öppnade den här loggen."]
    assert {(line.who, line.act, line.may_ask) for line in lines} == {
        ("Automatiskt", "Påminde mottagningen om att svara.", False),
        ("Automatiskt", "Avslutade ärendet.", False),
        ("Automatiskt", "Ärendet gavs vidare efter mottagningens regler.", False),
    }


def test_what_was_refused_is_told_as_a_try(world: World) -> None:
    entry([world.people["resident"]], action="cases:case:answer", outcome="refused")
    assert said(log_of(world))[0][1] == "Försökte göra något, men det gick inte. Det stoppades."


def test_an_administrators_and_a_reviewers_acts_are_in_it(world: World) -> None:
    person = world.people["resident"]
    entry([person], action="people:resident:look-up", roles="unit_admin", relation="")
    entry([person], action="review:entries:search", roles="reviewer,unit_admin", relation="")
    entry([person], action="old:thing:done", roles="", relation="", unit_name="", region_id="14")
    acts = [(line.act, line.who, line.place) for line in log_of(world).lines]
    assert acts == [
        ("Gjorde något med uppgifterna.", "Personal", "regionen"),
        (
            "Gick igenom loggen för att se om allt har gått rätt till.",
            "Lokal administratör och granskare",
            "Vårdcentralen Eken",
        ),
        (
            "Sökte på personnumret för att ge rätt att skriva.",
            "Lokal administratör",
            "Vårdcentralen Eken",
        ),
    ]


def test_every_event_about_cases_and_residents_has_words() -> None:
    about = {event for event in AuditEvent if event.startswith("cases:") or ":resident:" in event}
    about |= {AuditEvent.MIRROR_READ, AuditEvent.NOTICE_SENT}
    assert about <= set(ACTS), "give the new event its words in review/mirror_words.py"


def test_it_is_told_in_english_too(world: World) -> None:
    world.submit()
    read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    client = browser(world, "resident")
    client.cookies["lang"] = "en"
    page = client.get("/mina/logg").content.decode()
    assert "Who has opened your cases?" in page
    assert "case receiver, Vårdcentralen Eken" in page
    assert faults(page) == []


# --- names ---


def shown_as(world: World, **staff: object) -> str:
    """Return the name that stands for the receiver after she has listed the resident's case."""
    with as_owner():
        unit = staff.pop("unit", None)
        if unit:
            db.execute(
                "insert into mirror_policy (unit_id, names, answer_days) values (%s, %s, 14)",
                [world.unit.id, unit],
            )
        if "show_as" in staff:
            db.execute(
                "insert into staff_signature (person_id, show_as, signature) values (%s, %s, '')",
                [world.people["receiver"], staff.pop("show_as")],
            )
        for table, column in (("staff_account", "person_id"), ("person", "id")):
            if staff.pop(table, False):
                sql = f"update {table} set protected = true where {column} = %s"
                db.execute(sql, [world.people["receiver"]])
    world.submit()
    read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    return next(line.who for line in log_of(world).lines if line.place.endswith("Eken"))


@pytest.mark.parametrize(
    ("unit", "show_as", "expected"),
    [
        (None, "name", "Rut Ek"),
        (None, "unit", "Ärendemottagare"),
        ("chosen", "unit", "Ärendemottagare"),
        ("name", "unit", "Rut Ek"),
        ("role", "name", "Ärendemottagare"),
    ],
)
def test_names_follow_the_unit_and_then_the_person(
    world: World, unit: str | None, show_as: str, expected: str
) -> None:
    assert shown_as(world, unit=unit, show_as=show_as) == expected


@pytest.mark.parametrize("register", ["staff_account", "person"])
@pytest.mark.parametrize("unit", [None, "name"])
def test_a_protected_identity_is_never_named(world: World, register: str, unit: str | None) -> None:
    assert shown_as(world, unit=unit, **{register: True}) == "Ärendemottagare"
    page = browser(world, "resident").get("/mina/logg").content.decode()
    assert "Rut Ek" not in page


def test_somebody_unknown_is_not_named(world: World) -> None:
    entry([world.people["resident"]], person_id=new_id(), person_name="Okänd Person")
    assert log_of(world).lines[0].who == "Ärendemottagare"


# --- whose it is ---


def family(world: World, years: int = 8) -> UUID:
    """Make the resident guardian of a child; return the child."""
    with as_owner():
        child = made.person("Elsa", "Berg")
        born = clock.now().date() - timedelta(days=366 * years)
        db.execute("update person set birth_date = %s where id = %s", [born, child])
        for who in ("resident", "other_resident"):
            db.execute(
                "insert into guardianship (guardian_id, child_id, since, blocked) "
                "values (%s, %s, %s, false)",
                [world.people[who], child, born],
            )
    return child


def test_a_guardian_sees_the_childs_and_who_of_the_family_has_read(world: World) -> None:
    child = family(world)
    entry([child])
    for who, name in (("resident", "Karin Berg"), ("other_resident", "Nils Dal")):
        entry(
            [child],
            actor_kind="resident",
            person_id=world.people[who],
            person_name=name,
            roles="proxy",
            acting_as="guardian",
            relation="guardian",
            unit_name="",
        )
    log = open_log(actor=world.as_("resident"), resident_id=child)
    assert [(line.who, line.place) for line in log.lines] == [
        ("Nils Dal", "vårdnadshavare"),
        ("Du", "som vårdnadshavare"),
        ("Ärendemottagare", "Vårdcentralen Eken"),
    ]
    with as_owner():
        sql = "update person set protected = true where id = %s"
        db.execute(sql, [world.people["other_resident"]])
    log = open_log(actor=world.as_("resident"), resident_id=child)
    assert "En vårdnadshavare" in {line.who for line in log.lines}
    assert "Nils Dal" not in {line.who for line in log.lines}


@pytest.mark.parametrize("why", ["ended", "blocked", "thirteen", "protected", "stranger"])
def test_who_is_no_guardian_any_more_sees_nothing(world: World, why: str) -> None:
    child = family(world, years=14 if why == "thirteen" else 8)
    case = cases_made_for(world, child)
    entry([child], object_id=str(case))
    with as_owner():
        change = {
            "ended": "update guardianship set until = current_date - 1",
            "blocked": "update guardianship set blocked = true",
            "stranger": "delete from guardianship",
            "protected": "update person set protected = true where given_name = 'Elsa'",
        }.get(why)
        if change:
            db.execute(change)
    client = browser(world, "resident")
    for path in (f"/mina/logg?vem={child}", f"/mina/arenden/{case}/logg"):
        assert client.get(path).status_code == 404, path
    actor = world.as_("resident")
    with pytest.raises(NotFound):
        open_log(actor=actor, resident_id=child)
    assert days(child, since=SINCE, before=BEFORE, lines=40).lines == ()


def cases_made_for(world: World, resident: UUID) -> UUID:
    with as_owner():
        return cases_made.case(world.unit, resident)


@pytest.mark.parametrize(
    "who", ["other_resident", "receiver", "responder", "admin", "system", "nobody"]
)
def test_nobody_else_gets_a_line_of_it_from_the_database(world: World, who: str) -> None:
    world.submit()
    person = world.people["resident"]
    if who == "system":
        db.fetch_one("select system_open('14')")
    elif who == "nobody":
        db.fetch_one("select scope_clear()")
    else:
        world.as_(who)
    assert days(person, since=SINCE, before=BEFORE, lines=40).lines == ()
    assert db.fetch_all("select * from mirror_names(%s)", [[person]]) == (
        [(person, False, "name")] if who == "other_resident" else []
    )


def test_a_list_that_showed_others_tells_nothing_of_them(world: World) -> None:
    others = [new_id() for _ in range(4)]
    entry([world.people["resident"], *others], action="cases:case:list", object_type="queue")
    page = browser(world, "resident").get("/mina/logg").content.decode()
    assert "Såg ärendet i mottagningens lista." in page
    assert not any(str(one) in page for one in others)


# --- the log of the log ---


def test_each_look_leaves_one_row_and_all_of_a_day_are_one_line(world: World) -> None:
    case = world.submit()
    client = browser(world, "resident")
    paths = ("/mina/logg", f"/mina/arenden/{case}/logg", f"/mina/arenden/{case}/logg?del=kort")
    for path in paths * 2:
        before = written()
        assert client.get(path).status_code == 200
        assert written() == before + 1, path
        row = ledger(1)[0]
        assert row["action"] == "review:mirror:read"
        assert row["resident_ids"] == [world.people["resident"]]
        assert (row["relation"], row["purpose"]) == ("self", "insight")
    own = [one for one in said(log_of(world)) if one[1] == "Öppnade den här loggen."]
    assert own == [("Du", "Öppnade den här loggen.", "6 gånger")]


def test_a_look_at_a_childs_log_is_a_guardians(world: World) -> None:
    child = family(world)
    browser(world, "resident").get(f"/mina/logg?vem={child}")
    row = ledger(1)[0]
    assert (row["relation"], row["acting_as"], row["roles"]) == ("guardian", "guardian", "proxy")
    assert row["resident_ids"] == [child]


# --- one case ---


def test_a_cases_log_has_what_was_done_in_it_and_the_lists_of_its_unit(world: World) -> None:
    case, other = world.submit(), world.submit(words="Ett annat ärende")
    read.open_inbox(actor=world.as_("receiver"), queue="att-fordela")
    for one in (case, other):
        read.open_case(actor=world.as_("receiver"), case_id=one)
    entry([world.people["resident"]], action="cases:case:list", object_type="queue",
          unit_id=new_id(), unit_name="En annan mottagning")  # fmt: skip
    log = open_case_log(actor=world.as_("resident"), case_id=case)
    assert Counter(line.act for line in log.lines) == {
        "Läste ärendet för att ge det till någon som svarar.": 1,
        "Såg ärendet i mottagningens lista.": 1,
        "Skickade ärendet.": 1,
    }
    assert log.case is not None
    assert log.case.id == case


def test_the_short_list_is_the_latest_five_and_leaves_own_acts_out(world: World) -> None:
    case = world.submit()
    for number in range(7):
        entry([world.people["resident"]], object_id=str(case), action=f"cases:case:x{number}")
    log = open_case_log(actor=world.as_("resident"), case_id=case, brief=True)
    assert len(log.lines) == 5
    assert not any(line.mine for line in log.lines)
    assert log.older is not None
    page = browser(world, "resident").get(f"/mina/arenden/{case}/logg?del=kort").content.decode()
    assert page.count("<li>") == 5
    assert "<html" not in page


def test_a_case_that_nobody_has_opened_says_so(world: World) -> None:
    case = world.submit()
    page = browser(world, "resident").get(f"/mina/arenden/{case}/logg?del=kort").content.decode()
    assert "Ingen annan än du har öppnat ärendet ännu." in page


# --- pages ---


def test_pages_are_valid_in_few_statements_and_cannot_be_led_astray(world: World) -> None:
    case = world.submit()
    client = browser(world, "resident")
    paths = ["/mina/logg", f"/mina/arenden/{case}/logg"]

    def taken() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                page = client.get(path)
            assert page.status_code == 200
            assert page.headers["Cache-Control"] == "no-store"
            assert faults(page.content.decode()) == []
            control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
            found.append(len([one for one in seen if not one["sql"].startswith(control)]))
        return found

    few = taken()
    for number in range(60):
        entry([world.people["resident"]], object_id=str(case), person_id=new_id(),
              at=clock.now() - timedelta(hours=7 * number))  # fmt: skip
    assert taken() == few == [4, 4]
    for wrong in (
        "?fore=igår",
        "?fore=2026-13-40",
        "?fore=",
        "?fore=0001-01-01",
        "?fore=9999-12-31",
    ):
        assert client.get("/mina/logg" + wrong).status_code == 200, wrong
    for wrong in ("?vem=x", f"?vem={new_id()}", f"?vem={world.people['other_resident']}"):
        assert client.get("/mina/logg" + wrong).status_code == 404, wrong


def test_a_day_ends_at_midnight_in_sweden(world: World) -> None:
    person = world.people["resident"]
    for at in ("2026-06-14T21:59:00Z", "2026-06-14T22:00:00Z", "2026-06-15T21:59:59Z"):
        entry([person], at=datetime.fromisoformat(at))
    world.as_("resident")
    found = days(person, since=SINCE, before=BEFORE, lines=40)
    assert [(line.day.isoformat(), line.count) for line in found.lines] == [
        ("2026-06-15", 2),
        ("2026-06-14", 1),
    ]
    before = days(person, since=SINCE, before=date(2026, 6, 15), lines=40)
    assert [line.day.isoformat() for line in before.lines] == ["2026-06-14"]


def walk(person: UUID, lines: int) -> list[Days]:
    """Return every page, from the latest to the end."""
    found = [days(person, since=SINCE, before=BEFORE, lines=lines)]
    while found[-1].older is not None:
        found.append(days(person, since=SINCE, before=found[-1].older, lines=lines))
    return found


ACTIONS = ("cases:case:read", "cases:case:list", "review:mirror:read")
ENTRIES = st.lists(
    st.tuples(
        # Hours since the first, from the same hour to two years away: over clock changes too.
        st.integers(0, 40) | st.integers(0, 17_000),
        st.sampled_from(ACTIONS),
        st.integers(0, 2),  # which of three people
        st.sampled_from(["staff", "resident", "system"]),
        st.booleans(),  # about her, or about somebody else alone
        st.sampled_from(["", "a", "b"]),  # which case
    ),
    max_size=25,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES, st.integers(1, 6))
def test_every_entry_about_her_is_in_exactly_one_line(
    world: World, made_of: list[tuple[int, str, int, str, bool, str]], lines: int
) -> None:
    person, stranger = world.people["resident"], world.people["other_resident"]
    people = [new_id() for _ in range(3)]
    world.as_("resident")
    mark = transaction.savepoint()
    expected: Counter[tuple[str, str, str]] = Counter()
    first: dict[UUID, datetime] = {}
    for hours, action, who, kind, about, case in made_of:
        at = NOON - timedelta(hours=hours)
        residents = [person, stranger] if about else [stranger]
        made_id = entry(residents, at=at, action=action, person_id=people[who], actor_kind=kind,
                        object_id=case)  # fmt: skip
        if about:
            day = at.astimezone(clock.STOCKHOLM).date().isoformat()
            expected[
                (day, action, f"{people[who]} {kind} {case if kind != 'resident' else ''}")
            ] += 1
            first[made_id] = at
    world.as_("resident")
    pages = walk(person, lines)
    every = [line for page in pages for line in page.lines]
    found = Counter(
        {
            (one.day.isoformat(), one.action, f"{one.person_id} {one.actor_kind} {one.object_id}"):
            one.count
            for one in every
        }
    )  # fmt: skip
    assert found == expected
    assert len(every) == len(expected)
    assert sum(one.count for one in every) == len(first)
    assert len({one.first_id for one in every}) == len(every)
    assert all(one.first_id in first for one in every)
    assert [one.day for one in every] == sorted((one.day for one in every), reverse=True)
    assert all(len(one.times) == one.count for one in every)
    for page in pages[:-1]:
        assert len(page.lines) >= lines
        assert page.lines[-1].day == page.older
    transaction.savepoint_rollback(mark)
