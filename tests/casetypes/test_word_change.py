"""Words changed in a text: whole words or not, never in what is filled in by itself."""

import pytest

from vardpost.casetypes.word_change import WordChange


@pytest.mark.parametrize(
    ("find", "whole", "body", "said"),
    [
        ("gamla namnet", True, "Ring Gamla\nnamnet.\n", "Ring Nytt.\n"),
        ("gamla namnet", True, "Gamla namnets växel\n", "Gamla namnets växel\n"),
        ("gamla namnet", False, "Gamla namnets växel\n", "Nytts växel\n"),
        ("GN", True, "GN, signal och gn\n", "Nytt, signal och Nytt\n"),
        ("telefon", True, "{{telefon}} och telefon\n", "{{telefon}} och Nytt\n"),
        ("telefon", False, "[{{telefon}}](tel:{{telefon}})\n", "[{{telefon}}](tel:{{telefon}})\n"),
        ("ring {{telefon}}", False, "Ring {{telefon}} nu\n", "Ring {{telefon}} nu\n"),
        ("på på", True, "xpå på på\n", "xpå Nytt\n"),
        ("a+b (c)", True, "Välj a+b (c) nu\n", "Välj Nytt nu\n"),
        ("namn", True, "_namn namn_ namn1 namn", "_namn namn_ namn1 Nytt"),
        ("namn", True, "namn", "Nytt"),
        ("åka", True, "åka råka åkar\n", "Nytt råka åkar\n"),
    ],
)
def test_only_the_words_are_changed(find: str, whole: bool, body: str, said: str) -> None:
    change = WordChange(find, "Nytt", whole)
    assert change.apply(body) == said
    assert bool(change.places(body)) is (body != said)
    assert change.stands_in(body) is (body != said)


def test_what_comes_is_taken_as_it_is_written() -> None:
    assert WordChange("a", r"\1 \g<0>").apply("a b\n") == "\\1 \\g<0> b\n"


def test_a_place_is_told_with_what_stands_around_it() -> None:
    body = "x" * 90 + " Gamla\nNamnet " + "y" * 90
    (one,) = WordChange("gamla namnet", "Nya").places(body)
    assert (one.old, one.new) == ("Gamla Namnet", "Nya")
    assert one.before.startswith("… x")
    assert one.after.endswith("y …")


def test_what_stands_around_begins_and_ends_with_whole_words() -> None:
    body = "Ring {{telefon}} när du vill. " * 3 + "Gamla namnet" + " svarar {{oppettider}} alla" * 4
    (one,) = WordChange("gamla namnet", "Nya").places(body)
    assert one.before == "… {{telefon}} när du vill. Ring {{telefon}} när du vill. "
    assert one.after == " svarar {{oppettider}} alla svarar {{oppettider}} alla …"
