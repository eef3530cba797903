"""A definition is read strictly: every fault is told, with its place."""

import json
from typing import Any

import pytest

from tests.casetypes.forms import OPTIONS, form_json, question, row_question, small_form, text
from vardpost.casetypes.fields import Field
from vardpost.casetypes.reading import DefinitionError, canonical, content_hash, read_definition


def problems(**changes: Any) -> str:
    """Return what is wrong with the small form once changed."""
    with pytest.raises(DefinitionError) as caught:
        small_form(**changes)
    return "\n".join(caught.value.problems)


def fields(*questions: dict[str, Any]) -> str:
    """Return what is wrong with a form of these questions and one on the other step."""
    return problems(fields=[*questions, question("last", "text", step="uppgifter")])


def test_json_that_is_no_form_is_refused() -> None:
    for source in ("", "null", "[]", '{"schema": 2}', "{" * 1000, "\x00"):
        with pytest.raises(DefinitionError):
            read_definition(source)


def test_unknown_and_mistyped_keys_are_named() -> None:
    assert "fields.0.requierd" in fields({**question("a", "text"), "requierd": True})
    assert "fields.0.required" in fields({**question("a", "text"), "required": "yes"})
    assert "fields.0.type" in fields(question("a", "colour"))
    assert "fields.0.label.en" in fields({**question("a", "text"), "label": {"sv": "A"}})


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (question("A b", "text"), "fields.A b: A key is small letters"),
        (question("a", "choice"), "fields.a: The question has no options"),
        (question("a", "text", options=OPTIONS), "fields.a: Options belong"),
        (
            question("a", "choice", options=[OPTIONS[0], OPTIONS[0]]),
            "fields.a.options.red: The option",
        ),
        (question("a", "rows", item=text("Sak")), "fields.a: Fields belong to rows"),
        (
            question("a", "rows", fields=[row_question("b", "text")]),
            "fields.a: Rows need an item",
        ),
        (
            question("a", "rows", item=text("Sak"), fields=[question("b", "text")]),
            "fields.a: A row holds questions",
        ),
        (question("a", "info", required=True), "fields.a: An information box asks nothing"),
        (question("a", "text", max_length=0), "fields.a: max_length"),
        (question("a", "text", step="granska"), "fields.a: The step granska"),
        (
            question("a", "text", visible_when={"field": "last", "values": ["x"]}),
            "fields.a.visible_when: Follows last, which does not stand before it",
        ),
        (
            question("a", "text", visible_when={"field": "a", "values": ["x"]}),
            "fields.a: The questions wait for each other in a ring: a → a.",
        ),
        (question("last", "text"), "fields.last: The key is used 2 times"),
        (
            question("a", "text", label={"sv": " ", "en": "A"}),
            "fields.a.label: There is no text",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(bad: dict[str, Any], told: str) -> None:
    assert told in fields(bad)


def test_a_follow_up_needs_an_answer_that_can_be_given() -> None:
    asked = question("a", "bool")
    follows = question("b", "text", visible_when={"field": "a", "values": ["true"]})
    assert "fields.b.visible_when: Follows an answer that a cannot have" in fields(asked, follows)


def test_a_form_is_checked_as_a_whole() -> None:
    assert "promise:" in problems(promise={"first_days": 3, "final_days": 2})
    assert "red_flags:" in problems(symptom=True)
    assert "steps.uppgifter: The step uppgifter has no question" in problems(
        fields=[question("a", "text")]
    )
    assert "fields.phone: The step uppgifter is not among the steps" in problems(steps=[])


def test_all_faults_are_told_at_once() -> None:
    told = fields(question("a", "choice"), question("b", "rows", item=text("Sak")))
    assert "fields.a: The question has no options" in told
    assert "fields.b: Fields belong to rows" in told


def test_the_hash_changes_with_the_form_and_not_with_the_order_of_keys() -> None:
    form = canonical(small_form())
    shuffled = json.dumps(dict(reversed(form_json().items())))
    assert canonical(read_definition(shuffled)) == form
    assert content_hash(canonical(small_form(title=text("Annat")))) != content_hash(form)


def test_a_new_optional_field_would_change_no_stored_form() -> None:
    defaults = Field.__dataclass_fields__["max_rows"].default
    assert f'"max_rows": {defaults}' not in canonical(small_form())
