"""A unit's administrator meets a resident by her whole number, and leaves a row that names her."""

import pytest

from tests import people_made as made
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.units.office import Office
from vardpost.kernel import db

pytestmark = pytest.mark.django_db
#: From the tax agency's published test numbers.
NUMBER = "191212121212"


@pytest.fixture
def office() -> Office:
    return Office()


def resident(number: str = NUMBER, *, protected: bool = False) -> object:
    with as_owner():
        person = made.person("Anna", "Ek")
        db.execute(
            "update person set number = %s, protected = %s, municipality_code = '1480' "
            "where id = %s",
            [number, protected, person],
        )
    return person


def named(action: str) -> list[object]:
    with as_owner():
        asked = "select resident_ids from audit_entry where action = %s order by at, id"
        rows = db.fetch_all(asked, [action])
    return [row[0] for row in rows]


def test_somebody_is_looked_up_approved_and_ended(office: Office) -> None:
    anna = resident()
    eva = office.browser("eva")
    wrong = eva.post(office.url("/invanare/sok"), {"number": "191212121213"})
    assert wrong.status_code == 422
    assert "Kontrollera den sista siffran" in text(wrong)
    assert named("people:resident:look-up") == []
    found = eva.post(office.url("/invanare/sok"), {"number": "19121212-1212"})
    assert "Anna Ek" in text(found)
    assert "inget betjäningsområde" in text(found)
    assert named("people:resident:look-up") == [[anna]]
    form = {"number": NUMBER, "version": "0", "reason": "", "until": "2001-01-01"}
    missing = eva.post(office.url("/invanare/godkann"), form)
    assert missing.status_code == 422
    assert "Skriv varför" in text(missing)
    for _ in range(2):
        done = eva.post(
            office.url("/invanare/godkann"), form | {"reason": "Arbetar nära", "until": ""}
        )
        assert done.status_code == 303
    page = eva.get(office.url("/invanare"))
    assert "Anna Ek 19121212-1212" in text(page)
    assert named("people:resident:list")[-1] == [anna]
    assert eva.post(office.url("/invanare/avsluta"), {}).status_code == 422
    gone = eva.post(office.url("/invanare/avsluta"), {"bort": [f"{anna}:1", "x:1"]})
    assert gone.status_code == 303
    assert "Anna Ek" not in text(eva.get(office.url("/invanare")))


def test_an_approval_whose_last_day_has_passed_lets_nobody_in(office: Office) -> None:
    resident()
    eva = office.browser("eva")
    form = {"number": NUMBER, "version": "0", "reason": "Arbetar nära", "until": ""}
    assert eva.post(office.url("/invanare/godkann"), form).status_code == 303
    assert "Är godkänd" in text(eva.post(office.url("/invanare/sok"), {"number": NUMBER}))
    with as_owner():
        db.execute("update approved_resident set until = '2020-01-01'")
    page = text(eva.post(office.url("/invanare/sok"), {"number": NUMBER}))
    assert "Är godkänd" not in page
    assert "inget betjäningsområde" in page


def test_a_protected_name_is_never_told(office: Office) -> None:
    resident(protected=True)
    eva = office.browser("eva")
    with as_owner():
        db.execute(
            "insert into catchment_row (unit_id, region_id, sex, age_from, age_to) "
            "values (%s, '14', '', 0, 199)",
            [office.unit.id],
        )
    found = eva.post(office.url("/invanare/sok"), {"number": NUMBER})
    assert "Skyddade uppgifter" in text(found)
    assert "bara mottagningar som är för hela landet" in text(found)
    form = {"number": NUMBER, "version": "0", "reason": "Vårdkontakt"}
    assert eva.post(office.url("/invanare/godkann"), form).status_code == 303
    page = text(eva.get(office.url("/invanare")))
    assert "Anna" not in text(found) + page
    assert NUMBER not in page


def test_nobody_else_finds_anybody(office: Office) -> None:
    resident()
    for who in ("responder", "next door"):
        answer = office.browser(who).post(office.url("/invanare/sok"), {"number": NUMBER})
        assert answer.status_code in {403, 404}
    office.enter("responder")
    assert db.fetch_all("select * from resident_by_number(%s)", [NUMBER]) == []
    assert db.fetch_all("select * from residents_let_in()") == []
