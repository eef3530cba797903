"""What is ticked off in a case: points of the checklist, and that it is journalled. For staff."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

SECURITY = r"""
alter table case_mark enable row level security;
create policy mark_read on case_mark for select using (
    (select current_setting('app.kind', true)) in ('staff', 'system')
    and exists (select 1 from care_case c where c.id = case_mark.case_id)
);
create policy mark_set on case_mark for insert with check (
    (select current_setting('app.kind', true)) = 'staff'
    and by_id = (select nullif(current_setting('app.person', true), '')::uuid)
    and exists (select 1 from care_case c where c.id = case_mark.case_id)
);
create policy mark_turn on case_mark for update using (
    (select current_setting('app.kind', true)) = 'staff'
    and exists (select 1 from care_case c where c.id = case_mark.case_id)
) with check (by_id = (select nullif(current_setting('app.person', true), '')::uuid));
"""


class Migration(migrations.Migration):
    """A table."""

    dependencies = [("cases", "0013_how_many_wait")]

    operations = [
        migrations.CreateModel(
            name="CaseMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=vardpost.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("done", models.BooleanField()),
                ("turn", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=160)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="cases.case",
                    ),
                ),
            ],
            options={"db_table": "case_mark"},
        ),
        migrations.AddConstraint(
            model_name="casemark",
            constraint=models.UniqueConstraint(fields=("case", "key"), name="one_mark_a_point"),
        ),
        migrations.RunSQL([SECURITY], migrations.RunSQL.noop),
    ]
