"""The national case types: complete, plain, and as the specification lists them."""

import re
from datetime import date

import pytest

from vardpost.casetypes.fields import every_field
from vardpost.casetypes.national import KEYS, NationalType, national_types
from vardpost.casetypes.reading import canonical, read_definition, texts
from vardpost.casetypes.terms import parts

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
    "record_copy": "extent* part* period clinics delivery*",
    "sick_note_extension": "ends* degree* changes* ability* wanted work employer_ok*"
    " insurance_ok* next_visit",
    "renew_aids": "products* days_left prescriber changed* changed_how* delivery* address*",
    "self_referral": "problem* since* daily_life earlier* earlier_what* medicines allergy*"
    " allergy_what* illness wishes",
    "listing": "unit* times* reason* contact_wanted* contact_who",
    "health_declaration": "height* weight* pregnant tobacco tobacco_much alcohol* allergy*"
    " allergy_what* illness illness_more medicines implant* implant_what* operations kin"
    " other_wish",
    "complaint": "about* what* when where wanted whom* person*",
    "test_result": "",
    "feedback": "rating* good better reply*",
}
#: Types that do not ask how to reach the resident: those the unit begins, and a grade.
WITHOUT_CONTACT = {"health_declaration", "test_result", "feedback"}
SYMPTOMS = {"advice", "book_time", "contact_me", "self_referral"}
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


def test_the_seventeen_types_are_there() -> None:
    assert set(KEYS) == set(TYPES) == set(ASKED)
    assert len(KEYS) == 17


def test_who_begins_for_whom_and_where() -> None:
    """domain.md 4: 14 and 16 are outbound, 7 from 16 years, 15 needs a board."""
    forms = {key: national.definition for key, national in TYPES.items()}
    outbound = {key for key, form in forms.items() if form.direction == "outbound"}
    assert outbound == {"health_declaration", "test_result"}
    assert {key: form.min_age for key, form in forms.items() if form.min_age} == {"record_copy": 16}
    assert [key for key, form in forms.items() if form.needs_patient_board] == ["complaint"]
    alone = {key for key, form in forms.items() if not form.proxy_allowed}
    assert alone == {"record_copy", "sick_note_extension"}
    files = {key for key, form in forms.items() if form.attachments}
    assert files == {"send_message", "certificate", "self_referral"}
    assert [point.key for point in forms["record_copy"].checklist] == ["secrecy", "appeal"]
    assert forms["certificate"].fields[0].open_options
    assert "options" in forms["certificate"].open


@ANY
def test_fields_are_those_of_the_specification(national: NationalType) -> None:
    definition = national.definition
    asked = [
        field.key + ("*" if field.required else "")
        for field in definition.fields
        if field.type != "info"
    ]
    shared = "" if definition.key in WITHOUT_CONTACT else SHARED
    assert asked == f"{ASKED[definition.key]} {shared}".split()


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
    definition = national.definition
    form = definition.answer_form if definition.key != "test_result" else definition.opening_form
    assert form is not None
    last = form.fields[-1]
    assert (last.key, last.type, last.required) == ("text", "longtext", True)


@ANY
def test_what_is_required_is_asked_for_in_its_own_words(national: NationalType) -> None:
    form = national.definition
    opening = form.opening_form.fields if form.opening_form else ()
    for field in every_field(form.fields + form.answer_form.fields + opening):
        assert not field.required or field.missing is not None, field.key


@ANY
def test_forms_about_symptoms_begin_with_the_urgent_check(national: NationalType) -> None:
    definition = national.definition
    assert definition.symptom == (definition.key in SYMPTOMS)
    if definition.red_flags:
        date.fromisoformat(definition.red_flags.published)
        assert definition.red_flags.version >= 1
        assert "112" in definition.red_flags.stop_title.sv
        assert "1177" in definition.red_flags.unsure.sv


#: What staff fill in or tick, which residents read at most as an answer.
_STAFF = re.compile("answer_form|opening_form|checklist").match


@ANY
def test_texts_are_plain_and_kind(national: NationalType) -> None:
    for_residents = [text.sv for path, text in texts(national.definition) if not _STAFF(path)]
    for_answers = [text.sv for path, text in texts(national.definition) if _STAFF(path)]
    terms = [line for line in national.terms_sv.split("\n") if line.strip()]
    assert lix(for_residents) <= 35
    assert lix(terms) <= 35
    assert not for_answers or lix(for_answers) <= 45
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
        kinds = [part.kind for part in parts(body)]
        assert kinds.count("heading") == 4
        assert "item" in kinds
        assert "112" in body
        assert "1177" in body


@ANY
def test_a_definition_survives_being_stored(national: NationalType) -> None:
    stored = canonical(national.definition)
    assert read_definition(stored) == national.definition
    assert canonical(read_definition(stored)) == stored
