"""How phrases are written, read and found."""

import gc
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardpost.redflags.lists import Definition, Flag, Owner, RedFlagList, Text
from vardpost.redflags.match import Compiled, Matcher
from vardpost.redflags.national import national_list
from vardpost.redflags.phrases import PhraseError, read_phrase
from vardpost.redflags.words import Words, normalised, split

OWNER = Owner("Ingrid Sandahl Ek", "överläkare")
NATIONAL = Compiled(RedFlagList(UUID(int=0), "national", 1, national_list()))


def matcher(*phrases: str, unless: tuple[str, ...] = ()) -> Matcher:
    """Return a matcher that knows one sign."""
    flag = Flag("sign", Text("tecken", "sign"), "112", sv=phrases, unless=unless)
    definition = Definition(1, OWNER, "2026-10-01", "prov", flags=(flag,))
    return Matcher([Compiled(RedFlagList(UUID(int=1), "unit", 3, definition))])


def found(phrase: str, text: str) -> list[str]:
    """Return what the phrase finds in the text, as it stands there."""
    return [text[slice(*one.span)] for one in matcher(phrase).seen(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("ont i bröstet", "Jag har ONT i bröstet.", ["ONT i bröstet"]),
        ("ont i bröstet", "Jag har ont. I bröstet känns inget", []),
        ("ont ~2 bröstet", "ont långt ner i bröstet", []),
        ("ont ~3 bröstet", "ont långt ner bröstet", ["ont långt ner bröstet"]),
        ("ont ~3 bröstet", "ont i magen men bröstet", []),
        ("ont ~3 bröstet", "ont i magen inte bröstet", []),
        ("bröstsmärt*", "Bröstsmärtorna", ["Bröstsmärtorna"]),
        ("*smärta", "magsmärta", ["magsmärta"]),
        ("svårt att? andas", "svårt andas", ["svårt andas"]),
        ("svårt att? andas", "svårt att andas", ["svårt att andas"]),
        ("self harm", "thoughts of self-harm", ["self-harm"]),
        ("can't breathe", "I can’t breathe", ["can’t breathe"]),
        ("feber ~1 39*", "feber på 39,4", ["feber på 39,4"]),
    ],
)
def test_found(phrase: str, text: str, there: list[str]) -> None:
    assert found(phrase, text) == there


@pytest.mark.parametrize(
    "phrase",
    ["", "~2", "ont ~2", "~2 ont", "@saknas", "on*", "Ont", "a|", "ont? kan?", "ett två ~12 tre"],
)
def test_what_is_no_phrase(phrase: str) -> None:
    with pytest.raises(PhraseError):
        read_phrase(phrase, {})


def test_accents_stay_as_typed_and_marks_without_width_do_not_hide_a_word() -> None:
    assert normalised("bro\u0308stet") == "bröstet"
    assert split("brö\u00adst\u200bet").words == ("bröstet",)
    assert found("bröstet", "brostet") == []


def test_an_exception_holds_in_its_own_sentence() -> None:
    one = matcher("ont i bröstet", unless=("amm*",))
    assert [seen.reason for seen in one.seen("Ont i bröstet när jag ammar")] == ["unless"]
    assert [seen.reason for seen in one.seen("Jag ammar. Ont i bröstet")] == [""]


def test_a_hit_tells_list_version_key_and_advice() -> None:
    (hit,) = matcher("ont i bröstet").hits("har ont i bröstet, mycket ont i bröstet")
    assert (hit.source.level, hit.source.version, hit.key, hit.advice) == ("unit", 3, "sign", "112")
    assert hit.span == (4, 17)


@given(st.text(max_size=400))
def test_any_text_can_be_asked_about(text: str) -> None:
    whole = normalised(text)
    for one in Matcher([NATIONAL]).seen(text):
        assert 0 <= one.span[0] < one.span[1] <= len(whole)


@given(st.lists(st.sampled_from("ont i bröstet inte kan andas , . men ingen".split()), max_size=40))
def test_signs_lie_within_one_sentence(words: list[str]) -> None:
    text = " ".join(words)
    for one in Matcher([NATIONAL]).seen(text):
        assert "." not in text[slice(*one.span)]


def test_the_work_grows_with_the_text_and_no_faster() -> None:
    """Counted, not timed: how many words the gaps look at, in the worst text there is."""

    def looked_at(text: str) -> int:
        words = split(text)
        count = 0

        class Counting(tuple[int, ...]):
            def __getitem__(self, place: Any) -> Any:
                nonlocal count
                count += 1
                return super().__getitem__(place)

        from vardpost.redflags.phrases import find

        counted = type(words)(
            words.text, words.words, words.spans, Counting(words.sentence), words.comma
        )
        find(NATIONAL.index, counted, [False] * len(words))
        return count

    bad = "ont kan svårt i ben slog huvudet feber "
    once, eight = looked_at(bad * 20), looked_at(bad * 160)
    assert eight < 9 * once


def test_nothing_of_a_text_is_kept() -> None:
    """Whatever the lists hold on to, a word that only the text has is not in it."""
    asked = Matcher([NATIONAL])
    assert asked.hits("Jag heter Zzyzxine och har ont i bröstet")
    found = gc.get_objects()
    dicts = [one for one in found if type(one) is dict and "zzyzxine" in one]
    words = [one for one in found if type(one) is Words and "zzyzxine" in one.words]
    assert (dicts, words) == ([], [])
