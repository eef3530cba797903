"""The pages of permissions: what they show, keep, refuse and cost."""

from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases import cases_made
from tests.cases.staff_http import text
from tests.cases.test_staff_pages import statements
from tests.database import as_owner
from tests.markup import faults
from tests.people import office as offices
from tests.people.office import Office, days
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return offices.make()


def directory(
    key: str, given: str, family: str, unit: UUID, region: str = "14", number: str = ""
) -> None:
    """Put somebody into a region's directory."""
    with as_owner():
        db.execute(
            "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
            "birth_date, sex, given_name, family_name, title, email, phone, protected, seen_at) "
            "values (%s, %s, %s, %s, 'personnummer', '1980-05-01', 'woman', %s, %s, "
            "'undersköterska', '', '', false, %s)",
            [key.upper(), key, region, number or key[-12:], given, family, clock.now()],
        )
        db.execute(
            "insert into directory_assignment (id, person_id, unit_id, since) "
            "values (gen_random_uuid(), %s, %s, current_date)",
            [key.upper(), unit],
        )


def test_the_table_says_who_holds_what(office: Office) -> None:
    office.give("eva", "mia", "responder", ends=days(6))
    page = text(office.browser("eva").get(office.url("/behorigheter")))
    for words in ("Eva Ros", "Ärendemottagare", "Granskare", "till "):
        assert words in page
    assert "Bara en administratör" not in page
    office.take("eva", "ulf", "unit_admin")
    assert "Bara en administratör" in text(office.browser("eva").get(office.url("/behorigheter")))


def test_pages_are_for_those_who_run_the_unit(office: Office) -> None:
    ida = office.people["ida"]
    for path in ("", "/vem-ser-vad", f"/{ida}", f"/{ida}/ta-bort"):
        address = office.url(f"/behorigheter{path}")
        assert office.browser("rut").get(address).status_code == 403, path
        assert office.browser("kaj").get(address).status_code == 404, path
        assert Client().get(address).headers["Location"].startswith("/logga-in"), path
    far = made_far(office)
    assert office.browser("eva").get(office.url(f"/behorigheter/{far}")).status_code == 404


def made_far(office: Office) -> UUID:
    with as_owner():
        return made.staff(made.unit("Fyren", region="12"), "responder", name="Långt Borta")


def test_giving_by_the_page(office: Office) -> None:
    mia = office.people["mia"]
    path = f"/behorigheter/{mia}"
    form = {"version": "0", "roles": ["responder"], "length": "until", "reason": "Vikarie för Ida"}
    wrong = office.browser("eva").post(office.url(path), form | {"until": "i morgon"})
    assert wrong.status_code == 422
    assert "Skriv datumet som ÅÅÅÅ-MM-DD" in text(wrong)
    assert "Vikarie för Ida" in wrong.content.decode()
    done = office.browser("eva").post(office.url(path), form | {"until": days(9).isoformat()})
    assert done.status_code == 303
    assert office.roles("mia") == ["responder"]
    shown = text(office.browser("eva").get(office.url(path)))
    assert "Vikarie för Ida" in shown
    assert "Ärendehanterare" in shown


def test_giving_to_oneself_is_refused_and_written_down(office: Office) -> None:
    eva = office.people["eva"]
    path = office.url(f"/behorigheter/{eva}")
    assert "Det här är du" in text(office.browser("eva").get(path))
    form = {"version": "0", "roles": ["case_receiver"], "length": "open", "reason": "Vill läsa"}
    assert office.browser("eva").post(path, form).status_code == 403
    assert office.roles("eva") == ["unit_admin"]
    refused = office.owned(
        "select person_id, detail->>'permission' from audit_entry where outcome = 'refused'"
    )
    assert refused == [(eva, "people:grant:edit")]


def test_taking_away_asks_where_the_open_cases_go(office: Office) -> None:
    with as_owner():
        work = [
            cases_made.case(office.unit, office.people["anna"], "in_progress", office.people["ida"])
            for _ in range(4)
        ]
    path = office.url(f"/behorigheter/{office.people['ida']}/ta-bort")
    page = text(office.browser("eva").get(path))
    assert "Vart ska 4 öppna ärenden?" in page
    assert "Per Alm" in page
    form = {"version": "0", "roles": ["responder"], "reason": "Slutar"}
    wrong = office.browser("eva").post(path, form)
    assert wrong.status_code == 422
    assert "Välj vart de öppna ärendena ska" in text(wrong)
    done = office.browser("eva").post(path, form | {"to": str(office.people["per"])})
    assert done.status_code == 303
    with as_owner():
        assert cases_made.row(work[0], "assignee_id") == (office.people["per"],)


def test_it_takes_effect_on_the_next_request(office: Office) -> None:
    ida = office.browser("ida")
    address = f"/m/{office.unit.slug}/inkorg/mina"
    assert ida.get(address).status_code == 200
    office.take("eva", "ida", "responder")
    assert ida.get(address).status_code == 404


def test_a_search_trims_folds_and_stays_in_the_region(office: Office) -> None:
    directory("SE2321000016-AB12", "Maria-Elena", "Öberg", office.other.id)
    directory("SE2321000016-CD34", "Maria", "Öberg", office.other.id, region="12")
    eva = office.browser("eva")
    for words in (" se2321000016-ab12 ", "SE2321000016\u2011AB12", "öb mar", "elena", "ab12"):
        page = text(eva.get(office.url("/behorigheter"), {"sok": words}))
        assert "Maria-Elena Öberg" in page, words
        assert page.count("undersköterska") == 1, words
        assert "Lägg upp konto" in page
    assert "Ida Berg" in text(eva.get(office.url("/behorigheter"), {"sok": "ber"}))
    for words in ("%", "_", "'", "a:* | b", "\\", "!!", "   ", "<b>"):
        answer = eva.get(office.url("/behorigheter"), {"sok": words})
        assert answer.status_code == 200, words
        assert "Maria-Elena" not in text(answer), words


def test_a_search_goes_on_to_the_next_page(office: Office) -> None:
    for number in range(35):
        directory(f"SE2321000016-N{number:02}", f"Siv{number:02}", "Dahlgren", office.unit.id)
    eva = office.browser("eva")
    first = eva.get(office.url("/behorigheter"), {"sok": "dahl"})
    assert text(first).count("undersköterska") == 30
    then = eva.get(office.url("/behorigheter"), {"sok": "dahl", "efter": "SE2321000016-N29"})
    assert text(then).count("undersköterska") == 5
    assert "Siv30" in text(then)


def test_an_account_is_made_once_out_of_the_directory(office: Office) -> None:
    directory("SE2321000016-AB12", "Maria", "Öberg", office.unit.id, number="198005010001")
    eva = office.browser("eva")
    for _ in range(2):
        done = eva.post(office.url("/personal/lagg-upp"), {"hsa_id": "SE2321000016-AB12"})
        assert done.status_code == 303
    person = UUID(done.headers["Location"].rsplit("/", 1)[1])
    assert eva.get(done.headers["Location"]).status_code == 200
    assert office.owned(
        "select name, title, active, registered_unit_id from staff_account where person_id = %s",
        [person],
    ) == [("Maria Öberg", "undersköterska", True, office.unit.id)]
    unknown = eva.post(office.url("/personal/lagg-upp"), {"hsa_id": "SE2321000016-XX"})
    assert unknown.status_code == 404


def test_the_account_is_the_residents_own_person(office: Office) -> None:
    """So that her own cases stay hidden from her at work."""
    with as_owner():
        db.execute(
            "update person set number = '198005010001' where id = %s", [office.people["anna"]]
        )
    directory("SE2321000016-AB12", "Anna", "Ek", office.unit.id, number="198005010001")
    done = office.browser("eva").post(
        office.url("/personal/lagg-upp"), {"hsa_id": "SE2321000016-AB12"}
    )
    assert done.headers["Location"].endswith(str(office.people["anna"]))


def test_who_reads_what_names_everybody(office: Office) -> None:
    page = text(office.browser("eva").get(office.url("/behorigheter/vem-ser-vad")))
    for words in (
        "Läser alla ärenden på mottagningen",
        "Rut Lind",
        "Läser inga ärenden",
        "Eva Ros",
    ):
        assert words in page


@pytest.mark.parametrize(
    "path",
    [
        "/behorigheter",
        "/behorigheter?sok=ida",
        "/behorigheter/vem-ser-vad",
        "/behorigheter/{ida}",
        "/behorigheter/{ida}/ta-bort",
        "/personal",
        "/personal/katalog",
        "/personal/{ida}",
        "/personal/{ida}/avaktivera",
        "/personal/{ida}/ateraktivera",
    ],
)
def test_pages_cost_few_statements_and_are_valid(office: Office, path: str) -> None:
    office.case("in_progress", "ida")
    browser = office.browser("eva")
    address = office.url(path.format(ida=office.people["ida"]))
    with statements(6):
        answer = browser.get(address)
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


def test_colleagues_of_the_directory_without_permission_are_offered(office: Office) -> None:
    eva, page = office.browser("eva"), office.url("/behorigheter")
    assert "Kollegor utan behörighet" not in text(eva.get(page))
    directory("SE2321000016-N7", "Nina", "Ny", office.unit.id)
    directory("SE2321000016-N8", "Olle", "Annan", office.other.id)
    told = eva.get(page)
    assert "Kollegor utan behörighet här" in text(told)
    assert "Nina Ny" in text(told)
    assert "Olle Annan" not in text(told)
    made_ = eva.post(office.url("/personal/lagg-upp"), {"hsa_id": "SE2321000016-N7"})
    person = UUID(made_.headers["Location"].rsplit("/", 1)[-1])
    assert f'href="{page}/{person}"' in eva.get(page).content.decode()
    with as_owner():
        db.execute(
            "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, "
            "granted_by_name, reason, created_at) values (gen_random_uuid(), %s, 'responder', %s, "
            "'', current_date, 'x', 'x', now())",
            [person, office.unit.id],
        )
    assert "Kollegor utan behörighet" not in text(eva.get(page))


def test_what_a_colleague_has_taken_away_already_is_said_and_not_asked_for(office: Office) -> None:
    path = office.url(f"/behorigheter/{office.people['ida']}/ta-bort")
    form = {"version": "0", "roles": ["responder"], "reason": "Slutar", "to": "inbox"}
    office.take("ulf", "ida", "responder")
    late = office.browser("eva").post(path, form)
    assert late.status_code == 409
    assert "Ulf Sten sparade medan du skrev" in text(late)
    assert "Välj vilka behörigheter" not in text(late)
    again = office.browser("eva").post(path, form | {"version": "1"})
    assert again.status_code == 422
    assert "Behörigheterna är redan borttagna" in text(again)
    assert len(office.changes("ida")) == 1
