"""One question of a form that is being written: text in, a question out. A draft may be half done.

What a kind of question does not use is taken away when the kind is changed, so that the page never
hides something that the checker then complains of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.fields import (
    ANSWERABLE,
    ANSWERED,
    AUTOCOMPLETE,
    MAX_ROWS,
    Condition,
    Field,
    FieldType,
    Picture,
    Step,
    Text,
)
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.part_names import VALUES
from vardpost.kernel.errors import BadInput

TYPES: tuple[FieldType, ...] = get_args(FieldType)
#: A telephone question suggests the writer's own number, whether its form says so or not.
_OWN_NUMBER = "tel"
#: What cannot stand inside a row.
_NOT_IN_ROWS = ("rows", "info", "file", "person")
#: The parts of a question beside its texts, and the kinds that have them.
PARTS: dict[str, tuple[str, ...]] = {
    "options": ("choice", "multichoice"),
    "bounds": ("number",),
    "days": ("date", "daterange"),
    "length": ("text", "longtext", "person"),
    "rows": ("rows",),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a question is edited among: those before it in its list, and the pages."""

    before: Sequence[Field] = ()
    pages: Sequence[Step] = ()
    inside_rows: bool = False

    @property
    def kinds(self) -> list[FieldType]:
        """The kinds of question that can stand here."""
        return [one for one in TYPES if not (self.inside_rows and one in _NOT_IN_ROWS)]


@dataclass(frozen=True, slots=True)
class Asked:
    """An earlier question that this one may follow, with the answers one can wait for."""

    name: str
    label: str
    answers: list[tuple[str, str]]
    #: It is not among the earlier questions (any more); only what is chosen is there.
    gone: bool = False


def has(part: str, kind: str) -> bool:
    """Whether a kind of question has a part."""
    return kind in PARTS[part]


def can_be_required(kind: str) -> bool:
    """Whether a kind of question can be demanded."""
    return kind not in ("info", "file")


def shown(field: Field) -> dict[str, Any]:
    """Return a question as its form shows it."""
    fields: dict[str, Any] = {
        "type": field.type,
        "step": field.step,
        "required": field.required,
        "options": parts.lines_of([one.label for one in field.options]),
        "max_rows": str(field.max_rows),
        "match": field.visible_when.match if field.visible_when else "all",
        "no_picture": False,
        "autocomplete": field.autocomplete or (_OWN_NUMBER if field.type == "phone" else ""),
        "prefill": field.prefill == "phone",
    }
    for name in ("minimum", "maximum", "earliest", "latest", "max_length"):
        value = getattr(field, name)
        fields[name] = "" if value is None else str(value)
    for name in ("label", "help", "missing", "item"):
        parts.show(fields, name, getattr(field, name))
    parts.show(fields, "alt", field.picture.alt if field.picture else None)
    fields["when"] = [f"{one}={value}" for one, value in sorted(_chosen(field.visible_when))]
    return fields


def followable(field: Field, around: Around, lang: str) -> list[Asked]:
    """Return the questions that this one may follow, in order, and those it follows in vain."""
    chosen = _chosen(field.visible_when)
    told = [
        Asked(one.key, one.label.of(lang) or one.label.sv or one.key, answers)
        for one in around.before
        if (answers := _answers(one, lang))
    ]
    known = {(one.name, value) for one in told for value, _words in one.answers}
    lost = sorted(chosen - known)
    return told + [Asked(key, key, [(value, value)], gone=True) for key, value in lost]


def parse(
    posted: QueryDict, old: Field, around: Around, used: Mapping[str, Text] = parts.NOTHING_USED
) -> Field:
    """Return the question as typed. Raises `BadInput` for what even a draft cannot hold.

    `used` are the values that its options have had in published versions, with their words.
    """
    errors = parts.Errors()
    kind = next((one for one in around.kinds if one == posted.get("type")), None)
    if kind is None:
        errors.tell("type", _("Välj en sorts fråga"))
        raise BadInput(errors)
    field = replace(
        old,
        type=kind,
        label=parts.both(posted, "label", errors, lines=kind == "info"),
        help=parts.either(posted, "help", errors, lines=True),
        required="required" in posted and can_be_required(kind),
        missing=parts.either(posted, "missing", errors) if can_be_required(kind) else None,
        step=_page(posted, old, around),
        visible_when=_condition(posted, old, around),
        picture=_picture(posted, old, errors),
        autocomplete=_suggested(posted, old, kind),
        prefill=_prefill(posted, old, kind, around),
        open_options=old.open_options and (has("options", kind) or kind == old.type),
    )
    field = _of_kind(posted, old, field, errors, used)
    if errors:
        raise BadInput(errors)
    return field


def _of_kind(
    posted: QueryDict, old: Field, field: Field, errors: parts.Errors, used: Mapping[str, Text]
) -> Field:
    """Return the question with what its kind has; what the page did not ask for stays."""
    same = field.type == old.type

    def numbers(part: str, *names: str) -> dict[str, Any]:
        if not has(part, field.type) and not same:
            return dict.fromkeys(names)
        return {
            name: parts.number(posted, name, errors) if name in posted else getattr(old, name)
            for name in names
        }

    chosen: Any = ()
    if has("options", field.type) or same:
        asked = "options" in posted
        chosen = old.options
        if asked:
            chosen = parts.options(posted, "options", old.options, errors, used)
    rows: dict[str, Any] = {"fields": (), "item": None, "max_rows": MAX_ROWS}
    if has("rows", field.type) or same:
        rows = {"fields": old.fields, "item": old.item, "max_rows": old.max_rows}
        if "max_rows" in posted:
            rows["item"] = parts.either(posted, "item", errors)
            rows["max_rows"] = parts.between(posted, "max_rows", errors, 1, MAX_ROWS)
    return replace(
        field,
        options=chosen,
        **numbers("bounds", "minimum", "maximum"),
        **numbers("days", "earliest", "latest"),
        **numbers("length", "max_length"),
        **rows,
    )


def _page(posted: QueryDict, old: Field, around: Around) -> str:
    wanted = posted.get("step", old.step)
    return wanted if wanted in [one.key for one in around.pages] else old.step


def _suggested(posted: QueryDict, old: Field, kind: FieldType) -> str:
    """Return what the browser may suggest; a word that the kind has none of is taken away."""
    wanted = posted.get("autocomplete", old.autocomplete)
    if wanted == _OWN_NUMBER and not old.autocomplete:
        return ""
    known = (*AUTOCOMPLETE.get(kind, ()), old.autocomplete if kind == old.type else "")
    return wanted if wanted in known else ""


def _prefill(
    posted: QueryDict, old: Field, kind: FieldType, around: Around
) -> Literal["", "phone"]:
    if kind != "phone" or not around.pages:
        return ""
    if "autocomplete" not in posted:  # the page did not ask: it was of another kind
        return old.prefill
    return "phone" if "prefill" in posted else ""


def _picture(posted: QueryDict, old: Field, errors: parts.Errors) -> Picture | None:
    if old.picture is None or "no_picture" in posted:
        return None
    return replace(old.picture, alt=parts.both(posted, "alt", errors))


def _answers(field: Field, lang: str) -> list[tuple[str, str]]:
    if field.type == "bool":
        return [("yes", _("Ja")), ("no", _("Nej"))]
    if field.type in ANSWERABLE:
        return [(ANSWERED, _("är besvarad"))]
    return [(one.value, one.label.of(lang) or one.value) for one in field.options]


def _chosen(condition: Condition | None) -> set[tuple[str, str]]:
    tests = condition.tests if condition else ()
    return {(test.field, value) for test in tests for value in test.values}


def _condition(posted: QueryDict, old: Field, around: Around) -> Condition | None:
    """Return what the boxes say; untouched boxes leave the condition exactly as it was."""
    known = {
        (one.name, value) for one in followable(old, around, "sv") for value, _words in one.answers
    }
    wanted = [tuple(text.partition("=")[::2]) for text in posted.getlist("when")]
    chosen = [pair for pair in wanted if pair in known]
    match: Literal["all", "any"] = "any" if posted.get("match") == "any" else "all"
    stood = old.visible_when
    if set(chosen) == _chosen(stood) and (stood is None or stood.match == match):
        return stood
    values: dict[str, list[str]] = {}
    for key, value in dict.fromkeys(chosen):
        values.setdefault(key, []).append(value)
    tests = [Condition(key, tuple(found)) for key, found in values.items()]
    if not tests:
        return None
    return replace(tests[0], match=match, also=tuple(tests[1:]))


def kinds(around: Around, lang: str) -> list[tuple[str, str]]:
    """Return the kinds of question with their names."""
    return [(one, VALUES[one].of(lang).capitalize()) for one in around.kinds]


def suggestions(field: Field) -> list[tuple[str, str]]:
    """Return what the browser may suggest in a kind of question, in words; none for most kinds."""
    words = {
        "name": _("Namn"),
        "given-name": _("Förnamn"),
        "family-name": _("Efternamn"),
        "email": _("E-postadress"),
        "postal-code": _("Postnummer"),
        "address-level2": _("Ort"),
        "organization": _("Arbetsplats eller skola"),
        "language": _("Språk"),
        "street-address": _("Gatuadress"),
        "bday": _("Födelsedag"),
        "tel": _("Eget telefonnummer"),
        "off": _("Inga förslag: svaret gäller någon annan"),
    }
    known = [(one, words[one]) for one in AUTOCOMPLETE.get(field.type, ())]
    if known and field.type != "phone":
        known.insert(0, ("", _("Det som webbläsaren själv tror")))
    if field.autocomplete and field.autocomplete not in dict(known):
        known.append((field.autocomplete, field.autocomplete))
    return known
