"""The resident's log: what a unit has decided about it, and what it asks of people and cases."""

from django.db import migrations, models

POLICY = r"""
alter table mirror_policy enable row level security;
create policy mirror_policy_seen on mirror_policy for select using (true);
create policy mirror_policy_added on mirror_policy for insert with check (unit_in_scope(unit_id));
create policy mirror_policy_changed on mirror_policy for update using (unit_in_scope(unit_id));
"""

#: Residents see no accounts. Of those whose names stand in their log they learn two things: whether
#: the name may never be shown, and how she has chosen to be shown. Nobody unknown is named.
NAMES = r"""
create function mirror_names(p_people uuid[])
returns table(person_id uuid, hidden boolean, show_as text)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.protected or coalesce(a.protected, false), coalesce(h.show_as, 'name')
      from person p left join staff_account a on a.person_id = p.id
      left join staff_signature h on h.person_id = p.id
     where p.id = any (p_people) and current_setting('app.kind', true) = 'resident'
$$;
"""

#: The cases that a log is about, as the resident may know them; row security decides.
CASES = r"""
create function mirror_cases(p_cases uuid[])
returns table(
    id uuid, resident_id uuid, unit_id uuid, unit_name text, number text, type_sv text,
    type_en text, sent_on date
)
language sql stable set search_path = public, pg_temp as $$
    select c.id, c.resident_id, c.unit_id, u.name::text, c.number::text, c.type_name_sv::text,
           c.type_name_en::text, (c.submitted_at at time zone 'Europe/Stockholm')::date
      from care_case c join care_unit u on u.id = c.unit_id
     where c.id = any (p_cases) and current_setting('app.kind', true) = 'resident'
$$;
"""


class Migration(migrations.Migration):
    """One table and two functions."""

    dependencies = [
        ("review", "0003_cursor_checked"),
        ("audit", "0006_days_of_a_resident"),
        ("people", "0006_staff"),
        ("units", "0003_closings_and_approvals"),
        ("cases", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="MirrorPolicy",
            fields=[
                ("unit_id", models.UUIDField(primary_key=True, serialize=False)),
                ("names", models.CharField(max_length=6)),
                ("answer_days", models.PositiveSmallIntegerField()),
            ],
            options={
                "db_table": "mirror_policy",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_days__gte", 1),
                            ("answer_days__lte", 60),
                            ("names__in", ("chosen", "name", "role")),
                        ),
                        name="mirror_policy_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            sql=[POLICY, NAMES, CASES],
            reverse_sql=["drop function mirror_cases", "drop function mirror_names"],
        ),
    ]
