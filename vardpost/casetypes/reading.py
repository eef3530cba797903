"""From JSON to a form definition and back: strict, and never half a form."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from vardpost.casetypes.checking import errors, texts
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.findings import Finding, found

__all__ = [
    "DefinitionError",
    "canonical",
    "content_hash",
    "plain",
    "read_definition",
    "read_plain",
    "stored_definition",
    "texts",
]

#: A file larger than this is no form (pictures that travel with one are counted apart).
MAX_BYTES = 2_000_000


class DefinitionError(ValueError):
    """The JSON is no form; `findings` says where and why, `problems` the same in English."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep every finding, so that all can be mended at once."""
        self.findings = tuple(findings)
        self.problems = tuple(map(str, self.findings))
        super().__init__("\n".join(self.problems))


@cache
def _adapter() -> TypeAdapter[FormDefinition]:
    return TypeAdapter(FormDefinition)


def read_definition(source: str | bytes) -> FormDefinition:
    """Return the form that the JSON describes, or raise `DefinitionError` with all problems."""
    definition = stored_definition(source)
    problems = errors(definition)
    if problems:
        raise DefinitionError(problems)
    return definition


def stored_definition(source: str | bytes) -> FormDefinition:
    """Return a form whose shape is right, whatever the checker says of it.

    For what was published, whose rules were checked in its own time, and for drafts.
    """
    if len(source) > MAX_BYTES:
        raise DefinitionError([found("", "json_large", n=MAX_BYTES // 1_000_000)])
    try:
        return _adapter().validate_json(source)
    except ValidationError as error:
        raise DefinitionError(map(_told, error.errors(include_url=False))) from error


def read_plain(data: Any) -> FormDefinition:
    """Return the form of what `plain` gave (or a JSON column holds); shape alone is checked."""
    return stored_definition(json.dumps(data))


def plain(definition: FormDefinition) -> dict[str, Any]:
    """Return a definition as JSON's own kinds of value, defaults left out."""
    data: dict[str, Any] = _adapter().dump_python(definition, mode="json", exclude_defaults=True)
    return data


def canonical(definition: FormDefinition) -> str:
    """Return the one JSON text of a definition: what is stored, and what the hash is taken of.

    Defaults are left out, so that an optional field added later changes no old hash.
    """
    return json.dumps(plain(definition), ensure_ascii=False, sort_keys=True)


def content_hash(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _told(error: ErrorDetails) -> Finding:
    """Return what pydantic says as a finding of ours."""
    place = ".".join(map(str, error["loc"]))
    match error["type"]:
        case "missing":
            return found(place, "shape_missing")
        case "unexpected_keyword_argument" | "extra_forbidden":
            return found(place, "shape_unknown")
        case "literal_error":
            return found(place, "shape_choice", allowed=str(error["ctx"]["expected"]))
        case "json_invalid":
            why = str(error["ctx"]["error"])
            deep = "recursion" in why
            return found(place, "json_deep") if deep else found(place, "json", why=why)
        case _:
            return found(place, "shape_type", why=error["msg"])
