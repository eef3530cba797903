"""Which templates a unit can be opened with."""

from vardpost.shell.jinja import language
from vardpost.unit_templates.queries.templates import template_of, templates_for


def templates(region_id: str) -> list[tuple[str, str]]:
    """Return the templates that a region can choose from: (code, name)."""
    return [(one.code, one.name(language())) for one in templates_for(region_id) if one.number]


def of_kind(region_id: str, kind: str) -> str:
    """Return the template that a kind of unit begins with: the region's own before the nation's."""
    found = [one for one in templates_for(region_id) if one.number and one.kind == kind]
    own = [one for one in found if one.region_id] or found
    return own[0].code if own else ""


def newest(code: str) -> int:
    """Return the version of a template that is in force. Raises `NotFound`."""
    return template_of(code).number
