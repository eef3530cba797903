"""Alarms: what is to be looked at now; hidden from whom it is about, and counted for the offices."""

from django.db import migrations, models

import vardpost.kernel.ids

_KIND = "(select current_setting('app.kind', true))"
_ME = "(select nullif(current_setting('app.person', true), '')::uuid)"
_KIN = "(select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]"
_SYSTEM = "region_id = (select nullif(current_setting('app.system_region', true), ''))"
_HERE = (
    f"({_KIND} = 'staff' and (select current_setting('app.roles', true)) like '%,reviewer,%' "
    "and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid))"
)
#: Neither about what the reader did herself, nor about her or her child alone.
_OTHERS = (
    f"(person_id is distinct from {_ME} and (resident_id is null or resident_id <> all ({_KIN})))"
)

ALARMS = f"""
alter table review_alarm enable row level security;
create policy review_alarm_seen on review_alarm for select using (
    {_SYSTEM} or ({_HERE} and {_OTHERS})
);
create policy review_alarm_raised on review_alarm for insert with check (
    {_SYSTEM} and closed_at is null
);
create policy review_alarm_grown on review_alarm for update using ({_SYSTEM})
    with check ({_SYSTEM} and closed_at is null);
create policy review_alarm_ended on review_alarm for update using ({_HERE} and {_OTHERS})
    with check ({_HERE} and {_OTHERS} and closed_by_id = {_ME});

alter table review_alarm_entry enable row level security;
create policy review_alarm_entry_seen on review_alarm_entry for select using (
    {_SYSTEM} or ({_HERE} and {_OTHERS})
);
create policy review_alarm_entry_added on review_alarm_entry for insert with check (
    {_SYSTEM} and exists (
        select 1 from review_alarm a where a.id = alarm_id and a.closed_at is null
           and a.unit_id = review_alarm_entry.unit_id and a.rule = review_alarm_entry.rule
           and a.person_id = review_alarm_entry.person_id)
);
"""

#: A review that comes of an alarm is not there for whom it is about either.
REVIEWS = f"""
alter policy review_seen on review using (
    ({_HERE} and (kind not in ('question', 'alarm') or {_OTHERS})) or {_SYSTEM}
);
alter policy review_changed on review using (
    ({_HERE} and (kind not in ('question', 'alarm') or {_OTHERS})) or {_SYSTEM}
);
"""

#: The job lets an alarm grow, a reviewer ends it, once; and it is never taken away.
HELD = """
create function review_alarm_held() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' or old.closed_at is not null then
        raise exception 'an alarm that is closed never changes, and none is taken away'
            using errcode = 'integrity_constraint_violation';
    end if;
    if (new.closed_at is null) <> (coalesce(current_setting('app.kind', true), '') = 'system')
       or new.closed_at is not null
          and (new.resident_id, new.residents, new.entries, new.first_at, new.last_at)
              is distinct from
              (old.resident_id, old.residents, old.entries, old.first_at, old.last_at) then
        raise exception 'the job counts, a reviewer closes'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger review_alarm_unchanging before update or delete on review_alarm
    for each row execute function review_alarm_held();
"""

#: For the offices: unit, rule and how many, nothing of what is in them; the national one learns
#: regions alone. What is about the reader is not counted. `unseen`: nobody there may read them.
COUNTS = r"""
create function review_alarm_counts(p_day date)
returns table(
    region_id text, unit_id uuid, place text, rule text, alarms int, unseen int,
    oldest timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as materialized (
        select nullif(current_setting('app.region', true), '') as region,
               current_setting('app.roles', true) like '%,region_admin,%' as office,
               current_setting('app.roles', true) like '%,national_office,%' as nation,
               nullif(current_setting('app.person', true), '')::uuid as me
         where current_setting('app.kind', true) = 'staff'
    )
    select a.region_id::text, case when q.office then a.unit_id end,
           case when q.office then u.name::text else r.name::text end, a.rule::text, count(*)::int,
           count(*) filter (where not exists (select 1 from mirror_able(
               a.unit_id, a.person_id, coalesce(a.resident_id, '00000000-0000-0000-0000-000000000000'),
               p_day)))::int,
           min(a.opened_at)
      from asked q
      join review_alarm a on a.closed_at is null and (q.nation or q.office and a.region_id = q.region)
      join care_unit u on u.id = a.unit_id
      join region r on r.code = a.region_id
     where a.person_id is distinct from q.me
     group by 1, 2, 3, 4 order by 1, 3, 4 limit 500
$$;
"""

#: How many alarms at a unit nobody may read, for its administrators: the number and nothing else.
UNSEEN = r"""
create function review_alarm_unseen(p_day date) returns int
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int from review_alarm a
     where a.closed_at is null and current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,unit_admin,%'
       and a.unit_id = nullif(current_setting('app.unit', true), '')::uuid
       and a.person_id is distinct from nullif(current_setting('app.person', true), '')::uuid
       and not exists (select 1 from mirror_able(
           a.unit_id, a.person_id, coalesce(a.resident_id, '00000000-0000-0000-0000-000000000000'),
           p_day))
$$;
"""


class Migration(migrations.Migration):
    """Two tables, and the numbers that the offices learn."""

    dependencies = [
        ("review", "0008_year"),
        ("units", "0002_setting_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewAlarm",
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
                ("rule", models.CharField(max_length=20)),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=160)),
                ("resident_id", models.UUIDField(null=True)),
                ("residents", models.PositiveIntegerField()),
                ("entries", models.PositiveIntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.UUIDField(null=True)),
                ("closed_by_name", models.CharField(blank=True, db_default="", max_length=160)),
                ("outcome", models.CharField(blank=True, db_default="", max_length=6)),
                ("comment", models.CharField(blank=True, db_default="", max_length=1000)),
                ("review_id", models.UUIDField(null=True)),
            ],
            options={
                "db_table": "review_alarm",
            },
        ),
        migrations.CreateModel(
            name="ReviewAlarmEntry",
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
                ("alarm_id", models.UUIDField()),
                ("rule", models.CharField(max_length=20)),
                ("person_id", models.UUIDField()),
                ("resident_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
                ("entry_at", models.DateTimeField()),
                ("action", models.CharField(max_length=60)),
                ("object_id", models.CharField(max_length=60)),
            ],
            options={
                "db_table": "review_alarm_entry",
            },
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_kind",
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("sample", "rule", "search", "question", "alarm"))),
                name="review_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewalarm",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["unit_id", "-closed_at", "-id"],
                name="i_review_alarm_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewalarm",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["region_id", "opened_at"],
                name="i_review_alarm_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewalarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("unit_id", "person_id", "rule"),
                name="review_alarm_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewalarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ("mass_reading", "protected"))),
                name="review_alarm_rule",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewalarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by_id__isnull", True),
                        ("comment", ""),
                        ("outcome", ""),
                        ("review_id__isnull", True),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by_id__isnull", False),
                        models.Q(
                            models.Q(
                                ("outcome", "closed"),
                                ("review_id__isnull", True),
                                models.Q(("comment", ""), _negated=True),
                            ),
                            models.Q(("outcome", "review"), ("review_id__isnull", False)),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="review_alarm_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewalarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by_id__isnull", True),
                    models.Q(("closed_by_id", models.F("person_id")), _negated=True),
                    _connector="OR",
                ),
                name="review_alarm_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewalarmentry",
            index=models.Index(fields=["alarm_id", "entry_at"], name="i_review_alarm_entries"),
        ),
        migrations.AddIndex(
            model_name="reviewalarmentry",
            index=models.Index(
                fields=["unit_id", "person_id", "entry_at"], name="i_review_alarm_of_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewalarmentry",
            constraint=models.UniqueConstraint(
                fields=("entry_id", "rule"), name="review_alarm_entry_once"
            ),
        ),
        migrations.RunSQL(
            sql=[ALARMS, REVIEWS, HELD, COUNTS, UNSEEN], reverse_sql=migrations.RunSQL.noop
        ),
    ]
