"""A unit closes; a receiver asks to send a case on, the resident says yes, the next unit has it."""

from datetime import timedelta

from playwright.sync_api import Page

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from vardpost.casetypes.actions import offer_on_units
from vardpost.kernel import clock, db


def test_a_case_is_sent_on_when_a_unit_closes(site: Site, world: World, visit: Visit) -> None:
    def make() -> None:
        with as_owner():
            place = made.unit("Lingonens vårdcentral")
            world.people["next"] = made.staff(place, "case_receiver", name="Ada Gran")
            offer_on_units([place.id])
            db.execute(
                "insert into catchment_row (unit_id, sex, age_from, age_to) "
                "values (%s, '', 0, 199)",
                [place.id],
            )
            today = clock.today()
            db.execute(
                "insert into unit_ending (unit_id, state, freezes_on, closes_on, to_unit_id) "
                "values (%s, 'announced', %s, %s, %s)",
                [world.unit.id, today + timedelta(days=1), today + timedelta(days=21), place.id],
            )
            world.people["region"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["region"], "region_admin", None)

    case = site.do(world.submit)
    site.do(make)
    rut = visit(world, "receiver")
    rut.expected.add(422)
    page: Page = rut.go(f"/m/{world.unit.slug}/inkorg/att-fordela/{case}")
    rut.press("Skicka vidare")
    rut.sees("tar över när mottagningen läggs ned")
    rut.is_accessible()
    _press_by_key(page, "Fråga invånaren")
    rut.sees("Skriv till invånaren varför")
    rut.is_accessible()
    page.get_by_label("Till invånaren").fill("Vi lägger ned. Lingonen kan svara dig.")
    _press_by_key(page, "Fråga invånaren")
    rut.sees("Invånaren bestämmer om ärendet får skickas vidare")
    rut.is_accessible()

    karin = visit(world, "resident", viewport={"width": 320, "height": 720})
    page = karin.go("/mina")
    karin.sees("Fråga till dig")
    page = karin.go(f"/mina/arenden/{case}")
    karin.sees("ber att få skicka ditt ärende vidare till Lingonens vårdcentral")
    karin.is_accessible()
    _press_by_key(page, "Ja, skicka vidare")
    karin.sees("Ditt ärende är skickat vidare till Lingonens vårdcentral")
    karin.is_accessible()
    karin.press("Till ärendet där")
    karin.sees("Skickat vidare från")
    karin.is_accessible()

    rita = visit(world, "region")
    rita.go(f"/r/14/enheter/{world.unit.slug}/avveckla")
    rita.sees("Behörigheter")
    rita.is_accessible()
    assert site.cases_of(world, "resident") == [(case, "forwarded"), (_new(site), "submitted")]


def _press_by_key(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _new(site: Site) -> object:
    def read() -> object:
        with as_owner():
            row = db.fetch_one("select id from care_case where moved_from_id is not null")
        return row[0] if row else None

    return site.do(read)
