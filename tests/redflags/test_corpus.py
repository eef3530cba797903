"""The corpus: how many signs the national list finds, and how many sentences it leaves alone."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest

from vardpost.redflags.corpus import figures, judge, sentences
from vardpost.redflags.lists import Definition, Flag, RedFlagList, Text
from vardpost.redflags.match import Compiled, Matcher
from vardpost.redflags.national import national_list

OTHERS = ("denied", "harmless", "other", "past")
CORPUS = sentences()
OUTCOMES = judge(CORPUS)


def test_the_corpus_is_large_and_of_every_kind() -> None:
    kinds = Counter((one.kind, one.lang) for one in CORPUS)
    assert len(CORPUS) >= 300
    assert min(kinds.values()) >= 5
    assert len(kinds) == 10
    assert len({one.text for one in CORPUS}) == len(CORPUS)


def test_signs_are_found() -> None:
    assert figures(OUTCOMES, "sign").share >= 0.95


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_signs_are_found_in_both_languages(lang: str) -> None:
    assert figures(OUTCOMES, "sign", lang=lang).share >= 0.94


def test_other_sentences_are_left_alone() -> None:
    assert 1 - figures(OUTCOMES, *OTHERS).share <= 0.05


def test_what_was_kept_aside_does_not_fall_behind() -> None:
    kept = [one for one in OUTCOMES if one.sentence.aside]
    assert figures(kept, "sign").share >= 0.90
    assert 1 - figures(kept, *OTHERS).share <= 0.05


def test_every_sign_of_the_list_is_in_the_corpus() -> None:
    """A sign nobody has written a sentence about is a sign nobody has tried."""
    tried = {key for one in CORPUS for key in one.keys}
    definition = national_list()
    signs = {one.key for one in definition.flags if not one.part}
    assert signs - tried == set()


def _everything(definition: Definition) -> Definition:
    flag = Flag("all", Text("allt", "all"), "112", sv=("jag|har|i|det|min",), en=("the|my|a|i",))
    return replace(definition, flags=(flag,), combinations=(), groups={})


def test_the_measure_measures() -> None:
    """A list that finds nothing gets no figure to be proud of."""
    blind = judge(CORPUS, Matcher([]))
    assert figures(blind, "sign").right == 0
    assert figures(blind, *OTHERS).share == 1
    definition = national_list()
    everything = RedFlagList(UUID(int=9), "unit", 1, _everything(definition))
    assert figures(judge(CORPUS, Matcher([Compiled(everything)])), *OTHERS).share < 0.5
