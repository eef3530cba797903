"""The pages where a unit builds a case type of its own, from nothing to residents being offered."""

import io
import os
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor
from tests.casetypes.verbs_world import Offices
from vardpost.casetypes import queries
from vardpost.casetypes.fields import Condition, Field, FormDefinition, Text

pytestmark = pytest.mark.django_db

SETTINGS = {
    "title-sv": "Fråga om blodprov",
    "title-en": "Question about a blood test",
    "description-sv": "När du undrar över ett prov",
    "description-en": "When you wonder about a test",
    "intro-sv": "",
    "intro-en": "",
    "first_days": "2",
    "final_days": "5",
    "followup_days": "10",
    "min_age": "0",
    "allows_followup": "1",
    "proxy_allowed": "1",
    "checklist": "",
}


@pytest.fixture
def offices() -> Offices:
    return world.make()


@pytest.fixture
def eva(offices: Offices) -> Editor:
    return Editor(offices)


def stands(type_id: UUID) -> FormDefinition:
    return world.draft(type_id)[0]


def asked(form: FormDefinition, key: str) -> Field:
    found = form.field(key)
    assert found is not None
    return found


def test_a_type_is_built_from_nothing_and_offered(offices: Offices, eva: Editor) -> None:
    assert "Ny egen ärendetyp" in eva.open("")
    assert "Skriv vad ärendetypen heter" in (
        eva.post("/ny", {"title-sv": " ", "title-en": "Only English"}, status=422)
    )
    type_id = eva.begin("Fråga om blodprov")
    assert "Formuläret frågar ingenting" in eva.open()
    stopped = eva.open("/formular/publicera")
    assert "Formuläret kan inte publiceras än." in stopped
    assert "Varför?" not in stopped
    eva.post("/formular/publicera", {"when": "now", "note": ""}, status=422)
    words = {"missing-sv": "Skriv vad", "missing-en": "Write what", "required": "1"}
    place = eva.ask("longtext", "Vad undrar du?", **words)
    assert place == "fields.vad_undrar_du"
    saved = eva.post("/formular/installningar", SETTINGS)
    assert "Sparat i utkastet." in saved
    page_words = {"title-sv": "Din fråga", "title-en": "Your question"}
    eva.post("/formular/sida/beskriv", page_words)
    assert "Ärendetypen är ny." in eva.open("/formular/publicera")
    done = eva.post("/formular/publicera", {"when": "now", "note": "Första", "offer": "1"})
    assert "Version 1 Gäller" in done
    assert "Första" in done
    offer = queries.offer(offices.unit.id, "u_fraga_om_blodprov")
    form = world.form_of(offer.version_id)
    assert form.steps[0].title == Text("Din fråga", "Your question")
    assert asked(form, "vad_undrar_du").required
    assert form.followup_days == 10
    assert type_id == UUID(eva.base.rpartition("/")[2])


KINDS: dict[str, dict[str, Any]] = {
    "text": {"max_length": "80"},
    "longtext": {"max_length": ""},
    "choice": {"options": "Ja tack | Yes please\nNej | No"},
    "multichoice": {"options": "Ett | One\nTvå | Two\nEtt till | One more"},
    "date": {"earliest": "0", "latest": "30"},
    "daterange": {"earliest": "-7", "latest": ""},
    "time": {},
    "number": {"minimum": "-5", "maximum": "1 000"},
    "bool": {},
    "phone": {},
    "file": {},
    "person": {},
    "rows": {"item-sv": "Läkemedel", "item-en": "Drug", "max_rows": "4"},
    "info": {},
}


def test_every_kind_of_question_can_be_made_and_is_shown(offices: Offices, eva: Editor) -> None:
    type_id = eva.begin("Allt möjligt", "Everything")
    for kind, more in KINDS.items():
        place = eva.ask(kind, f"Fråga {kind}", **{"help-sv": "Hjälp", "help-en": "Help", **more})
        if kind == "rows":
            inner = eva.ask("text", "Namn", f"{place}.fields:", max_length="40")
            assert inner == "fields.fraga_rows.fields.namn"
    form = stands(type_id)
    made = {one.type: one for one in form.fields}
    assert set(made) == set(KINDS)
    assert made["text"].max_length == 80
    assert [one.value for one in made["choice"].options] == ["ja_tack", "nej"]
    assert [one.value for one in made["multichoice"].options] == ["ett", "tva", "ett_till"]
    assert (made["date"].earliest, made["date"].latest) == (0, 30)
    assert (made["daterange"].earliest, made["daterange"].latest) == (-7, None)
    assert (made["number"].minimum, made["number"].maximum) == (-5, 1000)
    assert (made["rows"].max_rows, made["rows"].item) == (4, Text("Läkemedel", "Drug"))
    assert made["rows"].fields[0].max_length == 40
    assert all(one.help == Text("Hjälp", "Help") for one in form.fields)
    eva.post("/formular/installningar", SETTINGS)
    shown = eva.open("/visa?utkast=1")
    for kind in set(KINDS) - {"file"}:
        assert f"Fråga {kind}" in shown, kind
    assert "Publicera" in eva.open("/formular/publicera")
    eva.post("/formular/publicera", {"when": "now", "note": "", "offer": "1"})
    assert queries.offer(offices.unit.id, "u_allt_mojligt").first_days == 2


def test_a_follow_up_waits_for_a_question_on_another_page(offices: Offices, eva: Editor) -> None:
    type_id = eva.begin("Följd", "Follow")
    eva.post("/formular", {"ny_sida": "1", "page-sv": "Mer", "page-en": "More"})
    first = eva.ask("choice", "Har du tid?", options="Ja | Yes\nNej | No")
    also = eva.ask("bool", "Är det bråttom?", where="fields:mer")
    place = eva.ask("text", "Varför då?", where="fields:mer")
    seen = eva.open(f"/formular/fraga/{place}")
    assert "Har du tid?" in seen
    own = {"type": "text", "label-sv": "Varför då?", "label-en": "Why?"}
    both = {"when": ["har_du_tid=nej", "ar_det_brattom=yes"], "match": "any"}
    eva.post(f"/formular/fraga/{place}", {**own, **both})
    wanted = Condition("har_du_tid", ("nej",), "any", (Condition("ar_det_brattom", ("yes",)),))
    assert asked(stands(type_id), "varfor_da").visible_when == wanted
    eva.post("/formular", {"ta_bort": also})
    left = eva.open()
    assert "Följer på ar_det_brattom, som inte finns" in left
    eva.open(f"/formular/fraga/{place}")
    eva.post(f"/formular/fraga/{place}", {**own, "when": ["har_du_tid=nej"], "match": "all"})
    assert asked(stands(type_id), "varfor_da").visible_when == Condition("har_du_tid", ("nej",))
    eva.open()
    eva.post("/formular", {"upp": place})
    moved = asked(stands(type_id), "varfor_da")
    assert moved.step == "beskriv"
    eva.post("/formular", {"upp": place})
    assert [one.key for one in stands(type_id).fields] == ["varfor_da", "har_du_tid"]
    assert "Följer på har_du_tid, som inte kommer före" in eva.open()
    assert first == "fields.har_du_tid"


def test_pages_move_with_their_questions_and_go_with_them(eva: Editor) -> None:
    type_id = eva.begin("Sidor", "Pages")
    eva.ask("text", "Ett")
    eva.open()
    eva.post("/formular", {"ny_sida": "1", "page-sv": "Granska", "page-en": "Review"})
    new = stands(type_id).steps[1].key
    assert new == "granska_2", "an address that the product has itself"
    eva.ask("text", "Två", where=f"fields:{new}")
    eva.open()
    eva.post("/formular", {"sida_upp": new})
    form = stands(type_id)
    assert [one.key for one in form.steps] == [new, "beskriv"]
    assert [one.key for one in form.fields] == ["tva", "ett"]
    eva.post("/formular", {"sida_bort": new})
    form = stands(type_id)
    assert [one.key for one in form.steps] == ["beskriv"]
    assert [one.key for one in form.fields] == ["ett"]


def test_answers_of_the_unit_are_fixed_options(eva: Editor) -> None:
    type_id = eva.begin("Svar", "Answers")
    place = eva.ask(
        "choice", "Beslut", where="answer_form.fields:", options="Beviljat | Granted\nAvslag | No"
    )
    assert place == "answer_form.fields.beslut"
    eva.open()
    eva.post("/formular", {"upp": place})
    assert [one.key for one in stands(type_id).answer_form.fields] == ["beslut", "text"]


def test_settings_of_the_form_are_kept_and_bad_ones_told(eva: Editor) -> None:
    type_id = eva.begin("Symtom", "Symptoms")
    given = SETTINGS | {"symptom": "1", "journal_mark": "1", "attachments": "1", "min_age": "18"}
    given |= {"checklist": "Ringt | Called\nSkrivit | Written"}
    eva.post("/formular/installningar", given)
    form = stands(type_id)
    assert form.red_flags is not None
    assert "112" in form.red_flags.stop_title.sv
    assert (form.journal_mark, form.attachments, form.min_age) == (True, True, 18)
    assert [one.key for one in form.checklist] == ["ringt", "skrivit"]
    wrong = eva.post(
        "/formular/installningar", given | {"final_days": "x", "intro-sv": "Kvar"}, status=422
    )
    assert "Skriv ett tal från 1 till 90" in wrong
    assert "Kvar" in wrong
    off = {name: value for name, value in SETTINGS.items() if name != "allows_followup"}
    eva.post("/formular/installningar", off)
    form = stands(type_id)
    assert (form.red_flags, form.allows_followup, form.checklist) == (None, False, ())


def test_a_picture_comes_with_its_words_and_goes(eva: Editor) -> None:
    type_id = eva.begin("Bild", "Picture")
    place = eva.ask("text", "Var?")
    drawn = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(drawn, "PNG")
    own = {"type": "text", "label-sv": "Var?", "label-en": "Where?", "alt-sv": "Rött", "alt-en": ""}
    broken = io.BytesIO(b"no picture")
    broken.name = "x.png"
    told = eva.post(f"/formular/fraga/{place}", {**own, "picture": broken}, status=422)
    assert "Välj en bild i formatet PNG, JPEG eller WebP." in told
    drawn.seek(0)
    drawn.name = "r.png"
    eva.post(f"/formular/fraga/{place}", {**own, "picture": drawn})
    picture = stands(type_id).fields[0].picture
    assert picture is not None
    assert (picture.width, picture.alt) == (30, Text("Rött", ""))
    assert "Bilden saknar beskrivning på engelska" in eva.open()
    eva.open(f"/formular/fraga/{place}")
    eva.post(f"/formular/fraga/{place}", {**own, "no_picture": "1"})
    assert stands(type_id).fields[0].picture is None


def test_bad_input_is_told_and_kept(eva: Editor) -> None:
    type_id = eva.begin("Fel", "Faults")
    place = eva.ask("number", "Hur många?")
    own = {"type": "number", "label-sv": "Antal?", "label-en": "How many?"}
    told = eva.post(f"/formular/fraga/{place}", {**own, "minimum": "tre"}, status=422)
    assert "Skriv ett heltal med siffror" in told
    assert 'value="tre"' in _raw(eva, place, {**own, "minimum": "tre"})
    hidden = eva.post(f"/formular/fraga/{place}", {**own, "help-sv": "a\x00b"}, status=422)
    assert "dolt tecken" in hidden
    eva.post(f"/formular/fraga/{place}", {**own, "type": "no_such"}, status=422)
    assert stands(type_id).fields[0].label.sv == "Hur många?"
    eva.open()
    for data in (
        {"new-sv": "", "new-type": "text", "new-where": "fields:beskriv"},
        {"new-sv": "Kvar", "new-type": "x", "new-where": "fields:beskriv"},
        {"new-sv": "Kvar", "new-type": "text", "new-where": "fields:nej"},
        {"new-sv": "Kvar\x07", "new-type": "text", "new-where": "fields:beskriv"},
    ):
        eva.post("/formular", {"ny_fraga": "1", **data}, status=422)
    for data in ({"upp": "fields.nej"}, {"sida_ner": "nej"}, {"ta_bort": "x"}, {"upp": ""}, {}):
        eva.post("/formular", data, status=422)
    assert eva.client.get(f"{eva.base}/formular/fraga/fields.nej").status_code == 404
    assert eva.client.get(f"{eva.base}/formular/sida/nej").status_code == 404


def _raw(eva: Editor, place: str, data: dict[str, str]) -> str:
    sent = eva.client.post(f"{eva.base}/formular/fraga/{place}", {**eva.carried, **data})
    return sent.content.decode()


def test_changing_the_kind_takes_away_what_it_does_not_use(eva: Editor) -> None:
    type_id = eva.begin("Sort", "Kind")
    place = eva.ask("choice", "Vilken?", options="Ett | One\nTvå | Two")
    own = {"label-sv": "Vilken?", "label-en": "Which?", "till": "1"}
    eva.post(f"/formular/fraga/{place}", {**own, "type": "multichoice", "options": "Ett | One"})
    assert [one.value for one in stands(type_id).fields[0].options] == ["ett"]
    eva.open(f"/formular/fraga/{place}")
    eva.post(f"/formular/fraga/{place}", {**own, "type": "text"})
    assert stands(type_id).fields[0].options == ()


def test_a_large_picture_is_taken_where_pictures_are_sent_and_nowhere_else(eva: Editor) -> None:
    type_id = eva.begin("Bild", "Picture")
    place = eva.ask("text", "Var?")
    drawn = io.BytesIO()
    Image.frombytes("RGB", (800, 800), os.urandom(800 * 800 * 3)).save(drawn, "PNG")
    assert len(drawn.getvalue()) > 1_500_000
    drawn.seek(0)
    drawn.name = "stor.png"
    own = {"type": "text", "label-sv": "Var?", "label-en": "Where?", "alt-sv": "Brus", "alt-en": ""}
    eva.post(f"/formular/fraga/{place}", {**own, "picture": drawn})
    assert stands(type_id).fields[0].picture is not None
    drawn.seek(0)
    sent = eva.client.post(f"{eva.base}/formular/installningar", {"picture": drawn})
    assert sent.status_code == 413
