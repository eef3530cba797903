"""An administrator hands out a case type; that resident sends it, another never sees it."""

from tests.cases.world import RAW, World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.journeys.test_admin_staff import admin
from vardpost.kernel import db

#: From the tax agency's published test numbers; nobody else in the journeys has them.
NUMBERS = {"resident": "192201239122", "elsa": "192202069205"}
TYPE = "Skicka meddelande"


def known_by_number(site: Site, world: World) -> None:
    """Give residents of the world their numbers."""

    def give() -> None:
        with as_owner():
            for who, number in NUMBERS.items():
                db.execute("update person set number = null where number = %s", [number])
                db.execute(
                    "update person set number = %s where id = %s", [number, world.people[who]]
                )
            db.execute(
                "update care_unit set phone = '08-465 004 10' where id = %s", [world.unit.id]
            )

    site.do(give)


def held_back(eva: Visitor, world: World) -> None:
    """Hold the type back and open the list of those who have it."""
    eva.go(admin(world, "arendetyper"))
    eva.press(TYPE)
    eva.is_accessible()
    eva.page.get_by_label("Lämnas bara ut till utvalda").check()
    eva.press("Spara")
    eva.sees("Sparat.")
    eva.press("Se och ändra vilka den är utlämnad till")
    eva.sees("Ingen än.")
    eva.is_accessible()


def handed_out(eva: Visitor) -> None:
    """Hand the type out to the resident, after a mistake."""
    eva.page.get_by_label("Personnummer").fill(NUMBERS["resident"])
    eva.press("Sök")
    eva.sees("Har den inte.")
    eva.is_accessible()
    eva.expected = {422}
    eva.press("Lämna ut")
    eva.sees("Skriv varför")
    eva.is_accessible()
    eva.page.get_by_label("Varför lämnas den ut?").fill("Kommer överens om det i telefon")
    eva.press("Lämna ut")
    eva.sees("Sparat.")
    eva.sees("Karin Berg")
    eva.is_accessible()


def begin(karin: Visitor, unit: str) -> None:
    """Begin a case of the type and fill in its first page."""
    karin.go(unit)
    karin.press(TYPE)
    karin.is_accessible()
    karin.press("Börja")
    karin.page.get_by_label("Vad handlar det om?").fill(RAW["subject"][0])
    karin.page.get_by_role("textbox", name="Meddelande").fill(RAW["text"][0])
    karin.press("Fortsätt")


def send(karin: Visitor) -> None:
    """Fill in the second page and send."""
    karin.page.get_by_label("Telefonnummer").first.fill("070-174 06 05")
    for question, answer in (("Får vi tala in", "Ja"), ("tolk", "Nej")):
        karin.page.get_by_role("group", name=question).first.get_by_label(answer).check()
    karin.press("Fortsätt och granska")
    karin.page.get_by_label("Jag har läst och godkänner villkoren").check()
    karin.press("Skicka ärendet")
    karin.sees("Ditt ärende är skickat")


def taken_back(eva: Visitor) -> None:
    """Take the type back from the resident."""
    eva.page.get_by_label("Välj Karin Berg").check()
    eva.press("Ta tillbaka från valda")
    eva.sees("Ingen än.")
    eva.press("Visa dem som har haft den")
    eva.sees("Togs tillbaka av Eva Ros")
    eva.is_accessible()


def test_a_type_is_handed_out_sent_and_taken_back(site: Site, world: World, visit: Visit) -> None:
    known_by_number(site, world)
    unit = f"/mottagningar/{world.unit.slug}"
    eva, karin, amina = (visit(world, who) for who in ("admin", "resident", "guardian"))
    held_back(eva, world)
    for one in (karin, amina):
        one.go(unit)
        one.sees("Boka tid")
        assert one.page.get_by_text(TYPE).count() == 0
    handed_out(eva)
    begin(karin, unit)
    send(karin)
    [(_case, state)] = site.cases_of(world, "resident")
    assert state == "submitted"
    amina.expected = {404}
    amina.go(unit)
    assert amina.page.get_by_text(TYPE).count() == 0
    amina.go(f"{unit}/skicka-meddelande")
    amina.sees("finns inte")
    begin(karin, unit)
    taken_back(eva)
    karin.page.reload()
    karin.sees("Det här går inte att skicka nu.")
    karin.is_accessible()
    karin.press("Se vad du kan göra")
    karin.sees(RAW["text"][0])
    karin.sees("08-465 004 10")
    karin.is_accessible()
    karin.page.get_by_label("Fråga om min remiss").check()
    karin.press("Fortsätt")
    karin.is_accessible()
    written = [box.input_value() for box in karin.page.get_by_role("textbox").all()]
    assert any(RAW["text"][0] in one for one in written)
    karin.go(unit)
    assert karin.page.get_by_text(TYPE).count() == 0


def test_a_list_is_pasted_mended_and_handed_out(site: Site, world: World, visit: Visit) -> None:
    known_by_number(site, world)
    eva = visit(world, "admin")
    eva.expected = {422}
    page = eva.page
    held_back(eva, world)
    eva.press("Lämna ut till flera på en gång")
    eva.is_accessible()
    page.get_by_label("Personnummer, ett på varje rad").fill(f"{NUMBERS['elsa']}\n191212121213")
    page.get_by_label("Varför lämnas den ut?").fill("Klassens hälsosamtal")
    eva.press("Kontrollera listan")
    eva.sees("Numret är felskrivet")
    eva.is_accessible()
    page.get_by_label("Personnummer, ett på varje rad").fill(NUMBERS["elsa"])
    eva.press("Kontrollera igen")
    eva.sees("Elsa Dal")
    eva.is_accessible()
    eva.press("Lämna ut till 1 invånare")
    eva.sees("Sparat.")

    amina = visit(world, "guardian")
    amina.go(f"/mottagningar/{world.unit.slug}")
    amina.press(TYPE)
    amina.sees("Det här kan du göra för Elsa, 7 år.")
    amina.is_accessible()
    amina.press("Börja")
    amina.page.get_by_label("Elsa Dal").check()
    amina.is_accessible()
    amina.press("Fortsätt")
    amina.sees("Du skriver för")

    page = eva.go(admin(world, "invanare"))
    page.get_by_label("Personnummer").fill(NUMBERS["resident"])
    eva.press("Sök")
    eva.sees("Lämnas bara ut till utvalda, och inte till invånaren.")
    eva.is_accessible()
    page = eva.go(admin(world, "historik"))
    eva.sees("Utlämnad ärendetyp")
    eva.is_accessible()
