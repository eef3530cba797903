"""A unit's plan of review and a region's contact: text in, clean values out."""

import re
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput
from vardpost.review.plan import Plan
from vardpost.review.queries.escalations import Contact
from vardpost.review.sampling import MOST_ITEMS

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NUMBERS = (("months", 12), ("due_days", 90), ("answer_days", 60))


def shown(plan: Plan) -> dict[str, str]:
    """Return the form of a plan."""
    return {
        "months": str(plan.months),
        "of": plan.of,
        "amount": str(plan.amount),
        "due_days": str(plan.due_days),
        "answer_days": str(plan.answer_days),
    }


def as_typed(posted: QueryDict) -> dict[str, str]:
    """Return what was typed, as it was."""
    return {name: posted.get(name, "")[:20] for name in shown(Plan())}


def parse(posted: QueryDict) -> Plan:
    """Return the plan of a posted form. Raises `BadInput`."""
    raw, errors, numbers = as_typed(posted), dict[str, str](), dict[str, int]()
    most = 100 if raw["of"] == "percent" else MOST_ITEMS
    for name, largest in (*_NUMBERS, ("amount", most)):
        text = raw[name].strip()
        numbers[name] = int(text) if text.isascii() and text.isdigit() else 0
        if not 1 <= numbers[name] <= largest:
            words = _("Skriv ett tal från 1 till {n}")
            errors[name] = words.replace("{n}", str(largest))
    if errors:
        raise BadInput(errors)
    found: dict[str, Any] = {**numbers, "of": "percent" if raw["of"] == "percent" else "entries"}
    return Plan(**found)


def contact_typed(posted: QueryDict) -> Contact:
    """Return the contact as it was typed."""
    return Contact(*(posted.get(name, "")[:300] for name in ("name", "email", "phone")))


def contact(posted: QueryDict) -> Contact:
    """Return the contact of a posted form. Raises `BadInput`."""
    raw = contact_typed(posted)
    name, email, phone = (typed.one_line(one) for one in (raw.name, raw.email, raw.phone))
    errors = {}
    if not name or len(name) > 120:
        errors["name"] = _("Skriv ett namn på högst 120 tecken")
    if email and (not _MAIL.fullmatch(email) or len(email) > 254):
        errors["email"] = _("Skriv en e-postadress, till exempel namn@region.example")
    if len(phone) > 20 or (phone and sum(char.isdigit() for char in phone) < 8):
        errors["phone"] = _("Skriv ett telefonnummer med minst 8 siffror")
    if not email and not phone and "email" not in errors and "phone" not in errors:
        errors["phone"] = _("Skriv telefon eller e-post")
    if errors:
        raise BadInput(errors)
    return Contact(name, email, phone)
