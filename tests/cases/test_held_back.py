"""A case type that a unit holds back: only those to whom it is handed out see and use it."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.resident_world import FIELDS, accepted, browser, fill_in, start, with_child
from tests.cases.world import RAW, World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.otherwise import carry_over
from vardpost.cases.actions.submit import submit_case
from vardpost.casetypes.actions.handing import hand_out, take_back
from vardpost.casetypes.decided import Given
from vardpost.casetypes.queries import offer, offered
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, WrongState

pytestmark = pytest.mark.django_db
KEY, SLUG = "send_message", "skicka-meddelande"


def held_back(world: World, key: str = KEY, *, held: bool = True) -> UUID:
    """Hold a type back at the unit, or open it to all again; return the type."""
    with as_owner():
        row = db.fetch_one(
            "update unit_case_type u set restricted = %s from case_type t "
            "where t.id = u.case_type_id and u.unit_id = %s and t.key = %s returning t.id",
            [held, world.unit.id, key],
        )
    assert row
    found: UUID = row[0]
    return found


def given_to(world: World, who: str, **more: date | None) -> UUID:
    """Hand the type out as the unit's administrator; return the hand-out."""
    kind = held_back(world)
    days = {"starts": clock.today(), "until": None} | more
    hand_out(
        actor=world.as_("admin"),
        unit_id=world.unit.id,
        case_type_id=kind,
        seen={world.people[who]: None},
        given=Given(days["starts"] or clock.today(), days["until"], "Remiss"),
    )
    with as_owner():
        row = db.fetch_one(
            "select id from case_type_grant where person_id = %s and ended_at is null",
            [world.people[who]],
        )
    assert row
    found: UUID = row[0]
    return found


def taken_from(world: World, grant: UUID) -> None:
    kind = held_back(world)
    actor = world.as_("admin")
    assert take_back(actor=actor, unit_id=world.unit.id, case_type_id=kind, ids=[grant]) == 1


def kept(draft: str) -> dict[str, list[str]]:
    """Return what a draft holds."""
    with as_owner():
        row = db.fetch_one(
            "select (data->'raw')::text from case_draft where id = %s", [draft.removeprefix("/ny/")]
        )
    assert row
    found: dict[str, list[str]] = json.loads(row[0])
    return found


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.fixture
def world() -> World:
    found = with_child()
    with as_owner():
        db.execute("update care_unit set phone = '08-465 004 10' where id = %s", [found.unit.id])
    return found


def test_it_is_on_no_page_for_others_and_on_all_for_whom_it_is_handed_out_to(world: World) -> None:
    given_to(world, "resident")
    unit = f"/mottagningar/{world.unit.slug}"
    mine, other = browser(world, "resident"), browser(world, "guardian")
    assert f"{unit}/{SLUG}" in page(mine, unit)
    assert mine.get(f"{unit}/{SLUG}").status_code == 200
    assert f"{unit}/{SLUG}" not in page(other, unit)
    assert other.get(f"{unit}/{SLUG}").status_code == 404
    assert other.post(f"{unit}/{SLUG}").status_code == 404
    for who in ("receiver", "admin"):
        assert f"{unit}/{SLUG}" not in page(browser(world, who), unit)
    draft = start(mine, world)
    fill_in(mine, draft)
    sent = mine.post(f"{draft}/granska", accepted(mine, draft))
    assert sent.headers["Location"] == f"{draft}/klart"


@pytest.mark.parametrize(
    ("starts", "until", "counts"),
    [(0, 0, True), (0, 5, True), (1, None, False), (0, None, True), (-9, -1, False)],
)
def test_it_counts_from_its_first_day_to_its_last(
    world: World, starts: int, until: int | None, counts: bool
) -> None:
    given_to(world, "resident")
    day = clock.today()
    last = None if until is None else day + timedelta(days=until)
    with as_owner():
        db.execute(
            "update case_type_grant set starts_on = %s, until = %s",
            [day + timedelta(days=starts), last],
        )
    me = world.people["resident"]
    world.as_("resident")
    keys = {one.key for one in offered(world.unit.id, [me])}
    assert (KEY in keys) == counts
    assert KEY not in {one.key for one in offered(world.unit.id)}, "nobody asked for sees it"


def test_neither_begun_nor_sent_by_whoever_it_is_not_handed_out_to(world: World) -> None:
    version = offer(world.unit.id, KEY)
    more: dict[str, Any] = {
        "unit_id": world.unit.id,
        "case_type": KEY,
        "version_id": version.version_id,
    }
    begun = start_case_draft(actor=world.as_("resident"), **more)
    save_case_draft(actor=world.as_("resident"), draft_id=begun, raw=RAW)
    held_back(world)
    with pytest.raises(WrongState):
        start_case_draft(actor=world.as_("other_resident"), **more)
    with pytest.raises(WrongState) as refused:
        submit_case(
            actor=world.as_("resident"), draft_id=begun, terms_id=version.terms_id, accepted=True
        )
    assert refused.value.facts["why"] == "held_back"
    assert world.count("care_case") == 0
    assert world.count("case_draft") == 1


@pytest.mark.parametrize("column", ["unit_id", "case_type_id"])
def test_a_hand_out_at_another_unit_or_of_another_type_is_of_no_use(
    world: World, column: str
) -> None:
    grant = given_to(world, "resident")
    with as_owner():
        other = made.unit("Vårdcentralen Alen")
    table = {"unit_id": "care_unit", "case_type_id": "case_type"}[column]
    with as_owner():
        db.execute(
            f"update case_type_grant set {column} = (select t.id from {table} t "
            f"where t.id <> {column} limit 1) where id = %s",
            [grant],
        )
    world.as_("resident")
    assert KEY not in {one.key for one in offered(world.unit.id, [world.people["resident"]])}
    assert offered(other.id, [world.people["resident"]]) == []


def test_a_guardian_uses_it_for_the_child_it_is_handed_out_to(world: World) -> None:
    given_to(world, "elsa")
    client = browser(world, "guardian")
    unit = f"/mottagningar/{world.unit.slug}"
    assert f"{unit}/{SLUG}" in page(client, unit)
    assert "Det här kan du göra för Elsa, 7 år." in page(client, f"{unit}/{SLUG}")
    draft = start(client, world)
    assert client.get(draft).headers["Location"] == f"{draft}/vem"
    whom = page(client, f"{draft}/vem")
    assert "Elsa" in whom
    assert "Mig själv" not in whom
    assert client.post(f"{draft}/vem", {"resident": str(world.people["guardian"])}).status_code == (
        422
    )
    with pytest.raises(BadInput):
        save_case_draft(
            actor=world.as_("guardian"),
            draft_id=UUID(draft.removeprefix("/ny/")),
            resident_id=world.people["guardian"],
        )
    client.post(f"{draft}/vem", {"resident": str(world.people["elsa"])})
    fill_in(client, draft)
    for path in ("/vem", "/beskriv", "/granska"):
        assert faults(page(client, f"{draft}{path}")) == []
    assert client.post(f"{draft}/granska", accepted(client, draft)).status_code == 303
    assert world.count("care_case") == 1
    assert f"{unit}/{SLUG}" not in page(browser(world, "resident"), unit)


def test_about_oneself_it_is_refused_when_it_is_handed_out_to_the_child(world: World) -> None:
    given_to(world, "elsa")
    client = browser(world, "guardian")
    draft = start(client, world)
    version = offer(world.unit.id, KEY, [world.people["elsa"]])
    save_case_draft(actor=world.as_("guardian"), draft_id=UUID(draft.removeprefix("/ny/")), raw=RAW)
    with pytest.raises(WrongState) as refused:  # nobody chosen means oneself
        submit_case(
            actor=world.as_("guardian"),
            draft_id=UUID(draft.removeprefix("/ny/")),
            terms_id=version.terms_id,
            accepted=True,
        )
    assert refused.value.facts["why"] == "held_back"


def test_taken_back_while_she_writes_she_keeps_every_word_and_is_told(world: World) -> None:
    grant = given_to(world, "resident")
    client = browser(world, "resident")
    draft = start(client, world)
    client.post(f"{draft}/beskriv", FIELDS)
    shown = page(client, f"{draft}/uppgifter")
    assert "Det här går inte att skicka nu." not in shown
    fill_in(client, draft)
    agreed = accepted(client, draft)
    taken_from(world, grant)
    assert client.get(draft).headers["Location"] == f"{draft}/pa-annat-satt"
    refused = client.post(f"{draft}/granska", agreed)
    assert refused.status_code == 409
    for answer in (
        refused.content.decode(),
        page(client, f"{draft}/beskriv"),
        page(client, f"{draft}/granska"),
    ):
        assert faults(answer) == []
        assert "Det här går inte att skicka nu." in answer
        assert f'href="{draft}/pa-annat-satt"' in answer
    otherwise = page(client, f"{draft}/pa-annat-satt")
    assert faults(otherwise) == []
    assert RAW["text"][0] in otherwise
    assert "Ring mottagningen" in otherwise
    assert world.count("care_case") == 0
    typed = FIELDS | {"text": "Mer som jag vill säga till er."}
    assert client.post(f"{draft}/beskriv", typed).status_code == 303, "writing is never refused"
    assert "Mer som jag vill säga" in page(client, f"{draft}/beskriv")


def test_she_sends_it_as_another_case_with_every_word(world: World) -> None:
    grant = given_to(world, "resident")
    client = browser(world, "resident")
    draft = start(client, world)
    fill_in(client, draft)
    taken_from(world, grant)
    address = f"{draft}/pa-annat-satt"
    assert client.post(address, {"arendetyp": "finns_inte"}).status_code == 422
    assert client.post(address, {"arendetyp": KEY}).status_code == 422
    for _press in range(2):
        moved = client.post(address, {"arendetyp": "contact_me"})
        assert moved.status_code == 303
    other = moved.headers["Location"]
    assert other != draft
    assert world.count("case_draft") == 2
    raw = kept(other)
    assert raw["phone"] == RAW["phone"]
    said = raw["text"][0]
    for words in (RAW["subject"][0], RAW["text"][0]):
        assert said.count(words) == 1
    assert client.get(draft).status_code == 303, "the first draft is still there"
    back = page(client, "/mina/utkast")
    assert back.count("/ny/") >= 2


def test_words_begun_in_the_other_draft_stay_first(world: World) -> None:
    grant = given_to(world, "resident")
    client = browser(world, "resident")
    begun = start(client, world, "kontakta-mig")
    client.post(f"{begun}/bradskande", {"bradskande": "no"})
    client.post(f"{begun}/beskriv", {"text": "Det jag redan skrev här."})
    draft = start(client, world)
    client.post(f"{draft}/beskriv", FIELDS)
    taken_from(world, grant)
    moved = client.post(f"{draft}/pa-annat-satt", {"arendetyp": "contact_me"})
    assert moved.headers["Location"] == begun
    text = kept(begun)["text"][0]
    assert text.index("Det jag redan skrev här.") < text.index(RAW["text"][0])


def test_a_type_switched_off_leads_the_same_way(world: World) -> None:
    client = browser(world, "resident")
    draft = start(client, world)
    with as_owner():
        db.execute("update unit_case_type set active = false where unit_id = %s", [world.unit.id])
    otherwise = page(client, f"{draft}/pa-annat-satt")
    assert "Mottagningen tar inte emot det här längre." in otherwise
    assert "Skicka det som något annat" not in otherwise, "nothing else is offered"
    assert faults(otherwise) == []
    with as_owner():
        db.execute("update unit_case_type set active = true where unit_id = %s", [world.unit.id])
    assert client.get(f"{draft}/pa-annat-satt").headers["Location"] == draft


def test_another_persons_draft_is_not_there(world: World) -> None:
    grant = given_to(world, "resident")
    draft = start(browser(world, "resident"), world)
    taken_from(world, grant)
    stranger = browser(world, "guardian")
    assert stranger.get(f"{draft}/pa-annat-satt").status_code == 404
    moved = stranger.post(f"{draft}/pa-annat-satt", {"arendetyp": "contact_me"})
    assert moved.status_code == 404


def test_the_pages_and_sending_keep_to_their_budgets(world: World) -> None:
    grant = given_to(world, "resident")
    client = browser(world, "resident")
    draft = start(client, world)
    fill_in(client, draft)
    unit = f"/mottagningar/{world.unit.slug}"
    for path in (unit, f"{unit}/{SLUG}", f"{draft}/beskriv", f"{draft}/granska"):
        assert spent(client, path) <= 6, path
    agreed = accepted(client, draft)
    with CaptureQueriesContext(connection) as seen:
        assert client.post(f"{draft}/granska", agreed).status_code == 303
    assert len([one for one in seen if not _control(one["sql"])]) <= 10
    again = start(client, world)
    taken_from(world, grant)
    assert spent(client, f"{again}/pa-annat-satt") <= 6


def spent(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path
    return len([one for one in seen if not _control(one["sql"])])


def _control(sql: str) -> bool:
    return bool(re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", sql))


def test_carrying_over_is_audited(world: World) -> None:
    grant = given_to(world, "resident")
    client = browser(world, "resident")
    draft = UUID(start(client, world).removeprefix("/ny/"))
    taken_from(world, grant)
    before = world.count("audit_entry", "action = 'cases:draft:save'")
    carry_over(actor=world.as_("resident"), draft_id=draft, case_type="contact_me")
    assert world.count("audit_entry", "action = 'cases:draft:save'") > before
