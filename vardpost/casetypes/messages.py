"""What to do about an answer that cannot be taken, in the page's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _noted

from vardpost.casetypes.fields import Field, HasFields
from vardpost.casetypes.summary import day_text
from vardpost.casetypes.values import Problem

MESSAGES = {
    "required": _noted("Svara på frågan"),
    "required_row": _noted("Fyll i minst en rad"),
    "refused": _noted("Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas"),
    "too_long": _noted("Korta texten med {n} tecken"),
    "choice": _noted("Välj ett av alternativen"),
    "digits": _noted("Skriv med siffrorna 0–9"),
    "number": _noted("Skriv ett heltal med siffror"),
    "number_least": _noted("Skriv talet {limit} eller högre"),
    "number_most": _noted("Skriv talet {limit} eller lägre"),
    "phone": _noted("Skriv ett telefonnummer med minst 8 siffror"),
    "date": _noted("Skriv datumet så här: {example}"),
    "date_past": _noted("Välj i dag eller en senare dag"),
    "date_future": _noted("Välj i dag eller en tidigare dag"),
    "date_early": _noted("Välj en dag från och med {limit}"),
    "date_late": _noted("Välj en dag till och med {limit}"),
    "time": _noted("Skriv tiden så här: 14.30"),
    "range_half": _noted("Fyll i både första och sista dagen"),
    "range_order": _noted("Välj en sista dag som inte är före den första"),
}
_DATES = ("date_early", "date_late")


def error_texts(form: HasFields, errors: Mapping[str, Problem], lang: str) -> dict[str, str]:
    """Return one sentence for each control in error, in the order of the form.

    A missing answer is asked for in the question's own words when it has some.
    """
    texts = {}
    for name, problem in errors.items():
        field = _field_of(form, name, whole=problem.key == "required_row")
        texts[name] = _text(field, problem, lang)
    return texts


def _text(field: Field | None, problem: Problem, lang: str) -> str:
    if problem.key.startswith("required") and field is not None and field.missing is not None:
        return field.missing.of(lang)
    words = gettext(MESSAGES[problem.key])
    for name, value in problem.params.items():
        shown = day_text(date.fromisoformat(str(value)), lang) if problem.key in _DATES else value
        words = words.replace("{" + name + "}", str(shown))
    return words


def _field_of(form: HasFields, name: str, *, whole: bool) -> Field | None:
    """Return the question behind a control's name; of a row's control, the row when `whole`."""
    key, _, rest = name.partition("-")
    field = next((one for one in form.fields if one.key == key), None)
    if whole or field is None or field.type != "rows":
        return field
    sub = rest.partition("-")[2]
    return next((one for one in field.fields if one.key == sub), field)
