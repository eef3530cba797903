"""Conditions of follow-up questions as FHIR's `enableWhen`, and back. Pure Python.

FHIR has one flat list, all or any of it. What that can say is said so; what it cannot (all of
several conditions with several answers each) gives None, and travels in our own extension.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from vardpost.casetypes.fields import ANSWERED, Condition, Field

Json = dict[str, Any]


def enable_when(condition: Condition, known: Mapping[str, Field], prefix: str) -> Json | None:
    """Return `enableWhen` and `enableBehavior` for a condition, or None when FHIR cannot say it."""
    tests = []
    for test in condition.tests:
        asked = known.get(test.field)
        if asked is None or test.also or not test.values:
            return None
        tests += [_test(prefix + test.field, asked, value) for value in test.values]
    any_of = condition.match == "any" or len(condition.tests) == 1
    made: Json = {"enableWhen": tests}
    if len(tests) > 1:
        made["enableBehavior"] = "any" if any_of else "all"
    return made if read_tests(made, prefix) == condition else None


def read_tests(item: Json, prefix: str) -> Condition | None:
    """Return the condition that `enableWhen` says, or None for what ours cannot say."""
    pairs = [_pair(test, prefix) for test in item.get("enableWhen", [])]
    told = [pair for pair in pairs if pair is not None]
    if not told or len(told) != len(pairs):
        return None
    match: Literal["all", "any"] = "any" if item.get("enableBehavior") == "any" else "all"
    tests: list[Condition] = []
    for question, value in told:
        if match == "any" and tests and tests[-1].field == question:
            tests[-1] = replace(tests[-1], values=(*tests[-1].values, value))
        else:
            tests.append(Condition(question, (value,)))
    first, *also = tests
    return replace(first, match=match, also=tuple(also)) if also else first


def _test(question: str, asked: Field, value: str) -> Json:
    if value == ANSWERED and not asked.options:
        return {"question": question, "operator": "exists", "answerBoolean": True}
    if asked.type == "bool":
        return {"question": question, "operator": "=", "answerBoolean": value == "yes"}
    return {"question": question, "operator": "=", "answerCoding": {"code": value}}


def _pair(test: Json, prefix: str) -> tuple[str, str] | None:
    question = str(test.get("question", "")).removeprefix(prefix)
    if test.get("operator") == "exists" and test.get("answerBoolean") is True:
        return question, ANSWERED
    if test.get("operator") != "=":
        return None
    if isinstance(test.get("answerBoolean"), bool):
        return question, "yes" if test["answerBoolean"] else "no"
    coding = test.get("answerCoding")
    if isinstance(coding, dict) and isinstance(coding.get("code"), str):
        return question, coding["code"]
    return None
