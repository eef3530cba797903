"""A region's and the nation's case types in the one editor, and what each may not touch."""

from uuid import UUID

import pytest

from tests import people_made as made
from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor
from tests.casetypes.test_editor_pages import SETTINGS
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text
from vardpost.kernel import db

pytestmark = pytest.mark.django_db

REGION, NATION = "/r/14/arendetyper", "/n/arendetyper"
#: Every page of one type that only its owner may open.
OWN_PAGES = (
    *("/formular", "/formular/installningar", "/formular/sida/beskriv", "/formular/publicera"),
    *("/formular/fraga/fields.problem", "/formular/avbokning", "/versioner"),
)


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        found.people["far"] = made.staff(None, name="Frida Sund")
        made.grant_office(found.people["far"], "region_admin", "12")
    return found


def _build(editor: Editor) -> UUID:
    type_id = editor.begin("Råd om hörsel", "Advice on hearing")
    editor.ask("longtext", "Vad undrar du?")
    editor.post("/formular/installningar", SETTINGS)
    editor.post("/formular/sida/beskriv", {"title-sv": "Beskriv", "title-en": "Describe"})
    return type_id


@pytest.mark.parametrize(
    ("who", "where", "key", "owned"),
    [
        ("region", REGION, "r_rad_om_horsel", "Ärendetypen är regionens: Västra Götalandsregionen"),
        ("nation", NATION, "rad_om_horsel", "Ärendetypen är nationell."),
    ],
)
def test_an_office_builds_a_type_and_publishes_it(
    offices: Offices, who: str, where: str, key: str, owned: str
) -> None:
    office = Editor(offices, who, where)
    type_id = _build(office)
    seen = office.open("/formular/publicera")
    assert owned in seen
    assert "Ingen mottagning har ärendetypen än." in seen
    assert "Börja erbjuda den" not in seen, "an office has no residents of its own"
    office.post("/formular/publicera", {"when": "now", "note": "Första"})
    found = queries.type_to_edit(type_id)
    assert found.key == key
    assert found.in_force
    assert "Version 1 · erbjuds på 0 mottagningar" in _page(office, where)
    assert owned in office.open("")
    eva = Editor(offices)
    assert "Fråga om blodprov" in eva.open(""), "the unit may take it"


def test_what_publishing_does_at_units_is_told_before(offices: Offices) -> None:
    region = offices.as_("region")
    made_type = actions.create(actor=region, title=Text("Råd", "Advice"), region_id="14")
    world.published(region, made_type, world.PROBLEM, open=("description", "promise"))
    for who, unit in (("admin", offices.unit), ("elsewhere", offices.other)):
        actor = offices.as_(who)
        actions.activate(actor=actor, unit_id=unit.id, case_type_id=made_type)
    actions.set_follows(
        actor=offices.as_("elsewhere"),
        unit_id=offices.other.id,
        case_type_id=made_type,
        follows=False,
    )
    office = Editor(offices, "region", REGION)
    office.base = f"{REGION}/{made_type}"
    office.open("/formular/installningar")
    office.post("/formular/installningar", {**SETTINGS, "title-sv": "Nya råd"})
    seen = office.open("/formular/publicera")
    assert "1 mottagning får den nya versionen av sig själv." in seen
    assert "1 mottagning väljer själv när den byter." in seen
    assert "egna ord i formuläret" not in seen
    office.post("/formular/publicera", {"when": "now"})
    offers = {
        unit.id: queries.offered_type(unit.id, made_type) for unit in (offices.unit, offices.other)
    }
    assert offers[offices.unit.id].used.number == 2
    assert offers[offices.other.id].used.number == 1
    assert offers[offices.other.id].pending
    assert "2 mottagningar erbjuder den" in office.open("")


def test_nobody_opens_what_is_anothers(offices: Offices) -> None:
    """A region: not the nation's, not another region's, not a unit's; the nation: its own alone."""
    region, nation, unit = offices.as_("region"), None, None
    regional = actions.create(actor=region, title=Text("Råd", "Advice"), region_id="14")
    world.published(region, regional)
    nation = world.national("advice")
    admin = offices.as_("admin")
    unit = actions.create(actor=admin, title=Text("Eget", "Own"), unit_id=offices.unit.id)
    world.published(admin, unit)
    rolf, nora = Editor(offices, "region", REGION), Editor(offices, "nation", NATION)
    frida = Editor(offices, "far", "/r/12/arendetyper")
    for editor, type_id in (
        *((rolf, nation), (rolf, unit), (nora, regional), (nora, unit)),
        *((frida, regional), (frida, nation), (frida, unit)),
    ):
        for page in OWN_PAGES:
            assert editor.client.get(f"{editor.list}/{type_id}{page}").status_code == 404, page
        for post in ("/formular/kasta", "/versioner/aterga", "/versioner/ta-tillbaka"):
            assert editor.client.post(f"{editor.list}/{type_id}{post}").status_code == 404, post
    for editor, type_id in ((rolf, unit), (nora, regional), (frida, regional), (frida, unit)):
        for page in ("", "/visa", "/fil.json", "/fhir.json"):
            assert editor.client.get(f"{editor.list}/{type_id}{page}").status_code == 404, page
        assert editor.client.post(f"{editor.list}/{type_id}/kopiera").status_code == 404
    for editor in (rolf, frida):
        assert editor.client.get(NATION).status_code == 404
    assert rolf.client.get("/r/12/arendetyper").status_code == 404
    assert nora.client.get(REGION).status_code == 404
    eva = Editor(offices)
    assert eva.client.get(REGION).status_code in (403, 404)
    # A unit's address leads a region to no editor either.
    mine = f"/m/{offices.unit.slug}/admin/arendetyper/{unit}/formular"
    assert rolf.client.get(mine).status_code in (403, 404)


def test_a_region_reads_the_nations_and_copies_it(offices: Offices) -> None:
    rolf = Editor(offices, "region", REGION)
    national = world.national("advice")
    seen = _page(rolf, f"{REGION}/{national}")
    assert "Nationell förvaltning äger ärendetypen." in seen
    assert "Ändra formuläret" not in seen
    assert rolf.client.get(f"{REGION}/{national}/visa?utkast=1").status_code == 200
    sent = rolf.client.post(f"{REGION}/{national}/kopiera")
    assert sent.status_code == 303
    copy = UUID(sent.headers["Location"].split("/")[4])
    found = queries.type_to_edit(copy)
    assert (found.owner.region_id, found.key) == ("14", "r_advice")


def test_a_region_takes_a_file_out_and_in(offices: Offices) -> None:
    import io

    rolf, nora = Editor(offices, "region", REGION), Editor(offices, "nation", NATION)
    parcel = rolf.client.get(f"{REGION}/{world.national('advice')}/fil.json").content
    for editor, key in ((rolf, "r_advice"), (nora, "advice")):
        sent = editor.client.post(
            f"{editor.list}/las-in", {"file": io.BytesIO(parcel), "las_in": "1"}
        )
        assert sent.status_code == 303
        type_id = UUID(sent.headers["Location"].split("/")[-2])
        assert queries.type_to_edit(type_id).key == key


def test_publishing_is_told_in_the_ledger_of_the_owner(offices: Offices) -> None:
    office = Editor(offices, "region", REGION)
    type_id = _build(office)
    office.open("/formular/publicera")
    office.post("/formular/publicera", {"when": "now"})
    with as_owner():
        rows = db.fetch_all(
            "select action, region_id, unit_id from audit_entry where object_id = %s "
            "and action = 'casetypes:version:publish'",
            [str(type_id)],
        )
    assert rows == [("casetypes:version:publish", "14", None)]


def _page(editor: Editor, path: str) -> str:
    from tests.casetypes.editor_http import page

    return page(editor.client.get(path))


def test_an_office_opens_the_terms_of_its_own_type_to_units(offices: Offices) -> None:
    """What is ticked is open at the units when it is published, and locked again when it is not."""
    region = Editor(offices, "region", REGION)
    type_id = _build(region)
    region.post("/formular/publicera", {"when": "now"})
    actions.activate(actor=offices.as_("admin"), unit_id=offices.unit.id, case_type_id=type_id)
    eva = Editor(offices)
    terms = f"/m/{offices.unit.slug}/admin/villkor/{type_id}"
    assert 'name="sv"' not in eva.client.get(terms).content.decode()
    shown = region.client.get(f"{region.base}/formular/installningar").content.decode()
    assert 'value="promise" id="f-open-4" checked' in shown
    assert 'value="terms" id="f-open-5">' in shown
    open_to = {**SETTINGS, "asks_open": "1", "open": ["terms", "order", "no_part"]}
    wrong = region.client.post(
        f"{region.base}/formular/installningar", {**open_to, "final_days": "x", "version": "1"}
    )
    assert wrong.status_code == 422
    assert 'value="terms" id="f-open-5" checked' in wrong.content.decode()
    region.open("/formular/installningar")
    region.post("/formular/installningar", open_to)
    assert "Öppet för mottagningen" in region.open("/formular/publicera")
    region.post("/formular/publicera", {"when": "now"})
    assert _open(type_id) == ("terms", "order")
    assert 'name="sv"' in eva.client.get(terms).content.decode()
    region.open("/formular/installningar")
    region.post("/formular/installningar", {**SETTINGS, "title-sv": "Utan rutorna"})
    region.post("/formular/publicera", {"when": "now"})
    assert _open(type_id) == ("terms", "order"), "a page that did not ask leaves them"
    region.open("/formular/installningar")
    region.post("/formular/installningar", {**SETTINGS, "asks_open": "1"})
    region.post("/formular/publicera", {"when": "now"})
    assert _open(type_id) == ()
    assert 'name="sv"' not in eva.client.get(terms).content.decode()


def _open(type_id: UUID) -> tuple[str, ...]:
    found = queries.type_to_edit(type_id)
    assert found.in_force
    return queries.version(found.in_force).definition.open
