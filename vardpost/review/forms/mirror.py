"""What a unit decides about residents' logs: text in, clean values out."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.review.models.mirror import NAMES

FEWEST, MOST = 1, 60


def parse(posted: QueryDict) -> tuple[str, int]:
    """Return how staff are named, and within how many days questions are answered.

    Raises `BadInput` by field.
    """
    errors: dict[str, str] = {}
    names, days = posted.get("names", ""), posted.get("answer_days", "").strip()
    if names not in NAMES:
        errors["names"] = _("Välj något av alternativen")
    number = int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0
    if not FEWEST <= number <= MOST:
        errors["answer_days"] = _("Skriv ett tal mellan 1 och 60")
    if errors:
        raise BadInput(errors)
    return names, number


def typed(posted: QueryDict) -> dict[str, Any]:
    """Return what was typed, as the form shows it."""
    return {name: posted.get(name, "") for name in ("names", "answer_days")}
