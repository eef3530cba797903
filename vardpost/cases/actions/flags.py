"""Röda flaggor: what a verb of the resident writes of them (parts)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel.ids import new_id
from vardpost.redflags.lists import ADVICE
from vardpost.redflags.match import Hit

_COLUMNS = "id, case_id, list_id, level, list_version, key, label_sv, label_en, advice, at"
_VALUES = "(" + ", ".join(["%s"] * 10) + ")"


def rows(case_id: UUID, hits: Sequence[Hit], at: datetime) -> tuple[str, list[Any]]:
    """Return the insert of what was raised, as a part of the verb's own statement."""
    params: list[Any] = []
    for hit in hits:
        params += [new_id(), case_id, hit.source.id, hit.source.level, hit.source.version]
        params += [hit.key, hit.label.sv, hit.label.en, hit.advice, at]
    values = ", ".join([_VALUES] * len(hits))
    return f"f as (insert into case_flag ({_COLUMNS}) values {values})", params


def raised(hits: Sequence[Hit], before: int = 0) -> int:
    """Return how urgently the case is pinned: 1 for 112, the highest number for least urgent."""
    found = [ADVICE.index(hit.advice) + 1 for hit in hits]
    return min([*found, before] if before else found, default=0)


def named(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """Return the flags as the ledger tells of them: ids, versions and keys."""
    return [
        {"list": str(hit.source.id), "version": hit.source.version, "key": hit.key} for hit in hits
    ]
