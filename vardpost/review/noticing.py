"""What is true of an entry, from what is known of unit, person, resident and case. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vardpost.review.groups import Group
from vardpost.review.rules import FINISHED_FOR, MOST_CHOSEN, Fact

#: States of a finished case, in the ledger's words; a test holds them together with the room's own.
FINISHED_STATES = frozenset({"answered", "closed", "withdrawn", "closed_no_answer", "forwarded"})
#: Nobody had the case yet: whoever distributes has to open it.
_NOBODYS = "submitted"
#: Acts that somebody chose to do about somebody.
_CHOSEN = frozenset({Group.OPENED, Group.TAKEN, Group.HANDLED, Group.REFUSED})
_LOOK_UP = "people:resident:look-up"


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a person to a resident, yes or no, and whether the resident is protected."""

    own: bool = False
    child: bool = False
    surname: bool = False
    address: bool = False
    colleague: bool = False
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """An entry, and what the tables say about it."""

    at: datetime
    action: str
    group: Group
    relation: str
    state: str
    about_case: bool
    #: More than an hour before or after the unit's opening hours.
    outside: bool
    #: One for each resident, unless it is a list of many.
    ties: Sequence[Ties] = ()
    #: When the case was finished, as far as it is known; and whether the case is known at all.
    finished_at: datetime | None = None
    case_known: bool = True


def chosen(action: str, group: Group, residents: int) -> bool:
    """Whether an entry is about those it names because somebody chose them."""
    return 1 <= residents <= MOST_CHOSEN and (group in _CHOSEN or action == _LOOK_UP)


def facts_of(about: Circumstances) -> Fact:
    """Return what is true of an entry; whether the case was handled is asked later."""
    found = Fact.NONE
    if about.outside:
        found |= Fact.OUTSIDE_HOURS
    for tie in about.ties:
        found |= _tied(tie)
    seen = about.group in (Group.OPENED, Group.TAKEN) and about.about_case
    if seen and about.relation != "assignee" and about.state != _NOBODYS:
        found |= Fact.NOT_ASSIGNED
    if seen and about.state in FINISHED_STATES and _long_finished(about):
        found |= Fact.FINISHED
    return found


def may_be_unhandled(group: Group, relation: str, *, about_case: bool) -> bool:
    """Whether it is to be asked, later, if the person did anything in the case that was opened."""
    return about_case and group in (Group.OPENED, Group.TAKEN) and relation != "assignee"


def _tied(tie: Ties) -> Fact:
    pairs = (
        (tie.own, Fact.OWN),
        (tie.child, Fact.CHILD),
        (tie.surname, Fact.SAME_NAME),
        (tie.address, Fact.SAME_ADDRESS),
        (tie.colleague, Fact.COLLEAGUE),
        (tie.protected, Fact.PROTECTED),
    )
    found = Fact.NONE
    for true, fact in pairs:
        found |= fact if true else Fact.NONE
    return found


def _long_finished(about: Circumstances) -> bool:
    """A case that is gone was finished long ago; one that is open again cannot be judged."""
    if not about.case_known:
        return True
    return about.finished_at is not None and about.finished_at + FINISHED_FOR <= about.at
