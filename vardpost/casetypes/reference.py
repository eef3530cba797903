"""The national case types as a page of `docs/reference/`, generated from the files."""

from vardpost.casetypes.fields import Field, FormDefinition
from vardpost.casetypes.national import national_types


def reference() -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return a heading and the rows of a table for each national case type."""
    return [
        (f"{one.definition.title.sv} (`{one.definition.key}`)", _rows(one.definition))
        for one in national_types()
    ]


def facts(definition: FormDefinition) -> str:
    """Return what holds for the whole type, in one line."""
    followup = f"{definition.followup_days} days" if definition.allows_followup else "no"
    return (
        f"First answer within {definition.promise.first_days} weekday(s), final within "
        f"{definition.promise.final_days}. Urgent check: {_yes(definition.symptom)}. "
        f"Guardian: {_yes(definition.proxy_allowed)}. Follow-up: {followup}.\n"
    )


def _rows(definition: FormDefinition) -> list[tuple[str, ...]]:
    rows = []
    for part, fields in (
        ("form", definition.fields),
        ("answer", definition.answer_form.fields),
    ):
        for field in fields:
            rows.append(_row(part, field, ""))
            rows += [_row(part, sub, f"{field.key}.") for sub in field.fields]
    return rows


def _row(part: str, field: Field, prefix: str) -> tuple[str, ...]:
    condition = field.visible_when
    when = f"`{condition.field}` is {' or '.join(condition.values)}" if condition else ""
    values = ", ".join(option.value for option in field.options)
    needed = "yes" if field.required else ""
    return (part, f"`{prefix}{field.key}`", field.type, field.label.sv, needed, when, values)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
