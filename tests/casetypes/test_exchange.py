"""Export and import: nothing is lost on the way there and back, and nothing is half taken."""

import hashlib
import io
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.casetypes.forms import small_form
from tests.casetypes.generated import TEXTS, forms
from vardpost.casetypes.checking import errors
from vardpost.casetypes.fields import Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.questionnaire_out import EXTENSION, questionnaire
from vardpost.casetypes.reading import DefinitionError
from vardpost.casetypes.transfer import Carried, Parcel, read_parcel, write_parcel

NOW = datetime(2026, 11, 27, 5, tzinfo=UTC)
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def png(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(out, "PNG")
    return out.getvalue()


CARRIED = Carried(hashlib.sha256(png()).hexdigest(), "image/png", png())
PARCELS = st.builds(
    Parcel,
    forms(),
    st.none() | TEXTS,
    st.sampled_from([(), (CARRIED,)]),
)


def fhir(parcel: Parcel) -> dict[str, Any]:
    """Return a parcel as a Questionnaire that FHIR's own model takes, as it comes back from it."""
    made = questionnaire(parcel, number=3, published_at=NOW)
    read = Questionnaire.model_validate(made)
    found: dict[str, Any] = json.loads(read.model_dump_json())
    return found


def same(parcel: Parcel, back: Parcel) -> None:
    assert back.definition == parcel.definition
    assert (back.terms, back.pictures) == (parcel.terms, parcel.pictures)


@MANY
@given(PARCELS)
def test_our_own_json_comes_back_as_it_left(parcel: Parcel) -> None:
    text = write_parcel(parcel)
    same(parcel, read_parcel(text.encode()))
    assert write_parcel(read_parcel(text.encode())) == text


@MANY
@given(PARCELS)
def test_a_questionnaire_comes_back_as_it_left(parcel: Parcel) -> None:
    same(parcel, read_parcel(json.dumps(fhir(parcel)).encode()))


@pytest.mark.parametrize("national", national_types(), ids=lambda one: one.definition.key)
def test_national_types_travel(national: Any) -> None:
    parcel = Parcel(national.definition, Text(national.terms_sv, national.terms_en))
    made = fhir(parcel)
    same(parcel, read_parcel(json.dumps(made).encode()))
    assert made["title"] == national.definition.title.sv
    assert EXTENSION in json.dumps(made)


def test_what_fhir_holds_is_said_once_and_another_program_may_change_it() -> None:
    parcel = Parcel(small_form())
    made = fhir(parcel)
    first = made["item"][0]["item"][0]
    assert first["text"] == "Name"
    first["text"] = "Ditt namn"
    first["required"] = True
    back = read_parcel(json.dumps(made).encode()).definition
    assert back.fields[0].label == Text("Ditt namn", "Name (en)")
    assert back.fields[0].required


FOREIGN = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Sömn",
    "item": [
        {"linkId": "1", "text": "Sover du?", "type": "boolean", "required": True},
        {
            "linkId": "2",
            "text": "Om nätterna",
            "type": "group",
            "item": [
                {
                    "linkId": "2.1",
                    "text": "Hur många timmar?",
                    "type": "integer",
                    "enableWhen": [{"question": "1", "operator": "=", "answerBoolean": True}],
                },
                {
                    "linkId": "2.2",
                    "text": "Vad väcker dig?",
                    "type": "choice",
                    "repeats": True,
                    "answerOption": [
                        {"valueCoding": {"code": "Buller!", "display": "Buller"}},
                        {"valueString": "Värk"},
                    ],
                    "item": [{"linkId": "2.2.1", "text": "Var?", "type": "string"}],
                },
            ],
        },
    ],
}


def test_a_questionnaire_of_another_program_becomes_a_draft() -> None:
    Questionnaire.model_validate(FOREIGN)
    parcel = read_parcel(json.dumps(FOREIGN).encode())
    form = parcel.definition
    assert [step.title.sv for step in form.steps] == ["Om nätterna", "Beskriv"]
    labels = [field.label.sv for field in form.fields]
    assert labels == ["Hur många timmar?", "Vad väcker dig?", "Var?", "Sover du?"]
    assert [one.value for one in form.fields[1].options] == ["buller", "vark"]
    assert [one.code for one in parcel.notes] == ["flattened"]
    codes = {one.code for one in errors(form)}
    assert codes == {"text", "condition_later"}


def problems(source: bytes | dict[str, Any]) -> str:
    """Return everything that is wrong with a file."""
    text = source if isinstance(source, bytes) else json.dumps(source).encode()
    with pytest.raises(DefinitionError) as caught:
        read_parcel(text)
    return "\n".join(caught.value.problems)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"", "The file is no JSON: Expecting value, line 1, column 1"),
        (b'{"a": 1,\n "b" 2}', "delimiter, line 2, column 6"),
        (b"\xff\xfe{}", "not saved as UTF-8 (byte 0)"),
        (b"[1]", "no case type"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"format": "vardpost-case-type", "format": 1}', "format: format is written twice"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' * 100_000, "nested too deeply"),
        (b" " * 31_000_000, "too large"),
        (b'{"resourceType": "Patient"}', "no case type"),
    ],
)
def test_what_is_no_case_type_is_told(source: bytes, told: str) -> None:
    assert told in problems(source)


def test_a_broken_file_is_told_in_swedish_alone() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_parcel(b'{"a": 1,\n "b" 2}')
    assert [one.sv for one in caught.value.findings] == [
        "Filen är ingen JSON: felet märks på rad 2, tecken 6."
    ]


def test_everything_wrong_is_told_at_once() -> None:
    made = json.loads(write_parcel(Parcel(small_form(), Text("a", "b"), (CARRIED,))))
    made["definition"]["fields"][0]["type"] = "hologram"
    made["definition"]["fields"][1]["requierd"] = True
    made["terms"] = {"sv": 1, "en": "b"}
    made["pictures"][0]["hash"] = "0" * 64
    made["extra"] = 1
    told = problems(made)
    for place in (
        "definition.fields.0.type: Must be one of",
        "definition.fields.1.requierd: This is unknown",
        "terms.sv: ",
        "pictures.0: The picture is another",
        "extra: This is unknown",
    ):
        assert place in told


def test_what_fhir_can_and_we_cannot_is_told_place_by_place() -> None:
    made = json.loads(json.dumps(FOREIGN))
    group = made["item"][1]["item"]
    made["item"][0]["type"] = "quantity"
    group[0]["enableWhen"][0] |= {"operator": ">", "answerInteger": 3}
    group[1]["answerValueSet"] = "http://example.test/set"
    group[1]["answerOption"].append({"valueReference": {}})
    told = problems(made)
    for place in (
        "item[0].type: There are no questions of the type quantity",
        "item[1].item[0].enableWhen: The condition cannot be said",
        "item[1].item[1].answerValueSet: The options are fetched",
        "item[1].item[1].answerOption[2]: The answer option",
    ):
        assert place in told


@settings(max_examples=120, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "item",
                        "type",
                        "linkId",
                        "text",
                        "_text",
                        "extension",
                        "url",
                        "answerOption",
                        "valueCoding",
                        "code",
                        "enableWhen",
                        "title",
                        "name",
                        "repeats",
                        "valueString",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_whatever_stands_in_a_questionnaire_is_taken_or_told(data: object) -> None:
    made = {"resourceType": "Questionnaire", "status": "draft", "item": data}
    if isinstance(data, dict):
        made |= data
    with suppress(DefinitionError):
        read_parcel(json.dumps(made).encode())
