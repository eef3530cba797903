"""A case with a red flag stands first in every queue: a place to sort by, carried by the indexes.

The column is made by the database, so nothing that moves a promise can forget it. Adding it writes
the table anew; a large one wants a quiet hour.
"""

from django.db import migrations, models
from django.db.models.expressions import RawSQL

PLACE = (
    "case when raised = 0 then case when first_response_at is null then first_due "
    "else final_due end else to_timestamp(raised) end"
)
_OPEN = models.Q(is_open=True)
_SCOPE = ("region_id", "resident_id", "assignee_id")
_LATE = (*_SCOPE, "first_due")
INDEXES = [
    ("i_case_open", ["unit_id", "queue_at", "id"], _SCOPE, _OPEN),
    (
        "i_case_unassigned",
        ["unit_id", "queue_at", "id"],
        _SCOPE,
        models.Q(is_open=True, assignee_id__isnull=True),
    ),
    (
        "i_case_mine",
        ["unit_id", "assignee_id", "queue_at", "id"],
        ("region_id", "resident_id"),
        _OPEN,
    ),
    ("i_case_waiting", ["unit_id", "queue_at", "id"], _SCOPE, models.Q(state="awaiting_resident")),
    (
        "i_case_late",
        ["unit_id", "queue_at", "id"],
        _LATE,
        models.Q(is_open=True, first_response_at__isnull=True),
    ),
]


class Migration(migrations.Migration):
    """The column, and the same five indexes over it."""

    dependencies = [("cases", "0008_staff")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="queue_at",
            field=models.GeneratedField(
                db_persist=True,
                expression=RawSQL(PLACE, ()),  # noqa: S611  # a constant
                output_field=models.DateTimeField(),
            ),
        ),
        *(migrations.RemoveIndex(model_name="case", name=name) for name, *_ in INDEXES),
        *(
            migrations.AddIndex(
                model_name="case",
                index=models.Index(fields=fields, include=include, name=name, condition=condition),
            )
            for name, fields, include, condition in INDEXES
        ),
    ]
