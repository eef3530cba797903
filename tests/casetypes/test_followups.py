"""Follow-ups on several questions and on other pages: asked, read and drawn alike."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casetypes.forms import OPTIONS, TODAY, question, small_form
from tests.casetypes.generated import forms
from vardpost.casetypes.drawn import controls
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.parse import ParsedAnswers, parse_answers, to_posted
from vardpost.casetypes.shown import Control
from vardpost.casetypes.summary import summary


def when(field: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "values": list(values), **more}


FORM = small_form(
    fields=[
        question("sure", "bool"),
        question("colour", "choice", options=OPTIONS),
        question("name", "text"),
        question("both", "text", visible_when=when("sure", "yes", also=[when("colour", "red")])),
        question(
            "either",
            "text",
            visible_when=when("sure", "yes", match="any", also=[when("colour", "red")]),
        ),
        question("typed", "text", visible_when=when("name", "answered")),
        question("far", "text", step="uppgifter", required=True, visible_when=when("sure", "yes")),
        question("near", "bool", step="uppgifter"),
        question(
            "mixed",
            "text",
            step="uppgifter",
            visible_when=when("near", "yes", also=[when("colour", "red")]),
        ),
        question("kin", "person", step="uppgifter"),
        question("scan", "file", step="uppgifter", required=True),
    ]
)
RED = {"sure": ["yes"], "colour": ["red"], "name": ["Alva"]}


def read(posted: dict[str, list[str]]) -> ParsedAnswers:
    return parse_answers(FORM, posted, today=TODAY)


def drawn(posted: dict[str, list[str]], step: str) -> dict[str, Control]:
    parsed = read(posted)
    found = controls(
        FORM, raw=posted, values=parsed.values, errors={}, lang="sv", today=TODAY, step=step
    )
    return {one.name: one for one in found}


def test_all_or_any_must_hold() -> None:
    typed = {key: ["x"] for key in ("both", "either", "typed")}
    assert read({**typed, **RED}).values.keys() >= {"both", "either", "typed"}
    assert read({**typed, "sure": ["yes"]}).values.keys() & {"both", "either"} == {"either"}
    assert read({**typed, "colour": ["red"]}).values.keys() & {"both", "either"} == {"either"}
    assert read({**typed, "sure": ["no"]}).values.keys() & {"both", "either", "typed"} == set()


def test_the_page_says_what_its_own_script_decides() -> None:
    page = drawn({}, "beskriv")
    both, either, typed = (page[key].follow_up for key in ("both", "either", "typed"))
    assert both is not None
    assert either is not None
    assert typed is not None
    assert (both.name, both.values, both.match, both.shown) == (
        "sure colour",
        "yes|red",
        "all",
        False,
    )
    assert either.match == "any"
    assert both.when == "Om du svarar ”Ja” på ”Sure” och ”Röd” på ”Colour”:"
    assert (typed.values, typed.when) == ("answered", "Om du svarar något:")
    shown = drawn(RED, "beskriv")["both"].follow_up
    assert shown is not None
    assert shown.shown


def test_what_another_page_has_decided_is_drawn_plain_or_not_at_all() -> None:
    assert "far" not in drawn({"sure": ["no"]}, "uppgifter")
    assert drawn({"sure": ["yes"]}, "uppgifter")["far"].follow_up is None
    assert "mixed" not in drawn({"sure": ["yes"]}, "uppgifter")
    mixed = drawn(RED, "uppgifter")["mixed"].follow_up
    assert mixed is not None
    assert (mixed.name, mixed.values) == ("near", "yes")
    assert "far" in read({"sure": ["yes"]}).errors
    assert "far" not in read({"sure": ["no"]}).errors


def test_a_file_is_asked_of_nobody_and_stops_nobody() -> None:
    assert "scan" not in drawn(RED, "uppgifter")
    assert read({"scan": ["x"]}).ok
    assert "scan" not in read({"scan": ["x"]}).raw


def test_a_person_has_a_name_and_may_have_more() -> None:
    whole = {"kin-name": ["Nils Dal"], "kin-relation": ["Bror"], "kin-phone": ["070-174 06 05"]}
    parsed = read(whole)
    assert parsed.values["kin"] == {
        "name": "Nils Dal",
        "relation": "Bror",
        "phone": "070-174 06 05",
    }
    assert to_posted(FORM, parsed.values) == whole
    assert summary(FORM, parsed.values, "sv")[0].text == "Nils Dal, Bror, 070-174 06 05"
    assert read({"kin-relation": ["Bror"]}).errors.keys() == {"kin-name"}
    assert read({"kin-name": ["Nils"], "kin-phone": ["1"]}).errors.keys() == {"kin-phone"}
    assert [part.name for part in drawn({}, "uppgifter")["kin"].parts] == list(whole)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms(), st.data())
def test_what_is_drawn_is_what_is_read(form: FormDefinition, data: st.DataObject) -> None:
    """A page never asks what reading would skip, and never hides what reading asks for."""
    raw: dict[str, list[str]] = {}
    for field in form.fields:
        if field.options or field.type == "bool":
            values = [one.value for one in field.options] or ["yes", "no"]
            if data.draw(st.booleans()):
                raw[field.key] = [data.draw(st.sampled_from(values))]
        elif field.type in ("text", "longtext") and data.draw(st.booleans()):
            raw[field.key] = ["x"]
    parsed = parse_answers(form, raw, today=TODAY)
    required = {name.split("-")[0] for name, why in parsed.errors.items() if why.key == "required"}
    seen: set[str] = set()
    for step in form.steps:
        for one in controls(
            form,
            raw=raw,
            values=parsed.values,
            errors={},
            lang="sv",
            today=TODAY,
            step=step.key,
        ):
            if one.follow_up is None or one.follow_up.shown:
                seen.add(one.name)
    assert required <= seen
    assert parsed.values.keys() <= seen


def test_an_unanswered_form_reads_and_draws_in_another_order_too() -> None:
    """Nothing depends on the steps standing in the order of the questions."""
    turned = replace(FORM, steps=FORM.steps[::-1])
    assert parse_answers(turned, RED, today=TODAY).values == read(RED).values
