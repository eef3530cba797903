"""Why a resident does not see a case type: what an administrator is told, type by type."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes import actions
from vardpost.casetypes.actions.handing import hand_out, take_back
from vardpost.casetypes.decided import Given
from vardpost.casetypes.seen import types_seen
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db
NUMBER = "191212121212"


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        found.people["Anna"] = made.person("Anna", "Ek")
        db.execute("update person set number = %s where id = %s", [NUMBER, found.people["Anna"]])
        db.execute(
            "update unit_case_type set restricted = true where unit_id = %s", [found.unit.id]
        )
    return found


def told(offices: Offices, key: str = "Skicka meddelande", years: int = 40) -> tuple[bool, str]:
    """Return whether Anna sees a type, and why."""
    offices.as_("admin")
    born = clock.today().replace(day=1) - timedelta(days=366 * years)
    found = types_seen(offices.unit.id, offices.people["Anna"], born, clock.today())
    one = next(one for one in found if one.title == key)
    return one.sees, one.why


def given(offices: Offices, **more: Any) -> None:
    days = {"starts": clock.today(), "until": None} | more
    hand_out(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=world.national("send_message"),
        seen={offices.people["Anna"]: None},
        given=Given(days["starts"], days["until"], "Remiss"),
    )


def test_each_reason_has_its_sentence(offices: Offices) -> None:
    assert told(offices) == (False, "Lämnas bara ut till utvalda, och inte till invånaren.")
    given(offices)
    assert told(offices) == (True, "Utlämnad tills vidare.")
    for starts, until, sees, said in (
        (0, 9, True, "Utlämnad till och med"),
        (2, 9, False, "Utlämnad från och med"),
        (-9, -1, False, "Var utlämnad till och med"),
    ):
        with as_owner():
            db.execute(
                "update case_type_grant set starts_on = %s, until = %s",
                [clock.today() + timedelta(days=starts), clock.today() + timedelta(days=until)],
            )
        found = told(offices)
        assert found[0] is sees
        assert found[1].startswith(said)
    with as_owner():
        db.execute("update case_type_grant set starts_on = %s, until = null", [clock.today()])
        [(grant,)] = db.fetch_all("select id from case_type_grant")
    take_back(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=world.national("send_message"),
        ids=[grant],
    )
    found = told(offices)
    assert found[0] is False
    assert found[1].startswith("Var utlämnad. Togs tillbaka")


def test_what_is_open_and_what_is_switched_off(offices: Offices) -> None:
    with as_owner():
        db.execute("update unit_case_type set restricted = false")
    assert told(offices) == (True, "")
    actor = offices.as_("admin")
    copy = world.national("record_copy")
    actions.activate(actor=actor, unit_id=offices.unit.id, case_type_id=copy)
    assert told(offices, "Beställ journalkopia", 15) == (False, "För den som har fyllt 16 år.")
    with as_owner():
        db.execute("update unit_case_type set active = false")
    assert told(offices) == (False, "Avstängd.")


def test_the_page_says_it_and_leads_to_where_it_is_decided(offices: Offices) -> None:
    admin = Client()
    admin.cookies["session"] = made.sign_in(offices.people["admin"], "staff")
    base = f"/m/{offices.unit.slug}/admin"
    page = admin.post(f"{base}/invanare/sok", {"number": NUMBER})
    kind = world.national("send_message")
    assert f'href="{base}/arendetyper/{kind}/utlamning"' in page.content.decode()
    assert "Skicka meddelande Nej Lämnas bara ut till utvalda" in text(page)
    assert faults(page.content.decode()) == []
