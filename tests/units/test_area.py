"""Whom a unit is for: typed by name, previewed, and residents let in one by one."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.http import QueryDict

from tests import people_made as made
from tests.cases.staff_http import text
from tests.database import as_owner
from tests.units.office import Office
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Scope
from vardpost.units.actions.area import change_area, let_in, let_out
from vardpost.units.area import Places, reaches
from vardpost.units.catchment import Someone
from vardpost.units.forms import area as form
from vardpost.units.queries import Wanted, find
from vardpost.units.queries.area import area_rows, places
from vardpost.units.values import AreaRow

pytestmark = pytest.mark.django_db
KNOWN = Places(
    {"14": "Västra Götalandsregionen", "12": "Region Skåne"},
    {"1480": "Göteborg", "1493": "Mariestad", "1280": "Malmö"},
)


def posted(*rows: tuple[str, str, str, str], **more: str) -> QueryDict:
    found = QueryDict(mutable=True)
    for number, row in enumerate(rows):
        for name, value in zip(("plats", "kon", "fran", "till"), row, strict=True):
            found[f"{name}-{number}"] = value
    for name, value in more.items():
        found[name] = value
    return found


def test_places_are_read_as_people_write_them() -> None:
    found = form.parse(
        posted(
            ("Mariestad", "woman", "23", "70"),
            (" skåne ", "", "", "12"),
            ("HELA LANDET", "other", "0", ""),
            ("", "", "", ""),
            ("mariestad kommun", "woman", "23", "70"),
        ),
        KNOWN,
    )
    assert found == (
        AreaRow("14", "1493", "woman", 23, 70),
        AreaRow("12", "", "", 0, 12),
        AreaRow("", "", "", 0, 199),
    )


def test_what_cannot_be_read_is_told_at_the_field() -> None:
    wrong = (("Ankeborg", "", "x", ""), ("Malmö", "", "20", "10"), ("Malmö", "", "00012", ""))
    with pytest.raises(BadInput) as told:
        form.parse(posted(*wrong), KNOWN)
    assert set(told.value.errors) == {"plats-0", "fran-0", "till-1", "fran-2"}


def test_the_preview_counts_municipalities() -> None:
    rows = [AreaRow("14", "1493"), AreaRow("14", "1493", "man"), AreaRow("12", "")]
    assert [(one.reached, one.total) for one in reaches(rows, KNOWN)] == [(1, 1), (1, 2)]


def test_the_page_previews_without_saving_and_keeps_what_was_typed(office: Office) -> None:
    eva = office.browser("eva")
    address = office.url("/betjaningsomrade")
    row = ("Mariestad", "", "", "12")
    shown = eva.post(address, posted(row, version="0", visa="1").dict())
    assert shown.status_code == 200
    assert "Mariestad, 0–12 år" in text(shown)
    assert area_rows(office.unit.id) == ()
    wrong = eva.post(address, posted(("Ankeborg", "", "", ""), version="0").dict())
    assert wrong.status_code == 422
    assert 'value="Ankeborg"' in wrong.content.decode()
    for _ in range(2):
        assert eva.post(address, posted(row, version="0").dict()).status_code == 303
    assert area_rows(office.unit.id) == (AreaRow("14", "1493", "", 0, 12),)
    assert "Mariestad, 0–12 år" in text(eva.get(office.url("/historik")))


def test_somebody_let_in_finds_the_unit_until_the_day_has_passed(office: Office) -> None:
    today = clock.today()
    with as_owner():
        anna = made.person("Anna")
        bo = made.person("Bo")
    tokens = {who: made.sign_in(who, "resident") for who in (anna, bo)}
    let_in(
        actor=office.enter("eva"),
        unit_id=office.unit.id,
        person_id=anna,
        version=0,
        until=today,
        reason="Arbetar nära",
    )

    def finds(who: UUID) -> bool:
        office.tokens["resident"] = tokens[who]
        office.enter("resident")
        people = [Someone(date(1980, 1, 1), "woman", "2380", "23", True, who)]
        found, _more = find(Wanted(), people, today, scope=Scope("all"))
        return office.unit.id in {one.id for one in found}

    assert finds(anna)
    assert not finds(bo)
    with as_owner():
        db.execute("update approved_resident set until = %s", [today - timedelta(days=1)])
    assert not finds(anna)


def test_approving_asks_for_a_reason_and_is_undone_for_many_at_once(office: Office) -> None:
    with as_owner():
        people = [made.person() for _ in range(3)]
    actor = office.enter("eva")
    with pytest.raises(BadInput):
        let_in(
            actor=actor,
            unit_id=office.unit.id,
            person_id=people[0],
            version=0,
            until=None,
            reason="",
        )
    for person in people:
        let_in(
            actor=actor,
            unit_id=office.unit.id,
            person_id=person,
            version=0,
            until=None,
            reason="Arbetar nära",
        )
    let_out(actor=actor, unit_id=office.unit.id, versions=dict.fromkeys(people[:2], 1))
    with as_owner():
        assert db.fetch_all("select person_id from approved_resident") == [(people[2],)]
        rows = db.fetch_all(
            "select resident_ids from audit_entry where action = 'units:resident:approve'"
        )
    assert sorted(rows) == sorted([([one],) for one in [*people, *people[:2]]])


def test_places_come_from_the_official_lists() -> None:
    known = places()
    assert (len(known.regions), len(known.municipalities)) == (21, 290)
    assert all(known.find(name) for name in known.all_names())


def test_others_may_not_change_the_area(office: Office) -> None:
    actor = office.enter("eva")
    change_area(actor=actor, unit_id=office.unit.id, version=0, rows=[AreaRow()])
    office.enter("next door", office.other.slug)
    assert db.execute("delete from catchment_row where unit_id = %s", [office.unit.id]) == 0
