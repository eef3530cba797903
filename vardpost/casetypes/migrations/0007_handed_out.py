"""Case types that a unit holds back, and to whom it has handed them out."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids

#: Whoever runs this very unit. A region's office and the nation's do not: that somebody has been
#: handed a case type says something of her health.
RUNS = (
    "(select current_setting('app.kind', true)) = 'staff' "
    "and (select current_setting('app.roles', true)) like '%,unit_admin,%' "
    "and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)"
)
ONESELF = "(select nullif(current_setting('app.person', true), '')::uuid)"
SECURITY = [
    "alter table case_type_grant enable row level security",
    "create policy case_type_grant_seen on case_type_grant for select using ("
    "person_id = any ((select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[]) "
    f"or ({RUNS}))",
    "create policy case_type_grant_added on case_type_grant for insert with check ("
    f"{RUNS} and granted_by_id = {ONESELF} and ended_at is null and person_id <> all "
    "((select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[]))",
    "create policy case_type_grant_ended on case_type_grant for update "
    f"using ({RUNS} and ended_at is null) with check (ended_by_id = {ONESELF})",
]
#: Who those are whom a unit's page shows: names and numbers of its own rows alone.
NAMES = r"""
create function case_type_grant_names(p_ids uuid[])
returns table(id uuid, name text, number text, protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select g.id, p.given_name || ' ' || p.family_name, coalesce(p.number, ''), p.protected
      from case_type_grant g join person p on p.id = g.person_id
     where g.id = any (p_ids)
       and g.unit_id = nullif(current_setting('app.unit', true), '')::uuid
       and current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,unit_admin,%'
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casetypes", "0006_terms_settled"),
        ("units", "0004_patient_board"),
        ("people", "0013_several_by_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitcasetype",
            name="restricted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="CaseTypeGrant",
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
                ("person_id", models.UUIDField()),
                ("reason", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("granted_at", models.DateTimeField()),
                ("granted_by_id", models.UUIDField()),
                ("granted_by_name", models.CharField(max_length=160)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.UUIDField(blank=True, null=True)),
                ("ended_by_name", models.CharField(blank=True, db_default="", max_length=160)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("changed", "Changed"),
                            ("ran_out", "Ran Out"),
                        ],
                        db_default="",
                        max_length=10,
                    ),
                ),
                (
                    "case_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casetypes.casetype",
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
                "db_table": "case_type_grant",
                "indexes": [
                    models.Index(
                        fields=["unit", "case_type", "-id"], name="i_case_type_grant_list"
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person_id"],
                        name="i_case_type_grant_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("unit", "case_type", "person_id"),
                        name="case_type_grant_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="case_type_grant_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by_id__isnull", True),
                                ("ended_why", ""),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by_id__isnull", False),
                                ("ended_why__in", ["withdrawn", "changed", "ran_out"]),
                            ),
                            _connector="OR",
                        ),
                        name="case_type_grant_ended_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="case_type_grant_says_why",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql=[*SECURITY, NAMES],
            reverse_sql=["drop function case_type_grant_names"],
        ),
    ]
