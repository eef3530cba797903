"""Rules in another order, some left out, changed or new, as they stand in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.routing.forms.rule import ALL, target_of
from vardpost.routing.rules import Rule

#: Fields of the rule that there is not yet.
NEW_KIND, NEW_TARGET, NEW_PLACE = "ny-typ", "ny-till", "ny-plats"


@dataclass(frozen=True, slots=True)
class Tried:
    """The rules that are tried, and whether one of them is new or changed."""

    rules: tuple[Rule, ...]
    unsaved: bool

    @property
    def order(self) -> list[UUID]:
        """Return the ids of rules that all stand."""
        return [UUID(one.id) for one in self.rules]


def parse(
    query: QueryDict,
    rules: Sequence[Rule],
    kinds: Mapping[str, str],
    names: Mapping[str, str],
) -> Tried | None:
    """Return the rules that are asked for, None when all stand as they stand.

    `kinds` are the names of kinds of case, `names` of targets; what is not among them changes
    nothing. A rule that asks for answers can be moved and left out, never changed (ADR 0019).
    Raises `BadInput` for a new rule that leads nowhere.
    """
    tried = [_changed(query, rule, kinds, names) for rule in _ordered(query, rules)]
    unsaved = not set(tried) <= set(rules)
    target, kind = query.get(NEW_TARGET, ""), query.get(NEW_KIND, ALL)
    if target in names:
        number = _place(query, NEW_PLACE, len(tried) + 1)
        new = _to(Rule("queue"), target, names[target])
        tried.insert(max(number, 1) - 1, _about(new, kind, kinds))
        unsaved = True
    elif kind in kinds:
        raise BadInput({NEW_TARGET: _("Välj vem eller vilka som får ärendet")})
    return None if tried == list(rules) else Tried(tuple(tried), unsaved)


def shown(query: QueryDict, rule: Rule) -> tuple[str, str]:
    """Return the kind and the target of a standing rule as the form shows them."""
    return (
        query.get(f"typ-{rule.id}", rule.case_type or ALL)[:40],
        query.get(f"till-{rule.id}", target_of(rule))[:80],
    )


def _ordered(query: QueryDict, rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules in the order that is asked for, those left out gone.

    A rule without a number keeps its place.
    """
    places: list[tuple[float, int]] = []
    for number, rule in enumerate(rules, start=1):
        if f"utan-{rule.id}" not in query:
            place = _place(query, f"plats-{rule.id}", number)
            # A rule that is moved down goes after the one whose number it takes.
            step = 0.5 if place > number else -0.5 if place < number else 0
            places.append((place + step, number))
    return [rules[number - 1] for _place_, number in sorted(places)]


def _changed(
    query: QueryDict, rule: Rule, kinds: Mapping[str, str], names: Mapping[str, str]
) -> Rule:
    if rule.asked:
        return rule
    kind, target = shown(query, rule)
    if kind != (rule.case_type or ALL):
        rule = _about(rule, kind, kinds)
    return rule if target == target_of(rule) else _to(rule, target, names.get(target))


def _about(rule: Rule, kind: str, kinds: Mapping[str, str]) -> Rule:
    if kind == ALL:
        return replace(rule, case_type="", type_name="")
    return replace(rule, case_type=kind, type_name=kinds[kind]) if kind in kinds else rule


def _to(rule: Rule, target: str, name: str | None) -> Rule:
    """Return a rule that leads elsewhere; as it is where there is no such target."""
    sort, _colon, key = target.partition(":")
    if name is None:
        return rule
    return replace(
        rule,
        target="person" if sort == "person" else "team" if sort == "team" else "queue",
        person_id=key if sort == "person" else "",
        team_id=key if sort == "team" else "",
        target_name=name,
    )


def _place(query: QueryDict, field: str, number: int) -> int:
    text = query.get(field, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else number
