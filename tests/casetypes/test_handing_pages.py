"""The pages where a unit hands out a case type: one by one, by a pasted list, and takes back."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from tests.markup import faults
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db
#: From the tax agency's published test numbers.
NUMBERS = ("191212121212", "192201239122", "192202069205", "192202229189")
WHY = {"reason": "Efter operation", "starts": "", "until": ""}


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        for name, number in zip(("Anna", "Bo", "Cia", "Dag"), NUMBERS, strict=True):
            found.people[name] = made.person(name, "Ek")
            db.execute(
                "update person set number = %s, protected = %s where id = %s",
                [number, name == "Dag", found.people[name]],
            )
    return found


@pytest.fixture
def admin(offices: Offices) -> Client:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people["admin"], "staff")
    return client


@pytest.fixture
def base(offices: Offices) -> str:
    kind = world.national("send_message")
    return f"/m/{offices.unit.slug}/admin/arendetyper/{kind}/utlamning"


def count(condition: str = "ended_at is null") -> int:
    with as_owner():
        row = db.fetch_one(f"select count(*) from case_type_grant where {condition}")
    return int(row[0]) if row else 0


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_somebody_is_looked_up_handed_it_changed_and_it_is_taken_back(
    admin: Client, base: str
) -> None:
    assert "Ingen än." in text(admin.get(base))
    wrong = admin.post(f"{base}/sok", {"number": "191212121213"})
    assert wrong.status_code == 422
    assert "Kontrollera den sista siffran" in text(wrong)
    found = admin.post(f"{base}/sok", {"number": "19121212-1212"})
    assert "Anna Ek Har den inte." in text(found)
    assert faults(found.content.decode()) == []
    form = {"number": NUMBERS[0], "sett": hidden(found.content.decode(), "sett"), **WHY}
    missing = admin.post(f"{base}/lamna-ut", form | {"reason": "", "until": "i morgon"})
    assert missing.status_code == 422
    assert "Skriv varför" in text(missing)
    assert "Skriv en dag, till exempel 2027-07-01" in text(missing)
    assert 'value="i morgon"' in missing.content.decode()
    for _press in range(2):
        assert admin.post(f"{base}/lamna-ut", form).status_code == 303
    assert count() == 1
    page = admin.get(f"{base}?sparat=1")
    assert "Anna Ek 19121212-1212" in text(page)
    assert "Efter operation" in text(page)
    assert faults(page.content.decode()) == []
    again = admin.post(f"{base}/sok", {"number": NUMBERS[0]}).content.decode()
    assert "Har den redan, tills vidare." in again
    until = (clock.today() + timedelta(days=9)).isoformat()
    other = form | {"sett": hidden(again, "sett"), "until": until}
    assert admin.post(f"{base}/lamna-ut", other).status_code == 303
    stale = admin.post(f"{base}/lamna-ut", form | {"reason": "Något annat"})
    assert stale.status_code == 409
    assert "Något annat" in stale.content.decode(), "what was typed stays"
    assert faults(stale.content.decode()) == []
    nothing = admin.post(f"{base}/ta-tillbaka")
    assert nothing.status_code == 422
    assert "Välj minst en invånare" in text(nothing)
    ticked = re.findall(r'name="bort" value="([^"]+)"', admin.get(base).content.decode())
    assert admin.post(f"{base}/ta-tillbaka", {"bort": [*ticked, "x"]}).status_code == 303
    assert "Ingen än." in text(admin.get(base))
    before = admin.get(f"{base}?visa=tidigare")
    assert "Togs tillbaka av Eva Ros" in text(before)
    assert "Ändrades av Eva Ros" in text(before)
    assert faults(before.content.decode()) == []


def test_a_protected_name_is_never_told(admin: Client, base: str) -> None:
    pages = [admin.post(f"{base}/sok", {"number": NUMBERS[3]})]
    form = {"number": NUMBERS[3], "sett": "", **WHY}
    assert admin.post(f"{base}/lamna-ut", form).status_code == 303
    pages.append(admin.get(base))
    assert NUMBERS[3][:8] not in text(pages[1])
    pages.append(admin.post(f"{base}/flera", {"numbers": NUMBERS[3], **WHY}))
    for page in pages:
        assert "Skyddade uppgifter" in text(page)
        assert "Dag" not in text(page)


def test_a_list_is_checked_line_by_line_and_nothing_is_half_done(admin: Client, base: str) -> None:
    assert faults(admin.get(f"{base}/flera").content.decode()) == []
    for posted, told in (
        ({"numbers": ""}, "Skriv minst ett personnummer"),
        ({"numbers": "\n".join([NUMBERS[0]] * 201)}, "Skriv högst 200 rader. Du har 201."),
        ({"numbers": NUMBERS[0], "reason": ""}, "Skriv varför"),
        ({"numbers": NUMBERS[0], "until": "2001-01-01"}, ""),
    ):
        answer = admin.post(f"{base}/flera", WHY | posted)
        assert told in text(answer)
        assert answer.status_code == (422 if told else 200)
    wrong = "\n".join(
        [NUMBERS[0], "", "1912-12-12-1213", "19121212-1212", "191301019999 Anna", "189001019802"]
    )
    page = admin.post(f"{base}/flera", WHY | {"numbers": wrong})
    assert page.status_code == 422
    said = text(page)
    assert "1 191212121212 Anna Ek Får den" in said
    assert "4 19121212-1212 Rätta Samma nummer som på rad 1" in said
    assert "3 1912-12-12-1213 Rätta" in said
    assert "5 191301019999 Anna Rätta Skriv numret med siffrorna" in said
    assert "6 189001019802 Rätta Ingen invånare i tjänsten har det numret" in said
    assert "kontrollerad" not in page.content.decode()
    assert "1912-12-12-1213" in page.content.decode()
    assert faults(page.content.decode()) == []
    assert count() == 0


def test_a_checked_list_is_handed_out_by_the_second_press(admin: Client, base: str) -> None:
    posted = WHY | {"numbers": "\r\n".join(NUMBERS)}
    page = admin.post(f"{base}/flera", posted)
    assert page.status_code == 200
    assert "Lämna ut till 4 invånare" in text(page)
    assert faults(page.content.decode()) == []
    assert count() == 0
    mark = hidden(page.content.decode(), "kontrollerad")
    assert admin.post(f"{base}/flera", posted | {"kontrollerad": "x"}).status_code == 200
    assert count() == 0
    for _press in range(2):  # the second finds what it was to do done, and says what there is now
        done = admin.post(f"{base}/flera", posted | {"kontrollerad": mark})
    assert done.status_code == 200
    assert "Har den redan, tills vidare." in text(done)
    assert count() == 4


def test_a_wrong_line_stops_all_of_a_list_whatever_was_checked_before(
    admin: Client, base: str
) -> None:
    right = WHY | {"numbers": NUMBERS[0]}
    mark = hidden(admin.post(f"{base}/flera", right).content.decode(), "kontrollerad")
    wrong = right | {"numbers": f"{NUMBERS[0]}\n12", "kontrollerad": mark}
    assert admin.post(f"{base}/flera", wrong).status_code == 422
    assert count() == 0


def test_a_list_checked_before_a_colleague_came_is_shown_again(admin: Client, base: str) -> None:
    posted = WHY | {"numbers": "\n".join(NUMBERS[:2])}
    mark = hidden(admin.post(f"{base}/flera", posted).content.decode(), "kontrollerad")
    form = {"number": NUMBERS[0], "sett": "", **WHY}
    assert admin.post(f"{base}/lamna-ut", form).status_code == 303
    answer = admin.post(f"{base}/flera", posted | {"kontrollerad": mark})
    assert "Anna Ek Har den redan" in text(answer)
    assert count() == 1


def test_oneself_is_refused_with_a_sentence(admin: Client, base: str, offices: Offices) -> None:
    numbers = {"Anna": None, "admin": NUMBERS[0]}
    with as_owner():
        for who, number in numbers.items():
            db.execute("update person set number = %s where id = %s", [number, offices.people[who]])
    told = "Du kan inte lämna ut till dig själv eller ditt barn. Be en kollega."
    assert told in text(admin.post(f"{base}/sok", {"number": NUMBERS[0]}))
    assert told in text(admin.post(f"{base}/flera", WHY | {"numbers": NUMBERS[0]}))


def test_the_history_tells_how_many_and_no_names(
    admin: Client, base: str, offices: Offices
) -> None:
    admin.post(f"{base}/lamna-ut", {"number": NUMBERS[0], "sett": "", **WHY})
    ticked = re.findall(r'name="bort" value="([^"]+)"', admin.get(base).content.decode())
    admin.post(f"{base}/ta-tillbaka", {"bort": ticked})
    page = admin.get(f"/m/{offices.unit.slug}/admin/historik?typ=casetypes:grant")
    said = text(page)
    assert "Lämnades ut till" in said
    assert "Togs tillbaka från" in said
    assert "1 invånare" in said
    assert "Anna" not in said
    assert "Efter operation" not in said


def test_holding_back_is_a_setting_that_can_be_put_back(
    admin: Client, base: str, offices: Offices
) -> None:
    address = base.removesuffix("/utlamning")
    form = {"version": "0", "active": "1", "restricted": "1", "follows": "1"}
    page = admin.get(address).content.decode()
    for name in ("first_days", "final_days"):
        found = re.search(rf'name="{name}" value="(\d+)"', page)
        if found:
            form[name] = found[1]
    assert "öppen för alla" in text(admin.get(base))
    assert admin.post(address, form).status_code == 303
    with as_owner():
        assert db.fetch_all("select count(*) from unit_case_type where restricted") == [(1,)]
    assert "Bara utvalda" in text(admin.get(address.rsplit("/", 1)[0]))
    assert "öppen för alla" not in text(admin.get(base))
    history = admin.get(f"/m/{offices.unit.slug}/admin/historik?typ=casetypes:offer")
    assert "Lämnas bara ut till utvalda" in text(history)
    with as_owner():
        [(change,)] = db.fetch_all("select id from setting_change where kind = 'casetypes:offer'")
    put_back = f"/m/{offices.unit.slug}/admin/historik/{change}"
    asked = admin.get(put_back)
    version = hidden(asked.content.decode(), "version")
    assert admin.post(put_back, {"version": version}).status_code == 303
    with as_owner():
        assert db.fetch_all("select count(*) from unit_case_type where restricted") == [(0,)]


@pytest.mark.parametrize("who", ["receiver", "elsewhere", "region"])
def test_others_find_no_such_page(base: str, offices: Offices, who: str) -> None:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people[who], "staff")
    for path in ("", "/flera"):
        assert client.get(base + path).status_code in {403, 404}
    for path in ("/sok", "/lamna-ut", "/flera", "/ta-tillbaka"):
        assert client.post(base + path, WHY | {"number": NUMBERS[0]}).status_code in {403, 404}
    assert count() == 0


def test_pages_take_a_fixed_number_of_statements(admin: Client, base: str) -> None:
    def spent() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert admin.get(base).status_code == 200
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    admin.post(f"{base}/lamna-ut", {"number": NUMBERS[0], "sett": "", **WHY})
    admin.get(base)
    one = spent()
    posted = WHY | {"numbers": "\n".join(NUMBERS)}
    mark = hidden(admin.post(f"{base}/flera", posted).content.decode(), "kontrollerad")
    with CaptureQueriesContext(connection) as several:
        assert admin.post(f"{base}/flera", posted | {"kontrollerad": mark}).status_code == 303
    assert spent() == one
    assert len(several) < 40


def test_anything_pasted_is_answered(admin: Client, base: str) -> None:
    for odd in ("\x00", "=cmd|' /C calc'!A0", "<b>", "٣" * 12, "a" * 5000, "‮191212121212"):
        answer = admin.post(f"{base}/flera", WHY | {"numbers": odd})
        assert answer.status_code in {200, 422}
        assert admin.post(f"{base}/sok", {"number": odd}).status_code in {200, 422}
        form = {"number": NUMBERS[0], "sett": odd, **WHY, "reason": odd, "until": odd}
        assert admin.post(f"{base}/lamna-ut", form).status_code == 422
    for bad in ("x", str(UUID(int=5))):
        assert admin.get(f"{base}?efter={bad}&visa={bad}").status_code == 200
    assert admin.post(f"{base}/ta-tillbaka", {"bort": str(UUID(int=5))}).status_code == 404
