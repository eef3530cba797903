"""A form as the page draws it: every control with its words, what was typed and its error.

The template only loops; what depends on what is decided here, where it can be tested.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from vardpost.casetypes.fields import Condition, Field, HasFields
from vardpost.casetypes.parse import Posted, is_visible, row_count
from vardpost.casetypes.values import Value

#: More options than this in a row are a list to open, not a column of cards.
_FEW = 4
_SHORT = 28
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)

Choice = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When a follow-up question shows: the control it hangs on, and the answers that show it."""

    name: str
    values: str
    #: *Om ja*, for pages without a script, where every follow-up shows.
    when: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a rows question; `remove` is the value of its button, or nothing."""

    title: str
    controls: tuple["Control", ...]
    remove: str


@dataclass(frozen=True, slots=True)
class Control:
    """One control, or a group of them, ready to be drawn by `casetypes/_fields.html`."""

    kind: str
    name: str
    label: str
    hint: str = ""
    optional: bool = False
    error: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    columns: int = 1
    autocomplete: str = ""
    max_length: int = 0
    #: Bounds of a date, YYYY-MM-DD.
    minimum: str = ""
    maximum: str = ""
    follow_up: FollowUp | None = None
    parts: tuple["Control", ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The options as a list to open shows them: without help."""
        return [(value, label) for value, label, _ in self.options]


@dataclass(frozen=True, slots=True)
class _Drawing:
    raw: Posted
    errors: Mapping[str, str]
    lang: str
    today: date

    def text(self, name: str) -> str:
        texts = self.raw.get(name)
        return texts[0] if texts else ""


@dataclass(frozen=True, slots=True)
class _Group:
    """Questions that may follow from each other: those of a form, or those of one row."""

    fields: tuple[Field, ...]
    prefix: str
    values: Mapping[str, Value]


def controls(
    form: HasFields,
    *,
    raw: Posted,
    values: Mapping[str, Value],
    errors: Mapping[str, str],
    lang: str,
    today: date,
    step: str | None = None,
) -> list[Control]:
    """Return what to draw of a form, or of one step of it.

    `raw` and `values` are those of `ParsedAnswers`; `errors` those of `messages.error_texts`,
    empty when nothing has been sent yet. `today` bounds the dates that can be picked.
    """
    drawing = _Drawing(raw, errors, lang, today)
    group = _Group(form.fields, "", values)
    return [
        _control(drawing, one, group) for one in form.fields if step is None or one.step == step
    ]


def _control(drawing: _Drawing, asked: Field, group: _Group) -> Control:
    lang = drawing.lang
    name = group.prefix + asked.key
    follow_up = _follow_up(asked, group, lang)
    hint = asked.help.of(lang) if asked.help else ""
    label = asked.label.of(lang)
    if asked.type == "info":
        return Control("info", name, label, hint, follow_up=follow_up)
    if asked.type == "rows":
        return _rows_control(drawing, asked, name, follow_up)
    if asked.type == "daterange":
        return _range_control(drawing, asked, name, follow_up)
    return Control(
        _kind(asked, drawing.text(name), in_row=bool(group.prefix)),
        name,
        label,
        hint,
        optional=not asked.required,
        error=drawing.errors.get(name, ""),
        value=drawing.text(name),
        chosen=tuple(drawing.raw.get(name) or ()),
        options=_options(asked, lang),
        columns=_columns(asked, lang),
        autocomplete=asked.autocomplete,
        max_length=asked.length if asked.type in ("text", "longtext") else 0,
        minimum=_day(drawing.today, asked.earliest),
        maximum=_day(drawing.today, asked.latest),
        follow_up=follow_up,
    )


def _kind(asked: Field, typed: str, *, in_row: bool) -> str:
    """Return how a question is drawn.

    A browser shows an empty date control for what is no date; so that nothing typed is lost, such
    a value is shown in a control for text.
    """
    if asked.type == "date":
        return "date" if not typed or _ISO.match(typed) else "date-text"
    if asked.type == "time":
        return "time" if not typed or _CLOCK.match(typed) else "time-text"
    if asked.type in ("choice", "bool"):
        return "select" if in_row and len(asked.options) > _FEW else "radios"
    return "checkboxes" if asked.type == "multichoice" else asked.type


def _options(asked: Field, lang: str) -> tuple[Choice, ...]:
    if asked.type == "bool":
        return (("yes", gettext("Ja"), ""), ("no", gettext("Nej"), ""))
    return tuple(
        (one.value, one.label.of(lang), one.help.of(lang) if one.help else "")
        for one in asked.options
    )


def _columns(asked: Field, lang: str) -> int:
    if asked.type == "bool":
        return 2
    short = all(len(one.label.of(lang)) <= _SHORT and not one.help for one in asked.options)
    return 2 if short and len(asked.options) >= _FEW else 1


def _range_control(
    drawing: _Drawing, asked: Field, name: str, follow_up: FollowUp | None
) -> Control:
    words = {"from": gettext("Första dagen"), "to": gettext("Sista dagen")}
    parts = tuple(
        Control(
            "date" if _is_day(drawing.text(f"{name}-{end}")) else "date-text",
            f"{name}-{end}",
            label,
            error=drawing.errors.get(f"{name}-{end}", ""),
            value=drawing.text(f"{name}-{end}"),
            minimum=_day(drawing.today, asked.earliest),
            maximum=_day(drawing.today, asked.latest),
        )
        for end, label in words.items()
    )
    lang = drawing.lang
    return Control(
        "daterange",
        name,
        asked.label.of(lang),
        asked.help.of(lang) if asked.help else "",
        optional=not asked.required,
        follow_up=follow_up,
        parts=parts,
    )


def _rows_control(
    drawing: _Drawing, asked: Field, name: str, follow_up: FollowUp | None
) -> Control:
    lang = drawing.lang
    count = row_count(asked, drawing.raw)
    item = (asked.item or asked.label).of(lang)
    rows = []
    for number in range(count):
        prefix = f"{name}-{number}-"
        group = _Group(asked.fields, prefix, _row_values(drawing, asked, prefix))
        drawn = tuple(_control(drawing, sub, group) for sub in asked.fields)
        rows.append(Row(f"{item} {number + 1}", drawn, f"{name}-{number}" if count > 1 else ""))
    return Control(
        "rows",
        name,
        asked.label.of(lang),
        asked.help.of(lang) if asked.help else "",
        optional=not asked.required,
        value=str(count),
        follow_up=follow_up,
        rows=tuple(rows),
        add=gettext("Lägg till {sak}").replace("{sak}", item[:1].lower() + item[1:])
        if count < asked.max_rows
        else "",
    )


def _row_values(drawing: _Drawing, asked: Field, prefix: str) -> dict[str, Value]:
    """Return the choices of one row as typed: enough to know which follow-ups show."""
    values: dict[str, Value] = {}
    for sub in asked.fields:
        texts = drawing.raw.get(prefix + sub.key) or ()
        if sub.type in ("choice", "bool", "multichoice"):
            values[sub.key] = list(texts)
    return values


def _follow_up(asked: Field, group: _Group, lang: str) -> FollowUp | None:
    condition = asked.visible_when
    if condition is None:
        return None
    return FollowUp(
        group.prefix + condition.field,
        " ".join(condition.values),
        _when(group.fields, condition, lang),
        is_visible(asked, group.values),
    )


def _when(fields: tuple[Field, ...], condition: Condition, lang: str) -> str:
    on = next(one for one in fields if one.key == condition.field)
    words = [label for value, label, _ in _options(on, lang) if value in condition.values]
    answers = gettext(" eller ").join(f"”{word}”" for word in words)
    return gettext("Om du svarar {svar}:").replace("{svar}", answers)


def _is_day(typed: str) -> bool:
    return not typed or bool(_ISO.match(typed))


def _day(today: date, days: int | None) -> str:
    return "" if days is None else (today + timedelta(days=days)).isoformat()
