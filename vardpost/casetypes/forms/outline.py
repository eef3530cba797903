"""The form as a list: what stands where, and one change of it at a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes import edits
from vardpost.casetypes.edits import MOST_PAGES, MOST_QUESTIONS, RESIDENTS, RESPONDERS, Missing
from vardpost.casetypes.fields import Field, FormDefinition, Option, Picture, Step, Text
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.forms.question import Around
from vardpost.casetypes.forms.whole import page_key
from vardpost.casetypes.part_names import VALUES
from vardpost.kernel import typed as characters
from vardpost.kernel.errors import BadInput

typed = parts.echo
Thing = TypeVar("Thing", Field, Option)

#: What the forms for a new question and a new page hold before anything is typed.
EMPTY: Mapping[str, Any] = {
    "new-sv": "",
    "new-en": "",
    "new-type": "",
    "new-where": "",
    "page-sv": "",
    "page-en": "",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list."""

    place: str
    label: str
    kind: str
    required: bool
    follows: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the list; without a key it holds questions that are on no page."""

    key: str
    title: str
    rows: list[Row]
    wrong: bool = False


def rows(fields: Sequence[Field], home: str, lang: str, wrong: Collection[str] = ()) -> list[Row]:
    """Return questions as the list shows them; `wrong` are the places that have errors."""
    return [
        Row(
            place=f"{home}.{one.key}",
            label=one.label.of(lang) or one.label.sv or one.key,
            kind=VALUES[one.type].of(lang),
            required=one.required,
            follows=one.visible_when is not None,
            wrong=f"{home}.{one.key}" in wrong,
        )
        for one in fields
    ]


def pages(form: FormDefinition, lang: str, wrong: Collection[str]) -> list[Page]:
    """Return the pages in order, each with its questions."""
    made = [
        Page(
            step.key,
            step.title.of(lang) or step.title.sv or step.key,
            rows(form.on_step(step.key), RESIDENTS, lang, wrong),
            step.key in wrong,
        )
        for step in form.steps
    ]
    keys = {step.key for step in form.steps}
    astray = [one for one in form.fields if one.step not in keys]
    if astray:
        made.append(Page("", _("På ingen sida"), rows(astray, RESIDENTS, lang, wrong)))
    return made


def places(form: FormDefinition, lang: str) -> list[tuple[str, str]]:
    """Return where a new question can stand."""
    told = [(f"{RESIDENTS}:{step.key}", step.title.of(lang) or step.key) for step in form.steps]
    return [*told, (f"{RESPONDERS}:", _("Svarsformuläret"))]


def page_names(form: FormDefinition, field: Field, lang: str) -> list[tuple[str, str]]:
    """Return the pages that a question can stand on, first the one that is not there."""
    told = [(step.key, step.title.of(lang) or step.key) for step in form.steps]
    return told if form.step(field.step) else [(field.step, _("På ingen sida")), *told]


def around(form: FormDefinition, home: str, place: str, lang: str) -> dict[str, Any]:
    """Return what the page of a question shows beside it: neighbours, and what its rows ask."""
    try:
        _home, fields, field = edits.find(form, place)
    except Missing:
        return {
            "at": place,
            "before": None,
            "after": None,
            "inner": [],
            "inner_kinds": [],
            "back": "",
        }
    told = rows(fields, home, lang)
    at = fields.index(field)
    inside = home not in (RESIDENTS, RESPONDERS, "opening_form.fields")
    return {
        "at": place,
        "before": told[at - 1] if at else None,
        "after": told[at + 1] if at + 1 < len(told) else None,
        "inner": rows(field.fields, f"{place}.fields", lang),
        "inner_kinds": [
            (one, VALUES[one].of(lang).capitalize()) for one in Around(inside_rows=True).kinds
        ],
        "back": f"/fraga/{home.removesuffix('.fields')}" if inside else "",
    }


def pictured(thing: Thing, posted: QueryDict, add: Callable[[Text], Picture]) -> Thing:
    """Return the question or option with a picture that `add` keeps, described as typed."""
    errors = parts.Errors()
    alt = parts.both(posted, "alt", errors)
    if errors:
        raise BadInput(errors)
    return replace(thing, picture=add(alt))


def change(posted: QueryDict, form: FormDefinition) -> tuple[FormDefinition, str]:
    """Return the form with the one change that was asked for, and where the page then leads.

    Raises `BadInput`, and `Missing` for what is not there (any more).
    """
    for name, by in (("upp", -1), ("ner", 1)):
        if name in posted:
            place = posted.get(name, "")
            return edits.move(form, place, by), _home(place)
        if f"sida_{name}" in posted:
            key = posted.get(f"sida_{name}", "")
            return edits.move_page(form, key, by), f"#s-{key}"
    if "ta_bort" in posted:
        place = posted.get("ta_bort", "")
        inside = place.count(".fields.") - place.startswith("answer_form.")
        return edits.remove(form, place), _home(place) if inside > 0 else "#fragor"
    if "sida_bort" in posted:
        return edits.remove_page(form, posted.get("sida_bort", "")), "#fragor"
    if "ny_sida" in posted:
        return _new_page(posted, form)
    if "ny_fraga" in posted:
        return _new_question(posted, form)
    raise Missing("nothing was asked for")


def _home(place: str) -> str:
    """Return the page a question is listed on: the whole form, or the question with its rows."""
    outer, _dot, _key = place.rpartition(".")
    if outer in (RESIDENTS, RESPONDERS, "opening_form.fields"):
        return f"#q-{place}"
    return f"/fraga/{outer.removesuffix('.fields')}#q-{place}"


def _new_page(posted: QueryDict, form: FormDefinition) -> tuple[FormDefinition, str]:
    title = _words(posted, "page", _("Skriv vad sidan heter"))
    if len(form.steps) >= MOST_PAGES:
        raise BadInput({"page-sv": _("Formuläret har redan så många sidor det kan ha")})
    page = Step(page_key(title.sv, form), title)
    return edits.add_page(form, page), f"#s-{page.key}"


def _new_question(posted: QueryDict, form: FormDefinition) -> tuple[FormDefinition, str]:
    label = _words(posted, "new", _("Skriv frågan"))
    home, _bar, page = posted.get("new-where", "").partition(":")
    fields = dict(edits.lists(form)).get(home)
    if fields is None or (home == RESIDENTS and form.step(page) is None):
        raise BadInput({"new-where": _("Välj var frågan ska stå")})
    kinds = Around(inside_rows=home not in (RESIDENTS, RESPONDERS)).kinds
    kind = next((one for one in kinds if one == posted.get("new-type")), None)
    if kind is None:
        raise BadInput({"new-type": _("Välj en sorts fråga")})
    if len(fields) >= MOST_QUESTIONS:
        raise BadInput({"new-sv": _("Formuläret har redan så många frågor det kan ha")})
    key = edits.new_key(label.sv, {one.key for one in fields}, "fraga")
    made = Field(key=key, type=kind, label=label, step=page if home == RESIDENTS else "")
    return edits.add(form, home, made), f"/fraga/{home}.{key}"


def _words(posted: QueryDict, name: str, missing: str) -> Text:
    errors = parts.Errors()
    text = parts.both(posted, name, errors)
    if characters.has_refused(text.sv + text.en):
        refused = _("Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas")
        errors.tell(f"{name}-sv", refused)
    if not text.sv:
        errors.tell(f"{name}-sv", missing)
    if errors:
        raise BadInput(errors)
    return text
