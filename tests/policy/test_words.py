"""Every role and permission has words in both languages, so that a refusal can be read."""

import pytest

from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.policy.words import (
    GIVEN_BY,
    PERMISSION_WORDS,
    ROLE_WORDS,
    given_by,
    permission_name,
    role_name,
    roles_with,
)


def test_nothing_is_without_words() -> None:
    assert set(PERMISSION_WORDS) == set(Permission)
    assert list(ROLE_WORDS) == list(Role)
    for table in (PERMISSION_WORDS, ROLE_WORDS):
        for words in table.values():
            assert all(word == word.strip() and word for word in words)


@pytest.mark.parametrize("language", [0, 1])
def test_no_two_permissions_sound_the_same(language: int) -> None:
    names = [words[language] for words in PERMISSION_WORDS.values()]
    assert len(set(names)) == len(names)


def test_both_generations_of_names() -> None:
    assert role_name("responder") == "Ärendehanterare"
    assert role_name("responder", generation="former") == "Vårdgivare"
    assert role_name("responder", "en") == "Responder"
    assert permission_name(Permission.CASE_ASSIGN, "en") == "Assign cases"


def test_who_can_give_what_is_missing() -> None:
    assert roles_with(Permission.CASE_COUNTER_QUESTION) == (Role.RESPONDER,)
    assert given_by(Permission.CASE_COUNTER_QUESTION) == (Role.UNIT_ADMIN,)
    assert given_by(Permission.CASE_READ_ELSEWHERE) == ()
    assert given_by(Permission.UNIT_RENAME) == (Role.NATIONAL_OFFICE,)
    assert set(GIVEN_BY) <= set(Role)
