"""Which rows an actor may touch, as plain data: one scope answers for one row and for lists."""

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

ScopeKind = Literal["none", "own", "assigned", "unit", "region", "nation", "all"]


class Belongs(Protocol):
    """Anything that belongs somewhere. `assignee_id` may also be there; absent means nobody."""

    @property
    def region_id(self) -> str | None:
        """The region that owns it."""

    @property
    def unit_id(self) -> UUID | None:
        """The unit that owns it."""

    @property
    def resident_id(self) -> UUID | None:
        """The person it is about; for a person's own settings, that person."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something an actor asks about when no row exists yet, such as a case about to be sent."""

    region_id: str | None = None
    unit_id: UUID | None = None
    resident_id: UUID | None = None
    assignee_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that one actor may touch by one permission.

    `kind` says which of the other fields decide: *own* the residents, *assigned* unit and
    assignee, *unit* the units, *region* the regions; *nation* and *all* everything; *none* nothing.
    Rows about `excluded_residents` are outside, whatever the kind.
    """

    kind: ScopeKind = "none"
    region_ids: tuple[str, ...] = ()
    unit_ids: tuple[UUID, ...] = ()
    resident_ids: tuple[UUID, ...] = ()
    assignee_id: UUID | None = None
    excluded_residents: tuple[UUID, ...] = ()

    def covers(self, thing: Belongs) -> bool:
        """Whether the scope holds this one thing; a missing owner is never inside."""
        if thing.resident_id is not None and thing.resident_id in self.excluded_residents:
            return False
        match self.kind:
            case "own":
                return thing.resident_id in self.resident_ids
            case "assigned":
                assignee = getattr(thing, "assignee_id", None)
                return (
                    thing.unit_id in self.unit_ids
                    and assignee is not None
                    and assignee == self.assignee_id
                )
            case "unit":
                return thing.unit_id in self.unit_ids
            case "region":
                return thing.region_id in self.region_ids
            case "nation" | "all":
                return True
            case _:
                return False

    def where(self, alias: str) -> tuple[str, list[object]]:
        """Return an SQL condition on the table `alias`, and its parameters, for raw reads.

        For tables whose owner columns are not null. The text depends on the kind alone, never on
        the values, so that one prepared statement serves every actor of a kind.
        """
        parts: list[str] = []
        params: list[object] = []
        for column, test, value in self._tests():
            if test == "in" and isinstance(value, tuple):
                single = len(value) == 1 and column != "resident_id"
                parts.append(f"{alias}.{column} = " + ("%s" if single else "any(%s)"))
                params.append(value[0] if single else list(value))
            else:
                parts.append(f"{alias}.{column} = %s")
                params.append(value)
        if self.kind == "none":
            return "false", []
        if self.kind != "own":
            parts.append(f"{alias}.resident_id <> all(%s)")
            params.append(list(self.excluded_residents))
        elif self.excluded_residents:
            raise ValueError("an own scope leaves nobody out")
        return " and ".join(parts), params

    def lookups(self) -> tuple[dict[str, object], dict[str, object]]:
        """Return the same condition for a queryset: what to `filter` by, what to `exclude`."""
        if self.kind == "none":
            return {"pk__in": ()}, {}
        include = {
            (f"{column}__in" if test == "in" else column): value
            for column, test, value in self._tests()
        }
        exclude: dict[str, object] = {}
        if self.excluded_residents:
            exclude["resident_id__in"] = self.excluded_residents
        return include, exclude

    def _tests(self) -> list[tuple[str, str, object]]:
        match self.kind:
            case "own":
                return [("resident_id", "in", self.resident_ids)]
            case "assigned":
                return [
                    ("unit_id", "in", self.unit_ids),
                    ("assignee_id", "is", self.assignee_id),
                ]
            case "unit":
                return [("unit_id", "in", self.unit_ids)]
            case "region":
                return [("region_id", "in", self.region_ids)]
            case _:
                return []


#: The scope of whoever may nothing.
NOTHING = Scope()
