"""The pages where a unit decides what it offers: order, on and off, own words, what is new."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world as world
from tests.casetypes.test_upstream import OPEN, renew
from tests.casetypes.verbs_world import KIND, PROBLEM, Offices
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text
from vardpost.kernel.errors import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices() -> Offices:
    return world.make()


@pytest.fixture
def central(offices: Offices) -> UUID:
    region = offices.as_("region")
    found = actions.create(actor=region, title=Text("Råd", "Advice on"), region_id="14")
    world.published(region, found, PROBLEM, KIND, open=OPEN)
    return found


@pytest.fixture
def admin(offices: Offices) -> Client:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people["admin"], "staff")
    return client


def base(offices: Offices, *more: object) -> str:
    return "/".join([f"/m/{offices.unit.slug}/admin/arendetyper", *map(str, more)])


def form(**more: str) -> dict[str, str]:
    return {
        "version": "0",
        "active": "1",
        "follows": "1",
        "first_days": "2",
        "final_days": "5",
    } | more


def test_a_type_is_taken_switched_on_and_told_in_the_list(
    offices: Offices, central: UUID, admin: Client
) -> None:
    assert "Lägg till avstängd" in text(admin.get(base(offices, central)))
    assert admin.post(base(offices, central)).status_code == 303
    page = text(admin.get(base(offices)))
    assert "Råd Avstängd" in page
    wrong = admin.post(base(offices, central), form(first_days="0", **{"help-problem-sv": "Kort"}))
    assert wrong.status_code == 422
    assert "Skriv texten på engelska också" in text(wrong)
    assert ">\nKort</textarea>" in wrong.content.decode()
    own = {
        "help-problem-sv": "Skriv kort.",
        "help-problem-en": "Be brief.",
        "options-kind": "Ett | One\nTre | Three",
        "description-sv": "Bara hos oss",
        "description-en": "Only here",
    }
    for _ in range(2):
        assert admin.post(base(offices, central), form(**own)).status_code == 303
    offer = queries.offer(offices.unit.id, "r_rad")
    asked = world.form_of(offer.version_id)
    assert asked.fields[0].help == Text("Skriv kort.", "Be brief.")
    assert [one.value for one in asked.fields[1].options] == ["one", "tre"]
    assert (offer.first_days, offer.description.sv) == (2, "Bara hos oss")
    assert admin.post(base(offices, central), form(final_days="9")).status_code == 409
    shown = text(admin.get(base(offices, central, "visa")))
    assert "Skriv kort." in shown


def test_one_save_is_one_line_in_the_history(
    offices: Offices, central: UUID, admin: Client
) -> None:
    admin.post(base(offices, central))
    admin.post(base(offices, central), form(**{"options-kind": "Ett | One\nTre | Three"}))
    page = admin.get(f"/m/{offices.unit.slug}/admin/historik?typ=casetypes:offer")
    assert page.content.decode().count("<time ") == 1


def test_what_is_new_upstream_is_shown_and_taken(
    offices: Offices, central: UUID, admin: Client
) -> None:
    admin.post(base(offices, central))
    not_following: dict[str, Any] = {k: v for k, v in form().items() if k != "follows"}
    assert admin.post(base(offices, central), not_following).status_code == 303
    newest = renew(offices, central, "Råd och stöd")
    page = admin.get(base(offices, central))
    assert "Ny version 2 från centralt håll" in text(page)
    assert "Råd och stöd" in text(page)
    stale = admin.post(base(offices, central, "ta-ny"), {"version": "1", "form": str(UUID(int=9))})
    assert stale.status_code == 409
    taken = admin.post(base(offices, central, "ta-ny"), {"version": "1", "form": str(newest)})
    assert taken.status_code == 303
    assert queries.offer(offices.unit.id, "r_rad").title.sv == "Råd och stöd"


def test_the_order_is_changed_a_step_at_a_time(offices: Offices, admin: Client) -> None:
    before = [one.id for one in queries.unit_types(offices.unit.id) if one.taken]
    moved = admin.post(base(offices, "ordning"), {"version": "0", "ner": str(before[0])})
    assert moved.status_code == 303
    after = [one.id for one in queries.unit_types(offices.unit.id) if one.taken]
    assert after == [before[1], before[0], *before[2:]]
    late = admin.post(base(offices, "ordning"), {"version": "0", "ner": str(after[1])})
    assert late.status_code == 409
    strange = admin.post(base(offices, "ordning"), {"version": "1", "upp": "x"})
    assert strange.status_code == 404


def test_others_find_no_such_page(offices: Offices, central: UUID) -> None:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people["receiver"], "staff")
    assert client.get(base(offices)).status_code == 403
    client.cookies["session"] = made.sign_in(offices.people["elsewhere"], "staff")
    assert client.get(base(offices)).status_code == 404


def test_every_national_form_can_be_looked_at(offices: Offices, admin: Client) -> None:
    for one in queries.unit_types(offices.unit.id):
        if one.taken:
            for how in ("", "?som=ombud", "?bredd=mobil"):
                assert admin.get(base(offices, one.id, "visa") + how).status_code == 200, one.key


def test_several_are_chosen_at_once_all_or_none(
    offices: Offices, central: UUID, admin: Client
) -> None:
    region = offices.as_("region")
    other = actions.create(actor=region, title=Text("Tid", "A time"), region_id="14")
    unwritten = actions.create(actor=region, title=Text("Senare", "Later"), region_id="14")
    world.published(region, other, PROBLEM)
    empty = admin.post(base(offices, "valj"), {})
    assert empty.status_code == 422
    assert "Kryssa i minst en ärendetyp" in text(empty)
    ids = [str(other), str(central)]
    before = {one.key for one in queries.offered(offices.unit.id)}
    with pytest.raises(WrongState):
        actions.activate_several(
            actor=offices.as_("admin"),
            unit_id=offices.unit.id,
            case_type_ids=[other, central, unwritten],
        )
    assert {one.key for one in queries.offered(offices.unit.id)} == before
    for _ in range(2):
        admin.post(base(offices, "valj"), {"typ": [*ids, "x"]})
    assert {one.key for one in queries.offered(offices.unit.id)} - before == {"r_rad", "r_tid"}
    assert "Sparat" in text(admin.get(base(offices) + "?sparat=1"))
