"""A rule is changed where it stands, and nothing disappears before it has been shown."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse

from tests.cases.staff_http import text
from tests.database import as_owner
from tests.routing.test_settings import keep, office, team, to
from tests.units.office import Office
from vardpost.kernel import db
from vardpost.kernel.ids import new_id
from vardpost.routing.actions.rules import RULES
from vardpost.routing.queries.rules import routing
from vardpost.routing.rules import DISPATCHER, EVERYONE, Asked, Routing, Rule
from vardpost.units.actions.settings import read_history, restore

pytestmark = pytest.mark.django_db
__all__ = ["office"]

YES = Asked("interpreter", "Behöver du tolk?", ("yes",), ("Ja",))


def stands(office: Office) -> Routing:
    office.enter("eva")
    return routing(office.unit.id)


def three(office: Office) -> list[str]:
    """Keep three rules, and return the addresses of their forms."""
    keep(
        office,
        to(office, case_type="send_message", type_name="Skicka meddelande", asked=(YES,)),
        Rule("queue", "advice", "Rådgivning"),
        to(office),
    )
    return [office.url(f"/fordelning/regel/{one.id}") for one in stands(office).rules]


def posted(
    office: Office, address: str, version: int, who: str = "eva", **more: object
) -> HttpResponse:
    asked = {"version": str(version), "arendetyp": "alla", "target": "queue", **more}
    return office.browser(who).post(address, asked)  # type: ignore[return-value]  # a client's


def test_a_rule_is_shown_as_it_stands_and_changed_in_its_place(office: Office) -> None:
    first, second, _third = three(office)
    before = stands(office)
    page = office.browser("eva").get(first).content.decode()
    assert 'value="yes" id="f-svar-interpreter" checked' in page
    assert f'value="person:{office.people["responder"]}" selected' in page
    answer = posted(office, second, 1, arendetyp="advice", target=f"team:{team(office)}")
    assert answer.status_code == 303
    after = stands(office)
    assert [one.id for one in after.rules] == [one.id for one in before.rules]
    assert after.rules[1].target_name == "Recept"
    assert (after.rules[0], after.rules[2]) == (before.rules[0], before.rules[2])


def test_a_rule_saved_unchanged_is_no_change(office: Office) -> None:
    first, *_others = three(office)
    same = {"svar-interpreter": "yes", "target": f"person:{office.people['responder']}"}
    assert posted(office, first, 1, arendetyp="send_message", plats="1", **same).status_code == 303
    label = "Behöver du tolk?"
    assert stands(office).rules[0].asked[0].values == ("yes",)
    actor = office.enter("eva")
    # The question is called something else now: that is the one thing that is new.
    changes = read_history(actor=actor, unit_id=office.unit.id, kind=RULES.key)
    assert [label in str(one.old) for one in changes] in ([False], [True, False])
    assert posted(office, first, 2, arendetyp="send_message", plats="1", **same).status_code == 303
    again = read_history(actor=office.enter("eva"), unit_id=office.unit.id, kind=RULES.key)
    assert len(again) == len(changes)


def test_a_rule_is_moved_to_any_place(office: Office) -> None:
    _first, _second, third = three(office)
    responder = f"person:{office.people['responder']}"
    assert posted(office, third, 1, target=responder, plats="1").status_code == 303
    assert [one.case_type for one in stands(office).rules] == ["", "send_message", "advice"]
    assert posted(office, third, 2, target=responder, plats="99").status_code == 303
    assert [one.case_type for one in stands(office).rules] == ["send_message", "advice", ""]
    assert posted(office, third, 3, target=responder, plats="²x").status_code == 303
    assert len(stands(office).rules) == 3


def test_pressed_twice_is_once(office: Office) -> None:
    _first, second, _third = three(office)
    assert posted(office, second, 1, arendetyp="advice", plats="1").status_code == 303
    assert posted(office, second, 1, arendetyp="advice", plats="1").status_code == 303
    changes = read_history(actor=office.enter("eva"), unit_id=office.unit.id, kind=RULES.key)
    assert len(changes) == 2
    new = office.url("/fordelning/ny?arendetyp=alla")
    for _press in range(2):
        assert posted(office, new, 2).status_code == 303
    assert len(stands(office).rules) == 4


def test_the_second_of_two_is_told_and_loses_nothing(office: Office) -> None:
    _first, second, third = three(office)
    responder = f"person:{office.people['responder']}"
    # Ulf moves the last rule first, so that the numbers of Eva's page are no longer true.
    assert posted(office, third, 1, "ulf", target=responder, plats="1").status_code == 303
    late = posted(office, second, 1, arendetyp="advice", target=responder, plats="2")
    assert late.status_code == 409
    told = text(late)
    assert "Ulf Sten sparade medan du skrev" in told
    assert "Alla ärenden: till Ida Berg" in told
    page = late.content.decode()
    assert f'value="{responder}" selected' in page
    assert 'name="version" value="2"' in page
    assert '<option value="3" selected' in page  # nobody asked to move it
    again = {"arendetyp": "advice", "target": responder, "plats": "3"}
    assert posted(office, second, 2, **again).status_code == 303
    rules = stands(office).rules
    assert [one.case_type for one in rules] == ["", "send_message", "advice"]
    assert rules[2].target == "person"


def test_a_rule_taken_away_meanwhile_comes_back_with_what_was_written(office: Office) -> None:
    _first, second, _third = three(office)
    taken = office.browser("ulf").post(office.url("/fordelning"), {"version": "1", "gor": "bort-2"})
    assert taken.status_code == 303
    assert office.browser("eva").get(second).status_code == 404
    asked = {"arendetyp": "advice", "target": f"person:{office.people['responder']}", "plats": "2"}
    assert posted(office, second, 1, **asked).status_code == 409
    assert posted(office, second, 2, **asked).status_code == 303
    rules = stands(office).rules
    assert [one.case_type for one in rules] == ["send_message", "advice", ""]
    assert rules[1].target == "person"


def test_what_is_gone_is_shown_and_stays_until_it_is_unticked(office: Office) -> None:
    gone = Asked("gone", "Borta?", ("x",), ("X",))
    value = Asked("interpreter", "Tolk?", ("maybe", "yes"), ("Kanske", "Ja"))
    keep(
        office,
        to(office, case_type="send_message", type_name="Skicka", asked=(gone, value)),
        to(office, case_type="u_gone", type_name="Gammal", asked=(gone,)),
    )
    with as_owner():
        db.execute(
            "update role_grant set ends_on = %s where role = 'responder'", [date(2021, 1, 1)]
        )
    first, second = (office.url(f"/fordelning/regel/{one.id}") for one in stands(office).rules)
    shown = text(office.browser("eva").get(first))
    for told in (
        "Ida Berg, svarar inte på ärenden här nu",
        "Frågan finns inte i formuläret längre.",
        "Svaret går inte att välja i formuläret längre.",
    ):
        assert told in shown
    responder = f"person:{office.people['responder']}"
    kept: dict[str, Any] = {"svar-gone": "x", "svar-interpreter": ["maybe"], "target": responder}
    assert posted(office, first, 1, arendetyp="send_message", **kept).status_code == 303
    rule = stands(office).rules[0]
    assert [(one.field, one.values) for one in rule.asked] == [
        *[("interpreter", ("maybe",)), ("gone", ("x",))]
    ]
    assert "Gammal (erbjuds inte längre)" in text(office.browser("eva").get(second))
    more = {"svar-gone": "x", "target": responder, "plats": "1"}
    assert posted(office, second, 2, arendetyp="u_gone", **more).status_code == 303
    assert stands(office).rules[0].asked[0].words == ("X",)
    assert posted(office, first, 3, arendetyp="u_gone", target="queue").status_code == 404


def test_another_kind_shows_its_questions_and_keeps_what_was_chosen(office: Office) -> None:
    first, *_others = three(office)
    responder = f"person:{office.people['responder']}"
    asked = {"arendetyp": "advice", "target": responder, "svar-interpreter": "yes", "visa": "1"}
    shown = posted(office, first, 1, **asked)
    assert shown.status_code == 200
    page = shown.content.decode()
    assert '<option value="advice" selected' in page
    assert f'value="{responder}" selected' in page
    assert 'id="f-svar-interpreter" checked' in page
    assert stands(office).rules[0].case_type == "send_message"


def test_bad_answers_are_told_at_their_field(office: Office) -> None:
    first, *_others = three(office)
    for wrong in ("", "person:", "team:nope", f"person:{new_id()}", "x" * 5000):
        answer = posted(office, first, 1, target=wrong, plats="-1")
        assert answer.status_code == 422, wrong
        assert "Välj vem eller vilka som får ärendet" in text(answer)
    unknown = office.url(f"/fordelning/regel/{new_id()}")
    assert office.browser("eva").get(unknown).status_code == 404
    for who in ("responder", "next door"):
        assert office.browser(who).get(first).status_code in (403, 404)
        assert posted(office, first, 1, who).status_code in (403, 404)


def test_each_change_can_be_undone(office: Office) -> None:
    first, *_others = three(office)
    before = stands(office)
    assert posted(office, first, 1, plats="3").status_code == 303
    page = text(office.browser("eva").get(office.url("/fordelning?sparat=1")))
    assert "Ångra" in page
    actor = office.enter("eva")
    newest = read_history(actor=actor, unit_id=office.unit.id, kind=RULES.key)[0]
    assert str(newest.id) in (
        office.browser("eva").get(office.url("/fordelning?sparat=1")).content.decode()
    )
    office.enter("eva")
    restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=2)
    assert routing(office.unit.id) == before


@pytest.mark.parametrize(("way", "new"), [("fordelare", DISPATCHER), ("alla-gor-allt", EVERYONE)])
def test_a_ready_made_way_shows_what_disappears_first(
    office: Office, way: str, new: Routing
) -> None:
    three(office)
    before = stands(office)
    page, address = office.browser("eva"), office.url(f"/fordelning/fardigt/{way}")
    shown = text(page.get(address))
    assert "3 regler försvinner" in shown
    assert "Alla ärenden: till Ida Berg" in shown
    assert stands(office) == before
    # A colleague saves first: what disappears is something else now, and that is told.
    keep(office, *before.rules[:1], made_from=1, who="ulf")
    late = page.post(address, {"version": "1"})
    assert late.status_code == 409
    assert "1 regel försvinner" in text(late)
    assert page.post(address, {"version": "2"}).status_code == 303
    assert stands(office) == new
    assert "Så arbetar ni redan" in text(page.get(address))
    newest = read_history(actor=office.enter("eva"), unit_id=office.unit.id, kind=RULES.key)[0]
    restore(actor=office.enter("eva"), unit_id=office.unit.id, change_id=newest.id, version=3)
    assert stands(office).rules == before.rules[:1]
    assert page.get(office.url("/fordelning/fardigt/annat")).status_code == 404
