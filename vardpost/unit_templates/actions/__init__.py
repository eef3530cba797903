"""The verbs of templates; `apply_template` is what a room above borrows for a fresh unit."""

from vardpost.unit_templates.actions.apply import apply_template

__all__ = ["apply_template"]
