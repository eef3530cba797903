"""Many units joined of a pasted list: told line by line, and connected at once."""

from typing import Any

import pytest

from tests.database import as_owner
from tests.markup import faults
from tests.onboarding.ways import OTHER, REGION, TODAY, Way, in_directory, person, plan
from vardpost.kernel import db
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.join import request_unit
from vardpost.onboarding.pasted import read


@pytest.mark.django_db
def test_a_pasted_list_is_told_line_by_line() -> None:
    way = Way()
    way.connect()
    good, asked, far = in_directory("Bra"), in_directory("Begärd"), in_directory("Fjärran", OTHER)
    admin = person()
    way.office.enter()
    request_unit(
        actor=way.office.enter(), region_id=REGION, joining_id=new_id(), key=asked, plan=plan()
    )
    pasted = "\n".join(
        [
            f"  {good.lower()}\u00a0; {admin.lower()}",
            "",
            good,
            way.key,
            asked,
            far,
            "SE2321000016-OKAND",
            "inget",
            f"{in_directory()}\tfel",
            f"{in_directory()},SE2321000016-INGEN",
        ]
    )
    lines = read(pasted, REGION)
    assert [(one.number, one.fault) for one in lines] == [
        (1, ""),
        (3, "twice"),
        (4, "connected"),
        (5, "joining"),
        (6, "elsewhere"),
        (7, "unknown"),
        (8, "shape"),
        (9, "admin-shape"),
        (10, "admin-unknown"),
    ]
    assert lines[0].admin == admin
    assert all(one.words for one in lines if one.fault)


@pytest.mark.django_db
def test_what_no_database_holds_is_told_as_nothing_found() -> None:
    dag, base = Way().office.browser(), f"/r/{REGION}/anslut"
    assert dag.get(f"{base}/ny?hsa=%00").status_code == 404
    assert dag.get(f"{base}/valj?efter=%00&q=%00").status_code == 200


@pytest.mark.django_db
def test_many_are_connected_at_once_on_the_page() -> None:
    way = Way()
    keys = [in_directory(f"Björkens tandvård {n}") for n in "ABC"]
    dag, base = way.office.browser(), f"/r/{REGION}/anslut"
    form = {
        "lista": "\n".join([*keys, "fel"]),
        "template": "dental",
        "starts_on": str(TODAY),
        "contact_name": "Dag Hav",
        "nyckel": str(new_id()),
    }
    page = dag.post(f"{base}/flera", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert "1 rad har fel" in text
    assert not faults(text)
    assert dag.post(f"{base}/flera", {**form, "steg": "anslut"}).status_code == 422
    form["lista"] = "\n".join(keys)
    text = dag.post(f"{base}/flera", form).content.decode()
    assert "Nya mottagningar: 3" in text
    for _press in range(2):
        answer = dag.post(f"{base}/flera", {**form, "steg": "anslut"})
    assert answer.status_code == 303 or "Är redan ansluten" in answer.content.decode()
    text = dag.get(base, {"steg": "activated"}).content.decode()
    assert text.count("Björkens tandvård") == 3
    assert not faults(text)
    with as_owner():
        row = db.fetch_one("select count(*) from care_unit where name like 'Björkens%'")
    assert row == (3,)


@pytest.mark.django_db
def test_hidden_characters_small_letters_and_doubles_are_read_line_by_line(
    django_assert_max_num_queries: Any,
) -> None:
    way = Way()
    plain, zero, wide, tabbed = (in_directory(f"Tand {n}") for n in range(4))
    far = in_directory("Fjärran", OTHER)
    way.office.enter()
    full = wide.translate({48 + n: 0xFF10 + n for n in range(10)})
    lines = [
        f"\ufeff{plain.lower()}",
        f"{zero[:5]}\u200b{zero[5:]}",
        full,
        f"\u00a0{tabbed}\t\u00a0",
        plain,
        far,
        "SE2321000016-\x00",
        "\u200b",
        "=HYPERLINK(1)",
    ]
    with django_assert_max_num_queries(2):
        found = read("\r\n".join(lines), REGION)
    assert [(one.number, one.key if one.key else "", one.fault) for one in found] == [
        (1, plain, ""),
        (2, zero, ""),
        (3, "", "shape"),
        (4, tabbed, ""),
        (5, plain, "twice"),
        (6, far, "elsewhere"),
        (7, "", "shape"),
        (9, "", "shape"),
    ]
    assert found[4].words == "Står redan på rad 1"


@pytest.mark.django_db
@pytest.mark.parametrize("lines", [5000, 2000])
def test_a_list_that_is_too_long_is_kept_and_told_of(lines: int) -> None:
    way = Way()
    text = "\n".join(f"SE2321000016-{n:06}" for n in range(lines))
    form = {"lista": text, "template": "dental", "starts_on": str(TODAY), "contact_name": "Dag"}
    answer = way.office.browser().post(f"/r/{REGION}/anslut/flera", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Listan är för lång. Dela upp den, högst 500 rader åt gången." in page
    assert "SE2321000016-001999" in page
