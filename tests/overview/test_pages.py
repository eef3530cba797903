"""The pages: who may open them, what they say, what is kept and taken out."""

import csv
import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.overview.made_region import OTHER, REGION, Office, unit
from vardpost.kernel import db
from vardpost.kernel.errors import Denied
from vardpost.kernel.ids import new_id
from vardpost.overview.actions.read import export_units, list_units
from vardpost.overview.actions.views import drop_view, save_view
from vardpost.overview.models import MOST
from vardpost.overview.wanted import Need, Wanted
from vardpost.shell import files

pytestmark = pytest.mark.django_db
PAGE = f"/r/{REGION}"


def told(event: str) -> list[tuple[Any, ...]]:
    with as_owner():
        return db.fetch_all(
            "select person_name, region_id, detail from audit_entry where action = %s "
            "and outcome = 'ok' order by id",
            [event],
        )


@pytest.mark.parametrize("path", ["", "/oversikt.csv", "/oversikt.xlsx"])
def test_who_may_look(office: Office, path: str) -> None:
    place = unit("Ek")
    with as_owner():
        office.people["eva"] = made.staff(place, "unit_admin")
    asked = {who: office.browser(who).get(PAGE + path).status_code for who in office.people}
    assert asked == {"dag": 200, "nora": 200, "stina": 404, "eva": 404}
    assert office.browser().get(f"/r/{OTHER}{path}").status_code == 404
    for region in ("99", "xx"):
        assert office.browser("nora").get(f"/r/{region}{path}").status_code == 404


def test_the_verbs_ask_too(office: Office) -> None:
    actor = office.enter("stina")
    for verb in (
        lambda: list_units(actor=actor, region_id=REGION, wanted=Wanted()),
        lambda: export_units(actor=actor, region_id=REGION, wanted=Wanted(), kind="csv"),
        lambda: drop_view(actor=actor, region_id=REGION, view_id=new_id()),
        lambda: save_view(
            actor=actor, region_id=REGION, view_id=new_id(), name="x", wanted=Wanted(kind="dental")
        ),
    ):
        with pytest.raises(Denied):
            verb()


def test_the_page_says_what_needs_doing(office: Office) -> None:
    unit("Ekens vårdcentral", admins=0, open_cases=3)
    unit("Almens vårdcentral", kept=95)
    answer = office.browser().get(PAGE)
    text = answer.content.decode()
    assert faults(text) == []
    assert "2 mottagningar · 1 kräver åtgärd" in text
    for words in ("Saknar administratör", "Färre än 5", "95 %", "1 av 2", "post@vard.example"):
        assert words in text
    assert f"{PAGE}?behov=ingen-administrator" in text


def test_without_units_and_without_hits(office: Office) -> None:
    browser = office.browser()
    assert "Ingen mottagning passar valen" in browser.get(f"{PAGE}?q=finns+inte").content.decode()
    assert faults(browser.get(PAGE).content.decode()) == []


def test_looking_is_told_without_what_was_typed(office: Office) -> None:
    office.browser().get(f"{PAGE}?q=hemlig&behov=ingen-administrator")
    ((name, region, detail),) = told("overview:unit:list")
    assert (name, region) == ("Dag Hav", REGION)
    assert "hemlig" not in str(detail)
    assert "ingen-administrator" in str(detail)


def test_the_national_office_chooses_a_region_and_a_region_is_led_to_its_own(
    office: Office,
) -> None:
    unit("Ek")
    text = office.browser("nora").get("/r").content.decode()
    assert faults(text) == []
    assert text.count('href="/r/') == 21
    assert office.browser().get("/r")["Location"] == PAGE


def test_csv(office: Office) -> None:
    with as_owner():
        db.execute("delete from care_unit where region_id = %s", [REGION])
    unit("Almen; öst", kept=95)
    unit("=cmd|x", open_cases=3)
    answer = office.browser().get(f"{PAGE}/oversikt.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="oversikt-14-20')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Mottagning"] for row in rows] == ["'=cmd|x", "Almen; öst"]
    assert [row["Öppna ärenden"] for row in rows] == ["Färre än 5", "40"]
    assert [row["Procent i tid, 28 dagar"] for row in rows] == ["100", "95"]
    ((_name, _region, detail),) = told("overview:unit:export")
    assert '"units": 2' in str(detail) or "'units': 2" in str(detail)


def test_a_workbook(office: Office) -> None:
    unit("Almen & <öst>")
    answer = office.browser().get(f"{PAGE}/oversikt.xlsx?q=almen")
    assert answer["Content-Type"] == files.XLSX_TYPE
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.testzip() is None
        parts = {
            name: ElementTree.fromstring(package.read(name))  # noqa: S314  # our own file
            for name in package.namelist()
        }
    sheet = parts["xl/worksheets/sheet1.xml"]
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    rows = [
        ["".join(cell.itertext()) for cell in row.findall("m:c", space)]
        for row in sheet.findall("m:sheetData/m:row", space)
    ]
    assert rows[0][:2] == ["Mottagning", "HSA-id"]
    assert rows[1][0] == "Almen & <öst>"
    assert sheet.find("m:sheetData/m:row[2]/m:c[1]", space).attrib["t"] == "inlineStr"  # type: ignore[union-attr]  # it is there
    assert len(rows) == 2


@pytest.mark.parametrize(("place", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(place: int, letters: str) -> None:
    assert files._column(place) == letters


def test_what_xml_cannot_hold_is_left_out_of_a_workbook() -> None:
    made_file = files.as_xlsx(
        "a/b", ["x\x00y"], [["\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), 3]]
    )
    with zipfile.ZipFile(io.BytesIO(made_file)) as package:
        assert "xy" in package.read("xl/worksheets/sheet1.xml").decode()
        assert 'name="a b"' in package.read("xl/workbook.xml").decode()


def keep(office: Office, name: str, query: str, who: str = "dag", key: str = "") -> Any:
    return office.browser(who).post(
        f"{PAGE}/vyer", {"namn": name, "vy": query, "nyckel": key or str(new_id())}
    )


def views() -> list[tuple[Any, ...]]:
    with as_owner():
        return db.fetch_all("select name, query from overview_view order by name")


def test_a_view_is_kept_found_and_dropped(office: Office) -> None:
    answer = keep(office, "  Utan   chef ", "behov=ingen-administrator&x=1")
    assert answer["Location"] == f"{PAGE}?behov=ingen-administrator&sparat=1"
    assert views() == [("Utan chef", "behov=ingen-administrator")]
    text = office.browser().get(answer["Location"]).content.decode()
    assert faults(text) == []
    assert "Utan chef" in text
    assert "Vyn är sparad" in text
    assert "Utan chef" not in office.browser("nora").get(PAGE).content.decode()
    with as_owner():
        row = db.fetch_one("select id from overview_view")
    assert row
    gone = f"{PAGE}/vyer/{row[0]}/ta-bort"
    assert office.browser("nora").post(gone).status_code == 404
    assert office.browser().post(gone).status_code == 303
    assert views() == []
    assert office.browser().post(gone).status_code == 404
    assert len(told("overview:view:save")) == len(told("overview:view:drop")) == 1


def test_a_name_that_is_taken_gets_the_new_choices(office: Office) -> None:
    key = str(new_id())
    keep(office, "Min", "typ=dental", key=key)
    keep(office, "Min", "typ=dental", key=key)
    keep(office, "Min", "typ=youth")
    assert views() == [("Min", "typ=youth")]


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "typ=dental", "Skriv vad vyn ska heta"),
        ("x" * 61, "typ=dental", "Korta namnet"),
        ("Min", "", "Välj något att visa"),
        ("Min", "typ=%00", "Välj något att visa"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_typed(
    office: Office, name: str, query: str, words: str
) -> None:
    answer = keep(office, name, query)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert faults(text) == []
    if query == "typ=dental":
        assert f'value="{name}"' in text
    assert views() == []


def test_a_page_gone_back_to_saves_another_view(office: Office) -> None:
    key = str(new_id())
    for name, query in (("En", "typ=youth"), ("Två", "typ=dental"), ("En", "typ=dental")):
        assert keep(office, name, query, key=key).status_code == 303
    assert sorted(views()) == [("En", "typ=dental"), ("Två", "typ=dental")]


def test_no_more_views_than_one_finds_again(office: Office) -> None:
    actor = office.enter()
    for number in range(MOST):
        save_view(
            actor=actor, region_id=REGION, view_id=new_id(), name=f"Vy {number}",
            wanted=Wanted(need=Need.AWAY),
        )  # fmt: skip
    assert "redan 20 vyer" in keep(office, "En till", "typ=dental").content.decode()
    assert keep(office, "Vy 3", "typ=dental").status_code == 303
