"""A text in blocks, what differs between two, the moves of a draft, and the shipped texts."""

from uuid import uuid4

import pytest

from vardpost.kernel.errors import WrongState
from vardpost.kernel.four_eyes import MOVES, Event, State, may_publish, move
from vardpost.useterms.shipped import shipped
from vardpost.useterms.text import Block, Change, blocks, changes
from vardpost.useterms.values import Audience, Words, differing


def test_a_text_is_headings_paragraphs_and_lists() -> None:
    text = "# Rubrik\nEn rad\r\noch en till\n- ett\n- två\n\n\n## Nästa\n### Igen\nSlut"
    assert blocks(text) == (
        Block("heading", ("Rubrik",)),
        Block("text", ("En rad", "och en till")),
        Block("list", ("ett", "två")),
        Block("heading", ("Nästa",)),
        Block("heading", ("Igen",)),
        Block("text", ("Slut",)),
    )


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_is_no_block(text: str) -> None:
    assert blocks(text) == ()


def test_what_looks_like_markup_is_words() -> None:
    assert blocks("<b>#</b>\n\n#\n\n- \n\n-utan") == (
        Block("text", ("<b>#</b>",)),
        Block("text", ("#",)),
        Block("text", ("-",)),
        Block("text", ("-utan",)),
    )


def test_differences_are_told_piece_by_piece() -> None:
    before = "# A\n\nEtt.\n\nTvå.\n\n- x"
    after = "# A\n\nEtt!\n\nTvå.\n\n- x\n- y\n\nTre."
    assert changes(before, before) == ()
    assert changes(before, after) == (
        Change("Ett.", "Ett!"),
        Change("– x", "– x\n– y\nTre."),
    )
    assert changes("", "Ny.") == (Change("", "Ny."),)


def test_texts_that_differ_are_named() -> None:
    assert differing(Words("a", "b"), Words("a", "c", "d")) == (
        {"text_en": "b", "summary_sv": ""},
        {"text_en": "c", "summary_sv": "d"},
    )


@pytest.mark.parametrize("audience", list(Audience))
def test_the_shipped_texts_say_the_same_in_both_languages(audience: Audience) -> None:
    words = shipped(audience)
    sv, en = blocks(words.text_sv), blocks(words.text_en)
    assert [(one.kind, len(one.lines)) for one in sv] == [(one.kind, len(one.lines)) for one in en]
    assert len(sv) > 5


def test_moves() -> None:
    for state in State:
        for event in Event:
            if (state, event) not in MOVES:
                with pytest.raises(WrongState):
                    move(state, event)
    assert move(State.PROPOSED, Event.PUBLISH) is State.PUBLISHED
    one, two = uuid4(), uuid4()
    assert may_publish(one, two)
    assert not may_publish(one, one)
    assert not may_publish(None, two)
    assert not may_publish(one, None)
