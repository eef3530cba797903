"""A region's administrator connects a unit of the directory; its first administrator begins."""

from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import db
from vardpost.kernel.ids import new_id


def _directory(site: Site, world: World) -> tuple[str, str]:
    """Put a unit and somebody without an account into the directory; return their HSA-ids."""
    unit, person = (f"SE2321000016-{new_id().hex[-8:].upper()}" for _n in range(2))

    def make() -> None:
        with as_owner():
            world.people["region"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["region"], "region_admin", None)
            db.execute(
                "insert into directory_unit (key, hsa_id, region_id, municipality_id, name, kind, "
                "street, postal_code, place, phone, seen_at) values (%s, %s, '14', '1493', "
                "'Pilbackens folktandvård', 'dental', 'Storgatan 1', '54230', 'Mariestad', "
                "'0980-319 221', now())",
                [unit, unit],
            )
            db.execute(
                "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
                "birth_date, sex, given_name, family_name, title, email, phone, protected, "
                "seen_at) values (%s, %s, '14', '189001079806', 'personnummer', '1890-01-01', "
                "'woman', 'Siv', 'Lund', 'tandläkare', 'siv@vard.example', '', false, now())",
                [person, person],
            )

    site.do(make)
    return unit, person


def _rest(site: Site, unit: UUID) -> None:
    """Set up what its administrator would, beside what the journey shows."""

    def make() -> None:
        with as_owner():
            db.execute(
                "insert into opening_hours (unit_id, weekday, opens, closes) "
                "values (%s, 0, '08:00', '17:00')",
                [unit],
            )
            db.execute(
                "insert into catchment_row (unit_id, sex, age_from, age_to) "
                "values (%s, '', 0, 199)",
                [unit],
            )
            made.staff(made.Unit(unit, "x"), "case_receiver", "responder", email="x@vard.example")
            offer_on_units([unit])

    site.do(make)


def test_a_unit_is_opened(site: Site, world: World, visit: Visit) -> None:
    hsa_id, siv = _directory(site, world)
    rita = visit(world, "region")
    rita.expected.add(422)
    page = rita.go("/jag")
    rita.press("Anslut mottagningar")
    rita.is_accessible()
    rita.press("Anslut en mottagning")
    page.get_by_label("Namn, kommun eller HSA-id").fill("pilbacken")
    rita.press("Sök")
    rita.is_accessible()
    rita.press("Pilbackens folktandvård")
    page.get_by_label("Första administratörens HSA-id").fill("fel")
    rita.press("Anslut nu, dold")
    rita.sees("Inget HSA-id")
    rita.is_accessible()
    page.get_by_label("Första administratörens HSA-id").fill(siv.lower())
    today = site.one("select (now() at time zone 'Europe/Stockholm')::date::text")
    page.get_by_label("Startdag").fill(str(today))
    rita.press("Anslut nu, dold")
    rita.sees("Ansluten, dold")
    rita.sees("Första administratör: Siv Lund")
    rita.is_accessible()
    unit = UUID(str(site.one("select id from care_unit where hsa_id = %s", hsa_id)))

    karin = visit(world, "resident", viewport={"width": 390, "height": 844})
    seen = karin.go("/mottagningar?q=pilbacken")
    assert seen.get_by_role("link", name="Pilbackens").count() == 0

    world.people["siv"] = UUID(
        str(site.one("select person_id from staff_account where hsa_id = %s", siv))
    )
    eva = visit(world, "siv")
    eva.go("/m/pilbackens-folktandvard/admin")
    eva.sees("Det här saknas")
    eva.is_accessible()
    _rest(site, unit)

    rita.go("/jag")
    rita.press("Anslut mottagningar")
    rita.press("Pilbackens folktandvård")
    page.get_by_role("button", name="Markera som klar").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    rita.sees("Klar att öppna")
    rita.press("Öppna för invånare")
    rita.sees("Öppnad för invånare")
    rita.is_accessible()
    seen = karin.go("/mottagningar?q=pilbacken")
    assert seen.get_by_role("link", name="Pilbackens").count() == 1
