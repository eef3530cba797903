"""What to do about an answer that cannot be taken, in the page's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext, gettext_noop

from vardpost.casetypes.fields import Field, HasFields
from vardpost.casetypes.summary import day_text
from vardpost.casetypes.values import Problem

MESSAGES = {
    "required": gettext_noop("Svara på frågan"),
    "required_row": gettext_noop("Fyll i minst en rad"),
    "refused": gettext_noop(
        "Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas"
    ),
    "too_long": gettext_noop("Korta texten med {n} tecken"),
    "choice": gettext_noop("Välj ett av alternativen"),
    "digits": gettext_noop("Skriv med siffrorna 0–9"),
    "number": gettext_noop("Skriv ett heltal med siffror"),
    "number_least": gettext_noop("Skriv talet {limit} eller högre"),
    "number_most": gettext_noop("Skriv talet {limit} eller lägre"),
    "phone": gettext_noop("Skriv ett telefonnummer med minst 8 siffror"),
    "date": gettext_noop("Skriv datumet så här: {example}"),
    "date_past": gettext_noop("Välj i dag eller en senare dag"),
    "date_future": gettext_noop("Välj i dag eller en tidigare dag"),
    "date_early": gettext_noop("Välj en dag från och med {limit}"),
    "date_late": gettext_noop("Välj en dag till och med {limit}"),
    "time": gettext_noop("Skriv tiden så här: 14.30"),
    "range_half": gettext_noop("Fyll i både första och sista dagen"),
    "range_order": gettext_noop("Välj en sista dag som inte är före den första"),
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


def problem_text(problem: Problem, lang: str) -> str:
    """Return one sentence for a problem that belongs to no form, such as that of a reply."""
    return _text(None, problem, lang)


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
