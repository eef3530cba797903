"""The kinds of setting there are: rooms register theirs, and this room keeps who changed what.

A kind says who may change it, on which page, how its values read in words, and how an older value
is put back. Nothing here writes; `actions.settings` does.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vardpost.audit.events import AuditEvent
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission

#: What a setting holds, as JSON keeps it: text, numbers, lists and mappings; `{}` is *nothing*.
Values = Mapping[str, Any]
#: A value in words: the label a page gives it, and the text beside it.
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of setting. `key` is `room:thing`, stored for years, and never changes meaning."""

    key: str
    #: What the page calls it, Swedish, marked for translation with `gettext_noop`.
    title: str
    #: Who may change it; asked by `actions.settings.begin`.
    permission: Permission
    #: What the ledger calls a change of it.
    event: AuditEvent
    #: The page under `/m/<unit>/admin/` where it is changed.
    place: str
    #: The values in words, in the page's language; the same labels in the same order each time.
    words: Callable[[Values], Sequence[Line]]
    #: The verb that puts older values back, called with `actor`, `unit_id`, `object_id`, `version`,
    #: `values` and `undoes`, all by name; none where taking back would be wrong.
    restore: Callable[..., object] | None = None
    #: What the ledger says of the values, where they hold whole texts: a hash in their place.
    told: Callable[[Values], Values] = dict


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; called once, when the room's app is ready."""
    _KINDS.update({kind.key: kind for kind in kinds})


def kind_of(key: str) -> Kind:
    """Return a kind by its key. Raises `NotFound`."""
    try:
        return _KINDS[key]
    except KeyError:
        raise NotFound("setting") from None


def kinds() -> Iterator[Kind]:
    """Return every kind, in the order of their keys."""
    yield from (_KINDS[key] for key in sorted(_KINDS))


def differences(kind: Kind, old: Values, new: Values) -> tuple[tuple[str, str, str], ...]:
    """Return what differs in words: (label, before, after), in the page's order."""
    before, after = dict(kind.words(old) if old else ()), dict(kind.words(new) if new else ())
    labels = dict.fromkeys([*after, *before])
    return tuple(
        (label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label, "") != after.get(label, "")
    )


def plain(values: Values) -> dict[str, Any]:
    """Return the values as JSON keeps them, so that stored and given ones can be compared."""
    found: dict[str, Any] = json.loads(json.dumps(values))
    return found
