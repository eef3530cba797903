"""What sort of act an entry of the log tells of, by its event's name alone. Pure, and total.

Events are `room:thing:verb` (`audit/events.py`), so a new one finds its group by itself.
"""

from enum import StrEnum


class Group(StrEnum):
    """The sorts of act that a reviewer can choose between."""

    OPENED = "opened"
    LISTED = "listed"
    TAKEN = "taken"
    HANDLED = "handled"
    ADMINISTERED = "administered"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    OTHER = "other"


_READS = {"read", "preview"}
_LISTS = {"list", "search", "look-up"}
#: Out of the service: on paper, or as a file.
_TAKES = {"print", "download", "export"}
#: Rooms whose lists and reads are about cases and residents.
_CARE = {"cases", "files"}
_NOBODYS = {"session", "request", "notice"}


def group(action: str, outcome: str = "ok") -> Group:
    """Return the group of an event; whatever was refused is a try and nothing else."""
    room, _, rest = action.partition(":")
    thing, _, verb = rest.partition(":")
    if outcome == "refused":
        return Group.REFUSED
    if room == "review":
        return Group.REVIEWED
    if thing in _NOBODYS:
        return Group.OTHER
    if verb in _TAKES:
        return Group.TAKEN
    if verb in _LISTS and (room in _CARE or thing == "resident"):
        return Group.LISTED
    if room in _CARE:
        return Group.OPENED if verb in _READS else Group.HANDLED
    return Group.ADMINISTERED


#: What a sample is drawn from when nothing else is chosen: residents' cases that were seen.
ABOUT_CASES = frozenset({Group.OPENED, Group.TAKEN})
