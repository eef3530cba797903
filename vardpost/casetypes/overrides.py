"""What a unit says in its own words in a central form, where the form leaves it open. Pure Python.

The unit's form is the central one with these laid in; it is stored as a version of its own, so a
case always points at the very form that was shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, ClassVar

from pydantic import TypeAdapter, ValidationError

from vardpost.casetypes.fields import STRICT, Field, FormDefinition, Option, Text
from vardpost.casetypes.findings import Finding, found
from vardpost.casetypes.reading import DefinitionError


@dataclass(frozen=True, slots=True)
class Overrides:
    """A unit's own parts; questions are named by key, those in rows `rows.key`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    description: Text | None = None
    help: Mapping[str, Text] = field(default_factory=dict)
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is the unit's own."""
        return self.description is None and not self.help and not self.options


@cache
def _adapter() -> TypeAdapter[Overrides]:
    return TypeAdapter(Overrides)


def read_overrides(data: Any) -> Overrides:
    """Return the overrides of a JSON column. Raises `DefinitionError` for anything else."""
    try:
        return _adapter().validate_python(data, strict=False)
    except ValidationError as error:
        raise DefinitionError(
            [
                found(".".join(map(str, one["loc"])), "shape_type", why=one["msg"])
                for one in error.errors(include_url=False)
            ]
        ) from error


def plain_overrides(overrides: Overrides) -> dict[str, Any]:
    """Return overrides as a JSON column keeps them; nothing at all is an empty object."""
    data: dict[str, Any] = _adapter().dump_python(overrides, mode="json", exclude_defaults=True)
    return data


def lay_in(form: FormDefinition, overrides: Overrides) -> FormDefinition:
    """Return the form with the unit's own parts; what is locked or gone stays as it is."""
    if overrides.description is not None and "description" in form.open:
        form = replace(form, description=overrides.description)
    return replace(form, fields=_fields(form, overrides, form.fields, ""))


def locked(form: FormDefinition, overrides: Overrides) -> list[Finding]:
    """Return each part of the overrides that the form does not leave open, or does not have."""
    findings = []
    if overrides.description is not None and "description" not in form.open:
        findings.append(found("description", "locked"))
    known = dict(_named(form.fields, ""))
    for key in overrides.help:
        if "help" not in form.open or key not in known:
            findings.append(found(f"help.{key}", "locked"))
    for key in overrides.options:
        if "options" not in form.open or key not in known or not known[key].open_options:
            findings.append(found(f"options.{key}", "locked"))
    return findings


def _named(fields: tuple[Field, ...], prefix: str) -> list[tuple[str, Field]]:
    pairs = []
    for one in fields:
        pairs.append((prefix + one.key, one))
        pairs += _named(one.fields, f"{one.key}.")
    return pairs


def _fields(
    form: FormDefinition, overrides: Overrides, fields: tuple[Field, ...], prefix: str
) -> tuple[Field, ...]:
    made = []
    for one in fields:
        name = prefix + one.key
        if "help" in form.open and name in overrides.help:
            one = replace(one, help=overrides.help[name])
        if "options" in form.open and one.open_options and name in overrides.options:
            one = replace(one, options=tuple(overrides.options[name]))
        if one.fields:
            one = replace(one, fields=_fields(form, overrides, one.fields, f"{one.key}."))
        made.append(one)
    return tuple(made)
