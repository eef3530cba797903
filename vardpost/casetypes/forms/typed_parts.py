"""Parts that the editor's forms share: texts in two languages, numbers, lines of options."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.casetypes.edits import new_key
from vardpost.casetypes.fields import CheckPoint, Option, Text
from vardpost.kernel import typed

Thing = TypeVar("Thing")
#: Where no version has been published.
NOTHING_USED: Mapping[str, Text] = MappingProxyType({})

#: Longer than anything a form should say; the checker has the same limit for files.
LONGEST = 5_000
#: Numbers are kept within what the database and a person can read.
FURTHEST = 1_000_000_000
MOST_LINES = 200


class Errors(dict[str, str]):
    """One message a field; the first one told stays."""

    def tell(self, name: str, message: str) -> None:
        """Keep a message for a field that has none."""
        self.setdefault(name, message)


def both(posted: QueryDict, name: str, errors: Errors, *, lines: bool = False) -> Text:
    """Return a text as typed in both languages; either may be missing in a draft."""
    read = typed.lines if lines else typed.one_line
    sv, en = (read(posted.get(f"{name}-{lang}", "")) for lang in ("sv", "en"))
    for lang, text in (("sv", sv), ("en", en)):
        if len(text) > LONGEST:
            over = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - LONGEST))
            errors.tell(f"{name}-{lang}", over)
    return Text(sv, en)


def either(posted: QueryDict, name: str, errors: Errors, *, lines: bool = False) -> Text | None:
    """Return the same as `both`, or nothing when nothing is typed."""
    text = both(posted, name, errors, lines=lines)
    return text if text.sv or text.en else None


def show(fields: dict[str, Any], name: str, text: Text | None) -> None:
    """Put a text into what a form shows."""
    fields[f"{name}-sv"] = text.sv if text else ""
    fields[f"{name}-en"] = text.en if text else ""


def number(posted: QueryDict, name: str, errors: Errors) -> int | None:
    """Return a whole number, with minus before it where the question allows; empty is none."""
    text = typed.one_line(posted.get(name, "")).replace("\N{MINUS SIGN}", "-").replace(" ", "")
    digits = text.removeprefix("-")
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(FURTHEST)):
        errors.tell(name, _("Skriv ett heltal med siffror"))
        return None
    value = int(text)
    if abs(value) > FURTHEST:
        errors.tell(name, _("Skriv ett mindre tal"))
    return value


def between(posted: QueryDict, name: str, errors: Errors, least: int, most: int) -> int:
    """Return a number that has to be there, between two bounds."""
    value = number(posted, name, errors)
    if value is None or not least <= value <= most:
        told = _("Skriv ett tal från {a} till {b}")
        errors[name] = told.replace("{a}", str(least)).replace("{b}", str(most))
        return least
    return value


def lines_of(labels: Sequence[Text]) -> str:
    """Return texts a line each, as `Svenska | English`."""
    return "\n".join(f"{one.sv} | {one.en}" if one.en else one.sv for one in labels)


def options(
    posted: QueryDict,
    name: str,
    old: Sequence[Option],
    errors: Errors,
    used: Mapping[str, Text] = NOTHING_USED,
) -> Any:
    """Return the options typed a line each; one whose words stand keeps its stored value.

    Other words are another answer, with a value that nothing here has had: what was stored under
    the old value keeps its meaning. `used` are values of published versions with their words; the
    very same words get theirs back. Words are mended on the option's own page, which keeps it.
    """
    texts = _texts(posted, name, errors)
    same = _matched(texts, [(one.label, one) for one in old])
    taken = {one.value for one in old} | set(used)
    made = []
    for text, known in zip(texts, same, strict=True):
        if known is not None:
            made.append(Option(known.value, text, known.help, known.picture))
            continue
        value = _had(text, used, {one.value for one in (*old, *made)})
        value = value or new_key(text.sv or text.en, taken, "svar")
        taken.add(value)
        made.append(Option(value, text))
    _tell_lost(name, old, made, errors)
    return tuple(made)


def _had(text: Text, used: Mapping[str, Text], here: Collection[str]) -> str:
    """Return the value that the same words had in a published version, if it is free here."""
    return next((value for value, one in used.items() if one == text and value not in here), "")


def _tell_lost(name: str, old: Sequence[Option], made: Sequence[Option], errors: Errors) -> None:
    """Refuse to put another answer in the place of one with a picture or a help text."""
    kept, before = {one.value for one in made}, {one.value for one in old}
    lost = [one for one in old if one.value not in kept and (one.picture or one.help)]
    if lost and kept - before:
        told = _(
            "”{svar}” har bild eller hjälptext. Ändra orden på svarets egen sida. Ska svaret bort? "
            "Ta bort raden och spara, innan du skriver nya svar."
        )
        errors.tell(name, told.replace("{svar}", lost[0].label.sv or lost[0].label.en))


def points(posted: QueryDict, name: str, old: Sequence[CheckPoint], errors: Errors) -> Any:
    """Return the checklist typed a line each; a point whose words stand keeps its key."""
    texts = _texts(posted, name, errors)
    same = _matched(texts, [(one.label, one) for one in old])
    taken = {one.key for one in old}
    made = []
    for text, known in zip(texts, same, strict=True):
        key = known.key if known else new_key(text.sv or text.en, taken, "punkt")
        taken.add(key)
        made.append(CheckPoint(key, text))
    return tuple(made)


def echo(posted: QueryDict, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, in the fields that a form shows."""
    fields: dict[str, Any] = {}
    for name, old in shown.items():
        if isinstance(old, bool):
            fields[name] = name in posted
        elif isinstance(old, Collection) and not isinstance(old, str):
            fields[name] = posted.getlist(name)
        else:
            fields[name] = posted.get(name, "")
    return fields


def _texts(posted: QueryDict, name: str, errors: Errors) -> list[Text]:
    texts = []
    for line in typed.lines(posted.get(name, "")).split("\n"):
        sv, _bar, en = (typed.one_line(part) for part in line.partition("|"))
        if sv or en:
            texts.append(Text(sv, en))
        if max(len(sv), len(en)) > LONGEST:
            errors.tell(name, _("En rad är för lång"))
    if len(texts) > MOST_LINES:
        errors.tell(name, _("Skriv högst {n} rader").replace("{n}", str(MOST_LINES)))
    return texts


def _matched(texts: Sequence[Text], known: Sequence[tuple[Text, Thing]]) -> list[Thing | None]:
    """Return for each line what was there before under the same words, each once.

    The Swedish words say what it is. The English ones do where one of the two has no Swedish yet.
    """
    found: list[Thing | None] = [None] * len(texts)
    left = list(known)
    for fits in (_same_both, _same_swedish, _same_english):
        for at, text in enumerate(texts):
            hit = next((pair for pair in left if found[at] is None and fits(pair[0], text)), None)
            if hit is not None:
                left.remove(hit)
                found[at] = hit[1]
    return found


def _same_both(one: Text, other: Text) -> bool:
    return one == other


def _same_swedish(one: Text, other: Text) -> bool:
    return bool(one.sv) and one.sv == other.sv


def _same_english(one: Text, other: Text) -> bool:
    return bool(one.en) and one.en == other.en and not (one.sv and other.sv)
