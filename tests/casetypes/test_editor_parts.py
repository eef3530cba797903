"""Inside a question: each answer for itself, suggestions; and the rule for cancelling."""

import io
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from tests import people_made as made
from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor
from tests.casetypes.test_editor_pages import SETTINGS, asked, stands
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes import queries
from vardpost.casetypes.checking import check
from vardpost.casetypes.differences import differences
from vardpost.casetypes.fields import AUTOCOMPLETE, Field, FormDefinition, Text
from vardpost.kernel import db

pytestmark = pytest.mark.django_db
WHICH = {"type": "choice", "label-sv": "Vilken?", "label-en": "Which?"}


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        found.people["second"] = made.staff(found.unit, "unit_admin", name="Ulf Sten")
    return found


@pytest.fixture
def eva(offices: Offices) -> Editor:
    return Editor(offices)


def options(type_id: UUID) -> list[tuple[str, str]]:
    return [(one.value, one.label.sv) for one in stands(type_id).fields[0].options]


def png(name: str = "r.png") -> io.BytesIO:
    drawn = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(drawn, "PNG")
    drawn.seek(0)
    drawn.name = name
    return drawn


def choice(eva: Editor, lines: str = "Ett | One\nTvå | Two") -> str:
    return eva.ask("choice", "Vilken?", **{**WHICH, "options": lines})


# Lines of options.


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Två | Two\nEtt | One", [("tva", "Två"), ("ett", "Ett")]),
        ("Ett | Uno\nTvå | Two", [("ett", "Ett"), ("tva", "Två")]),
        ("Ja | Yes\nNej | No", [("ja", "Ja"), ("nej", "Nej")]),
        ("Ett! | One!\nTvå | Two", [("ett_2", "Ett!"), ("tva", "Två")]),
        ("Tre | One\nTvå | Two", [("tre", "Tre"), ("tva", "Två")]),
        ("Två | One\nEtt | Two", [("tva", "Två"), ("ett", "Ett")]),
        ("Ett | One\nEtt | One", [("ett", "Ett"), ("ett_2", "Ett")]),
        ("", []),
    ],
)
def test_a_stored_value_never_gets_another_meaning(
    eva: Editor, typed: str, expected: list[tuple[str, str]]
) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": typed})
    assert options(type_id) == expected


def test_an_answer_without_swedish_yet_is_known_by_its_english(eva: Editor) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva, "| One\nTvå | Two")
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Ett | One\nTvå | Two"})
    assert options(type_id) == [("one", "Ett"), ("tva", "Två")]


def test_a_value_of_a_published_version_comes_back_with_its_words_alone(eva: Editor) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    eva.post("/formular/installningar", SETTINGS)
    eva.post("/formular/sida/beskriv", {"title-sv": "Beskriv", "title-en": "Describe"})
    eva.open("/formular/publicera")
    eva.post("/formular/publicera", {"when": "now", "note": ""})
    eva.open(f"/formular/fraga/{place}")
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two"})
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two\nEtt? | One?"})
    assert options(type_id) == [("tva", "Två"), ("ett_2", "Ett?")]
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two\nEtt | One"})
    assert options(type_id) == [("tva", "Två"), ("ett", "Ett")]


def test_checklist_points_with_other_words_are_other_points(eva: Editor) -> None:
    type_id = eva.begin("Lista", "List")
    for typed, keys in (
        ("Ringt | Called\nSkrivit | Written", ["ringt", "skrivit"]),
        ("Skrivit | Written\nRingt upp | Called", ["skrivit", "ringt_upp"]),
    ):
        eva.post("/formular/installningar", {**SETTINGS, "checklist": typed})
        assert [one.key for one in stands(type_id).checklist] == keys


# One answer for itself.


def test_an_answer_gets_words_help_and_picture_and_keeps_its_value(eva: Editor) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    shown = eva.open(f"/formular/fraga/{place}")
    assert "Varje svar för sig" in shown
    path = f"/formular/fraga/{place}/svar/ett"
    assert "Svar: Ett" in eva.open(path)
    words = {
        "label-sv": "Endast ett",
        "label-en": "One only",
        "help-sv": "Välj det.",
        "help-en": "",
    }
    told = eva.post(path, {**words, "alt-sv": "Rött", "alt-en": "Red", "picture": png()})
    assert "Sparat i utkastet." in told
    found = stands(type_id).fields[0].options[0]
    assert (found.value, found.label) == ("ett", Text("Endast ett", "One only"))
    assert found.help == Text("Välj det.", "")
    assert found.picture is not None
    assert (found.picture.width, found.picture.alt) == (30, Text("Rött", "Red"))
    eva.post("/formular/installningar", SETTINGS)
    wrong = eva.client.get(f"{eva.base}/formular").content.decode()
    assert f"{eva.base}{path}#f-help-sv" in wrong, "what is missing leads to the answer's own page"
    preview = eva.client.get(f"{eva.base}/visa?utkast=1").content.decode()
    assert f"/bilder/{found.picture.hash}" in preview
    assert "Välj det." in preview
    eva.open(path)
    eva.post(path, {**words, "alt-sv": "Grönt", "alt-en": "Green", "help-sv": "", "till": "1"})
    found = stands(type_id).fields[0].options[0]
    assert found.help is None
    assert found.picture is not None
    assert found.picture.alt.sv == "Grönt"
    eva.open(path)
    eva.post(path, {**words, "no_picture": "1"})
    assert stands(type_id).fields[0].options[0].picture is None


def test_an_answer_with_a_picture_is_not_lost_by_a_new_line(eva: Editor) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    words = {"label-sv": "Ett", "label-en": "One", "alt-sv": "Rött", "alt-en": "Red"}
    eva.open(f"/formular/fraga/{place}/svar/ett")
    eva.post(f"/formular/fraga/{place}/svar/ett", {**words, "picture": png()})
    eva.open(f"/formular/fraga/{place}")
    typed = {**WHICH, "options": "Etta | One\nTvå | Two"}
    told = eva.post(f"/formular/fraga/{place}", typed, status=422)
    assert "”Ett” har bild eller hjälptext" in told
    assert "Etta | One" in told
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two"})
    eva.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two\nEtta | Uno"})
    assert options(type_id) == [("tva", "Två"), ("etta", "Etta")]


def test_bad_input_of_an_answer_is_told_and_kept(eva: Editor) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    path = f"/formular/fraga/{place}/svar/ett"
    eva.open(path)
    broken = io.BytesIO(b"no picture")
    broken.name = "x.png"
    words = {"label-sv": "Kvar", "label-en": "Left", "alt-sv": "a", "alt-en": "b"}
    assert "Välj en bild i formatet" in eva.post(path, {**words, "picture": broken}, status=422)
    long = eva.client.post(eva.base + path, {**eva.carried, **words, "help-sv": "x" * 6000})
    assert long.status_code == 422
    assert 'value="Kvar"' in long.content.decode()
    assert "dolt tecken" in eva.post(path, {**words, "help-sv": "a\x00"}, status=422)
    assert options(type_id) == [("ett", "Ett"), ("tva", "Två")]
    for strange in ("nej", "ett/svar/ett", "../ett", "%00", "e" * 300):
        address = f"{eva.base}/formular/fraga/{place}/svar/{strange}"
        assert eva.client.get(address).status_code in (301, 404), strange


def test_two_in_one_answer_and_one_that_was_taken_out(eva: Editor, offices: Offices) -> None:
    type_id = eva.begin("Val", "Choices")
    place = choice(eva)
    path = f"/formular/fraga/{place}/svar/ett"
    ulf = Editor(offices, "second")
    ulf.base = eva.base
    eva.open(path)
    ulf.open(path)
    ulf.post(path, {"label-sv": "Ulfs", "label-en": "Ulf's"})
    typed = {"label-sv": "Evas", "label-en": "Eva's"}
    told = eva.post(path, typed, status=409)
    assert "Ulf Sten sparade medan du skrev" in told
    assert "Ulfs" in told
    eva.post(path, typed)
    assert options(type_id)[0] == ("ett", "Evas")
    eva.open(path)
    ulf.open(f"/formular/fraga/{place}")
    ulf.post(f"/formular/fraga/{place}", {**WHICH, "options": "Två | Two"})
    eva.post(path, {"label-sv": "Min", "label-en": "Mine"}, status=409)
    eva.post(path, {"label-sv": "Min", "label-en": "Mine"})
    assert options(type_id) == [("tva", "Två"), ("ett", "Min")]


def test_others_cannot_open_an_answer(offices: Offices, eva: Editor) -> None:
    eva.begin("Val", "Choices")
    place = choice(eva)
    for path in (f"/formular/fraga/{place}/svar/ett", "/formular/avbokning"):
        for who, status in (("receiver", 403), ("elsewhere", 404)):
            other = Editor(offices, who)
            assert other.client.get(eva.base + path).status_code == status, path
            assert other.client.post(eva.base + path, {"label-sv": "x"}).status_code == status


# Suggestions of the browser, and a telephone number filled in.


def test_suggestions_and_the_own_number(eva: Editor) -> None:
    type_id = eva.begin("Om dig", "About you")
    name = eva.ask("text", "Vad heter du?", autocomplete="name")
    street = eva.ask("longtext", "Var bor du?", autocomplete="street-address")
    phone = eva.ask("phone", "Telefon?", autocomplete="tel", prefill="1")
    form = stands(type_id)
    told = {one.key: (one.autocomplete, one.prefill) for one in form.fields}
    assert told[name.removeprefix("fields.")] == ("name", "")
    assert told[street.removeprefix("fields.")] == ("street-address", "")
    assert told[phone.removeprefix("fields.")] == ("", "phone"), "tel is what a number suggests"
    shown = eva.client.get(f"{eva.base}/visa?utkast=1").content.decode()
    for word in ('autocomplete="name"', 'autocomplete="street-address"', 'autocomplete="tel"'):
        assert word in shown
    own = {"type": "phone", "label-sv": "Telefon?", "label-en": "Phone?"}
    eva.open(f"/formular/fraga/{phone}")
    eva.post(f"/formular/fraga/{phone}", {**own, "autocomplete": "off"})
    assert asked(stands(type_id), "telefon").autocomplete == "off"
    assert asked(stands(type_id), "telefon").prefill == ""
    eva.post(f"/formular/fraga/{phone}", {**own, "autocomplete": "cc-number"})
    assert asked(stands(type_id), "telefon").autocomplete == ""
    eva.post(f"/formular/fraga/{name}", {**own, "type": "number", "autocomplete": "name"})
    assert asked(stands(type_id), "vad_heter_du").autocomplete == ""


def test_the_checker_knows_what_a_browser_can_suggest() -> None:
    for kind, words in AUTOCOMPLETE.items():
        for word in (*words, "cc-number"):
            form = _form(Field("a", kind, Text("A?", "B?"), "s", autocomplete=word))  # type: ignore[arg-type]  # keys of AUTOCOMPLETE are kinds
            codes = {one.code for one in check(form)}
            assert ("autocomplete" in codes) is (word == "cc-number"), (kind, word)


def _form(*fields: Field) -> FormDefinition:
    form = queries.version(_central("send_message")).definition
    return replace(form, steps=(replace(form.steps[0], key="s"),), fields=fields)


def _central(key: str) -> UUID:
    row = db.fetch_one(
        "select v.id from case_type_version v join case_type t on t.id = v.case_type_id "
        "where t.key = %s and v.unit_id is null limit 1",
        [key],
    )
    assert row is not None
    found: UUID = row[0]
    return found


# The rule for cancelling.

RULE: dict[str, Any] = {
    "counts": "1",
    "date": "vilken_dag",
    "time": "vilken_tid",
    "by": "weekdays",
    "hours": "24",
    "weekdays": "2",
    "before-sv": "Fram till {deadline}.",
    "before-en": "Until {deadline}.",
    "passed-sv": "Gick ut {deadline}.",
    "passed-en": "Ended {deadline}.",
}


def test_the_rule_for_cancelling_is_made_changed_and_taken_away(
    offices: Offices, eva: Editor
) -> None:
    type_id = eva.begin("Avboka", "Cancel")
    empty = eva.open("/formular/avbokning")
    assert "Formuläret behöver två frågor först." in empty
    assert "Välj frågan om dagen" in eva.post("/formular/avbokning", RULE, status=422)
    eva.open()
    eva.ask("date", "Vilken dag?")
    eva.ask("time", "Vilken tid?")
    assert "fram till {deadline}" in eva.open("/formular/avbokning"), "begins as the nation's"
    assert "Sparat i utkastet." in eva.post("/formular/avbokning", RULE)
    rule = stands(type_id).deadline
    assert rule is not None
    assert (rule.date, rule.time, rule.hours, rule.weekdays) == ("vilken_dag", "vilken_tid", 24, 2)
    assert rule.before == Text("Fram till {deadline}.", "Until {deadline}.")
    with as_owner():
        row = db.fetch_one("select kind from care_unit where id = %s", [offices.unit.id])
    assert row is not None
    kind = row[0]
    assert kind not in rule.hour_kinds
    before = stands(type_id)
    eva.open("/formular/avbokning")
    eva.post("/formular/avbokning", {**RULE, "by": "hours", "hours": "48"})
    after = stands(type_id)
    assert after.deadline is not None
    assert kind in after.deadline.hour_kinds
    assert set(after.deadline.hour_kinds) - {kind} == set(rule.hour_kinds)
    places = {one.place for one in differences(before, after)}
    assert places == {"deadline.hours", "deadline.hour_kinds"}
    assert "Det gör det nu." in eva.open("/formular/installningar")
    eva.open("/formular/avbokning")
    off = {name: value for name, value in RULE.items() if name != "counts"}
    eva.post("/formular/avbokning", off)
    assert stands(type_id).deadline is None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"date": "nej"}, "Välj frågan om dagen"),
        ({"time": ""}, "Välj frågan om tiden"),
        ({"time": "vilken_dag"}, "Välj frågan om tiden"),
        ({"hours": "721"}, "Skriv ett tal från 0 till 720"),
        ({"weekdays": "x"}, "Skriv ett tal från 0 till 30"),
        ({"weekdays": ""}, "Skriv ett tal från 0 till 30"),
        ({"before-sv": "x" * 5001}, "Korta texten"),
    ],
)
def test_a_bad_rule_is_told_and_kept(eva: Editor, wrong: dict[str, str], told: str) -> None:
    type_id = eva.begin("Avboka", "Cancel")
    eva.ask("date", "Vilken dag?")
    eva.ask("time", "Vilken tid?")
    eva.open("/formular/avbokning")
    page = eva.post("/formular/avbokning", {**RULE, **wrong, "passed-sv": "Kvar"}, status=422)
    assert told in page
    assert "Kvar" in page
    assert stands(type_id).deadline is None


def test_a_rule_without_a_when_or_its_question_is_to_be_mended(eva: Editor) -> None:
    eva.begin("Avboka", "Cancel")
    day = eva.ask("date", "Vilken dag?")
    eva.ask("time", "Vilken tid?")
    eva.open("/formular/avbokning")
    eva.post("/formular/avbokning", {**RULE, "before-en": "Soon."})
    assert "Texten säger inte när." in eva.open()
    eva.post("/formular", {"ta_bort": day})
    page = eva.client.get(f"{eva.base}/formular").content.decode()
    assert f"{eva.base}/formular/avbokning#f-date" in page
    assert "vilken_dag (finns inte)" in eva.open("/formular/avbokning")
