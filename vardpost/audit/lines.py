"""The line of an entry: what its leaf is the hash of, and what an export holds. Made by PostgreSQL.

A line is read by people and by programs: one object of JSON with the entry's fields in a fixed
order, moments in UTC. A form is never changed; a field that is added is another form, and the leaf
remembers which one it was made by.
"""

from collections.abc import Mapping

#: The fields of each form, in their order.
FORMS: Mapping[int, tuple[str, ...]] = {
    1: (
        *("id", "at", "schema_version", "action", "outcome", "purpose", "actor_kind"),
        *("person_id", "person_name", "roles", "unit_id", "unit_hsa_id", "unit_name"),
        *("region_id", "resident_ids", "acting_as", "relation", "object_type", "object_id"),
        *("state", "session_id", "address", "request_id", "detail"),
    ),
}
#: The form that new leaves are made by.
FORM = max(FORMS)
#: The log of entries that belong to no region.
NOWHERE = "00"


def line(form: int = FORM) -> str:
    """Return the SQL of the line of the entry `e`; the session's time zone must be UTC."""
    fields = ", ".join(f"e.{name}" for name in FORMS[form])
    return f"(select row_to_json(x)::text from (select {fields}) x)"  # noqa: S608  # our own names


def line_by(form: str) -> str:
    """Return the SQL of the line by the form that the expression `form` names."""
    cases = " ".join(f"when {number} then {line(number)}" for number in FORMS)
    return f"case {form} {cases} end"


def log_of(region: str) -> str:
    """Return the log that an entry of a region stands in."""
    known = len(region) == 2 and region.isascii() and region.isdigit()
    return region if known else NOWHERE
