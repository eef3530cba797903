"""Closings, pauses and the limit of a unit: text in, clean values out."""

from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.kernel.typed import kept, one_line
from vardpost.units.values import ClosingData, LimitData

LONGEST_REASON = 200
WHAT = ("closed", "closed_and_intake", "intake")


def closing(posted: QueryDict, case_types: set[str]) -> ClosingData | None:
    """Return the closing of a posted form; None to take it away. Raises `BadInput`."""
    if "ta_bort" in posted:
        return None
    errors: dict[str, str] = {}
    starts = _day(posted.get("starts_on", ""), "starts_on", errors)
    ends = _day(posted.get("ends_on", ""), "ends_on", errors)
    what = posted.get("what", "")
    if what not in WHAT:
        errors["what"] = _("Välj vad som gäller de här dagarna")
    case_type = posted.get("case_type", "")
    if case_type and case_type not in case_types:
        errors["case_type"] = _("Välj en ärendetyp i listan")
    if case_type and what != "intake" and "what" not in errors:
        errors["case_type"] = _("Välj alla ärendetyper när hela mottagningen är stängd")
    reason_sv = _reason(posted, "reason_sv", errors)
    reason_en = _reason(posted, "reason_en", errors)
    if not reason_sv and "reason_sv" not in errors:
        errors["reason_sv"] = _("Skriv varför, så att invånare förstår")
    alternative = _unit(posted, errors)
    if errors:
        raise BadInput(errors)
    return ClosingData(
        starts,
        ends,
        stops_clock=what != "intake",
        stops_intake=what != "closed",
        case_type=case_type,
        reason_sv=reason_sv,
        reason_en=reason_en,
        alternative=alternative,
    )


def closing_shown(data: ClosingData) -> dict[str, object]:
    """Return a closing as the form shows it."""
    what = "intake" if not data.stops_clock else "closed"
    if data.stops_clock and data.stops_intake:
        what = "closed_and_intake"
    return {
        "starts_on": data.starts_on,
        "ends_on": data.ends_on,
        "what": what,
        "case_type": data.case_type,
        "reason_sv": data.reason_sv,
        "reason_en": data.reason_en,
        "alternative": data.alternative or "",
    }


def closing_typed(posted: QueryDict) -> dict[str, object]:
    """Return what was typed, as the form shows it."""
    names = ("starts_on", "ends_on", "what", "case_type", "reason_sv", "reason_en", "alternative")
    return {name: posted.get(name, "")[:9999] for name in names}


def limit(posted: QueryDict) -> LimitData:
    """Return the limit of a posted form; none when it is taken away or nothing is filled in.

    Raises `BadInput`, also when something is filled in without a limit: it would mean nothing.
    """
    errors: dict[str, str] = {}
    names = ("most_waiting", "extra_days", "alternative")
    if "ta_bort" in posted or not any(posted.get(name, "").strip() for name in names):
        return LimitData()
    most = _number(posted, "most_waiting", 1, 500, errors)
    extra = 0
    if posted.get("extra_days", "").strip():
        extra = _number(posted, "extra_days", 0, 20, errors)
    alternative = _unit(posted, errors)
    if not errors and not extra and alternative is None:
        errors["extra_days"] = _("Välj längre svarstid eller en annan mottagning")
    if errors:
        raise BadInput(errors)
    return LimitData(most, extra, alternative)


def limit_shown(data: LimitData) -> dict[str, object]:
    """Return the limit as the form shows it."""
    return {
        "most_waiting": data.most_waiting or "",
        "extra_days": data.extra_days or "",
        "alternative": data.alternative or "",
    }


def limit_typed(posted: QueryDict) -> dict[str, object]:
    """Return what was typed, as the form shows it."""
    return {
        name: posted.get(name, "")[:100] for name in ("most_waiting", "extra_days", "alternative")
    }


def _day(text: str, name: str, errors: dict[str, str]) -> str:
    try:
        day = date.fromisoformat(text.strip())
        if not 2000 <= day.year <= 2100:
            raise ValueError
    except ValueError:
        errors[name] = _("Skriv en dag, till exempel 2027-07-01")
        return ""
    return day.isoformat()


def _reason(posted: QueryDict, name: str, errors: dict[str, str]) -> str:
    text = one_line(kept(posted.get(name, "")))
    if len(text) > LONGEST_REASON:
        left = str(len(text) - LONGEST_REASON)
        errors[name] = _("Korta texten med {n} tecken").replace("{n}", left)
    return text


def _number(posted: QueryDict, name: str, least: int, most: int, errors: dict[str, str]) -> int:
    text = posted.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        told = _("Skriv ett tal mellan {minst} och {mest}")
        errors[name] = told.replace("{minst}", str(least)).replace("{mest}", str(most))
        return 0
    return int(text)


def _unit(posted: QueryDict, errors: dict[str, str]) -> str | None:
    text = posted.get("alternative", "")
    if not text:
        return None
    try:
        return str(UUID(text))
    except ValueError:
        errors["alternative"] = _("Välj en mottagning i listan")
        return None
