"""What is wrong with a rule today: what it names is gone. It matches nothing, or passes on."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from vardpost.routing.queries.known import Kind
from vardpost.routing.queries.rules import Person, Team
from vardpost.routing.rules import Asked, Rule


def problems(
    rule: Rule, kinds: Mapping[str, Kind], people: Sequence[Person], teams: Sequence[Team]
) -> list[str]:
    """Return what has changed under a rule, in sentences; nothing when it works as written."""
    found = []
    kind = kinds.get(rule.case_type)
    if rule.case_type and kind is None:
        text = _("Ni erbjuder inte ärendetypen {typ} längre. Regeln träffar inget.")
        found.append(text.replace("{typ}", rule.type_name))
    if kind is not None:
        found += [text for one in rule.asked for text in _of_question(one, kind)]
    responders = {str(one.id) for one in people if one.responder}
    if rule.target == "person" and rule.person_id not in responders:
        text = _("{namn} svarar inte på ärenden här nu. Nästa regel som passar gäller i stället.")
        found.append(text.replace("{namn}", rule.target_name))
    empty = {str(one.id) for one in teams if not one.data.members}
    if rule.target == "team" and rule.team_id in empty:
        text = _("Ingen är med i teamet {namn}. Nästa regel som passar gäller i stället.")
        found.append(text.replace("{namn}", rule.target_name))
    return found


def _of_question(one: Asked, kind: Kind) -> list[str]:
    question = kind.question(one.field)
    if question is None:
        text = _("Frågan ”{fråga}” finns inte i formuläret längre. Regeln träffar inget.")
        return [text.replace("{fråga}", one.label)]
    known = {value for value, _words in question.answers}
    gone = [said for value, said in zip(one.values, one.words, strict=False) if value not in known]
    text = _("Svaret ”{svar}” går inte att välja i formuläret längre.")
    return [text.replace("{svar}", said) for said in gone]
