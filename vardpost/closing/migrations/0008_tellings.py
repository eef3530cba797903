"""Residents are told of a closing by e-mail: how far it has come, and whom it concerns."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

_OFFICE = "settings_in_scope(null, (select u.region_id from care_unit u where u.id = unit_id))"
SECURITY = [
    "alter table ending_telling enable row level security",
    f"create policy ending_telling_seen on ending_telling for select using ({_OFFICE})",
    f"create policy ending_telling_made on ending_telling for insert with check ({_OFFICE})",
    f"create policy ending_telling_moved on ending_telling for update using ({_OFFICE})",
]

#: Called by the two below alone, and by nobody else.
WHO = r"""
-- Whom the closing of a unit concerns: residents with something open, approved or handed out there;
-- in a child's place those who act for it, and a child that has written itself; who writes a draft.
create function unit_concerned_people(p_unit uuid) returns setof uuid
language sql stable set search_path = public, pg_temp as $$
    with day as (
        select (now() at time zone 'Europe/Stockholm')::date as today
    ), about as (
        select c.resident_id as id, bool_or(c.sent_by_id = c.resident_id) as writes
          from care_case c where c.unit_id = p_unit and c.is_open group by c.resident_id
        union all
        select a.person_id, false from approved_resident a, day
         where a.unit_id = p_unit and (a.until is null or a.until >= day.today)
        union all
        select g.person_id, false from case_type_grant g, day
         where g.unit_id = p_unit and g.ended_at is null
           and (g.until is null or g.until >= day.today)
    ), acts as (
        select s.guardian_id, s.child_id from (select distinct id from about) x
          join person k on k.id = x.id and not k.protected and k.deceased_on is null
          join guardianship s on s.child_id = k.id and not s.blocked, day
         where s.since <= day.today and (s.until is null or s.until > day.today)
           and (k.birth_date + make_interval(years => guardian_until(k.region_code)))::date
               > day.today
    ), everybody as (
        select x.id from about x
         where x.writes or not exists (select 1 from acts where acts.child_id = x.id)
        union
        select guardian_id from acts
        union
        select d.person_id from case_draft d
         where d.unit_id = p_unit and d.case_id is null and d.sent_at is null
    )
    select e.id from everybody e join person p on p.id = e.id and p.deceased_on is null
$$;
"""
DOORS = r"""
-- Those of them who have not been told, for the job that tells them.
create function unit_concerned(p_unit uuid, p_telling uuid, p_most int) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select w from unit_concerned_people(p_unit) w
     where current_setting('app.kind', true) = 'system'
       and (select settings_in_scope(null, u.region_id) from care_unit u where u.id = p_unit)
       and not exists (select 1 from notice n where n.event_key = p_telling
                        and n.template = 'waiting' and n.recipient_id = w)
     order by w limit p_most
$$;
-- How many they are, for the office above the unit.
create function unit_concerns(p_unit uuid) returns int
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*)::int from unit_concerned_people(p_unit))
     where (select settings_in_scope(null, u.region_id) from care_unit u where u.id = p_unit)
$$;
-- What the resident herself has been told of, for as long as it is news: the last of each unit.
create function endings_told()
returns table(unit text, event text, closes_on date, slug text)
language sql stable security definer set search_path = public, pg_temp as $$
    select u.name, t.event, e.closes_on, u.slug
      from ending_telling t
      join unit_ending e on e.unit_id = t.unit_id and e.state = t.event
      join care_unit u on u.id = t.unit_id
     where current_setting('app.kind', true) = 'resident'
       and t.at > now() - make_interval(days => case t.event when 'called_off' then 21 else 400 end)
       and not exists (select 1 from ending_telling n where n.unit_id = t.unit_id and n.at > t.at)
       and exists (select 1 from notice n where n.event_key = t.id and n.template = 'waiting'
                    and n.recipient_id = nullif(current_setting('app.person', true), '')::uuid)
     order by t.at desc limit 20
$$;
"""


class Migration(migrations.Migration):
    """One table with its second lock, and four functions."""

    dependencies = [
        ("closing", "0007_questions_end_in_the_action"),
        ("casetypes", "0007_handed_out"),
        ("notices", "0004_review"),
        ("people", "0014_guardian_age"),
        ("units", "0009_region_settings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telling",
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
                (
                    "event",
                    models.CharField(
                        choices=[("announced", "Announced"), ("called_off", "Called Off")],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("told", models.PositiveIntegerField(db_default=0, default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="closing.telling",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.careunit",
                    ),
                ),
            ],
            options={
                "db_table": "ending_telling",
                "indexes": [models.Index(fields=["unit", "-at"], name="i_ending_telling_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=("unit",),
                        name="ending_telling_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.RunSQL(SECURITY, migrations.RunSQL.noop),
        migrations.RunSQL(
            [WHO, DOORS],
            [
                "drop function endings_told; drop function unit_concerns; "
                "drop function unit_concerned; drop function unit_concerned_people"
            ],
        ),
    ]
