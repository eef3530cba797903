"""What is told of a table: what it holds of persons, or that it holds nothing of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vardpost.config.activities import Category, Said, Subject


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds of persons: for which activity, about whom, which columns of which kind.

    Columns that say nothing of a person stand in `plain`, or in `PLAIN` for every table.
    """

    activity: str
    subjects: tuple[Subject, ...]
    columns: Mapping[Category, str]
    plain: str = ""
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the names of the columns."""
        told = " ".join([*self.columns.values(), self.plain])
        object.__setattr__(self, "names", frozenset(told.split()))


@dataclass(frozen=True, slots=True)
class Nobody:
    """A table that says nothing of any person, with the reason.

    `despite` names columns that look as if they did.
    """

    why: Said
    despite: str = ""


#: Columns that say nothing of a person in whichever table they stand.
PLAIN = frozenset(
    (
        *("id", "key", "version", "position", "created_at", "updated_at", "region_id", "unit_id"),
        *("case_type_id", "level", "content_hash", "definition", "at", "kind"),
    )
)
#: Who a row may be about.
RESIDENTS = (Subject.RESIDENT, Subject.GUARDIAN)
EVERYBODY = (Subject.RESIDENT, Subject.GUARDIAN, Subject.STAFF)
STAFF = (Subject.STAFF,)
