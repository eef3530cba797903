"""Whether a sign is meant: the rules one by one. The corpus tells how they do together."""

from uuid import UUID

import pytest

from vardpost.redflags.lists import RedFlagList
from vardpost.redflags.match import Compiled, Facts, Matcher
from vardpost.redflags.national import national_list

LISTS = Matcher([Compiled(RedFlagList(UUID(int=0), "national", 1, national_list()))])


def reasons(text: str, key: str) -> set[str]:
    return {one.reason for one in LISTS.seen(text) if one.flag.key == key}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Jag har ont i bröstet", ""),
        ("Jag har inte ont i bröstet", "denied"),
        ("Ingen feber, hosta eller ont i bröstet", "denied"),
        ("Ingen feber, jag har ont i bröstet", ""),
        ("Ingen feber, ont i bröstet", ""),
        ("Inte bara trött, ont i bröstet också", ""),
        ("Det är inte bara ont i bröstet", ""),
        ("Jag kan inte sova, ont i bröstet", ""),
        ("Jag kan inte sova ont i bröstet", ""),
        ("Inte ont i magen utan ont i bröstet", ""),
        ("Mår bra, utan ont i bröstet", "denied"),
        ("Har inte längre ont i bröstet", "denied"),
        ("Aldrig haft så ont i bröstet", ""),
        ("Aldrig haft ont i bröstet", "denied"),
        ("Ont i bröstet har jag inte", "denied"),
        ("Ont i bröstet har inte gått över", ""),
        ("Ont i bröstet? Nej", "denied"),
        ("Ont i bröstet. Nej jag har inte ringt", ""),
        ("Inte feber men ont i bröstet", ""),
        ("Jag mår inte bra och har ont i bröstet", ""),
        ("Hade ont i bröstet förra året", "past"),
        ("Hade ont i bröstet förra året och har ont i bröstet nu", ""),
        ("Min pappa hade ont i bröstet", "other"),
        ("Min pappa har ont i bröstet", ""),
        ("Vad gör jag om jag får ont i bröstet", "hypothetical"),
        ("Jag är orolig för min smärta i bröstet", ""),
        ("No fever, cough or chest pain", "denied"),
        ("No fever but chest pain", ""),
        ("I don't know why but chest pain", ""),
        ("I don't know why I have chest pain", ""),
        ("Not only tired, chest pain too", ""),
        ("Without chest pain", "denied"),
        ("She denies chest pain", "denied"),
    ],
)
def test_reason(text: str, reason: str) -> None:
    assert reason in reasons(text, "chest_pain")


def keys(text: str, **facts: object) -> list[str]:
    return [hit.key for hit in LISTS.hits(text, Facts(**facts))]  # type: ignore[arg-type]  # by name


def test_a_part_is_urgent_only_in_a_combination() -> None:
    assert keys("Har feber") == []
    assert keys("Har feber. Nacken är stel") == ["fever_stiff_neck"]
    assert keys("Har feber. Nacken är inte stel") == []


def test_age_and_answers_are_conditions() -> None:
    assert keys("Har feber", age_months=2) == ["fever_newborn"]
    assert keys("Har feber", age_months=3) == []
    worse = {"since": "today", "course": "worse"}
    assert keys("så ont i magen", answers=worse, case_type="advice") == ["pain_today_worse"]
    assert keys("så ont i magen", answers=worse, case_type="book_time") == []
    assert keys("så ont i magen", answers=worse | {"course": "same"}, case_type="advice") == []
    assert keys("i magen", answers=worse, case_type="advice") == []


def test_the_most_urgent_stands_first() -> None:
    hits = LISTS.hits("Sonen har falsk krupp. Jag har ont i bröstet")
    assert [hit.advice for hit in hits] == ["112", "1177"]
