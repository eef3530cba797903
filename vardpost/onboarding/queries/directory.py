"""Reads of the directory's units."""

import re
from collections.abc import Sequence

from vardpost.kernel import db
from vardpost.onboarding.states import State
from vardpost.onboarding.values import InDirectory
from vardpost.units.queries import SWEDISH_ORDER

#: Units on one page of a search.
PAGE = 30
_COLUMNS = (
    "d.key, d.hsa_id, d.region_id, m.name, d.name, d.kind, d.place, "
    f"(select j.id from unit_joining j where j.directory_id = d.key "
    f"and j.state not in ('{State.WITHDRAWN}', '{State.LIVE}') limit 1), "
    "coalesce((select u.slug from care_unit u where upper(u.hsa_id) = d.key limit 1), '')"
)
_FROM = "from directory_unit d join municipality m on m.code = d.municipality_id"
_LIKE = re.compile(r"[\\%_]")


def in_directory(keys: Sequence[str]) -> dict[str, InDirectory]:
    """Return the units with some HSA-ids, which are in capitals, wherever they lie."""
    rows = db.fetch_all(f"select {_COLUMNS} {_FROM} where d.key = any(%s)", [list(keys)])
    return {row[0]: InDirectory(*row) for row in rows}


def not_connected(region_id: str, words: Sequence[str], after: str = "") -> list[InDirectory]:
    """Return a page of a region's units that are not here and not on their way, by name.

    Each of the words stands in the name, the municipality or the HSA-id; one more than `PAGE` when
    there are more.
    """
    name = SWEDISH_ORDER.format("d.name")
    parts = [
        "d.region_id = %s",
        "not exists (select 1 from care_unit u where upper(u.hsa_id) = d.key)",
        "not exists (select 1 from unit_joining j where j.directory_id = d.key "
        f"and j.state <> '{State.WITHDRAWN}')",
    ]
    params: list[object] = [region_id]
    for word in words:
        parts.append("(d.name ilike %s or m.name ilike %s or d.key ilike %s)")
        params += [f"%{_LIKE.sub(lambda match: chr(92) + match[0], word)}%"] * 3
    if after:
        order = SWEDISH_ORDER.format("a.name")
        parts.append(
            f"({name}, d.key) > (select {order}, a.key from directory_unit a where a.key = %s)"
        )
        params.append(after)
    rows = db.fetch_all(
        f"select {_COLUMNS} {_FROM} where {' and '.join(parts)} order by {name}, d.key "
        f"limit {PAGE + 1}",
        params,
    )
    return [InDirectory(*row) for row in rows]


def known_person(region_id: str, key: str) -> str:
    """Return the name of somebody in the staff directory or with an account; empty for none."""
    row = db.fetch_one(
        "select coalesce((select a.name from staff_account a where upper(a.hsa_id) = %s "
        "and a.active), (select d.given_name || ' ' || d.family_name from directory_person d "
        "where d.key = %s and d.region_code = %s and d.left_on is null), '')",
        [key, key, region_id],
    )
    return str(row[0]) if row else ""
