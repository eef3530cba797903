"""Rules in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vardpost.routing.queries.known import Kind
from vardpost.routing.rules import Asked, Rule


def self_take_words(*, self_take: bool) -> str:
    """Return whether people take cases from the queue themselves."""
    return _("Ja") if self_take else _("Nej, mottagarna fördelar")


def sentence(rule: Rule, kind: Kind | None = None) -> str:
    """Return `Om ärendetypen är Förnya recept och svaret på Vad gäller det är Intyg: till Anders`.

    With the `kind` as it is offered now, names are in the page's language.
    """
    parts = []
    if rule.case_type:
        name = kind.name if kind else rule.type_name
        parts.append(_("ärendetypen är {typ}").replace("{typ}", name))
    parts += [_condition(one, kind) for one in rule.asked]
    to = target(rule)
    if not parts:
        return _("Alla ärenden: {till}").replace("{till}", to)
    told = _(" och ").join(parts)
    return _("Om {villkor}: {till}").replace("{villkor}", told).replace("{till}", to)


def target(rule: Rule) -> str:
    """Return where a rule leads: `till Anders`, `till teamet Recept`, `till Att fördela`."""
    if rule.target == "queue":
        return _("till Att fördela")
    words = _("till teamet {namn}") if rule.target == "team" else _("till {namn}")
    return words.replace("{namn}", rule.target_name)


def _condition(one: Asked, kind: Kind | None) -> str:
    question = kind.question(one.field) if kind else None
    known = dict(question.answers) if question else {}
    label = question.label if question else one.label
    words = [known.get(value, said) for value, said in zip(one.values, one.words, strict=False)]
    return (
        _("svaret på ”{fråga}” är {svar}")
        .replace("{fråga}", label.rstrip("?").strip())
        .replace("{svar}", _either(words))
    )


def _either(words: Sequence[str]) -> str:
    return _(" eller ").join(words)
