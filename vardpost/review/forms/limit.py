"""What is unusual: text in, clean values out."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.review.watching import FEWEST_RESIDENTS, MOST_RESIDENTS, SPANS, Limit


def shown(limit: Limit) -> dict[str, str]:
    """Return the form of a limit."""
    return {"residents": str(limit.residents), "minutes": str(limit.minutes)}


def as_typed(posted: QueryDict) -> dict[str, str]:
    """Return what was typed, as it was."""
    return {name: posted.get(name, "")[:20] for name in shown(Limit())}


def parse(posted: QueryDict) -> Limit:
    """Return the limit of a posted form. Raises `BadInput`."""
    raw, errors = as_typed(posted), dict[str, str]()
    text = raw["residents"].strip()
    residents = int(text) if text.isascii() and text.isdigit() else 0
    if not FEWEST_RESIDENTS <= residents <= MOST_RESIDENTS:
        words = _("Skriv ett tal från {minst} till {mest}")
        errors["residents"] = words.replace("{minst}", str(FEWEST_RESIDENTS)).replace(
            "{mest}", str(MOST_RESIDENTS)
        )
    minutes = {str(one): one for one in SPANS}.get(raw["minutes"])
    if minutes is None:
        errors["minutes"] = _("Välj i listan")
    if errors or minutes is None:
        raise BadInput(errors)
    return Limit(residents, minutes)
