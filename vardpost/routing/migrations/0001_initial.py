"""The rules and teams of units."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

SECURITY = r"""
alter table team enable row level security;
alter table team_member enable row level security;
alter table routing_rule enable row level security;
create policy team_of_the_unit on team using (unit_in_scope(unit_id));
create policy team_member_of_the_unit on team_member using (unit_in_scope(unit_id));
create policy routing_rule_of_the_unit on routing_rule using (unit_in_scope(unit_id));
"""

#: The name of a person who can have a case about a resident at a unit, else null. Called by the
#: functions below alone; the same rule as `unit_responders`.
ANSWERS = r"""
create function routing_answers(p_unit uuid, p_person uuid, p_resident uuid, p_today date)
returns text
language sql stable set search_path = public, pg_temp as $$
    select a.name from staff_account a
     where a.person_id = p_person and a.active and a.person_id <> p_resident
       and exists (
           select 1 from role_grant g
            where g.person_id = a.person_id and g.role = 'responder' and g.unit_id = p_unit
              and g.starts_on <= p_today and (g.ends_on is null or g.ends_on > p_today))
       and not exists (
           select 1 from guardianship k
            where k.guardian_id = a.person_id and k.child_id = p_resident)
$$;
"""

FOR = r"""
create function routing_for(p_unit uuid, p_resident uuid, p_type text, p_today date)
returns json
language sql stable security definer set search_path = public, pg_temp as $$
    select json_agg(json_build_array(
               r.number, r.target, r.case_type, r.type_name, r.asked, r.person_id, r.team_id,
               coalesce(t.name, r.target_name),
               case r.target
                   when 'person'
                       then routing_answers(p_unit, r.person_id, p_resident, p_today) is not null
                   when 'team'
                       then exists (select 1 from team_member m where m.team_id = r.team_id)
                   else true
               end) order by r.number)
      from routing_rule r left join team t on t.id = r.team_id
     where r.unit_id = p_unit and r.case_type in ('', p_type)
       and current_setting('app.kind', true) = 'resident'
       and p_resident = any (nullif(current_setting('app.residents', true), '')::uuid[])
$$;
"""

#: Held shared till the end of the transaction, and asked once it is held: no case arrives while,
#: or just after, somebody's open ones are returned (`people.actions.leaving.hold_answering`).
HOLD = r"""
create function routing_hold(p_unit uuid, p_person uuid, p_resident uuid, p_today date)
returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if current_setting('app.kind', true) is distinct from 'resident' or not coalesce(
        p_resident = any (nullif(current_setting('app.residents', true), '')::uuid[]), false)
    then
        return null;
    end if;
    perform pg_advisory_xact_lock_shared(
        hashtextextended('answers ' || p_unit || ' ' || p_person, 0));
    return routing_answers(p_unit, p_person, p_resident, p_today);
end $$;
"""


class Migration(migrations.Migration):
    """Three tables, their second lock, and what a case that is sent asks."""

    initial = True

    dependencies = [
        ("people", "0002_sessions"),
        ("units", "0004_patient_board"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
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
                ("name", models.CharField(max_length=60)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="units.careunit",
                    ),
                ),
            ],
            options={
                "db_table": "team",
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
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
                ("number", models.PositiveSmallIntegerField()),
                ("case_type", models.CharField(blank=True, max_length=40)),
                ("type_name", models.CharField(blank=True, max_length=80)),
                ("asked", models.JSONField(default=list)),
                ("target", models.CharField(max_length=8)),
                ("person_id", models.UUIDField(null=True)),
                ("target_name", models.CharField(blank=True, max_length=160)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routing_rules",
                        to="units.careunit",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="routing.team",
                    ),
                ),
            ],
            options={
                "db_table": "routing_rule",
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="routing.team",
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
                "db_table": "team_member",
            },
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(fields=("unit", "name"), name="team_name_once"),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.UniqueConstraint(
                fields=("unit", "number"), name="routing_rule_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("person_id__isnull", False), ("target", "person"), ("team__isnull", True)
                    ),
                    models.Q(
                        ("person_id__isnull", True), ("target", "team"), ("team__isnull", False)
                    ),
                    models.Q(
                        ("person_id__isnull", True), ("target", "queue"), ("team__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="routing_rule_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                fields=("team", "person_id"), name="team_member_once"
            ),
        ),
        migrations.RunSQL(
            sql=[SECURITY, ANSWERS, FOR, HOLD],
            reverse_sql=[
                "drop function routing_hold",
                "drop function routing_for",
                "drop function routing_answers",
            ],
        ),
    ]
