"""The administrator's pages: rules in words, one press at a time, teams, and what is wrong."""

from datetime import date
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.units.office import Office
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied, Moved
from vardpost.kernel.ids import new_id
from vardpost.routing.actions.rules import RULES, change_routing
from vardpost.routing.actions.team import TEAM, keep_team
from vardpost.routing.queries.rules import routing, teams_of
from vardpost.routing.rules import Asked, Routing, Rule
from vardpost.routing.values import TeamData
from vardpost.units.actions.settings import read_history, restore
from vardpost.units.queries.settings import version

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """Return an office that offers every kind of case."""
    found = Office()
    with as_owner():
        offer_on_units([found.unit.id])
    return found


def to(office: Office, **more: object) -> Rule:
    person = str(office.people["responder"])
    return Rule("person", person_id=person, target_name="Ida Berg", **more)  # type: ignore[arg-type]  # fields by name


def keep(office: Office, *rules: Rule, made_from: int = 0, who: str = "eva") -> None:
    actor = office.enter(who)
    data = Routing(rules=rules)
    change_routing(actor=actor, unit_id=office.unit.id, version=made_from, data=data)


def team(office: Office, name: str = "Recept", team_id: UUID | None = None) -> UUID:
    key = team_id or new_id()
    member = (str(office.people["responder"]), "Ida Berg")
    keep_team(
        actor=office.enter("eva"),
        unit_id=office.unit.id,
        team_id=key,
        version=version(office.unit.id, TEAM.key, key),
        data=TeamData(name, (member,)),
    )
    return key


def test_a_list_is_kept_told_and_taken_back(office: Office) -> None:
    keep(office, to(office), Rule("queue", "renew_prescription", "Förnya recept"))
    keep(office, Rule("queue"), made_from=1, who="ulf")
    with pytest.raises(Moved) as told:
        keep(office, to(office), made_from=1)
    assert told.value.changes[0].lines[0] == (
        *("Regel 1", "Alla ärenden: till Ida Berg", "Alla ärenden: till Att fördela"),
    )
    actor = office.enter("eva")
    newest = read_history(actor=actor, unit_id=office.unit.id, kind=RULES.key)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=2)
    held = routing(office.unit.id)
    assert [one.target for one in held.rules] == ["person", "queue"]
    assert held.rules[1].type_name == "Förnya recept"
    with as_owner():
        rows = db.fetch_all("select 1 from audit_entry where action = 'routing:rules:change'")
    assert len(rows) == 3


def test_a_rule_leads_to_somebody_who_answers_here(office: Office) -> None:
    for person in ("eva", "next door"):
        stranger = Rule("person", person_id=str(office.people[person]), target_name="X")
        with pytest.raises(BadInput):
            keep(office, stranger)
    with pytest.raises(BadInput):
        keep(office, Rule("team", team_id=str(new_id()), target_name="X"))
    assert routing(office.unit.id) == Routing()


def test_others_may_not_and_the_second_lock_hides(office: Office) -> None:
    keep(office, to(office))
    team(office)
    for who, slug in (("responder", office.unit.slug), ("next door", office.other.slug)):
        actor = office.enter(who, slug)
        with pytest.raises(Denied):
            change_routing(actor=actor, unit_id=office.unit.id, version=1, data=Routing())
        for table in ("routing_rule", "team", "team_member"):
            assert db.fetch_all(f"select 1 from {table}") == []
            assert db.execute(f"delete from {table}") == 0


def test_rules_are_moved_and_removed_by_buttons(office: Office) -> None:
    keep(office, to(office), Rule("queue"), Rule("queue", "advice", "Rådgivning"))
    page = office.browser("eva")
    shown = text(page.get(office.url("/fordelning")))
    assert "Alla ärenden: till Ida Berg" in shown
    for press in ("ned-1", "ned-1"):  # pressed twice: once
        asked = {"version": "1", "gor": press}
        assert page.post(office.url("/fordelning"), asked).status_code == 303
    office.enter("eva")
    assert [one.target for one in routing(office.unit.id).rules] == ["queue", "person", "queue"]
    assert (
        page.post(office.url("/fordelning"), {"version": "2", "gor": "bort-3"}).status_code == 303
    )
    office.enter("eva")
    assert len(routing(office.unit.id).rules) == 2
    late = page.post(office.url("/fordelning"), {"version": "1", "gor": "bort-1"})
    assert late.status_code == 409
    for wrong in ("", "bort-x", "annat", "alla", "upp-²", "bort-99999999999"):
        answer = page.post(office.url("/fordelning"), {"version": "3", "gor": wrong})
        assert answer.status_code in (303, 422), wrong
    office.enter("eva")
    assert len(routing(office.unit.id).rules) == 2


def test_a_rule_is_added_with_answers_and_kept_in_words(office: Office) -> None:
    page = office.browser("eva")
    address = office.url("/fordelning/ny?arendetyp=send_message")
    shown = page.get(address)
    assert shown.status_code == 200
    assert 'name="svar-voicemail"' in shown.content.decode()
    typed = {"version": "0", "svar-interpreter": ["yes"], "target": ""}
    wrong = page.post(address, typed)
    assert wrong.status_code == 422
    assert 'value="yes" id="f-svar-interpreter" checked' in wrong.content.decode()
    typed["target"] = f"person:{office.people['responder']}"
    assert page.post(address, typed).status_code == 303
    office.enter("eva")
    (rule,) = routing(office.unit.id).rules
    assert rule.case_type == "send_message"
    assert [(one.field, one.values, one.words) for one in rule.asked] == [
        ("interpreter", ("yes",), ("Ja",))
    ]
    shown_rules = text(page.get(office.url("/fordelning")))
    assert "och svaret på ”" in shown_rules
    assert "är Ja: till Ida Berg" in shown_rules
    assert page.get(office.url("/fordelning/ny?arendetyp=nej")).status_code == 404


def test_what_has_changed_under_a_rule_is_told(office: Office) -> None:
    gone = Asked("gone", "Borta?", ("x",), ("X",))
    value = Asked("interpreter", "Tolk?", ("maybe",), ("Kanske",))
    keep(
        office,
        to(office, case_type="u_gone", type_name="Gammal"),
        to(office, case_type="send_message", type_name="Skicka", asked=(gone, value)),
    )
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where role = 'responder'", [date(2021, 1, 1)]
        )
    shown = text(office.browser("eva").get(office.url("/fordelning")))
    for told in (
        "Ni erbjuder inte ärendetypen Gammal längre.",
        "Frågan ”Borta?” finns inte i formuläret längre.",
        "Svaret ”Kanske” går inte att välja",
        "Ida Berg svarar inte på ärenden här nu.",
    ):
        assert told in shown
    keep(office, *routing(office.unit.id).rules[1:], made_from=1)  # what stood may stay
    assert len(routing(office.unit.id).rules) == 1


def test_teams(office: Office) -> None:
    page = office.browser("eva")
    key = new_id()
    address = office.url(f"/fordelning/team/{key}")
    assert page.get(address).status_code == 200
    assert page.post(address, {"version": "0", "name": " "}).status_code == 422
    member = str(office.people["responder"])
    kept = {"version": "0", "name": "Recept", "members": [member, str(office.people["eva"])]}
    assert page.post(address, kept).status_code == 303
    office.enter("eva")
    (found,) = teams_of(office.unit.id)
    assert found.data == TeamData("Recept", ((member, "Ida Berg"),))
    listed = office.url("/fordelning/team")
    assert "Ingen i teamet tar emot ärenden" in text(page.get(listed))
    with as_owner():
        both = made.staff(office.unit, "responder", "case_receiver", name="Åsa Ek")
        db.execute(
            "insert into team_member (team_id, unit_id, person_id) values (%s, %s, %s)",
            [key, office.unit.id, both],
        )
    shown = text(page.get(listed))
    assert "Ser inte kön, för de tar inte emot ärenden: Ida Berg." in shown
    with as_owner():
        db.execute("delete from team_member where person_id = %s", [both])
    with pytest.raises(BadInput):
        team(office, "RECEPT")
    keep(office, Rule("team", team_id=str(key), target_name="Recept"))
    refused = page.post(f"{address}/ta-bort", {"version": "1"})
    assert refused.status_code == 422
    assert "Ta bort teamet ur regel 1 först" in text(refused)
    keep(office, made_from=1)
    assert page.post(f"{address}/ta-bort", {"version": "1"}).status_code == 303
    office.enter("eva")
    assert teams_of(office.unit.id) == []
    newest = read_history(actor=office.enter("eva"), unit_id=office.unit.id, kind=TEAM.key)[0]
    restore(actor=office.enter("eva"), unit_id=office.unit.id, change_id=newest.id, version=2)
    assert [one.data.name for one in teams_of(office.unit.id)] == ["Recept"]


def test_another_units_team_stays_its_own(office: Office) -> None:
    with as_owner():
        key = new_id()
        db.execute(
            "insert into team (id, unit_id, name) values (%s, %s, 'Annat')", [key, office.other.id]
        )
    page = office.browser("eva")
    assert "Annat" not in text(page.get(office.url(f"/fordelning/team/{key}")))
    assert (
        page.post(office.url(f"/fordelning/team/{key}/ta-bort"), {"version": "0"}).status_code < 500
    )
    with as_owner():
        assert db.fetch_all("select name from team where id = %s", [key]) == [("Annat",)]
        made.unit()
