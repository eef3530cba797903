"""Every verb of the staff, over HTTP, as every kind of person, against the permission table."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cases.staff_http import Browser, browser, case, refusals, world
from tests.cases.world import World
from vardpost.policy.permissions import MATRIX, Permission

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[1] / "policy" / "permissions.csv"
#: Person → roles, as the columns of the table name them. The case belongs to `responder`.
PEOPLE = {
    "receiver": ("case_receiver",),
    "responder": ("responder",),
    "colleague": ("responder",),
    "both": ("case_receiver", "responder"),
    "admin": ("unit_admin",),
    "reviewer": ("unit_admin", "reviewer"),
    "region": ("region_admin",),
    "nation": ("national_office",),
    "resident": ("resident",),
    "other_resident": ("resident",),
}
#: Rows of ours, as the issue gives them.
OURS = {
    Permission.CASE_CLOSE_WITHOUT_ANSWER: {"case_receiver": "unit", "responder": "own"},
    Permission.CASE_RETURN_TO_INBOX: {"case_receiver": "unit"},
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One post: the permission it needs, the state it starts from, what is sent."""

    permission: Permission
    path: str
    state: str
    fields: dict[str, str] = field(default_factory=dict)
    target: bool = False


MESSAGE = {"text": "Hej! Vi har läst det."}
VERBS = {
    "assign": Verb(Permission.CASE_ASSIGN, "fordela", "submitted", target=True),
    "assign-with-partial": Verb(
        Permission.CASE_ASSIGN_WITH_PARTIAL, "fordela", "submitted", MESSAGE, target=True
    ),
    "reassign": Verb(Permission.CASE_REASSIGN, "omfordela", "in_progress", target=True),
    "partial": Verb(
        Permission.CASE_PARTIAL_ANSWER, "svara", "in_progress", MESSAGE | {"kind": "partial_answer"}
    ),
    "question": Verb(
        Permission.CASE_COUNTER_QUESTION,
        "svara",
        "in_progress",
        MESSAGE | {"kind": "counter_question"},
    ),
    "final": Verb(
        Permission.CASE_FINAL_ANSWER, "svara", "in_progress", MESSAGE | {"kind": "final_answer"}
    ),
    "close": Verb(Permission.CASE_CLOSE, "avsluta", "answered"),
    "reopen": Verb(Permission.CASE_REOPEN, "oppna-igen", "closed", {"reason": "more"}),
    "close-without": Verb(
        Permission.CASE_CLOSE_WITHOUT_ANSWER,
        "avsluta-utan-svar",
        "in_progress",
        MESSAGE | {"reason": "phone"},
    ),
    "return": Verb(
        Permission.CASE_RETURN_TO_INBOX, "lamna-tillbaka", "in_progress", {"reason": "Sjuk i dag"}
    ),
}


def cells(permission: Permission) -> dict[str, str]:
    """Return the row of the table: role → reach."""
    if permission in OURS:
        return OURS[permission]
    number = next(key for key, value in MATRIX.items() if value is permission)
    with TABLE.open(encoding="utf-8") as file:
        row = next(one for one in csv.DictReader(file) if one["no"] == str(number))
    return {name: value for name, value in row.items() if name not in ("no", "capability")}


def allowed(permission: Permission, who: str, *, assigned: bool) -> bool:
    """Whether the table lets this person do it to a case of the unit."""
    reach = {cells(permission).get(role, "no") for role in PEOPLE[who]}
    own = "own" in reach and assigned and who == "responder"
    return "unit" in reach or own


@pytest.fixture
def place() -> World:
    return world()


def queue(who: Browser) -> str:
    """Return a queue that everybody with cases has."""
    return who.url("alla").rsplit("/", 1)[1]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", VERBS)
def test_the_table_decides_every_verb(place: World, name: str, who: str) -> None:
    verb = VERBS[name]
    assigned = verb.state != "submitted"
    case_id = case(place, verb.state, "responder" if assigned else "")
    actor = browser(place, who)
    target = {"till": str(place.people["colleague"])} if verb.target else {}
    answer = actor.post(queue(actor), case_id, verb.path, **verb.fields, **target)
    if allowed(verb.permission, who, assigned=assigned):
        assert answer.status_code == 303
        assert place.row(case_id)["version"] == 2
    else:
        assert answer.status_code in {403, 404}
        assert place.row(case_id)["version"] == 1
        assert refusals(place) == 1


@pytest.mark.parametrize("who", PEOPLE)
def test_only_one_who_receives_and_responds_takes_a_case(place: World, who: str) -> None:
    case_id = case(place)
    answer = browser(place, who).post("alla", case_id, "ta")
    assert (answer.status_code == 303) == (who == "both")
    assert place.row(case_id)["assignee_id"] == (place.people["both"] if who == "both" else None)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_table_decides_who_reads(place: World, who: str) -> None:
    mine, others = case(place, "in_progress", "responder"), case(place, "submitted")
    actor = browser(place, who)
    inbox = allowed(Permission.INBOX_READ, who, assigned=False)
    assert (actor.get("att-fordela").status_code == 200) == inbox
    for case_id, assigned in ((mine, True), (others, False)):
        may = allowed(Permission.CASE_READ, who, assigned=assigned)
        assert (actor.get("alla", case_id).status_code == 200) == may
    assert refusals(place) == (0 if inbox else (2 if who == "responder" else 3))


@pytest.mark.parametrize("who", ["receiver", "both"])
def test_nobody_opens_the_case_of_a_child_or_of_oneself(place: World, who: str) -> None:
    from tests.database import as_owner
    from vardpost.kernel import db

    with as_owner():
        db.execute(
            "insert into guardianship (guardian_id, child_id, since, blocked) "
            "values (%s, %s, '2020-01-01', false)",
            [place.people[who], place.people["resident"]],
        )
    place.people["self"] = place.people[who]
    hidden = [case(place), case(place, resident="self")]
    seen = case(place, resident="other_resident", resident_name="Nils Dal")
    actor = browser(place, who)
    page = actor.get("alla").content.decode()
    assert str(seen) in page
    for case_id in hidden:
        assert str(case_id) not in page
        assert actor.get("alla", case_id).status_code == 404
        assert (
            actor.post("alla", case_id, "fordela", till=str(place.people["colleague"])).status_code
            == 404
        )
