"""Writing a case: nothing typed is lost, nothing wrong is sent, nothing is sent twice."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.cases.resident_world import (
    FIELDS,
    accepted,
    browser,
    child_of,
    fill_in,
    sent,
    start,
    with_child,
)
from tests.cases.world import World
from tests.database import as_owner
from vardpost.casetypes.actions import publish_national
from vardpost.casetypes.national import national_types
from vardpost.kernel import db
from vardpost.kernel.actor import system_actor

pytestmark = pytest.mark.django_db

#: What people and programs put in fields, and what the page says of it (issue, point 20).
HOSTILE = {
    "null byte": ("Ont\0i knät", "Ta bort tecknet"),
    "direction mark": ("Ont \u202e i knät", "Ta bort tecknet"),
    "escape": ("Ont \x1b[31m i knät", "Ta bort tecknet"),
    "too long": ("x" * 60_000, "Korta texten med"),
    "empty": ("", "Skriv"),
    "spaces": (" \u200b \n", "Skriv"),
}
HARMLESS = ["<script>alert(1)</script>", "=HYPERLINK(1)", "ÅÄÖ 漢字 🙂", "'; drop table person --"]


@pytest.fixture
def world() -> World:
    return with_child()


@pytest.fixture
def client(world: World) -> Client:
    return browser(world, "resident")


@pytest.mark.parametrize("name", ["subject", "text"])
@pytest.mark.parametrize("kind", list(HOSTILE))
def test_hostile_text_is_told_at_the_field_and_kept(
    world: World, client: Client, name: str, kind: str
) -> None:
    value, told = HOSTILE[kind]
    draft = start(client, world)
    answer = client.post(f"{draft}/beskriv", FIELDS | {name: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fel:" in page
    assert 'role="alert" aria-labelledby="fel" tabindex="-1" data-focus' in page
    assert f'href="#f-{name}"' in page
    assert told in page.split(f'id="f-{name}-e"')[1][:300]
    other = "text" if name == "subject" else "subject"
    assert FIELDS[other] in page
    assert FIELDS[other] in client.get(f"{draft}/beskriv").content.decode()


@pytest.mark.parametrize("value", HARMLESS)
def test_harmless_text_is_sent_as_it_is_and_shown_escaped(
    world: World, client: Client, value: str
) -> None:
    draft = start(client, world)
    fill_in(client, draft, FIELDS | {"text": value})
    page = client.get(f"{draft}/granska").content.decode()
    assert "<script>alert" not in page
    client.post(f"{draft}/granska", accepted(client, draft))
    assert world.count("case_message", f"answers->>'text' = $x${value}$x$") == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "minst 8 siffror"),
        ("123", "minst 8 siffror"),
        ("٠٧٠١٧٤٠٦٠٥", "siffrorna 0–9"),
        ("ring mig", "minst 8 siffror"),
        ("0" * 5000, "minst 8 siffror"),
    ],
)
def test_a_wrong_telephone_number_is_told_and_kept(
    world: World, client: Client, value: str, told: str
) -> None:
    draft = start(client, world)
    client.post(f"{draft}/beskriv", FIELDS)
    answer = client.post(f"{draft}/uppgifter", FIELDS | {"phone": value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert f'value="{value}"' in page


@pytest.mark.parametrize("value", ["2019-02-30", "i morgon", "٢٠٢٦-١٢-٠١", "1026-01-01", "9" * 999])
def test_a_date_that_is_none_is_told_and_kept(world: World, client: Client, value: str) -> None:
    draft = start(client, world, "av-och-omboka-tid")
    fields = {"what": "cancel", "appointment_date": value, "appointment_time": "14.30"}
    answer = client.post(f"{draft}/beskriv", fields)
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.content.decode()


def test_every_button_keeps_what_is_typed_even_when_it_is_wrong(
    world: World, client: Client
) -> None:
    draft = start(client, world)
    answer = client.post(f"{draft}/beskriv", {"subject": "Bara ett ämne", "spara": "1"})
    assert answer.headers["Location"].startswith("/mina/utkast?sparat=")
    assert "Utkastet är sparat." in client.get(answer.headers["Location"]).content.decode()
    again = browser(world, "resident")
    assert again.get(draft).headers["Location"] == f"{draft}/beskriv"
    assert "Bara ett ämne" in again.get(f"{draft}/beskriv").content.decode()


def test_the_page_saves_by_itself(world: World, client: Client) -> None:
    draft = start(client, world)
    saves = world.count("audit_entry", "action = 'cases:draft:save'")
    answer = client.post(f"{draft}/spara", {"steg": "beskriv", "text": "Halvvägs", "autosave": "1"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"saved", "version"}
    assert "Halvvägs" in client.get(f"{draft}/beskriv").content.decode()
    assert world.count("audit_entry", "action = 'cases:draft:save'") == saves


def test_rows_are_added_and_removed_and_nothing_typed_is_lost(world: World, client: Client) -> None:
    draft = start(client, world, "fornya-recept")
    fields = {"medicines-rows": "1", "medicines-0-name": "Levaxin", "days_left": "9"}
    answer = client.post(f"{draft}/beskriv", fields | {"_add": "medicines"})
    assert answer.headers["Location"] == f"{draft}/beskriv#f-medicines-1-name"
    page = client.get(f"{draft}/beskriv").content.decode()
    assert 'value="Levaxin"' in page
    assert 'name="medicines-1-name"' in page
    fields |= {"medicines-rows": "2", "medicines-1-name": "Alvedon", "_remove": "medicines-0"}
    client.post(f"{draft}/beskriv", fields)
    page = client.get(f"{draft}/beskriv").content.decode()
    assert 'value="Alvedon"' in page
    assert "Levaxin" not in page


def test_one_does_not_get_past_an_unanswered_page(world: World, client: Client) -> None:
    draft = start(client, world)
    for step in ("uppgifter", "granska"):
        assert client.get(f"{draft}/{step}").headers["Location"] == f"{draft}/beskriv"
    answer = client.post(f"{draft}/granska", {"villkor": "1"})
    assert answer.headers["Location"] == f"{draft}/beskriv?fel=1"
    assert "saker att rätta till" in client.get(f"{draft}/beskriv?fel=1").content.decode()
    assert world.count("care_case") == 0


def test_the_urgent_check_comes_first_and_stops(world: World, client: Client) -> None:
    draft = start(client, world, "radgivning")
    assert client.get(draft).headers["Location"] == f"{draft}/bradskande"
    assert client.get(f"{draft}/beskriv").headers["Location"] == f"{draft}/bradskande"
    assert client.post(f"{draft}/bradskande", {}).status_code == 422
    answer = client.post(f"{draft}/bradskande", {"bradskande": "yes"})
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'href="tel:112"' in page
    assert page.count("<form") == 1
    assert client.get(f"{draft}/beskriv").headers["Location"] == f"{draft}/bradskande"
    answer = client.post(f"{draft}/bradskande", {"bradskande": "no"})
    assert answer.headers["Location"] == f"{draft}/beskriv"


def test_terms_must_be_accepted_and_be_those_shown(world: World, client: Client) -> None:
    draft = start(client, world)
    fill_in(client, draft)
    shown = accepted(client, draft)
    answer = client.post(f"{draft}/granska", {"terms": shown["terms"]})
    assert answer.status_code == 422
    assert "Godkänn villkoren för att kunna skicka" in answer.content.decode()
    with as_owner():
        publish_national(
            actor=system_actor("test"),
            types=[
                type(one)(one.definition, one.terms_sv + "\nNytt stycke.\n", one.terms_en)
                for one in national_types()
                if one.definition.key == "send_message"
            ],
        )
    answer = client.post(f"{draft}/granska", shown)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Villkoren har ändrats" in page
    assert "Nytt stycke." in page
    assert client.post(f"{draft}/granska", accepted(client, draft)).status_code == 303


def test_a_second_press_shows_the_same_receipt(world: World, client: Client) -> None:
    draft = start(client, world)
    fill_in(client, draft)
    shown = accepted(client, draft)
    first, second = (client.post(f"{draft}/granska", shown) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"{draft}/klart"
    assert world.count("care_case") == 1
    for page in ("", "/beskriv", "/granska"):
        assert client.get(f"{draft}{page}").headers["Location"] == f"{draft}/klart"
    receipt = client.get(f"{draft}/klart").content.decode()
    assert "Ditt ärende är skickat" in receipt
    assert "Senast" in receipt


def test_start_goes_on_with_the_draft_or_begins_anew(world: World, client: Client) -> None:
    draft = start(client, world)
    client.post(f"{draft}/beskriv", FIELDS)
    address = f"/mottagningar/{world.unit.slug}/skicka-meddelande"
    assert f'href="{draft}"' in client.get(address).content.decode()
    assert start(client, world) == draft
    asked = client.get(f"{draft}/ta-bort?igen=1").content.decode()
    pressed = dict(re.findall(r'name="(borja_om)" value="([^"]+)"', asked))
    anew = client.post(address, pressed).headers["Location"]
    assert anew != draft
    assert client.get(draft).status_code == 404
    assert client.post(address, pressed).headers["Location"] == anew, "twice is once"


def test_a_draft_can_be_thrown_away(world: World, client: Client) -> None:
    draft = start(client, world)
    assert client.post(f"{draft}/ta-bort").status_code == 303
    assert client.get(draft).status_code == 404
    assert world.count("case_draft") == 0


def test_a_draft_thrown_away_twice_leads_to_the_list(world: World, client: Client) -> None:
    draft = start(client, world)
    listed = client.get("/mina/utkast").content.decode()
    [link] = re.findall(rf'href="({draft}/ta-bort[^"]*)"', listed)
    [mine] = re.findall(r'name="jag" value="([^"]+)"', client.get(link).content.decode())
    posts = [client.post(f"{draft}/ta-bort", {"jag": mine}) for _ in range(2)]
    assert [one.status_code for one in posts] == [303, 303]
    assert posts[0].headers["Location"] == "/mina/utkast?borttaget=1"
    assert posts[1].headers["Location"] == client.get(link).headers["Location"]
    assert "Utkastet finns inte kvar." in client.get(posts[1].headers["Location"]).content.decode()
    assert world.count("audit_entry", "action = 'cases:draft:delete'") == 1
    stranger = {"jag": str(world.people["other_resident"])}
    assert client.post(f"{draft}/ta-bort", stranger).status_code == 404


def test_a_guardian_chooses_whom_it_is_about(world: World) -> None:
    client = browser(world, "guardian")
    draft = start(client, world)
    assert client.get(draft).headers["Location"] == f"{draft}/vem"
    assert client.post(f"{draft}/vem", {"resident": "någon"}).status_code == 422
    strange = {"resident": str(world.people["resident"])}
    assert client.post(f"{draft}/vem", strange).status_code == 422
    client.post(f"{draft}/vem", {"resident": str(world.people["elsa"])})
    page = client.get(f"{draft}/beskriv").content.decode()
    assert "Du skriver för <strong>Elsa Dal</strong>" in page
    assert "Byt till dig själv" in page


def test_own_and_childrens_cases_stand_together_each_marked(world: World) -> None:
    client = browser(world, "guardian")
    about_elsa = sent(client, world, "elsa")
    sent(client, world, "guardian")
    page = client.get("/mina/arenden").content.decode()
    assert page.count("Gäller Elsa, 7 år") == 1
    assert page.count('<a href="/mina/arenden/') == 2
    thread = client.get(f"/mina/arenden/{about_elsa}").content.decode()
    assert "<strong>Du</strong>, som vårdnadshavare" in thread
    assert world.count("case_message", "capacity = 'guardian'") == 1


def test_the_right_to_write_for_a_child_ends_at_thirteen(world: World) -> None:
    client = browser(world, "guardian")
    draft = start(client, world)
    client.post(f"{draft}/vem", {"resident": str(world.people["elsa"])})
    child_of(world.people["guardian"], "Nils", date(2022, 5, 1))
    with as_owner():
        db.execute(
            "update person set birth_date = current_date - interval '13 years' where id = %s",
            [world.people["elsa"]],
        )
    page = client.get(f"{draft}/vem").content.decode()
    assert "Du kan inte längre skriva för barnet som utkastet gällde." in page
    assert "Elsa" not in page
    assert client.get(f"{draft}/beskriv").headers["Location"] == f"{draft}/vem"


def test_too_many_cases_are_stopped_and_the_draft_stays(world: World, client: Client) -> None:
    for _ in range(10):
        sent(client, world)
    draft = start(client, world)
    fill_in(client, draft)
    answer = client.post(f"{draft}/granska", accepted(client, draft))
    assert answer.status_code == 429
    assert "många ärenden den senaste timmen" in answer.content.decode()
    assert FIELDS["text"] in client.get(f"{draft}/granska").content.decode()


def test_a_huge_or_foreign_post_is_refused(world: World, client: Client) -> None:
    draft = start(client, world)
    assert client.post(f"{draft}/beskriv", FIELDS | {"text": "x" * 1_100_000}).status_code == 413
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["session"] = world.tokens["resident"]
    assert strict.post(f"{draft}/beskriv", FIELDS).status_code == 403
