"""What a unit decides about a case type on its page: made by the form, kept by the verb. Pure."""

from dataclasses import dataclass

from vardpost.casetypes.overrides import Overrides


@dataclass(frozen=True, slots=True)
class Decided:
    """What one form of the administration says about a case type."""

    active: bool
    follows: bool
    first_days: int
    final_days: int
    overrides: Overrides
