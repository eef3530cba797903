"""A question about a move as those see it who did not send the case: what waits, and on whom."""

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases.cases_made import case
from tests.cases.moving import Place
from tests.cases.resident_world import browser, child_of
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions.close import withdraw
from vardpost.cases.actions.forward import forward_unit
from vardpost.cases.actions.move import ask_to_move, decline_move
from vardpost.kernel import clock, db


class Family(Place):
    """A child of two guardians; *guardian* sent the case, *other_resident* did not."""

    def __init__(self) -> None:
        super().__init__()
        people = self.world.people
        people["guardian"] = people["resident"]
        born = date(clock.today().year - 7, 1, 2)
        self.child = child_of(people["guardian"], "Elsa", born)
        with as_owner():
            db.execute(
                "insert into guardianship (guardian_id, child_id, since, blocked) "
                "values (%s, %s, %s, false)",
                [people["other_resident"], self.child, born],
            )
            self.case = case(
                self.world.unit, self.child, sent_by_id=people["guardian"],
                sent_by_name="Karin Berg", capacity="guardian", resident_birth=born,
                case_type="send_message", resident_name="Elsa Dal",
            )  # fmt: skip
        ask_to_move(
            actor=self.world.as_("receiver"), case_id=self.case, version=1, unit_id=self.next.id,
            body="Almen har tid tidigare.",
        )  # fmt: skip

    def page(self, who: str, path: str = "") -> str:
        client: Client = browser(self.world, who)
        text = client.get(path or f"/mina/arenden/{self.case}").content.decode()
        assert not faults(text)
        return text


@pytest.fixture
def family(db: None) -> Family:  # pytest-django's own
    return Family()


def test_who_did_not_send_it_sees_what_waits_and_on_whom(family: Family) -> None:
    page = family.page("other_resident")
    assert "Mottagningen har en fråga till Karin." in page
    assert "De ber att få skicka ärendet vidare till Almens vårdcentral. Karin skickade" in page
    assert "Väntar på svar från Karin" in page
    assert "Fråga till Karin" in page
    assert "Fråga till dig" not in page
    assert "flytt-svar" not in page
    home = family.page("other_resident", "/mina")
    assert "Fråga till Karin" in home
    assert "Inget väntar på dig just nu." in home
    assert "Fråga till Karin" in family.page("other_resident", "/mina/arenden")


def test_who_sent_it_is_the_one_asked(family: Family) -> None:
    page = family.page("guardian")
    assert "Mottagningen har en fråga till dig." in page
    assert "Väntar på ditt svar" in page
    assert "Fråga till Karin" not in page
    assert "Fråga till dig" in family.page("guardian", "/mina")


def test_a_no_is_told_with_the_name_of_who_said_it(family: Family) -> None:
    decline_move(actor=family.world.as_("guardian"), case_id=family.case, version=2)
    page = family.page("other_resident")
    assert "Karin sa nej till att skicka vidare" in page
    assert "Du sa nej" not in page
    assert "Du sa nej till att skicka vidare" in family.page("guardian")


def test_a_yes_is_told_so_and_leads_to_the_new_case(family: Family) -> None:
    forward_unit(actor=family.world.as_("guardian"), case_id=family.case, version=2)
    page = family.page("other_resident")
    assert "Ärendet är skickat vidare till Almens vårdcentral." in page
    assert "Karin sa ja till det." in page
    assert f"/mina/arenden/{family.new()}" in page
    assert "Karin sa ja" not in family.page("guardian")


def test_taken_back_by_another_is_not_told_as_ones_own(family: Family) -> None:
    withdraw(actor=family.world.as_("guardian"), case_id=family.case, version=2)
    page = family.page("other_resident")
    assert "Karin har tagit tillbaka ärendet." in page
    assert "Du har tagit" not in page
    assert "Du har tagit tillbaka ärendet." in family.page("guardian")


def test_nobody_outside_the_family_sees_it(family: Family) -> None:
    family.world.people["resident"] = _stranger()
    family.world.tokens.pop("resident", None)
    client = browser(family.world, "resident")
    assert client.get(f"/mina/arenden/{family.case}").status_code == 404


def _stranger() -> UUID:
    with as_owner():
        return made.person("Främmande")
