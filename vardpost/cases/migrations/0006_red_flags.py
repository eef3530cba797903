"""Red flags of a case, hidden with it, and whether one pins it."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

SECURITY = r"""
alter table case_flag enable row level security;
create policy flag_read on case_flag for select using (
    exists (select 1 from care_case c where c.id = case_flag.case_id)
);
create policy flag_raise on case_flag for insert with check (
    (select current_setting('app.kind', true)) = 'resident'
    and exists (select 1 from care_case c where c.id = case_flag.case_id)
);
"""


class Migration(migrations.Migration):
    """A column and a table."""

    dependencies = [("cases", "0005_queue_counts_from_the_index")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="raised",
            field=models.PositiveSmallIntegerField(default=0, db_default=0),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("raised__lte", 3)), name="case_raised_known"
            ),
        ),
        migrations.CreateModel(
            name="CaseFlag",
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
                ("list_id", models.UUIDField()),
                ("level", models.CharField(max_length=8)),
                ("list_version", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=40)),
                ("label_sv", models.CharField(max_length=80)),
                ("label_en", models.CharField(max_length=80)),
                ("advice", models.CharField(max_length=4)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "db_table": "case_flag",
                "indexes": [models.Index(fields=["case", "id"], name="i_flag_case")],
            },
        ),
        migrations.RunSQL([SECURITY], migrations.RunSQL.noop),
    ]
