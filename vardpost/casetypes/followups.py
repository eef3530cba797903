"""Follow-up questions on a page: what the page decides itself, and what others have decided."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from vardpost.casetypes.fields import ANSWERED, Condition, Field
from vardpost.casetypes.parse import is_asked, is_met, is_visible
from vardpost.casetypes.shown import Choice, FollowUp
from vardpost.casetypes.values import Value


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that may follow from each other: those of a form, or those of one row."""

    fields: tuple[Field, ...]
    prefix: str
    values: Mapping[str, Value]
    #: The questions on the page that is drawn, by key: in a row, those of the row.
    here: Mapping[str, Field]


def may_show(asked: Field, group: Group) -> bool:
    """Tell whether a question can show on this page: what follows from another page is known."""
    if asked.type == "file":
        return False
    condition = asked.visible_when
    if condition is None or _open_tests(condition, group):
        return True
    return is_asked(asked, group.values)


def _open_tests(condition: Condition, group: Group) -> list[Condition]:
    """Return the tests that this page decides, none when the other pages have decided."""
    elsewhere = [
        is_met(test, group.values) for test in condition.tests if test.field not in group.here
    ]
    decided = any(elsewhere) if condition.match == "any" else not all(elsewhere)
    return [] if decided else [test for test in condition.tests if test.field in group.here]


def options(asked: Field, lang: str) -> tuple[Choice, ...]:
    """Return what can be chosen: value, words, help."""
    if asked.type == "bool":
        return (("yes", gettext("Ja"), ""), ("no", gettext("Nej"), ""))
    return tuple(
        (one.value, one.label.of(lang), one.help.of(lang) if one.help else "")
        for one in asked.options
    )


def follow_up(asked: Field, group: Group, lang: str) -> FollowUp | None:
    """Return when a question shows, as far as this page decides it."""
    condition = asked.visible_when
    tests = _open_tests(condition, group) if condition else []
    if condition is None or not tests:
        return None
    return FollowUp(
        " ".join(group.prefix + test.field for test in tests),
        "|".join(" ".join(test.values) for test in tests),
        _when(tests, condition.match, group, lang),
        is_visible(asked, group.values),
        condition.match,
    )


def _when(tests: list[Condition], match: str, group: Group, lang: str) -> str:
    """Return the words above a follow-up, for pages without a script, where every one shows."""
    if len(tests) == 1:
        return gettext("Om du svarar {svar}:").replace("{svar}", _answers(tests[0], group, lang))
    parts = []
    for test in tests:
        words = gettext("{svar} på ”{fråga}”").replace("{svar}", _answers(test, group, lang))
        parts.append(words.replace("{fråga}", group.here[test.field].label.of(lang)))
    joined = (gettext(" och ") if match == "all" else gettext(" eller ")).join(parts)
    return gettext("Om du svarar {svar}:").replace("{svar}", joined)


def _answers(test: Condition, group: Group, lang: str) -> str:
    if test.values == (ANSWERED,):
        return gettext("något")
    chosen = options(group.here[test.field], lang)
    words = [label for value, label, _ in chosen if value in test.values]
    return gettext(" eller ").join(f"”{word}”" for word in words)
