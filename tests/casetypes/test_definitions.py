"""The national case types: complete, plain, and as the specification lists them."""

import re
from datetime import date

import pytest

from vardpost.casetypes.fields import every_field
from vardpost.casetypes.national import KEYS, NationalType, national_types
from vardpost.casetypes.reading import canonical, read_definition, texts
from vardpost.casetypes.terms import blocks

TYPES = {national.definition.key: national for national in national_types()}
ANY = pytest.mark.parametrize("national", TYPES.values(), ids=TYPES.keys())

#: domain.md 4: what each type asks, required marked with a star.
ASKED = {
    "renew_prescription": "medicines* days_left* changed* changed_how* other_medicines*"
    " other_medicines_which*",
    "book_time": "reason* since* profession times* away",
    "cancel_rebook": "what* appointment_date* appointment_time* with wishes reason",
    "contact_me": "about* since* text* who who_name how* reachable*",
    "advice": "question* since* course* tried illness* illness_which* medicines",
    "send_message": "subject* text*",
    "certificate": "kind* kind_other* renewal* issuer* valid_until* why* needed_by recipient",
    "referral_question": "from* sent about question*",
}
SHARED = "phone* voicemail* interpreter interpreter_language*"
RENEWAL_OUTCOMES = [
    "renewed",
    "renewed_changed",
    "visit_first",
    "sample_first",
    "refused",
    "not_ours",
]


def lix(sentences: list[str]) -> float:
    """Return the readability index: sentence length and share of long words."""
    words = [word for line in sentences for word in re.findall(r"[\w-]+", line)]
    ends = sum(max(1, len(re.findall(r"[.!?:]+(?:\s|$)", line))) for line in sentences)
    return len(words) / ends + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_the_eight_types_are_there() -> None:
    assert set(KEYS) == set(TYPES) == set(ASKED)


@ANY
def test_fields_are_those_of_the_specification(national: NationalType) -> None:
    definition = national.definition
    asked = [
        field.key + ("*" if field.required else "")
        for field in definition.fields
        if field.type != "info"
    ]
    assert asked == f"{ASKED[definition.key]} {SHARED}".split()


def test_a_prescription_row_asks_for_the_medicine() -> None:
    rows = TYPES["renew_prescription"].definition.fields[0]
    assert rows.max_rows == 10
    asked = [field.key + ("*" if field.required else "") for field in rows.fields]
    assert asked == ["name*", "strength", "form", "dosage*", "reason"]


def test_a_renewal_is_answered_by_one_of_six() -> None:
    outcome = TYPES["renew_prescription"].definition.answer_form.fields[0]
    assert [option.value for option in outcome.options] == RENEWAL_OUTCOMES


@ANY
def test_the_answer_form_ends_with_a_text(national: NationalType) -> None:
    last = national.definition.answer_form.fields[-1]
    assert (last.key, last.type, last.required) == ("text", "longtext", True)


@ANY
def test_what_is_required_is_asked_for_in_its_own_words(national: NationalType) -> None:
    form = national.definition
    for field in every_field(form.fields + form.answer_form.fields):
        assert not field.required or field.missing is not None, field.key


@ANY
def test_forms_about_symptoms_begin_with_the_urgent_check(national: NationalType) -> None:
    definition = national.definition
    assert definition.symptom == (definition.key in ("advice", "book_time", "contact_me"))
    if definition.red_flags:
        date.fromisoformat(definition.red_flags.published)
        assert definition.red_flags.version >= 1
        assert "112" in definition.red_flags.stop_title.sv
        assert "1177" in definition.red_flags.unsure.sv


@ANY
def test_texts_are_plain_and_kind(national: NationalType) -> None:
    for_residents = [
        text.sv for path, text in texts(national.definition) if "answer_form" not in path
    ]
    for_answers = [text.sv for path, text in texts(national.definition) if "answer_form" in path]
    terms = [line for line in national.terms_sv.split("\n") if line.strip()]
    assert lix(for_residents) <= 35
    assert lix(terms) <= 35
    assert lix(for_answers) <= 45
    stiff = re.compile(r"\b(systemet|handlägg\w*|vänligen|ogiltig\w*|ni måste)\b|!", re.I)
    assert not [line for line in for_residents + terms if stiff.search(line)]


@ANY
def test_english_is_not_left_in_swedish(national: NationalType) -> None:
    for path, text in texts(national.definition):
        assert not re.search("[åäöÅÄÖ]", text.en), path
    assert not re.search("[åäöÅÄÖ]", national.terms_en)


@ANY
def test_terms_say_when_who_and_what_is_kept(national: NationalType) -> None:
    for body in (national.terms_sv, national.terms_en):
        kinds = [block.kind for block in blocks(body)]
        assert kinds.count("heading") == 4
        assert "list" in kinds
        assert "112" in body
        assert "1177" in body


@ANY
def test_a_definition_survives_being_stored(national: NationalType) -> None:
    stored = canonical(national.definition)
    assert read_definition(stored) == national.definition
    assert canonical(read_definition(stored)) == stored
