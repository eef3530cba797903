"""What rules can ask about now: the kinds of case that a unit offers, and their fixed answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.fields import Field, FormDefinition
from vardpost.casetypes.queries import Offer, offered, version
from vardpost.routing.rules import ASKABLE

#: The answers of a yes-or-no question, in both languages.
_YES_NO = (("yes", ("Ja", "Yes")), ("no", ("Nej", "No")))


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a form with the answers it can have: (value, words)."""

    key: str
    label: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case that the unit offers, with the questions that a rule may ask about."""

    key: str
    name: str
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        """Return the question with this key, if the form has it now."""
        return next((one for one in self.questions if one.key == key), None)


def kinds_of(unit_id: UUID, lang: str) -> list[Kind]:
    """Return what the unit offers now, in its own order."""
    return [_kind(one, lang) for one in offered(unit_id, None)]


def _kind(offer: Offer, lang: str) -> Kind:
    form = version(offer.version_id).definition
    return Kind(offer.key, offer.title.of(lang), tuple(_questions(form, lang)))


def _questions(form: FormDefinition, lang: str) -> Iterator[Question]:
    for field in form.fields:
        if field.type in ASKABLE:
            yield Question(field.key, field.label.of(lang), _answers(field, lang))


def _answers(field: Field, lang: str) -> tuple[tuple[str, str], ...]:
    if field.type == "bool":
        return tuple((value, words[lang == "en"]) for value, words in _YES_NO)
    return tuple((one.value, one.label.of(lang)) for one in field.options)
