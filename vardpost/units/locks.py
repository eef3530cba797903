"""What a unit may not change of its own settings, because an office has locked it.

This room knows of no templates: the room that has them registers how to ask, and what refuses. The
pages of settings ask `locks_at`, and `actions.settings.begin` refuses, whatever a page let through.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from vardpost.kernel.actor import Actor, UnitRef


@dataclass(frozen=True, slots=True)
class Lock:
    """One field of a unit's settings that is locked: by whom, and to what."""

    field: str
    #: Who locked it, and in which template and version, in words of the page's language.
    by: str
    #: What it is locked to; and in words.
    wanted: Any
    value: str
    #: Whether the unit has it so.
    kept: bool
    #: The last day of an exemption that counts.
    exempt_until: date | None = None

    @property
    def fixed(self) -> bool:
        """Whether the unit can change nothing: it is as it is to be, and there is no exemption."""
        return self.kept and self.exempt_until is None


class Ask(Protocol):
    """Returns what is locked at a unit, by field."""

    def __call__(self, unit_id: UUID, /) -> Mapping[str, Lock]: ...


class Refuse(Protocol):
    """Refuses new values of a setting that touch what is locked, unless the actor may lift it."""

    def __call__(
        self, actor: Actor, kind: str, unit: UnitRef, object_id: str, new: Mapping[str, Any], /
    ) -> None: ...


_ASKED: list[tuple[Ask, Refuse]] = []


def register(ask: Ask, refuse: Refuse) -> None:
    """Make locks known; called once, when the room's app is ready."""
    _ASKED[:] = [(ask, refuse)]


def locks_at(unit_id: UUID) -> Mapping[str, Lock]:
    """Return what is locked at a unit, by field, for its pages of settings."""
    return _ASKED[0][0](unit_id) if _ASKED else {}


def refuse_locked(
    actor: Actor, kind: str, unit: UnitRef, object_id: str, new: Mapping[str, Any]
) -> None:
    """Refuse what is locked. Raises `BadInput` (hinder `template`) with who locked it."""
    for _ask, refuse in _ASKED:
        refuse(actor, kind, unit, object_id, new)
