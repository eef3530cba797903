"""Exports of the log: what was ordered stands, the encrypted bytes are the orderer's alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

_KIND = "(select current_setting('app.kind', true))"
_ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
_KIN = "(select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]"
_UNIT = "(select nullif(current_setting('app.unit', true), '')::uuid)"
_SYSTEM = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
_HERE = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,reviewer,%' "
    f"and unit_id = {_UNIT})"
)

#: An export of a review is not there for whom the review itself is not there. What is left out since
#: it is about the orderer or her child is hers to say, and cannot be less than the session says.
EXPORTS = f"""
alter table review_export enable row level security;
create policy review_export_seen on review_export for select using (
    {_SYSTEM} or ({_HERE} and (review_id is null
        or exists (select 1 from review r where r.id = review_export.review_id)))
);
create policy review_export_ordered on review_export for insert with check (
    {_HERE} and ordered_by_id = {_ME} and state = 'waiting' and kin @> {_KIN}
    and (review_id is null or exists (
        select 1 from review r where r.id = review_export.review_id
           and r.unit_id = review_export.unit_id and r.closed_at is not null))
    and (search_id is null or exists (
        select 1 from review_search s where s.id = review_export.search_id
           and s.unit_id = review_export.unit_id and s.person_id = {_ME}))
);
create policy review_export_changed on review_export for update using (
    {_SYSTEM} or ({_HERE} and ordered_by_id = {_ME})
);
alter table review_export_part enable row level security;
create policy review_export_part_seen on review_export_part for select using (
    {_SYSTEM} or ({_HERE} and exists (
        select 1 from review_export e where e.id = export_id and e.ordered_by_id = {_ME}))
);
create policy review_export_part_made on review_export_part for insert with check (
    {_SYSTEM} and exists (select 1 from review_export e where e.id = export_id
        and e.unit_id = review_export_part.unit_id and e.run = review_export_part.run
        and e.state = 'making')
);
create policy review_export_part_gone on review_export_part for delete using (
    {_SYSTEM} or ({_HERE} and exists (
        select 1 from review_export e where e.id = export_id and e.ordered_by_id = {_ME}))
);
"""

#: What was fetched or has run out stays as it is, whoever asks; only the system says that it is made.
ONCE = """
create function review_export_once() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if old.ended_at is not null then
        raise exception 'the export has ended'
            using errcode = 'integrity_constraint_violation';
    end if;
    if new.state = 'ready' and old.state <> 'ready'
       and current_setting('app.kind', true) is distinct from 'system' then
        raise exception 'an export is made by the job'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger review_export_ends before update on review_export
    for each row execute function review_export_once();
"""

#: As `review_cases` for a reviewer of the unit, for the job that makes her export.
CASES = r"""
create function review_export_cases(p_unit uuid, p_cases uuid[])
returns table(id uuid, number text, resident_id uuid, resident_name text, protected boolean,
              finished_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.* from review_cases(p_cases) c
     where current_setting('app.kind', true) = 'system'
       and exists (select 1 from care_case k where k.id = c.id and k.unit_id = p_unit)
$$;
"""


class Migration(migrations.Migration):
    """Two tables, who sees them, and the job's door to the numbers of cases."""

    dependencies = [
        ("review", "0006_why"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewExport",
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
                ("region_id", models.CharField(max_length=2)),
                ("unit_id", models.UUIDField()),
                ("search_id", models.UUIDField(null=True)),
                ("review_id", models.UUIDField(null=True)),
                ("filters", models.JSONField(default=dict)),
                ("form", models.CharField(max_length=4)),
                ("recipient", models.CharField(max_length=90)),
                ("reason", models.CharField(max_length=300)),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by_id", models.UUIDField()),
                ("ordered_by_name", models.CharField(max_length=160)),
                (
                    "kin",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("state", models.CharField(default="waiting", max_length=9)),
                ("run", models.UUIDField(null=True)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("looked_until", models.DateTimeField(null=True)),
                ("size", models.PositiveIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, db_default="", max_length=64)),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "residents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "db_table": "review_export",
                "indexes": [
                    models.Index(
                        fields=["unit_id", "-ordered_at", "-id"], name="i_review_export_unit"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["region_id", "ordered_at"],
                        name="i_review_export_left",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ("csv", "json"))), name="review_export_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "waiting",
                                    "making",
                                    "ready",
                                    "stopped",
                                    "too_large",
                                    "taken",
                                    "expired",
                                ),
                            )
                        ),
                        name="review_export_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("review_id__isnull", True), ("search_id__isnull", False)),
                            models.Q(("review_id__isnull", False), ("search_id__isnull", True)),
                            _connector="OR",
                        ),
                        name="review_export_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="review_export_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ready", "taken"]), _negated=True),
                            models.Q(
                                ("expires_at__isnull", False),
                                ("made_at__isnull", False),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                            ),
                            _connector="OR",
                        ),
                        name="review_export_made_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False), ("state__in", ("taken", "expired"))
                            ),
                            models.Q(
                                models.Q(("state__in", ("taken", "expired")), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="review_export_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewExportPart",
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
                ("region_id", models.CharField(max_length=2)),
                ("unit_id", models.UUIDField()),
                ("run", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="review.reviewexport",
                    ),
                ),
            ],
            options={
                "db_table": "review_export_part",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("export", "number"), name="review_export_part_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(sql=[EXPORTS, ONCE, CASES], reverse_sql=migrations.RunSQL.noop),
    ]
