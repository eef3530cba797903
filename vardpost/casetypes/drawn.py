"""A form as the page draws it: every control with its words, what was typed and its error.

The template only loops; what depends on what is decided here, where it can be tested.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from vardpost.casetypes.fields import Field, HasFields, Picture
from vardpost.casetypes.followups import Group, follow_up, may_show, options
from vardpost.casetypes.parse import Posted, row_count
from vardpost.casetypes.shown import PICTURES, Control, FollowUp, Row, Shown
from vardpost.casetypes.values import Value

#: More options than this in a row are a list to open, not a column of cards.
_FEW = 4
_SHORT = 28
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_CLOCK = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Drawing:
    raw: Posted
    errors: Mapping[str, str]
    lang: str
    today: date

    def text(self, name: str) -> str:
        texts = self.raw.get(name)
        return texts[0] if texts else ""


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
    on_page = {one.key: one for one in form.fields if step is None or one.step == step}
    group = Group(form.fields, "", values, on_page)
    return [_control(drawing, one, group) for one in on_page.values() if may_show(one, group)]


def _control(drawing: _Drawing, asked: Field, group: Group) -> Control:
    lang = drawing.lang
    name = group.prefix + asked.key
    hangs = follow_up(asked, group, lang)
    hint = asked.help.of(lang) if asked.help else ""
    label = asked.label.of(lang)
    if asked.type == "info":
        picture = _shown(asked.picture, lang)
        return Control("info", name, label, hint, follow_up=hangs, picture=picture)
    if asked.type == "rows":
        return _rows_control(drawing, asked, name, hangs)
    if asked.type == "daterange":
        return _range_control(drawing, asked, name, hangs)
    if asked.type == "person":
        return _person_control(drawing, asked, name, hangs)
    return Control(
        _kind(asked, drawing.text(name), in_row=bool(group.prefix)),
        name,
        label,
        hint,
        optional=not asked.required,
        error=drawing.errors.get(name, ""),
        value=drawing.text(name),
        chosen=tuple(drawing.raw.get(name) or ()),
        options=options(asked, lang),
        columns=_columns(asked, lang),
        autocomplete=asked.autocomplete,
        max_length=asked.length if asked.type in ("text", "longtext") else 0,
        minimum=_day(drawing.today, asked.earliest),
        maximum=_day(drawing.today, asked.latest),
        follow_up=hangs,
        picture=_shown(asked.picture, lang),
        pictures=_pictures(asked, lang),
    )


def _shown(picture: Picture | None, lang: str) -> Shown | None:
    if picture is None:
        return None
    return Shown(PICTURES + picture.hash, picture.alt.of(lang), picture.width, picture.height)


def _pictures(asked: Field, lang: str) -> dict[str, Shown]:
    shown = {one.value: _shown(one.picture, lang) for one in asked.options if one.picture}
    return {value: picture for value, picture in shown.items() if picture is not None}


def _person_control(
    drawing: _Drawing, asked: Field, name: str, follow_up: FollowUp | None
) -> Control:
    words = {
        "name": gettext("Namn"),
        "relation": gettext("Relation"),
        "phone": gettext("Telefonnummer"),
    }
    parts = tuple(
        Control(
            "phone" if part == "phone" else "text",
            f"{name}-{part}",
            label,
            optional=part != "name",
            error=drawing.errors.get(f"{name}-{part}", ""),
            value=drawing.text(f"{name}-{part}"),
            autocomplete="off",
            max_length=0 if part == "phone" else asked.length,
        )
        for part, label in words.items()
    )
    lang = drawing.lang
    return Control(
        "person",
        name,
        asked.label.of(lang),
        asked.help.of(lang) if asked.help else "",
        optional=not asked.required,
        follow_up=follow_up,
        parts=parts,
        picture=_shown(asked.picture, lang),
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
        drawn = any(one.picture for one in asked.options)
        return "select" if in_row and len(asked.options) > _FEW and not drawn else "radios"
    return "checkboxes" if asked.type == "multichoice" else asked.type


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
        picture=_shown(asked.picture, lang),
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
        here = {sub.key: sub for sub in asked.fields}
        group = Group(asked.fields, prefix, _row_values(drawing, asked, prefix), here)
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
        picture=_shown(asked.picture, lang),
        rows=tuple(rows),
        add=gettext("Lägg till {sak}").replace("{sak}", item[:1].lower() + item[1:])
        if count < asked.max_rows
        else "",
    )


def _row_values(drawing: _Drawing, asked: Field, prefix: str) -> dict[str, Value]:
    """Return the answers of one row as typed: enough to know which follow-ups show."""
    values: dict[str, Value] = {}
    for sub in asked.fields:
        texts = drawing.raw.get(prefix + sub.key) or ()
        if sub.type in ("choice", "bool", "multichoice"):
            values[sub.key] = list(texts)
        elif texts and texts[0].strip():
            values[sub.key] = texts[0]
    return values


def _is_day(typed: str) -> bool:
    return not typed or bool(_ISO.match(typed))


def _day(today: date, days: int | None) -> str:
    return "" if days is None else (today + timedelta(days=days)).isoformat()
