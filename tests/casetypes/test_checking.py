"""The checker tells what is wrong, where, and in two languages; and nothing of what is right."""

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.casetypes.forms import OPTIONS, form_json, question, text
from tests.casetypes.generated import TEXTS, conditions, forms
from vardpost.casetypes.checking import check, errors
from vardpost.casetypes.fields import Condition, Field, FieldType, FormDefinition, Option, Text
from vardpost.casetypes.findings import ERRORS, WARNINGS
from vardpost.casetypes.national import national_types
from vardpost.casetypes.parse import is_visible
from vardpost.casetypes.reach import known_values, reachable, rings
from vardpost.casetypes.reading import canonical, read_definition, read_plain
from vardpost.casetypes.values import Value

MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PICTURE = {"hash": "0" * 64, "width": 1, "height": 1}


def codes(*questions: dict[str, Any], **changes: Any) -> set[tuple[str, str]]:
    """Return (place, code) of everything found in a form of these questions and one more."""
    last = question("last", "text", step="uppgifter")
    fields = {"fields": [*questions, last]} if questions else {}
    return {(one.place, one.code) for one in check(read_plain(form_json(**fields, **changes)))}


def when(field: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "values": list(values), **more}


@MANY
@given(forms())
def test_a_right_form_has_no_error_and_is_read(form: FormDefinition) -> None:
    assert errors(form) == []
    assert read_definition(canonical(form)) == form


@pytest.mark.parametrize("national", national_types(), ids=lambda one: one.definition.key)
def test_the_nations_forms_have_neither_errors_nor_warnings(national: Any) -> None:
    told = [one for one in check(national.definition) if one.code != "same_text"]
    assert told == []


COLOUR = question("colour", "choice", options=OPTIONS)
PLANTED = {
    "loop": (
        [
            question("a", "bool", visible_when=when("b", "yes")),
            question("b", "bool", visible_when=when("a", "yes")),
        ],
        ("fields.a", "loop"),
    ),
    "later": (
        [question("a", "text", visible_when=when("b", "yes")), question("b", "bool")],
        ("fields.a.visible_when", "condition_later"),
    ),
    "unknown": (
        [question("a", "text", visible_when=when("zz", "yes"))],
        ("fields.a.visible_when", "condition_unknown"),
    ),
    "value": (
        [COLOUR, question("a", "text", visible_when=when("colour", "pink"))],
        ("fields.a.visible_when", "condition_value"),
    ),
    "nested": (
        [
            COLOUR,
            question(
                "a",
                "text",
                visible_when=when(
                    "colour", "red", also=[when("colour", "red", also=[when("colour", "red")])]
                ),
            ),
        ],
        ("fields.a.visible_when", "condition_nested"),
    ),
    "contradiction": (
        [
            COLOUR,
            question(
                "a", "text", visible_when=when("colour", "red", also=[when("colour", "blue")])
            ),
        ],
        ("fields.a.visible_when", "contradiction"),
    ),
    "unreachable": (
        [
            COLOUR,
            question("a", "bool", visible_when=when("colour", "red")),
            question("b", "text", visible_when=when("colour", "blue", also=[when("a", "yes")])),
        ],
        ("fields.b", "unreachable"),
    ),
    "dead end": (
        [question("a", "number", required=True, minimum=3, maximum=2)],
        ("fields.a", "bounds"),
    ),
    "dead end of dates": ([question("a", "date", earliest=1, latest=0)], ("fields.a", "bounds")),
    "empty choices": ([question("a", "choice", options=[])], ("fields.a", "options")),
    "two alike": (
        [question("a", "text"), question("a", "bool")],
        ("fields.a", "key_twice"),
    ),
    "alt": (
        [question("a", "info", picture={**PICTURE, "alt": {"sv": "Hund", "en": " "}})],
        ("fields.a.picture.alt", "alt"),
    ),
    "English": (
        [question("a", "text", help={"sv": "Hjälp", "en": ""})],
        ("fields.a.help", "text"),
    ),
    "HTML": (
        [question("a", "text", help=text("<b>Hjälp</b>"))],
        ("fields.a.help", "markup"),
    ),
    "direction": (
        [question("a", "text", help=text("a\u202eb"))],
        ("fields.a.help", "characters"),
    ),
    "file": ([question("a", "file")], ("fields.a", "attachment_later")),
    "no words": ([question("a", "text", required=True)], ("fields.a", "missing_words")),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found_at_its_place(planted: str) -> None:
    questions, told = PLANTED[planted]
    assert told in codes(*questions)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"symptom": True}, ("red_flags", "red_flags")),
        ({"answer_form": {"fields": []}}, ("answer_form", "answer_form")),
        ({"direction": "outbound"}, ("opening_form", "opening_form")),
        ({"min_age": 121}, ("min_age", "min_age")),
        ({"checklist": [{"key": "a", "label": text("A")}] * 2}, ("checklist.a", "key_twice")),
        (
            {
                "steps": [
                    {"key": "granska", "title": text("Granska")},
                    *form_json()["steps"],
                ]
            },
            ("steps.granska", "step_key"),
        ),
    ],
)
def test_what_is_wrong_with_the_whole(changes: dict[str, Any], told: tuple[str, str]) -> None:
    assert told in codes(**changes)


def test_a_symptom_form_says_where_to_call() -> None:
    form = next(one.definition for one in national_types() if one.definition.red_flags)
    flags = form.red_flags
    assert flags is not None
    silent = replace(form, red_flags=replace(flags, stop_title=Text("Ring nu", "Call now")))
    assert [one.place for one in errors(silent)] == ["red_flags.stop_title"]


def test_every_rule_speaks_two_languages() -> None:
    for sv, en in (*ERRORS.values(), *WARNINGS.values()):
        assert sv.endswith((".", "?"))
        assert en.endswith((".", "?"))
        assert sv != en


def test_no_sentence_is_left_with_a_gap() -> None:
    for questions, _ in PLANTED.values():
        for one in check(read_plain(form_json(fields=questions))):
            assert "{" not in one.sv + one.en


KINDS: tuple[FieldType, ...] = ("choice", "bool", "multichoice")


@st.composite
def chains(draw: st.DrawFn) -> list[Field]:
    """Return small forms of choices that follow from each other, some of them in vain."""
    made: list[Field] = []
    for number in range(draw(st.integers(2, 5))):
        kind: FieldType = draw(st.sampled_from(KINDS))
        values = "xyz"[: draw(st.integers(1, 3))]
        options = tuple(Option(value, Text(value, value)) for value in values)
        label = draw(TEXTS)
        field = Field(f"q{number}", kind, label, options=() if kind == "bool" else options)
        made.append(replace(field, visible_when=draw(conditions(made))))
    return made


def answers(field: Field) -> list[Value | None]:
    """Return everything that can be answered."""
    if field.type == "bool":
        return [None, True, False]
    values = sorted(known_values(field))
    if field.type == "choice":
        return [None, *values]
    some = itertools.chain.from_iterable(
        itertools.combinations(values, size) for size in range(1, len(values) + 1)
    )
    return [None, *(list(one) for one in some)]


def ever_asked(fields: list[Field]) -> set[str]:
    """Return the questions that some way through the form shows, by walking all of them."""
    shown: set[str] = set()
    for given_answers in itertools.product(*(answers(field) for field in fields)):
        values: dict[str, Value] = {}
        for field, answer in zip(fields, given_answers, strict=True):
            if is_visible(field, values):
                shown.add(field.key)
                if answer is not None:
                    values[field.key] = answer
    return shown


@MANY
@given(chains())
def test_unreachable_is_exactly_what_no_way_leads_to(fields: list[Field]) -> None:
    asked = ever_asked(fields)
    assert reachable(fields) == {field.key: field.key in asked for field in fields}


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=10))
def test_a_ring_is_found_exactly_when_there_is_one(edges: list[tuple[int, int]]) -> None:
    fields = []
    for number in range(6):
        waits = [Condition(f"q{other}", ("yes",)) for one, other in edges if one == number]
        condition = replace(waits[0], also=tuple(waits[1:])) if waits else None
        fields.append(Field(f"q{number}", "bool", Text("a", "a"), visible_when=condition))
    reached = {number: {other for one, other in edges if one == number} for number in range(6)}
    for _ in range(6):
        for number in range(6):
            for other in list(reached[number]):
                reached[number] |= reached[other]
    found = list(rings(fields))
    assert bool(found) == any(number in reached[number] for number in range(6))
    for ring in found:
        for waiting, asked in itertools.pairwise([*ring, ring[0]]):
            assert (int(waiting[1:]), int(asked[1:])) in edges


@MANY
@given(forms(), st.data())
def test_a_broken_form_is_not_read(form: FormDefinition, data: st.DataObject) -> None:
    """Take away any one text: the checker names its place."""
    plain = json.loads(canonical(form))
    places: list[dict[str, Any]] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if set(value) == {"sv", "en"}:
                places.append(value)
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)

    walk(plain)
    chosen = data.draw(st.sampled_from(places))
    lang = data.draw(st.sampled_from(["sv", "en"]))
    assume(chosen[lang])
    chosen[lang] = "  "
    assert {one.code for one in errors(read_plain(plain))} & {"text", "alt", "urgent_text"}
