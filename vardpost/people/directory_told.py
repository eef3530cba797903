"""What the ledger says of a directory that has been read in: what stood, and what stands. Pure.

Never a number, and of somebody whose identity is protected only which columns have changed.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from vardpost.people.directory import Row
from vardpost.people.queries.directory import Known

#: More than this many are told by their number, and a hash that the file can be held against.
MOST = 1_000
_HIDDEN = "*"
#: (person, which columns differ).
Changed = Sequence[tuple[Row, Sequence[str]]]


def told(
    changed: Changed,
    added: Sequence[str],
    left: Sequence[tuple[str, str]],
    stands: Mapping[str, Known],
    units: Mapping[UUID, str],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what stood and what stands.

    `added` are HSA-ids of new people, `left` those of leavers with the unit's; `stands` is what the
    directory held, and `units` the HSA-ids of the units that were named.
    """
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    if changed:
        old["people"] = _short({row.key: _old(stands[row.key], row, names, units)
                                for row, names in changed})  # fmt: skip
        new["people"] = _short({row.key: _new(stands[row.key], row, names)
                                for row, names in changed})  # fmt: skip
    if added:
        new["added"] = _short(sorted(added))
    if left:
        old["assigned"] = new["left"] = _short(sorted(left))
    return old, new


def _old(
    one: Known, row: Row, names: Sequence[str], units: Mapping[UUID, str]
) -> dict[str, object]:
    def value(name: str) -> object:
        if name == "units":
            return sorted(units.get(unit, str(unit)) for unit in one.units)
        return getattr(one, name)

    return {name: _shown(one, row, name, value(name)) for name in names}


def _new(one: Known, row: Row, names: Sequence[str]) -> dict[str, object]:
    return {
        name: _shown(one, row, name, sorted(row.units) if name == "units" else getattr(row, name))
        for name in names
    }


def _shown(one: Known, row: Row, name: str, value: object) -> object:
    if name == "number" or ((one.protected or row.protected) and name != "protected"):
        return _HIDDEN
    return value if isinstance(value, bool | list) else str(value)


def _short(found: Mapping[str, Any] | Sequence[Any]) -> Any:
    if len(found) <= MOST:
        return found
    text = json.dumps(found, ensure_ascii=False, sort_keys=True)
    return {"count": len(found), "sha256": hashlib.sha256(text.encode()).hexdigest()}
