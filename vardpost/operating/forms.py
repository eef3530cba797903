"""A notice as the office types it: text in, clean values out."""

from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput
from vardpost.operating.values import (
    AUDIENCES,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SEVERITIES,
    NoticeData,
)

#: The names of the form's own fields.
_TEXTS = (
    ("titel_sv", LONGEST_TITLE),
    ("text_sv", LONGEST_TEXT),
    ("titel_en", LONGEST_TITLE),
    ("text_en", LONGEST_TEXT),
)
_NAMES = (
    *("allvar", "for", "var", "start_dag", "start_tid", "slut_dag", "slut_tid"),
    *(name for name, _most in _TEXTS),
)
Fields = dict[str, Any]


def empty() -> Fields:
    """Return the fields of a new notice: mild, for all, from now and until it is ended."""
    return {
        **dict.fromkeys(_NAMES, ""),
        "allvar": "limited",
        "for": "everyone",
        "var": "landet",
        "regioner": [],
    }


def shown(data: NoticeData) -> Fields:
    """Return a notice as the form shows it."""
    return {
        "allvar": data.severity,
        "for": data.audience,
        "var": "regioner" if data.regions else "landet",
        "regioner": list(data.regions),
        "titel_sv": data.title_sv,
        "text_sv": data.text_sv,
        "titel_en": data.title_en,
        "text_en": data.text_en,
        **_moment("start", data.starts_at),
        **_moment("slut", data.ends_at),
    }


def typed(posted: QueryDict) -> Fields:
    """Return what was typed, as the form shows it."""
    fields: Fields = {name: posted.get(name, "") for name in _NAMES}
    return {**fields, "regioner": posted.getlist("regioner")}


def parse(posted: QueryDict) -> NoticeData:
    """Return the notice of a posted form. Raises `BadInput` with a message a field.

    With *Förhandsgranska* pressed and nothing wrong, `BadInput` without messages.
    """
    errors = dict[str, str]()
    if posted.get("allvar") not in SEVERITIES:
        errors["allvar"] = _("Välj hur allvarligt det är")
    if posted.get("for") not in AUDIENCES:
        errors["for"] = _("Välj vilka som ska se det")
    regions = tuple(dict.fromkeys(posted.getlist("regioner")))
    if posted.get("var") not in {"landet", "regioner"}:
        errors["var"] = _("Välj var det gäller")
    elif posted.get("var") == "regioner" and not regions:
        errors["regioner"] = _("Välj minst en region")
    texts = {name: _one_text(posted, name, most, errors) for name, most in _TEXTS}
    if not texts["titel_sv"]:
        errors["titel_sv"] = _("Skriv en rubrik")
    if not texts["text_sv"]:
        errors["text_sv"] = _("Skriv vad som har hänt, och vad läsaren kan göra")
    if bool(texts["titel_en"]) != bool(texts["text_en"]):
        missing = "text_en" if texts["titel_en"] else "titel_en"
        errors.setdefault(missing, _("Skriv både rubrik och text på engelska, eller ingen av dem"))
    starts_at = _at(posted, "start", errors) or clock.now().replace(second=0, microsecond=0)
    ends_at = _at(posted, "slut", errors)
    if errors or "forhandsgranska" in posted:
        raise BadInput(errors)
    return NoticeData(
        severity=str(posted["allvar"]),
        audience=str(posted["for"]),
        regions=regions if posted["var"] == "regioner" else (),
        title_sv=texts["titel_sv"],
        text_sv=texts["text_sv"],
        title_en=texts["titel_en"],
        text_en=texts["text_en"],
        starts_at=starts_at,
        ends_at=ends_at,
    )


def _one_text(posted: QueryDict, name: str, most: int, errors: dict[str, str]) -> str:
    text = " ".join(posted.get(name, "").split())
    if len(text) > most:
        errors[name] = _("Korta texten med {n} tecken").replace("{n}", str(len(text) - most))
    return text


def _at(posted: QueryDict, name: str, errors: dict[str, str]) -> datetime | None:
    day_text = posted.get(f"{name}_dag", "").strip()
    time_text = posted.get(f"{name}_tid", "").strip().replace(".", ":")
    if not day_text and not time_text:
        return None
    try:
        day = date.fromisoformat(day_text)
    except ValueError:
        errors[f"{name}_dag"] = _("Skriv en dag, till exempel 2026-03-14")
        return None
    try:
        at = time.fromisoformat(time_text.rjust(5, "0"))
    except ValueError:
        errors[f"{name}_tid"] = _("Skriv en tid, till exempel 14.30")
        return None
    moment = clock.on_the_clock(day, at)
    if moment is None:
        errors[f"{name}_tid"] = _("Den timmen finns inte, klockan ställs fram då")
    return moment


def _moment(name: str, moment: datetime | None) -> Fields:
    if moment is None:
        return {f"{name}_dag": "", f"{name}_tid": ""}
    local = moment.astimezone(clock.STOCKHOLM)
    return {f"{name}_dag": local.date().isoformat(), f"{name}_tid": f"{local:%H:%M}"}
