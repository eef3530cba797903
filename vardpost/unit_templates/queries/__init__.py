"""Reads of templates, of what units have, and of what has come of roll-outs."""

from vardpost.unit_templates.queries.templates import (
    template_of,
    templates_for,
    version_of,
    versions_of,
)

__all__ = ["template_of", "templates_for", "version_of", "versions_of"]
