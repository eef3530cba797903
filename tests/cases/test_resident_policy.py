"""Rows 1-5 and 7 of the permission table, and follow-up, over HTTP as every kind of person."""

import csv
from collections.abc import Callable
from datetime import date
from itertools import product
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases.resident_world import child_of
from tests.cases.staff_http import Answer, Browser, browser, case, refusals, world
from tests.cases.test_staff_policy import PEOPLE as STAFF_AND_RESIDENTS
from tests.cases.test_staff_policy import TABLE
from tests.cases.world import World
from tests.database import as_owner
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import clock, db
from vardpost.policy.permissions import MATRIX, Permission

pytestmark = pytest.mark.django_db

#: Person → roles, as the columns of the table name them; two guardians of the younger child, one
#: of a child who turns 13 today.
PEOPLE = STAFF_AND_RESIDENTS | {
    "guardian": ("resident", "proxy"),
    "other_guardian": ("resident", "proxy"),
    "guardian_of_grown": ("resident", "proxy"),
}
#: Whom a person may act for, beside the rows of the table.
CHILD_OF = {"guardian": "child", "other_guardian": "child"}
SELF = {"resident": "resident"}
#: Fits both the residents' and the staff's form.
NOTICES = {
    **dict.fromkeys(("new_case", "unassigned", "reminder", "replied", "assigned"), "direct"),
    "digest_hour": "8",
    "quiet_from": "0",
    "quiet_to": "0",
    "language": "en",
    "email": "a@exempel.invalid",
}
MESSAGE = {"version": "1", "seen": "1", "body": "Hej, en sak till."}
Ask = Callable[[Browser, UUID], Answer]
#: Verb → (permission, the state it starts from, what is asked, the status of a yes).
VERBS: dict[str, tuple[Permission, str, Ask, int]] = {
    "read": (Permission.CASE_READ_OWN, "submitted", lambda b, c: b.client.get(_own(c)), 200),
    "receipt": (
        Permission.CASE_READ_OWN,
        "submitted",
        lambda b, c: b.client.get(f"{_own(c)}/kvitto"),
        200,
    ),
    "reply": (
        Permission.CASE_REPLY,
        "awaiting_resident",
        lambda b, c: b.client.post(_own(c), MESSAGE | {"kind": "reply"}),
        303,
    ),
    "save": (
        Permission.CASE_REPLY,
        "awaiting_resident",
        lambda b, c: b.client.post(f"{_own(c)}/spara", MESSAGE | {"kind": "reply"}),
        200,
    ),
    "withdraw": (
        Permission.CASE_WITHDRAW,
        "in_progress",
        lambda b, c: b.client.post(f"{_own(c)}/aterta", {"version": "1"}),
        303,
    ),
    "follow up": (
        Permission.CASE_FOLLOW_UP,
        "answered",
        lambda b, c: b.client.post(_own(c), MESSAGE | {"kind": "followup"}),
        303,
    ),
}


def _own(case_id: UUID) -> str:
    return f"/mina/arenden/{case_id}"


def cells(permission: Permission) -> dict[str, str]:
    """Return the row of the table: role → reach; our own row as the issue gives it."""
    if permission is Permission.CASE_FOLLOW_UP:
        return {"resident": "own", "proxy": "child"}
    number = next(key for key, value in MATRIX.items() if value is permission)
    with TABLE.open(encoding="utf-8") as file:
        return next(one for one in csv.DictReader(file) if one["no"] == str(number))


def allowed(permission: Permission, who: str, about: str) -> bool:
    """Whether the table lets this person do it to a case about somebody."""
    row = cells(permission)
    reach = {row.get(role, "no") for role in PEOPLE[who]}
    own = "own" in reach and SELF.get(who) == about
    return own or ("child" in reach and CHILD_OF.get(who) == about)


@pytest.fixture
def place() -> World:
    made_world = world()
    people = made_world.people
    today = clock.today()
    with as_owner():
        for who in ("guardian", "other_guardian", "guardian_of_grown"):
            people[who] = made.person("Per", "Wik")
    people["child"] = child_of(people["guardian"], "Elsa", date(today.year - 7, 1, 1))
    grown = date(today.year - 13, today.month, min(today.day, 28))
    people["grown"] = child_of(people["guardian_of_grown"], "Liv", grown)
    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, %s, false)",
            [people["other_guardian"], people["child"], grown],
        )
    return made_world


def person(place: World, who: str) -> Browser:
    """Return a browser of somebody; guardians sign in as residents."""
    if who in PEOPLE and "resident" in PEOPLE[who]:
        place.tokens.setdefault(who, made.sign_in(place.people[who], "resident"))
    return browser(place, who)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_decides_every_verb(place: World, who: str) -> None:
    actor, refused = person(place, who), 0
    for (verb, (permission, state, ask, yes)), about in product(
        VERBS.items(), ("resident", "child", "grown")
    ):
        assignee = "" if state == "submitted" else "responder"
        one = case(place, state, assignee, resident=about, answered_at=clock.now())
        answer = ask(actor, one)
        may = allowed(permission, who, about)
        assert answer.status_code == (yes if may else 404), (verb, about)
        moved = may and yes == 303
        assert place.row(one)["version"] == (2 if moved else 1), (verb, about)
        refused += not may
        assert refusals(place) == refused, (verb, about)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_decides_who_begins_a_case_and_for_whom(place: World, who: str) -> None:
    actor = person(place, who)
    begun = actor.client.post(f"/mottagningar/{actor.unit}/skicka-meddelande")
    resident = "resident" in PEOPLE[who]
    assert begun.status_code == (303 if resident else 403)
    if not resident:
        assert place.count("case_draft") == 0
        assert refusals(place) == 1
        return
    draft = begun.headers["Location"]
    for about in ("child", "grown", "resident"):
        chosen = {"resident": str(place.people[about])}
        actor.client.post(f"{draft}/vem", chosen)
        kept = place.count("case_draft", f"resident_id = '{place.people[about]}'")
        may = CHILD_OF.get(who) == about
        assert kept == may, about


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_decides_which_units_one_sees(place: World, who: str) -> None:
    with as_owner():
        elsewhere = made.unit("Hamnens vårdcentral", region="12")
        offer_on_units([elsewhere.id])
    actor, row = person(place, who), cells(Permission.UNIT_READ)
    reach = {row[role] for role in PEOPLE[who]}
    everywhere = bool(reach & {"all", "nation"})
    assert everywhere or reach == {"region"}
    refused = 0
    for unit, inside in ((actor.unit, True), (elsewhere.slug, everywhere)):
        for page in (f"/mottagningar/{unit}", f"/mottagningar/{unit}/skicka-meddelande"):
            answer = actor.client.get(page)
            assert answer.status_code == (200 if inside else 404), page
            refused += not inside
    assert refusals(place) == refused
    listed = actor.client.get("/mottagningar", {"q": "vårdcentral"}).content.decode()
    assert ("Hamnens" in listed) == everywhere
    begins = '<form method="post" class="cluster acts">'
    page = actor.client.get(f"/mottagningar/{actor.unit}/skicka-meddelande").content.decode()
    assert (begins in page) == ("resident" in PEOPLE[who])


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_sees_units_and_sets_the_own_notices(place: World, who: str) -> None:
    actor = person(place, who)
    pages: tuple[str, ...]
    if "resident" in PEOPLE[who]:
        pages = ("/mottagningar", f"/mottagningar/{actor.unit}", "/mina/aviseringar")
    else:
        office = PEOPLE[who][0] in {"region_admin", "national_office"}
        pages = ("/jag" if office else f"/m/{actor.unit}", "/jag/installningar")
    for page in pages:
        assert actor.client.get(page).status_code in {200, 303}, page
    changed = actor.client.post(pages[-1], NOTICES)
    assert changed.status_code == 303
    mine = f"person_id = '{place.people[who]}' and language = 'en'"
    assert place.count("notice_setting", mine) == place.count("notice_setting") == 1


def test_what_has_ended_opens_nothing_in_a_session_that_lives(place: World) -> None:
    one = case(place, "in_progress", "responder")
    actor = browser(place, "responder")
    assert actor.get("mina", one).status_code == 200
    today = clock.today()
    with as_owner():
        ends = "update role_grant set ends_on = %s where person_id = %s"
        db.execute(ends, [today, place.people["responder"]])
    before = refusals(place)
    paths = (actor.url("mina"), actor.url("mina", one), f"/m/{actor.unit}")
    for path in paths:
        assert actor.client.get(path).status_code == 404
    assert actor.post("mina", one, "svara", kind="final_answer", text="Hej").status_code == 404
    assert refusals(place) == before + len(paths) + 1
    with as_owner():
        left = "update staff_account set active = false where person_id = %s"
        db.execute(left, [place.people["responder"]])
    assert actor.client.get("/jag").headers["Location"].startswith("/logga-in")
