"""What may be shown of a count outside the unit it is of: nothing under five (domain 6.1). Pure.

The SQL says the same as the functions, for lists that are sorted and filtered in the database:
whoever sorts by a number that she may not see would see it after all. `s` is a `unit_rollup`.
"""

#: The smallest number that is told.
LEAST = 5

#: The open cases where they may be told, else null.
OPEN = f"(case when s.open_cases >= {LEAST} then s.open_cases end)"
#: The cases of the last 28 days that a promise can be judged by: those answered, and those whose
#: promise has been broken while they still wait.
_JUDGED = "(s.answered + s.late)"
#: The share of them answered as promised, in whole percent, rounded down; null when they are few.
SHARE = f"(case when {_JUDGED} >= {LEAST} then s.kept * 100 / {_JUDGED} end)"


def count(number: int) -> int | None:
    """Return a count as it may be told, None when it is too small."""
    return number if number >= LEAST else None


def share(*, answered: int, late: int, kept: int) -> int | None:
    """Return the share answered as promised in whole percent, None when there are too few."""
    judged = answered + late
    return kept * 100 // judged if judged >= LEAST else None
