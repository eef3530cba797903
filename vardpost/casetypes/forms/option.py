"""One answer to choose from: its words, a help text, a picture. The value that is stored stays."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from vardpost.casetypes.fields import Field, Option
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.kernel.errors import BadInput


def shown(option: Option) -> dict[str, Any]:
    """Return the option as its form shows it."""
    fields: dict[str, Any] = {"no_picture": False}
    parts.show(fields, "label", option.label)
    parts.show(fields, "help", option.help)
    parts.show(fields, "alt", option.picture.alt if option.picture else None)
    return fields


def parse(posted: QueryDict, old: Option) -> Option:
    """Return the option as typed. Raises `BadInput`."""
    errors = parts.Errors()
    picture = old.picture
    if picture is not None:
        alt = parts.both(posted, "alt", errors)
        picture = None if "no_picture" in posted else replace(picture, alt=alt)
    made = replace(
        old,
        label=parts.both(posted, "label", errors),
        help=parts.either(posted, "help", errors),
        picture=picture,
    )
    if errors:
        raise BadInput(errors)
    return made


def put(field: Field, option: Option) -> Field:
    """Return the question with the option; one that has been taken out stands last again."""
    if field.option(option.value) is None:
        return replace(field, options=(*field.options, option))
    others = tuple(option if one.value == option.value else one for one in field.options)
    return replace(field, options=others)
