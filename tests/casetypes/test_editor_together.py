"""Two administrators in one form, who may open it, and how it is published, planned, taken back."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor
from tests.casetypes.test_editor_pages import SETTINGS, stands
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import queries
from vardpost.kernel import clock

pytestmark = pytest.mark.django_db

OWN = {"type": "text", "label-sv": "Ett?", "label-en": "One?"}


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        found.people["second"] = made.staff(found.unit, "unit_admin", name="Ulf Sten")
    return found


@pytest.fixture
def eva(offices: Offices) -> Editor:
    return Editor(offices)


@pytest.fixture
def ulf(offices: Offices, eva: Editor) -> Editor:
    return Editor(offices, "second")


def _publishable(eva: Editor) -> UUID:
    type_id = eva.begin("Fråga")
    eva.ask("longtext", "Vad undrar du?")
    eva.post("/formular/installningar", SETTINGS)
    eva.post("/formular/sida/beskriv", {"title-sv": "Beskriv", "title-en": "Describe"})
    eva.open("/formular/publicera")
    return type_id


def test_the_slower_of_two_sees_what_differs_and_saves_with_one_more_press(
    eva: Editor, ulf: Editor
) -> None:
    type_id = eva.begin("Två", "Two")
    place = eva.ask("text", "Ett?")
    ulf.base = eva.base
    eva.open(f"/formular/fraga/{place}")
    ulf.open(f"/formular/fraga/{place}")
    ulf.post(f"/formular/fraga/{place}", {**OWN, "help-sv": "Ulfs hjälp", "help-en": "Ulf's"})
    ulf.open()
    ulf.post("/formular", {"ny_sida": "1", "page-sv": "Ulfs sida", "page-en": "Ulf's"})
    typed = {**OWN, "label-sv": "Evas ord", "options": ""}
    told = eva.post(f"/formular/fraga/{place}", typed, status=409)
    assert "Ulf Sten sparade medan du skrev" in told
    assert "Ulfs hjälp" in told
    assert "Ny sida: Ulfs sida" in told
    assert stands(type_id).fields[0].label.sv == "Ett?"
    eva.post(f"/formular/fraga/{place}", typed)
    form = stands(type_id)
    assert form.fields[0].label.sv == "Evas ord"
    assert [one.title.sv for one in form.steps] == ["Beskriv", "Ulfs sida"]


def test_a_question_that_was_removed_meanwhile_can_still_be_saved(eva: Editor, ulf: Editor) -> None:
    type_id = eva.begin("Två", "Two")
    place = eva.ask("text", "Ett?")
    ulf.base = eva.base
    eva.open(f"/formular/fraga/{place}")
    ulf.open()
    ulf.post("/formular", {"ta_bort": place})
    told = eva.post(f"/formular/fraga/{place}", {**OWN, "label-sv": "Evas"}, status=409)
    assert "Borttagen fråga: Ett?" in told
    eva.post(f"/formular/fraga/{place}", {**OWN, "label-sv": "Evas"})
    assert [one.label.sv for one in stands(type_id).fields] == ["Evas"]


def test_a_move_in_a_list_that_has_changed_is_told(eva: Editor, ulf: Editor) -> None:
    type_id = eva.begin("Två", "Two")
    first, second = eva.ask("text", "Ett?"), eva.ask("text", "Två?")
    ulf.base = eva.base
    eva.open()
    ulf.open()
    ulf.post("/formular", {"ta_bort": first})
    told = eva.post("/formular", {"upp": second}, status=409)
    assert "Borttagen fråga: Ett?" in told
    assert "Ett?" not in [one.label.sv for one in stands(type_id).fields]
    garbled = {"version": "1", "shown": "%%%", "upp": second}
    eva.post("/formular", garbled, status=409)
    eva.post("/formular", garbled | {"version": "x" * 30, "shown": "AAAA"}, status=409)


def test_a_draft_that_was_published_while_one_wrote_becomes_a_new_one(
    eva: Editor, ulf: Editor
) -> None:
    type_id = _publishable(eva)
    ulf.base = eva.base
    ulf.open("/formular/fraga/fields.vad_undrar_du")
    eva.post("/formular/publicera", {"when": "now", "note": ""})
    own = {"type": "longtext", "label-sv": "Undran?", "label-en": "Wonder?"}
    ulf.post("/formular/fraga/fields.vad_undrar_du", own)  # what he saw is what was published
    assert stands(type_id).fields[0].label.sv == "Undran?"
    news = ulf.open("/formular/publicera")
    assert "Vad undrar du?" in news
    assert "Undran?" in news


def test_a_save_that_changed_nothing_stops_nobody(eva: Editor, ulf: Editor) -> None:
    type_id = _publishable(eva)
    ulf.base = eva.base
    place = "/formular/fraga/fields.vad_undrar_du"
    same = {
        "type": "longtext",
        "label-sv": "Vad undrar du?",
        "label-en": "Vad undrar du? in English",
    }
    eva.open(place)
    ulf.open(place)
    ulf.post(place, same)
    ulf.open("/formular/publicera")
    eva.post(place, {**same, "label-sv": "Undran?"})
    assert stands(type_id).fields[0].label.sv == "Undran?"
    told = ulf.post("/formular/publicera", {"when": "now", "note": ""}, status=409)
    assert "Undran?" in told
    eva.open("/formular/publicera")
    ulf.post(place, {**same, "label-sv": "Undran?"})
    eva.post("/formular/publicera", {"when": "now", "note": "Evas"})
    in_force = queries.type_to_edit(type_id).in_force
    assert in_force is not None
    assert world.form_of(in_force).fields[0].label.sv == "Undran?"


def test_what_cannot_be_compared_is_said_and_not_written_over(eva: Editor, ulf: Editor) -> None:
    type_id = _publishable(eva)
    ulf.base = eva.base
    place = "/formular/fraga/fields.vad_undrar_du"
    own = {"type": "longtext", "label-sv": "Ulfs", "label-en": "Ulf's"}
    eva.open(place)
    ulf.open(place)
    ulf.post(place, own)
    garbled = {**own, "label-sv": "Evas", "shown": "%%%"}
    told = eva.post(place, garbled, status=409)
    assert "Vad som ändrades går inte att visa." in told
    assert stands(type_id).fields[0].label.sv == "Ulfs"


def test_what_is_published_is_what_was_shown(eva: Editor, ulf: Editor) -> None:
    type_id = _publishable(eva)
    ulf.base = eva.base
    ulf.open()
    ulf.ask("text", "Ulfs fråga?")
    told = eva.post("/formular/publicera", {"when": "now", "note": "Evas skäl"}, status=409)
    assert "Ny fråga: Ulfs fråga?" in told
    assert queries.type_to_edit(type_id).in_force is None
    assert "Evas skäl" in eva.post("/formular/publicera", {"when": "now", "note": "Evas skäl"})
    in_force = queries.type_to_edit(type_id).in_force
    assert in_force is not None
    assert len(world.form_of(in_force).fields) == 2


def test_a_page_that_was_removed_meanwhile_can_still_be_saved(eva: Editor, ulf: Editor) -> None:
    type_id = eva.begin("Två", "Two")
    ulf.base = eva.base
    words = {"title-sv": "Evas sida", "title-en": "Eva's"}
    eva.open("/formular/sida/beskriv")
    ulf.open()
    ulf.post("/formular", {"sida_bort": "beskriv"})
    eva.post("/formular/sida/beskriv", words, status=409)
    eva.post("/formular/sida/beskriv", words)
    assert [one.title.sv for one in stands(type_id).steps] == ["Evas sida"]


def test_planned_taken_back_published_and_rolled_back(offices: Offices, eva: Editor) -> None:
    type_id = _publishable(eva)
    early = {"when": "later", "day": "2020-01-01", "hour": "08:00", "note": "Sen"}
    assert "Välj en tid som kommer" in eva.post("/formular/publicera", early, status=422)
    for wrong in ({"day": "x"}, {"hour": "25"}, {"day": "9999-99-99"}, {"note": "x" * 201}):
        eva.post("/formular/publicera", early | wrong, status=422)
    day = (clock.now() + timedelta(days=9)).date().isoformat()
    planned = eva.post("/formular/publicera", early | {"day": day})
    assert "Version 1 Planerad" in planned
    assert "Ta tillbaka planen" in planned
    assert "Ta tillbaka den innan du publicerar." in eva.open("/formular/publicera")
    assert "Utkast, sparat av Eva Ros" in eva.post("/versioner/ta-tillbaka", {})
    eva.post("/versioner/ta-tillbaka", {}, status=409)
    eva.open("/formular/publicera")
    eva.post("/formular/publicera", {"when": "now", "note": "Ett", "offer": "1"})
    first = queries.type_to_edit(type_id).in_force
    assert "Det finns inget utkast." in eva.post("/formular/publicera", {}, status=409)
    eva.open()
    eva.ask("text", "Mer?")
    eva.open("/formular/publicera")
    eva.post("/formular/publicera", {"when": "now", "note": "Två"})
    assert len(world.form_of(queries.offer(offices.unit.id, "u_fraga").version_id).fields) == 2
    stale = {"till": str(first), "galler": str(first)}
    assert "En kollega publicerade nyss" in eva.post("/versioner/aterga", stale, status=409)
    second = queries.type_to_edit(type_id).in_force
    shown = eva.client.get(f"{eva.base}/versioner").content.decode()
    assert f'name="galler" value="{second}"' in shown
    back = eva.post("/versioner/aterga", {"till": str(first), "galler": str(second)})
    assert "Version 3 Gäller" in back
    assert len(world.form_of(queries.offer(offices.unit.id, "u_fraga").version_id).fields) == 1
    eva.post("/versioner/aterga", {"till": str(first)}, status=409)
    assert eva.client.post(f"{eva.base}/versioner/aterga", {"till": "x"}).status_code == 404


def test_a_draft_is_thrown_away_only_where_something_is_left(eva: Editor) -> None:
    _publishable(eva)
    assert eva.client.post(f"{eva.base}/formular/kasta", eva.carried).status_code == 404
    eva.post("/formular/publicera", {"when": "now", "note": ""})
    eva.open()
    eva.ask("text", "Mer?")
    late = dict(eva.carried)
    eva.ask("text", "Ännu mer?")
    assert eva.client.post(f"{eva.base}/formular/kasta", late).status_code == 409
    eva.post("/formular/kasta", {})
    assert "Det här är det publicerade formuläret." in eva.open()


PAGES = (
    "/formular",
    "/formular/installningar",
    "/formular/sida/beskriv",
    "/formular/fraga/answer_form.fields.text",
    "/formular/publicera",
    "/versioner",
)


def test_others_cannot_open_or_change_it(offices: Offices, eva: Editor) -> None:
    type_id = eva.begin("Vår", "Ours")
    receiver, elsewhere = Editor(offices, "receiver"), Editor(offices, "elsewhere")
    theirs = f"/m/{offices.other.slug}/admin/arendetyper/{type_id}"
    for path in PAGES:
        assert receiver.client.get(eva.base + path).status_code == 403, path
        assert elsewhere.client.get(eva.base + path).status_code == 404, path
        assert elsewhere.client.get(theirs + path).status_code == 404, path
        assert Client().get(eva.base + path).status_code in (302, 303, 401), path
    for path in (*PAGES[:5], "/formular/kasta", "/versioner/aterga", "/kopiera"):
        assert receiver.client.post(eva.base + path, eva.carried).status_code == 403, path
        assert elsewhere.client.post(theirs + path, eva.carried).status_code == 404, path
    for path in ("/fil.json", "/fhir.json", "/visa?utkast=1"):
        assert elsewhere.client.get(theirs + path).status_code == 404, path
    central = world.national("advice")
    for path in ("/formular", "/versioner"):
        assert eva.client.get(f"{eva.list}/{central}{path}").status_code == 404, path
    assert len(stands(type_id).fields) == 0
