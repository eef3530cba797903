"""For whom a case of a type can be: oneself or a child, and from which age. Pure Python."""

from datetime import date
from enum import StrEnum

from vardpost.casetypes.fields import FormDefinition


class Hindrance(StrEnum):
    """Why a case of this type cannot be about somebody."""

    OUTBOUND = "outbound"
    PROXY = "proxy"
    AGE = "age"


def hindrance(form: FormDefinition, *, own: bool, born: date, today: date) -> Hindrance | None:
    """Return why a resident cannot send this about a person born then, or None.

    `own` says that it is about the sender, and not about a child the sender is guardian of.
    """
    if form.direction == "outbound":
        return Hindrance.OUTBOUND
    if not own and not form.proxy_allowed:
        return Hindrance.PROXY
    return Hindrance.AGE if age(born, today) < form.min_age else None


def age(born: date, today: date) -> int:
    """Return how many years old somebody is; who was born on 29 February turns on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
