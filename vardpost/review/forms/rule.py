"""A rule: text in, clean values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.review.queries.rules import OwnRule
from vardpost.review.rule_words import SPANS, WHAT, WHO
from vardpost.review.rules import MOST_COUNT, Fact, Rule, What, Who
from vardpost.review.values import RuleData, conditions

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands."""

    name: str = ""
    who: str = ""
    what: str = "opened"
    facts: Sequence[str] = ()
    count: str = "1"
    minutes: str = "60"
    times: bool = False
    active: bool = True


def shown(own: OwnRule) -> Typed:
    """Return the form of a rule that is there."""
    rule = own.rule
    facts = [str(int(one)) for one in Fact if one in rule.every | rule.some]
    minutes = str(rule.minutes or 60)
    return Typed(
        own.name, rule.who, rule.what, facts, str(rule.count), minutes, rule.times, own.active
    )


def as_typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was."""
    return Typed(
        posted.get("name", "")[:400],
        posted.get("who", "")[:20],
        posted.get("what", "")[:20],
        posted.getlist("facts")[:20],
        posted.get("count", "")[:6],
        posted.get("minutes", "")[:8],
        posted.get("times") == "1",
        posted.get("active") == "1",
    )


def parse(posted: QueryDict) -> RuleData:
    """Return the rule of a posted form. Raises `BadInput`."""
    raw, errors = as_typed(posted), dict[str, str]()
    name = typed.one_line(raw.name)
    if not name:
        errors["name"] = _("Skriv vad regeln heter")
    elif len(name) > LONGEST_NAME:
        text = _("Korta namnet till högst {n} tecken")
        errors["name"] = text.replace("{n}", str(LONGEST_NAME))
    if raw.who not in WHO:
        errors["who"] = _("Välj i listan")
    if raw.what not in WHAT:
        errors["what"] = _("Välj i listan")
    text = raw.count.strip()
    count = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= count <= MOST_COUNT:
        words = _("Skriv ett tal från 1 till {n}")
        errors["count"] = words.replace("{n}", str(MOST_COUNT))
    minutes = {str(key): key for key in SPANS}.get(raw.minutes)
    if minutes is None:
        errors["minutes"] = _("Välj i listan")
    if errors or minutes is None:
        raise BadInput(errors)
    facts = Fact.NONE
    for one in Fact:
        facts |= one if str(int(one)) in raw.facts else Fact.NONE
    rule = Rule(
        "",
        name,
        cast("Who", raw.who),
        cast("What", raw.what),
        facts,
        count=count,
        minutes=minutes if count > 1 else 0,
        times=raw.times and count > 1,
    )
    return RuleData(name, conditions(rule), raw.active)
