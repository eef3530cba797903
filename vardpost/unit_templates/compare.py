"""A unit against a template, field by field: what would change, and what is the unit's own. Pure.

A local edit is a field whose value differs from what the template version the unit stands on said;
where that version said nothing, whatever the unit has been given. It is never overwritten unless
somebody has seen that very value and said so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vardpost.unit_templates.values import Fields, Mode, Value, active, case_type_of


@dataclass(frozen=True, slots=True)
class Actual:
    """What a unit has; not `given` when nobody has set it and a default holds."""

    value: Value
    given: bool = True


class Outcome(StrEnum):
    """What comes of one field at one unit."""

    #: It is written.
    CHANGE = "change"
    #: A local edit, left as it is.
    LOCAL = "local"
    #: A local edit that is overwritten, as somebody has chosen.
    OVERWRITE = "overwrite"


@dataclass(frozen=True, slots=True)
class Step:
    """One field of one unit that differs from the template."""

    field: str
    actual: Value
    wanted: Value
    mode: Mode
    outcome: Outcome

    @property
    def written(self) -> bool:
        """Whether it is written."""
        return self.outcome is not Outcome.LOCAL


def steps(
    base: Fields,
    target: Fields,
    found: Mapping[str, Actual],
    overwrite: Mapping[str, Value] | None = None,
) -> list[Step]:
    """Return what differs from `target` at a unit that stands on `base`, in the target's order.

    `overwrite` holds the local edits that may be overwritten, each with the value that was seen: a
    field that has changed since is left as it is.
    """
    seen = overwrite or {}
    made = []
    for field, rule in target.items():
        actual = found.get(field, Actual(None, given=False))
        if not _compared(field, rule.mode, actual, target) or actual.value == rule.value:
            continue
        outcome = Outcome.CHANGE
        if _is_local(base, field, actual):
            ticked = field in seen and seen[field] == actual.value
            outcome = Outcome.OVERWRITE if ticked else Outcome.LOCAL
        made.append(Step(field, actual.value, rule.value, rule.mode, outcome))
    return made


def deviations(fields: Fields, found: Mapping[str, Actual]) -> list[Step]:
    """Return the fields in which a unit differs from the version it stands on."""
    kept = {key: rule for key, rule in fields.items() if rule.mode is not Mode.START}
    return steps(kept, kept, found)


def _compared(field: str, mode: Mode, actual: Actual, target: Fields) -> bool:
    if mode is Mode.START and actual.given:
        return False
    case_type = case_type_of(field)
    if case_type and actual.value is None:
        # There is no promise before the type is there: then that it is not offered says it all.
        wanted = target.get(active(case_type))
        return wanted is not None and wanted.value is True
    return True


def _is_local(base: Fields, field: str, actual: Actual) -> bool:
    if field not in base or base[field].mode is Mode.START:
        return actual.given
    return bool(actual.value != base[field].value)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which two versions differ; None where one says nothing of it."""

    field: str
    before: Value | None
    after: Value | None
    mode_before: Mode | None
    mode_after: Mode | None


def differences(before: Fields, after: Fields) -> Sequence[Difference]:
    """Return what differs between two versions of a template, in the order of the fields."""
    found = []
    for field in sorted({*before, *after}):
        old, new = before.get(field), after.get(field)
        if old != new:
            found.append(
                Difference(
                    field,
                    old.value if old else None,
                    new.value if new else None,
                    old.mode if old else None,
                    new.mode if new else None,
                )
            )
    return found
