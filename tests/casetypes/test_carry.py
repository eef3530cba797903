"""A draft that goes on as another type: every word comes along, once, whatever the forms are."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.casetypes import generated
from tests.casetypes.verbs_world import KIND, PROBLEM
from vardpost.casetypes.carry import carried, room_of
from vardpost.casetypes.fields import Condition, FormDefinition, Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.parse import Raw, controls, is_visible, parse_answers

TODAY = date(2026, 11, 27)
NATIONAL = {one.definition.key: one.definition for one in national_types()}


def filled(form: FormDefinition) -> Raw:
    """Type a word of its own in every control, whether it is a good answer or not."""
    raw: Raw = {}
    for number, (_field, name, _many) in enumerate(controls(form.fields)):
        if name.endswith("-rows"):
            raw[name] = ["2"]
        elif not any(f"-{row}-" in name for row in range(2, 10)):
            raw[name] = [f"ord{number}slut"]
    return raw


def asked_words(form: FormDefinition, raw: Raw) -> set[str]:
    """Return the words typed in questions that are asked; follow-ups in rows apart."""
    values = parse_answers(form, raw, today=TODAY).values
    return {
        raw[name][0]
        for top in form.fields
        if is_visible(top, values)
        for field, name, _many in controls((top,))
        if name in raw and not name.endswith("-rows") and (field is top or not field.visible_when)
    }


@given(generated.forms(), st.sampled_from(sorted(NATIONAL)))
def test_every_word_comes_along_once(source: FormDefinition, key: str) -> None:
    target = NATIONAL[key]
    if room_of(target) is None:
        return
    raw = filled(source)
    answers = parse_answers(source, raw, today=TODAY)
    once = carried(source, answers, target, {}, "sv")
    said = "\n".join(text for texts in once.values() for text in texts)
    missing = {word for word in asked_words(source, raw) if word not in said}
    assert missing == set()
    assert carried(source, answers, target, once, "sv") == once, "twice is once"


def test_the_national_forms_give_each_other_every_word() -> None:
    for source in NATIONAL.values():
        raw = filled(source)
        answers = parse_answers(source, raw, today=TODAY)
        for target in NATIONAL.values():
            if room_of(target) is None or target is source:
                continue
            said = str(carried(source, answers, target, {}, "en"))
            assert {w for w in asked_words(source, raw) if w not in said} == set(), (
                source.key,
                target.key,
            )


def test_what_is_begun_stays_and_the_same_question_is_answered_where_it_was() -> None:
    form = replace(NATIONAL["send_message"], fields=(PROBLEM, KIND))
    other = replace(form, title=Text("Annat", "Other"))
    answers = parse_answers(form, {"problem": ["Ont"], "kind": ["one"]}, today=TODAY)
    raw = carried(form, answers, other, {"problem": ["Redan\r\nhär"]}, "sv")
    assert raw["kind"] == ["one"]
    assert raw["problem"][0].startswith("Redan\nhär\n\nSkrevs först som: Skicka meddelande\n\n")
    assert raw["problem"][0].endswith("Vad gäller det?\nOnt")
    kept = carried(form, answers, other, {"kind": ["other"]}, "sv")
    assert kept["kind"] == ["other"], "what was chosen there is not changed"
    assert "Vilken sort?\nEtt" in kept["problem"][0]


def test_room_is_a_free_text_that_is_always_asked() -> None:
    form = NATIONAL["send_message"]
    hidden = replace(PROBLEM, key="hidden", visible_when=Condition("kind", ("one",)))
    optional = replace(PROBLEM, key="optional", required=False)
    assert room_of(replace(form, fields=(KIND, hidden))) is None
    found = room_of(replace(form, fields=(KIND, hidden, optional, PROBLEM)))
    assert found == PROBLEM
    assert room_of(replace(form, fields=(KIND, hidden, optional))) == optional
