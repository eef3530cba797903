"""What a case's form wants ticked off, and what has been: plain data for verbs and pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vardpost.cases.states import Event

#: The key of the journal mark among those of the points; no point can have it.
JOURNAL = "@journal"
#: What the resident and the unit have talked about after one of these is not yet journalled, so
#: that the next answer is marked anew.
COMES_BACK = (Event.RESIDENT_FOLLOWUP.value, Event.REOPEN.value)
#: Reasons for closing without an answer that tell of care given: then the mark is demanded too.
CARE_GIVEN = frozenset({"phone", "visit"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One point as it stands; one that nobody has touched has turn 0."""

    key: str
    done: bool = False
    turn: int = 0
    at: datetime | None = None
    by_id: UUID | None = None
    by_name: str = ""
