"""Fields, values and modes of a template in words."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.casetypes.fields import Text
from vardpost.casetypes.national import national_types
from vardpost.casetypes.queries.many import CentralForm
from vardpost.notices.words import EVENTS, MODES
from vardpost.shell.jinja import language
from vardpost.unit_templates.values import (
    CATCHMENT,
    NOTICE_HOURS,
    NOTICES,
    Mode,
    Value,
    case_type_of,
)
from vardpost.units.area import OLDEST
from vardpost.units.queries.area import places
from vardpost.units.values import AreaRow
from vardpost.units.words import row_words

_HOURS = {
    "unassigned_hours": later("Timmar innan ett ofördelat ärende aviseras"),
    "remind_hours": later("Timmar före utlovat svar som det påminns"),
}
_MODES = {
    Mode.OPEN: later("öppet"),
    Mode.LOCKED: later("låst"),
    Mode.START: later("bara från start"),
}
_REACHES = {
    "municipality": later("Mottagningens kommun"),
    "region": later("Hela regionen"),
    "country": later("Hela landet"),
}


@lru_cache(maxsize=1)
def _national() -> Mapping[str, Text]:
    """Return the titles of the types that ship, for a key with no form at hand."""
    return {one.definition.key: one.definition.title for one in national_types()}


def titles(forms: list[CentralForm]) -> dict[str, str]:
    """Return what case types are called, by key, in the page's language."""
    lang = language()
    return {
        one.key: one.title.en if lang == "en" and one.title.en else one.title.sv for one in forms
    }


def field_name(field: str, names: Mapping[str, str] | None = None) -> str:
    """Return what a field is called; `names` are those of case types that do not ship."""
    if field == CATCHMENT:
        return _("Betjäningsområde")
    if case_type := case_type_of(field):
        title = (names or {}).get(case_type) or _shipped_title(case_type)
        said = _("erbjuds") if field.endswith(":active") else _("svarstid")
        return f"{title}: {said}"
    name = field.partition(":")[2]
    if name in NOTICE_HOURS:
        return _(_HOURS[name])
    return _("Avisering: {händelse}").replace("{händelse}", _(EVENTS[name]))


def in_order(fields: Iterable[str], names: Mapping[str, str] | None = None) -> list[str]:
    """Return fields as they are read: the area, each type with its promise, then notices."""
    return sorted(fields, key=lambda one: _place(one, names))


def _place(field: str, names: Mapping[str, str] | None) -> tuple[int, int, str]:
    if field == CATCHMENT:
        return 0, 0, ""
    if case_type_of(field):
        # A type's two fields begin alike: whether it is offered comes before what is promised.
        title = field_name(field, names).rpartition(": ")[0]
        return 1, 0, f"{title.casefold()} {field}"
    return 2, NOTICES.index(field.partition(":")[2]), ""


def _shipped_title(key: str) -> str:
    title = _national().get(key)
    if title is None:
        return key
    return title.en if language() == "en" and title.en else title.sv


def value_words(field: str, value: Value) -> str:
    """Return a value in words; a unit's area names places, a template's the unit's own place."""
    if value is None:
        return _("inget")
    if field == CATCHMENT:
        return "; ".join(_area(row) for row in value) or _("ingen")
    if field.endswith(":active"):
        return _("Ja") if value else _("Nej")
    if field.endswith(":promise"):
        first, final = (
            ngettext("{n} vardag", "{n} vardagar", days).replace("{n}", str(days)) for days in value
        )
        told = _("första svar inom {a}, slutligt inom {b}")
        return told.replace("{a}", first).replace("{b}", final)
    if isinstance(value, int):
        return ngettext("{n} timme", "{n} timmar", value).replace("{n}", str(value))
    return _(MODES[str(value)])


def _area(row: list[str | int]) -> str:
    if row[0] in _REACHES:
        region = AreaRow("", "", str(row[1]), int(row[2]), int(row[3]))
        tail = row_words(region, places()).partition(", ")[2]
        return ", ".join(part for part in (_(_REACHES[str(row[0])]), tail) if part)
    region_id, municipality_id, sex, age_from, age_to = row
    area = AreaRow(str(region_id), str(municipality_id), str(sex), int(age_from), int(age_to))
    return row_words(area, places())


def mode_name(mode: Mode) -> str:
    """Return how firmly a field is meant, in a word."""
    return _(_MODES[mode])


def mode_options() -> list[tuple[str, str]]:
    """Return every mode, as a form's options."""
    return [(mode.value, _(name).capitalize()) for mode, name in _MODES.items()]


def reach_options() -> list[tuple[str, str]]:
    """Return whom a unit may be for, as a form's options."""
    return [(key, _(name)) for key, name in _REACHES.items()]


#: The age that means no upper limit.
NO_LIMIT = OLDEST
