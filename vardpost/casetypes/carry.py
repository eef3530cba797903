"""From a draft of one case type to another: no word is lost when a type cannot be sent any more.

Questions that are the same in both keep their answers. The rest is put in words, question by
question, after what stands in the other form's free text. Pure.
"""

from collections.abc import Iterable

from vardpost.casetypes.fields import Field, FormDefinition, Text
from vardpost.casetypes.parse import ParsedAnswers, Posted, Raw, controls
from vardpost.casetypes.summary import summary

_FIRST_WRITTEN_AS = Text("Skrevs först som: {name}", "First written as: {name}")


def room_of(form: FormDefinition) -> Field | None:
    """Return the free text that can take what has no question of its own; the required first."""
    free = [one for one in form.fields if one.type == "longtext" and one.visible_when is None]
    return next((one for one in free if one.required), free[0] if free else None)


def carried(
    source: FormDefinition, answers: ParsedAnswers, target: FormDefinition, begun: Posted, lang: str
) -> Raw:
    """Return the raw answers of `target`: those begun, and everything written in `source`.

    Doing it twice is doing it once. The target must have room (`room_of`).
    """
    room = room_of(target)
    raw: Raw = {name: list(texts) for name, texts in begun.items()}
    if room is None:
        return raw
    kept = set()
    for field in source.fields:
        if field.key == room.key or not _same(field, target.field(field.key)):
            continue
        if _copied(field, answers.raw, raw):
            kept.add(field.key)
    said = _in_words(source, answers, kept, lang)
    if said:
        title = _FIRST_WRITTEN_AS.of(lang).replace("{name}", source.title.of(lang))
        block = "\n\n".join([title, *said])
        before = (raw.get(room.key) or [""])[0].replace("\r\n", "\n").strip()
        if block not in before:
            raw[room.key] = [f"{before}\n\n{block}".strip()]
    return raw


def _same(one: Field, other: Field | None) -> bool:
    """Whether two questions ask the same, so that an answer to one answers the other."""
    return other is not None and (one.type, one.options, one.fields, one.visible_when) == (
        *(other.type, other.options, other.fields, other.visible_when),
    )


def _copied(field: Field, source: Posted, raw: Raw) -> bool:
    """Copy an answer where the target has none; tell whether it says the same there now."""
    names = [name for _field, name, _many in controls((field,)) if source.get(name)]
    if any("".join(raw.get(name, ())).strip() for name in names):
        return all(list(source[name]) == raw.get(name) for name in names)
    raw |= {name: list(source[name]) for name in names}
    return True


def _in_words(
    form: FormDefinition, answers: ParsedAnswers, kept: Iterable[str], lang: str
) -> list[str]:
    """Return the other answers as paragraphs; what could not be taken, as it was typed."""
    skipped = set(kept)
    wrong = {name.split("-")[0] for name in answers.errors}
    lines: dict[str, list[str]] = {}
    for line in summary(form, answers.values, lang):
        lines.setdefault(line.name.split("-")[0], []).append(f"{line.label}\n{line.text}")
    said = []
    for field in form.fields:
        if field.key in skipped:
            continue
        if field.key in wrong:
            typed = _typed(field, answers.raw)
            said += [f"{field.label.of(lang)}\n{typed}"] if typed else []
        else:
            said += lines.get(field.key, [])
    return said


def _typed(field: Field, raw: Posted) -> str:
    names = [name for _field, name, _many in controls((field,)) if not name.endswith("-rows")]
    return "\n".join(text for name in names for text in raw.get(name, ()) if text.strip())
