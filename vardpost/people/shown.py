"""What residents see of a member of staff (domain 3, *signature*). Pure.

A protected identity is stricter than any choice: the name is never shown, and neither is what the
person has written as a signature, since it may hold the name.
"""

from typing import NamedTuple


class Shown(NamedTuple):
    """The name, what stands beside it, and the lines under a message."""

    name: str
    title: str
    signature: str


def shown_to_residents(
    *, name: str, title: str, unit_name: str, show_as: str, signature: str, protected: bool
) -> Shown:
    """Return how residents see somebody who writes from a unit."""
    if protected:
        return Shown(title[:1].upper() + title[1:] or unit_name, unit_name, "")
    if show_as == "unit" and unit_name:
        return Shown(unit_name, title, signature)
    return Shown(name, title, signature)
