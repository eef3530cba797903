"""What the rows of a command of the operator must say."""

import json
from collections.abc import Sequence
from typing import Any

from tests.crawl.rows import unvalued
from tests.crawl.table.commands import LEAVES
from vardpost.kernel.actor import operator

ROW = (
    "select action, outcome, purpose, actor_kind, person_name, object_id, detail::text "
    "from audit_entry"
)


def faults(name: str, rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return what is wrong with the rows that a command has left."""
    found = []
    if sorted(row[0] for row in rows) != sorted(map(str, LEAVES[name])):
        found.append(f"{name} leaves {[row[0] for row in rows]}")
    for action, outcome, purpose, kind, who, _thing, text in rows:
        detail: dict[str, Any] = json.loads(text)
        found += unvalued(action, purpose, detail)
        if (outcome, kind, detail.get("by")) != ("ok", "system", operator()) or not who:
            found.append(f"{action}: {outcome}, by {kind} {who!r} {detail.get('by')!r}")
    return found
