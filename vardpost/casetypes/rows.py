"""Adding and removing rows without JavaScript: a submit button that keeps what was typed."""

from vardpost.casetypes.fields import Field, HasFields
from vardpost.casetypes.parse import Posted, Raw, controls, keep_raw, row_count

#: Names of the two buttons; the value is `key` to add and `key-1` to remove.
ADD = "_add"
REMOVE = "_remove"


def edit_rows(form: HasFields, posted: Posted) -> Raw | None:
    """Return the raw answers with a row more or less, or None when no such button was pressed."""
    raw = keep_raw(form, posted)
    added = _first(posted, ADD)
    removed = _first(posted, REMOVE)
    for field in form.fields:
        if field.type != "rows":
            continue
        if added == field.key:
            raw[f"{field.key}-rows"] = [str(min(field.max_rows, row_count(field, raw) + 1))]
            return raw
        key, _, number = removed.rpartition("-")
        if key == field.key and number in map(str, range(field.max_rows)):
            return _without_row(field, raw, int(number))
    return None


def focus_after(form: HasFields, posted: Posted, raw: Raw) -> str:
    """Return the name of the control that takes focus after a row was added or removed."""
    key = _first(posted, ADD) or _first(posted, REMOVE).rpartition("-")[0]
    for field in form.fields:
        if field.type == "rows" and field.key == key:
            last = row_count(field, raw) - 1
            return next(name for _, name, _ in controls(field.fields, f"{key}-{last}-"))
    return ""


def _without_row(field: Field, raw: Raw, gone: int) -> Raw:
    count = row_count(field, raw)
    kept = {name: texts for name, texts in raw.items() if not name.startswith(field.key + "-")}
    rows = [number for number in range(count) if number != gone]
    for to, source in enumerate(rows):
        moved = zip(
            controls(field.fields, f"{field.key}-{to}-"),
            controls(field.fields, f"{field.key}-{source}-"),
            strict=True,
        )
        for (_, name, _), (_, old, _) in moved:
            if old in raw:
                kept[name] = raw[old]
    kept[f"{field.key}-rows"] = [str(max(1, len(rows)))]
    return kept


def _first(posted: Posted, name: str) -> str:
    texts = posted.get(name)
    return str(texts[0]) if texts else ""
