"""The overview says what is true of each unit, what needs doing, and no more than it may."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people_made as made
from tests.database import as_owner
from tests.overview.made_region import OTHER, REGION, Office, unit
from vardpost.kernel import clock, db
from vardpost.overview import words
from vardpost.overview.queries import units
from vardpost.overview.queries.units import Overview, Unit
from vardpost.overview.wanted import Need, Order, Wanted, read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(office: Office, wanted: Wanted | None = None, **more: Any) -> Overview:
    office.enter()
    return units.page(REGION, wanted or Wanted(), **more)


def only(office: Office) -> Unit:
    found = look(office)
    assert len(found.units) == 1
    return found.units[0]


def names(found: Overview) -> list[str]:
    return [one.name for one in found.units]


def test_what_is_told_of_a_unit(office: Office) -> None:
    terms = clock.now() - 90 * DAY
    unit("Ek", admins=3, terms=terms, area="1480", late=1, waiting=2, kept=95)
    one = only(office)
    assert (one.name, one.kind, one.live, one.admins, one.told) == (
        *("Ek", "primary_care", True, 3, True),
    )
    assert (one.mailbox, one.active, one.types, one.held_back) == ("post@vard.example", 1, 2, 0)
    assert (one.open_cases, one.share) == (40, 94)
    assert (one.terms_version, one.terms_old, one.terms_at) == (3, 0, terms)
    assert [(row.region, row.municipality) for row in one.area] == [("14", "1480")]
    assert one.needs == ()


@pytest.mark.parametrize(
    ("need", "choices"),
    [
        (Need.NO_ADMIN, {"admins": 0}),
        (Need.ONE_ADMIN, {"admins": 1}),
        (Need.UNTOLD, {"told": False}),
        (Need.AWAY, {"signed_in_at": clock.now() - 31 * DAY}),
        (Need.AWAY, {"signed_in_at": None}),
        (Need.BROKEN, {"kept": 89}),
        (Need.BROKEN, {"late": 20, "waiting": 20}),
    ],
)
def test_each_need_is_told_and_its_units_are_found(
    office: Office, need: Need, choices: dict[str, Any]
) -> None:
    unit("Al")
    unit("Ek", **choices)
    found = look(office)
    assert {one.name: one.needs for one in found.units} == {"Al": (), "Ek": (need,)}
    assert (found.total, found.needing, dict(found.needs)) == (2, 1, {need: 1})
    assert names(look(office, Wanted(need=need))) == ["Ek"]
    others = [one for one in Need if one is not need]
    assert all(names(look(office, Wanted(need=one))) == [] for one in others)


def test_terms_older_than_two_years(office: Office) -> None:
    """The oldest of those that are in force; one of a type that is not active is none."""
    unit("Al", terms=clock.now() - 729 * DAY)
    unit("Ek", terms=clock.now() - 732 * DAY)
    found = look(office)
    assert {one.name: one.needs for one in found.units} == {"Al": (), "Ek": (Need.OLD_TERMS,)}
    assert [one.terms_old for one in found.units] == [0, 1]  # of two texts, one is in force
    assert names(look(office, Wanted(order=Order.TERMS))) == ["Ek", "Al"]


def test_a_unit_with_little_to_do_is_not_accused(office: Office) -> None:
    """Four cases are too few to be told of, so they are too few to be judged by."""
    unit("Ek", answered=3, kept=0, late=1, waiting=1)
    assert only(office).needs == ()


def test_a_unit_that_is_not_open_needs_nothing_here(office: Office) -> None:
    place = unit("Ek", admins=0, told=False)
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [place.id])
    one = only(office)
    assert (one.live, one.needs) == (False, ())


def test_a_permission_that_has_ended_and_a_sleeping_account_are_no_administrators(
    office: Office,
) -> None:
    place = unit("Ek", admins=1)
    with as_owner():
        made.grant(made.staff(None), "unit_admin", place, ends=clock.now().date())
        made.staff(place, "unit_admin", active=False)
    assert only(office).admins == 1


def test_told_as_the_unit_itself_is_warned(office: Office) -> None:
    """By a mailbox, or by a receiver who has an address and has not turned it off."""
    place = unit("Ek", told=False)
    for email, told in (("", False), ("rut@vard.example", True)):
        with as_owner():
            made.staff(place, "case_receiver", email=email)
            row = db.fetch_one("select unit_is_told(%s)", [place.id])
        assert row == (told,)
        assert only(office).told is told


@pytest.mark.parametrize("count", range(6))
def test_nothing_under_five_is_told(office: Office, count: int) -> None:
    unit("Ek", open_cases=count, answered=count, kept=0)
    one = only(office)
    assert one.open_cases == (5 if count == 5 else None)
    assert one.share == (0 if count == 5 else None)


def test_an_order_tells_no_more_than_the_cells_do(office: Office) -> None:
    for name, count in (("A", 1), ("B", 4), ("C", 0), ("D", 5), ("E", 7)):
        unit(name, open_cases=count, answered=count, kept=count)
    assert names(look(office, Wanted(order=Order.OPEN))) == ["E", "D", "A", "B", "C"]
    assert names(look(office, Wanted(order=Order.SHARE))) == ["D", "E", "A", "B", "C"]


def test_orders(office: Office) -> None:
    unit("Å", admins=4, signed_in_at=clock.now() - 3 * DAY, kept=99)
    unit("Ä", admins=3, signed_in_at=None, kept=97)
    unit("B", admins=2, signed_in_at=clock.now() - 9 * DAY, kept=98)
    assert names(look(office)) == ["B", "Å", "Ä"]
    assert names(look(office, Wanted(order=Order.SIGNED_IN))) == ["Ä", "B", "Å"]
    assert names(look(office, Wanted(order=Order.SHARE))) == ["Ä", "B", "Å"]
    assert names(look(office, Wanted(order=Order.ADMINS))) == ["B", "Ä", "Å"]


@pytest.mark.parametrize("order", Order)
def test_every_unit_is_on_exactly_one_page(
    office: Office, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "PAGE", 3)
    expected = {unit(f"Enhet {n % 4}", open_cases=n % 3 * 9).id for n in range(10)}
    seen, after = [], None
    while True:
        found = look(office, Wanted(order=order), after=after)
        seen += [one.id for one in found.units]
        if not found.more:
            break
        after = found.units[-1].id
    assert len(seen) == 10
    assert set(seen) == expected


def test_choices(office: Office) -> None:
    ek = unit("Ekens vårdcentral", area="1480")
    unit("Almens vårdcentral")
    assert names(look(office, Wanted(words=("eken",)))) == ["Ekens vårdcentral"]
    with as_owner():
        row = db.fetch_one("select hsa_id from care_unit where id = %s", [ek.id])
    assert row
    assert names(look(office, Wanted(words=(row[0].lower(),)))) == ["Ekens vårdcentral"]
    assert names(look(office, Wanted(words=("100%",)))) == []
    assert len(look(office, Wanted(area="1480")).units) == 2
    assert names(look(office, Wanted(area="1493"))) == ["Almens vårdcentral"]
    assert len(look(office, Wanted(case_type="contact_me")).units) == 2
    assert look(office, Wanted(case_type="book_time")).units == []
    assert look(office, Wanted(kind="dental")).units == []


def test_the_tiles_are_what_the_choice_of_a_municipality_finds(office: Office) -> None:
    unit("A", area="1480")
    unit("B", area="1493")
    unit("C")
    closed = unit("D")
    elsewhere = unit("E", region=OTHER)
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [closed.id])
        db.execute(
            "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, '', 0, 199)",
            [elsewhere.id],
        )
    tiles = {one.code: one.units for one in look(office).tiles}
    assert len(tiles) == 49
    assert (tiles["1480"], tiles["1493"], tiles["1407"]) == (2, 2, 1)


def test_what_an_address_asks_for_is_read_and_written_alike() -> None:
    wanted = Wanted(("ek", "al"), "dental", "1480", "contact_me", Need.AWAY, Order.TERMS)
    from django.http import QueryDict

    assert read(QueryDict(wanted.query())) == wanted
    assert Wanted().query() == ""
    assert read({"behov": "x", "ordning": "y", "typ": "A!", "omrade": "kommun"}) == Wanted()
    assert read({"q": "a\x00b" + "c" * 200}).words[0] == "a"


def test_1500_units_in_six_questions(office: Office) -> None:
    place = unit("Först")
    with as_owner():
        db.execute(
            "insert into care_unit (id, region_id, hsa_id, slug, name, kind, template, "
            "template_version, municipality_id, street, postal_code, place, phone, email, "
            "about_sv, about_en, sensitive, self_take, closed_on_eves, live) "
            "select gen_random_uuid(), region_id, hsa_id || '-' || n, slug || '-' || n, "
            "'Mottagning ' || n, kind, '', 1, municipality_id, '', '', '', '', '', '', '', "
            "false, true, true, true from care_unit, generate_series(1, 1499) n where id = %s",
            [place.id],
        )
    browser = office.browser()
    browser.get(f"/r/{REGION}")
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(f"/r/{REGION}?ordning=inloggning")
    assert answer.status_code == 200
    assert answer.content.decode().count('<th scope="row"') == units.PAGE
    own = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(own) == 5, own


def differs(place: made.Unit, fields: int, exempt: int) -> None:
    """Write what the job would have counted."""
    with as_owner():
        db.execute(
            "insert into unit_drift (unit_id, differs, exempt, counted_at) values (%s, %s, %s, %s)",
            [place.id, fields, exempt, clock.now()],
        )


def test_who_differs_from_the_template_without_leave(office: Office) -> None:
    unit("Al")
    differs(unit("Ek"), 3, 1)
    differs(unit("Lönn"), 2, 2)
    found = look(office)
    assert {one.name: (one.differs, one.exempt) for one in found.units} == {
        "Al": (0, 0),
        "Ek": (3, 1),
        "Lönn": (2, 2),
    }
    assert dict(found.needs) == {Need.DRIFT: 1}
    assert names(look(office, Wanted(need=Need.DRIFT))) == ["Ek"]
    assert words.drift(found.units[1]) == "3 avvikelser, varav 1 med undantag"


def test_the_template_its_version_and_that_there_is_a_newer(office: Office) -> None:
    place, none = unit("Al"), unit("Ek")
    code = "r_14_nara"
    with as_owner():
        db.execute(
            "insert into unit_template (id, code, region_id, kind, name_sv, name_en) "
            "values (gen_random_uuid(), %s, %s, 'primary_care', 'Nära', 'Near')",
            [code, REGION],
        )
        for number, published in ((1, clock.now()), (2, clock.now()), (3, None)):
            db.execute(
                "insert into unit_template_version (id, template_id, number, fields, note, "
                "author_name, published_at, shipped) select gen_random_uuid(), id, %s, '{}', '', "
                "'', %s, false from unit_template where code = %s",
                [number, published, code],
            )
        stand = "update care_unit set template = %s, template_version = %s where id = %s"
        db.execute(stand, [code, 1, place.id])
        db.execute(stand, ["", 1, none.id])
    one, other = look(office).units
    assert (words.template(one), words.newer(one)) == ("Nära, v1", "v2 finns")
    assert (words.template(other), words.newer(other)) == ("Ingen", "")
    row = words.file_row(one, look(office))
    assert row[8:13] == ["Nära", 1, 2, 0, 0]
    with as_owner():
        db.execute(stand, [code, 2, place.id])
    assert words.newer(look(office).units[0]) == ""
