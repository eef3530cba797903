"""What people type: kept, cleaned or refused with a message, never a crash."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.casetypes.forms import FORM, TODAY, parse, problem
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.national import national_types
from vardpost.casetypes.parse import (
    controls,
    is_visible,
    merge_raw,
    parse_answers,
    row_count,
    to_posted,
)
from vardpost.casetypes.values import free_text

NATIONAL = [national.definition for national in national_types()]
GOOD: dict[str, Any] = {"story": "Ont i knät", "phone": "070-174 06 05"}


def test_a_filled_form_becomes_values() -> None:
    parsed = parse(
        {
            **GOOD,
            "name": "  Karin   Lindqvist ",
            "colour": "red",
            "colours": ["blue", "red"],
            "born": "1980-02-29",
            "away-from": "2026-12-01",
            "away-to": "20261224",
            "at": "9.05",
            "count": "7",
            "sure": "no",
        }
    )
    assert parsed.errors == {}
    assert parsed.values == {
        "name": "Karin Lindqvist",
        "story": "Ont i knät",
        "colour": "red",
        "colours": ["red", "blue"],
        "born": "1980-02-29",
        "away": {"from": "2026-12-01", "to": "2026-12-24"},
        "at": "09:05",
        "count": 7,
        "sure": False,
        "phone": "070-174 06 05",
    }


def test_what_is_required_is_asked_for_and_nothing_else() -> None:
    parsed = parse({})
    assert {name: why.key for name, why in parsed.errors.items()} == {
        "story": "required",
        "phone": "required",
    }


def test_a_text_of_spaces_is_empty() -> None:
    assert parse({**GOOD, "story": " \n\t\u200b \u00a0"}).errors["story"].key == "required"


def test_too_long_tells_how_many_characters_to_take_away() -> None:
    parsed = parse({**GOOD, "story": "å" * 107})
    assert parsed.errors["story"].key == "too_long"
    assert parsed.errors["story"].params == {"n": 7}
    assert parsed.raw["story"] == ["å" * 107]


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x85", "\ud800", "\uffff", "\u202e", "\u2066"]
)
@pytest.mark.parametrize("name", ["name", "story"])
def test_what_cannot_be_kept_is_refused_and_shown(name: str, char: str) -> None:
    parsed = parse({**GOOD, name: f"före{char}efter"})
    assert parsed.errors[name].key == "refused"
    assert parsed.raw[name] == ["före\ufffdefter"]
    json.dumps(parsed.raw).encode("utf-8")


@pytest.mark.parametrize("char", ["\u200e", "\u200f", "\u061c", "\u200b", "\ufeff", "\u00ad"])
def test_marks_without_width_are_dropped(char: str) -> None:
    parsed = parse({**GOOD, "name": f"Ka{char}rin", "story": f"O{char}nt"})
    assert not parsed.errors
    assert (parsed.values["name"], parsed.values["story"]) == ("Karin", "Ont")


def test_pasted_phone_numbers_keep_only_the_number() -> None:
    parsed = parse({**GOOD, "phone": "\u202a070\u2011174 06 05\u202c"})
    assert parsed.values["phone"] == "070-174 06 05"


def test_joiners_stay_since_languages_need_them() -> None:
    assert parse({**GOOD, "story": "می\u200cخواهم"}).values["story"] == "می\u200cخواهم"


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "{{7*7}}",
        "'; drop table care_case; --",
        "../../etc/passwd",
    ],
)
def test_markup_and_formulas_are_text(typed: str) -> None:
    parsed = parse({**GOOD, "story": typed})
    assert not parsed.errors
    assert parsed.values["story"] == typed


def test_line_ends_are_plain_and_indents_kept() -> None:
    assert parse({**GOOD, "story": "\r\n a  b \r\n\r\n  c\r"}).values["story"] == "a  b\n\n  c"


@pytest.mark.parametrize(
    ("name", "typed", "key"),
    [
        ("phone", "070-174", "phone"),
        ("phone", "ring mig", "phone"),
        ("phone", "٠٧٠١٧٤٠٦٠٥", "digits"),
        ("phone", "0" * 16, "phone"),
        ("count", "٧", "digits"),
        ("count", "²", "digits"),
        ("count", "sju", "number"),
        ("count", "1e3", "number"),
        ("count", "11", "number_most"),
        ("count", "-1", "number_least"),
        ("count", "9" * 5000, "number"),
        ("born", "２０２０-01-01", "digits"),
        ("born", "2026-02-30", "date"),
        ("born", "0000-01-01", "date"),
        ("born", "i går", "date"),
        ("born", "2026-11-24", "date_future"),
        ("born", "1700-01-01", "date_early"),
        ("at", "24:00", "time"),
        ("at", "12:60", "time"),
        ("at", "١٢:٣٠", "digits"),
        ("colour", "black", "choice"),
        ("colours", "black", "choice"),
        ("sure", "true", "choice"),
        ("away-from", "2026-11-22", "date_past"),
        ("away-to", "2028-01-01", "date_late"),
    ],
)
def test_a_wrong_answer_names_its_fault_and_is_kept(name: str, typed: str, key: str) -> None:
    assert problem(name, typed) == key
    assert parse({name: typed}).raw[name] == [typed]


def test_a_period_has_two_ends_in_order() -> None:
    assert parse({"away-from": "2026-12-01"}).errors["away-to"].key == "range_half"
    back = parse({"away-from": "2026-12-02", "away-to": "2026-12-01"})
    assert back.errors["away-to"].key == "range_order"


def test_a_follow_up_is_asked_only_when_it_shows() -> None:
    assert "why" in parse({**GOOD, "sure": "yes"}).errors
    hidden = parse({**GOOD, "sure": "no", "why": "\u202e"})
    assert "why" not in hidden.errors
    assert "why" not in hidden.values
    assert hidden.raw["why"] == ["\ufffd"]


def test_rows_skip_the_empty_and_keep_their_own_follow_ups() -> None:
    parsed = parse(
        {
            **GOOD,
            "things-rows": "3",
            "things-0-what": " ",
            "things-1-what": "Hatt",
            "things-1-kind": "red",
            "things-2-kind": "blue",
            "things-2-shade": "ignoreras",
        }
    )
    assert {name: why.key for name, why in parsed.errors.items()} == {
        "things-1-shade": "required",
        "things-2-what": "required",
    }
    assert parsed.values["things"] == [{"what": "Hatt", "kind": "red"}, {"kind": "blue"}]


def test_a_row_too_many_is_not_read() -> None:
    assert "things" not in parse({"things-3-what": "Hatt"}).values


@pytest.mark.parametrize(
    ("told", "shown"), [("2", 2), ("99", 3), ("-1", 1), ("²", 1), ("", 1), ("1e9", 1)]
)
def test_how_many_rows_show(told: str, shown: int) -> None:
    things = next(field for field in FORM.fields if field.key == "things")
    assert row_count(things, {"things-rows": [told]}) == shown


def test_one_step_tells_only_its_own_errors() -> None:
    assert list(parse({}, step="beskriv").errors) == ["story"]
    assert list(parse({}, step="uppgifter").errors) == ["phone"]


def test_one_step_replaces_its_own_answers_in_a_draft() -> None:
    kept = {"story": ["gammal"], "colours": ["red"], "phone": ["070-174 06 05"]}
    merged = merge_raw(FORM, kept, {"story": ["ny"], "phone": ["fel"]}, step="beskriv")
    assert merged == {"story": ["ny"], "phone": ["070-174 06 05"]}


@pytest.mark.parametrize(
    ("typed", "value", "key"),
    [
        (" Hej\r\n\r\ndå \u200b", "Hej\n\ndå", ""),
        ("a\x00b", "", "refused"),
        ("x" * 11, "", "too_long"),
        (" ", "", ""),
    ],
)
def test_a_text_outside_a_form_follows_the_same_rules(typed: str, value: str, key: str) -> None:
    read = free_text(typed, limit=10)
    assert (read.value, read.problem.key if read.problem else "") == (value, key)
    assert read.raw == typed.replace("\x00", "\ufffd")


HOSTILE = st.one_of(
    st.text(st.characters(), max_size=60),
    st.sampled_from(
        ["", "\x00", "\ud800", "\u202e", "yes", "no", "red", "2026-12-01", "12:00", "0701740605"]
    ),
)


def posted_for(form: FormDefinition) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return posts of a form: its own controls and options, hostile text, and strangers."""
    names = [name for _, name, _ in controls(form.fields)]
    values = sorted(
        {option.value for field, _, _ in controls(form.fields) for option in field.options}
    )
    texts = st.one_of(HOSTILE, st.sampled_from(values)) if values else HOSTILE
    strange = st.text(max_size=5)
    asked = st.one_of(st.sampled_from(names), strange) if names else strange
    return st.dictionaries(asked, st.lists(texts, max_size=3))


ANY_POST = st.sampled_from([FORM, *NATIONAL]).flatmap(
    lambda form: st.tuples(st.just(form), posted_for(form))
)


@settings(max_examples=300, deadline=None)
@given(ANY_POST)
def test_anything_posted_parses_to_the_same_again(
    case: tuple[FormDefinition, dict[str, list[str]]],
) -> None:
    form, posted = case
    first = parse_answers(form, posted, today=TODAY)
    assert json.loads(json.dumps(first.values)) == first.values
    assert "\\u0000" not in json.dumps(first.raw)
    json.dumps(first.raw, ensure_ascii=False).encode("utf-8")
    again = parse_answers(form, first.raw, today=TODAY)
    assert (again.values, again.errors, again.raw) == (first.values, first.errors, first.raw)


@settings(max_examples=300, deadline=None)
@given(ANY_POST)
def test_values_fill_in_a_form_that_parses_to_them(
    case: tuple[FormDefinition, dict[str, list[str]]],
) -> None:
    form, posted = case
    parsed = parse_answers(form, posted, today=TODAY)
    refilled = parse_answers(form, to_posted(form, parsed.values), today=TODAY)
    assert refilled.values == parsed.values


@settings(max_examples=200, deadline=None)
@given(ANY_POST)
def test_errors_stand_at_controls_that_show(
    case: tuple[FormDefinition, dict[str, list[str]]],
) -> None:
    form, posted = case
    parsed = parse_answers(form, posted, today=date(2026, 11, 23))
    names = {name for _, name, _ in controls(form.fields)}
    assert set(parsed.errors) <= names
    hidden = {field.key for field in form.fields if not is_visible(field, parsed.values)}
    assert not hidden & {name.split("-")[0] for name in parsed.errors}
