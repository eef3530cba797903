"""A region makes a case type, gives it to units, withdraws it from one, and mends an old name.

The old name is sought in all texts and changed in one go; a unit takes what is proposed to it.
"""

from uuid import UUID

from tests import people_made as made
from tests.cases.world import World
from tests.database import as_owner
from tests.journeys.conftest import Visit
from tests.journeys.site import Site, Visitor
from tests.journeys.test_terms import own_type, write
from vardpost.central.actions.distribute import distribute_next
from vardpost.people.system import region_scope


def _offices(site: Site, world: World) -> list[made.Unit]:
    def make() -> list[made.Unit]:
        with as_owner():
            world.people["region"] = made.staff(None, name="Rita Dal")
            made.grant(world.people["region"], "region_admin", None)
            return [world.unit, made.unit("Almen"), made.unit("Linden")]

    return site.do(make)


def _work(site: Site, order: str) -> None:
    """Let the worker do an order."""

    def job() -> None:
        more = True
        while more:
            with region_scope("central.distribute", made.REGION) as actor:
                more = distribute_next(actor=actor, order_id=UUID(order))

    site.do(job)


def _both(rita: Visitor, name: str, sv: str, en: str) -> None:
    rita.page.locator(f"[name={name}-sv]").fill(sv)
    rita.page.locator(f"[name={name}-en]").fill(en)


def _give(rita: Visitor, site: Site, base: str, how: str, ids: list[str], button: str) -> None:
    page = rita.go(f"{base}/mottagningar")
    page.get_by_label(how).check()
    page.get_by_label("HSA-id, ett på varje rad").fill("\n".join(ids))
    rita.press("Kontrollera")
    rita.is_accessible()
    rita.press(button)
    _work(site, page.url.rpartition("/")[2])
    page.reload()
    rita.sees(f"{len(ids)} av {len(ids)} mottagningar är klara.")
    rita.is_accessible()


def test_a_type_is_made_given_withdrawn_and_searched(
    site: Site, world: World, visit: Visit
) -> None:
    units = _offices(site, world)
    ids = [str(site.one("select hsa_id from care_unit where id = %s", unit.id)) for unit in units]
    rita = visit(world, "region")
    rita.expected.add(422)
    page = rita.go("/jag")
    rita.press("Ärendetyper")
    rita.is_accessible()
    base = _made(rita)
    page = rita.go(f"{base}/mottagningar")
    page.get_by_label("HSA-id, ett på varje rad").fill(f"{ids[0]}\nSE2321000016-FEL")
    rita.press("Kontrollera")
    rita.sees("Ingen mottagning här har det HSA-id:t")
    rita.is_accessible()
    _give(rita, site, base, "Slå på den", ids, "Dela ut")
    karin = visit(world, "resident", viewport={"width": 390, "height": 844})
    karin.go(f"/mottagningar/{world.unit.slug}")
    karin.sees("Fråga om hörapparat")
    _give(rita, site, base, "Dra tillbaka den", ids[:1], "Dra tillbaka")
    seen = karin.go(f"/mottagningar/{world.unit.slug}")
    assert "Fråga om hörapparat" not in seen.content()
    page = rita.go(f"{base}/villkor")
    rita.is_accessible()
    write(page, "Gamla Namnet ger råd.", "Gamla Namnet gives advice.")
    rita.press("Publicera")
    eva = visit(world, "admin")
    terms = f"/m/{world.unit.slug}/admin/villkor"
    theirs = eva.go(f"{terms}/{own_type(site, world)}")
    write(theirs, "Ring Gamla Namnet.", "Call Gamla Namnet.")
    eva.press("Publicera")
    page = rita.go("/jag")
    rita.press("Sök i texterna")
    page.get_by_label("Ord eller namn").fill("gamla namnet, GN")
    page.get_by_role("button", name="Sök").click()
    rita.sees("5 ställen, hos 2 ägare.")
    rita.is_accessible()
    rita.press("Formulär: Fråga om hörapparat")
    rita.sees("En ändring når alla regionens mottagningar")
    page.go_back()
    changed = _changed(rita)
    _taken(eva, terms)
    rita.go(changed)
    rita.sees("Ligger i mottagningens utkast")
    assert "Nya Namnet ger råd." in rita.go(f"{base}/villkor").locator("#f-sv").input_value()


def _made(rita: Visitor) -> str:
    """Write a type of the region's own and publish it; return where it is."""
    page = rita.page
    rita.press("Ny ärendetyp")
    _both(rita, "title", "Fråga om hörapparat", "Question about a hearing aid")
    rita.press("Börja")
    base = page.url.removesuffix("/formular")
    base = base[base.index("/r/") :]
    page.get_by_label("Frågan på svenska").fill("Vad vill du fråga Gamla Namnet?")
    page.get_by_label("Frågan på engelska").fill("What do you want to ask?")
    page.locator("[name=new-type]").select_option("longtext")
    rita.press("Lägg till frågan")
    rita.go(f"{base}/formular/installningar")
    _both(rita, "description", "För dig som har hörapparat", "For you with a hearing aid")
    rita.press("Spara")
    rita.go(f"{base}/formular/publicera")
    rita.sees("Ingen mottagning har ärendetypen än.")
    rita.is_accessible()
    rita.press("Publicera")
    return base


def _changed(rita: Visitor) -> str:
    """Change the old name in one go, looked at before; return the address of what came of it."""
    rita.press("Byt ”gamla namnet” mot andra ord")
    rita.press("Visa vad som ändras")
    rita.sees("Skriv vad som ska stå i stället")
    rita.is_accessible()
    rita.page.get_by_label("Ord i stället").fill("Nya Namnet")
    rita.page.get_by_label("Publiceras genast").check()
    rita.press("Visa vad som ändras")
    rita.sees("2 texter har orden.")
    rita.is_accessible()
    rita.press("Byt och föreslå")
    rita.sees("1 text väntar på svar")
    rita.is_accessible()
    address = rita.page.url.removeprefix(rita.site.address)
    rita.press("Byten av ord")
    rita.sees("0 av 1 har svarat")
    rita.is_accessible()
    return address


def _taken(eva: Visitor, terms: str) -> None:
    """See what the region proposes, take it into the draft and publish."""
    page = eva.go(terms)
    eva.sees("Förslag att svara på")
    eva.is_accessible()
    eva.press("Sömn")
    eva.sees("Förslag från")
    eva.is_accessible()
    eva.press("Ta förslaget")
    eva.sees("Du ser utkastet")
    assert "Ring Nya Namnet." in page.locator("#f-sv").input_value()
    eva.press("Publicera")
    eva.sees("Nu gäller mottagningens egen text, version 3")
