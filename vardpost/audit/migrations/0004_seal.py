"""The tables of the seal: leaves, nodes, heads, keys, what it found, and what has been taken out."""

from django.db import migrations, models

import vardpost.kernel.ids

#: Sealing alarms are about the ledger and nobody in it: for those who answer for a unit or more.
SECURITY = r"""
alter table audit_alarm enable row level security;
create policy audit_alarm_seal on audit_alarm
    using ((select has_table_privilege('public.audit_leaf', 'insert')))
    with check ((select has_table_privilege('public.audit_leaf', 'insert')));
create policy audit_alarm_read on audit_alarm for select using (
    (select current_setting('app.kind', true)) = 'system'
    or (select current_setting('app.kind', true)) = 'staff'
       and (select current_setting('app.roles', true)) ~ ',(reviewer|region_admin|national_office),'
);
"""


class Migration(migrations.Migration):
    """Hashes and moments; no names."""

    dependencies = [("audit", "0003_nobody_writes_nothing")]

    operations = [
        migrations.CreateModel(
            name="AuditLeaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("log", models.CharField(max_length=2)),
                ("number", models.BigIntegerField()),
                ("entry_at", models.DateTimeField()),
                ("entry_id", models.UUIDField()),
                ("form", models.PositiveSmallIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "audit_leaf",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry_id", "entry_at"), name="u_audit_leaf_entry"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditNode",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "level",
                        "position",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("log", models.CharField(max_length=2)),
                ("level", models.PositiveSmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "audit_node"},
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "log",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("log", models.CharField(max_length=2)),
                ("number", models.BigIntegerField()),
                ("size", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("seen", models.TextField()),
                ("key_id", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
                ("cluster", models.CharField(max_length=20)),
            ],
            options={"db_table": "audit_head"},
        ),
        migrations.CreateModel(
            name="AuditKey",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("signed_by", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": "audit_key"},
        ),
        migrations.CreateModel(
            name="AuditAlarm",
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
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("log", models.CharField(blank=True, max_length=2)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "audit_alarm",
                "indexes": [models.Index(fields=["at"], name="i_audit_alarm_at")],
            },
        ),
        migrations.CreateModel(
            name="AuditDetached",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("rows", models.BigIntegerField()),
                ("digest", models.BinaryField()),
                ("key_id", models.CharField(max_length=16)),
                ("signature", models.BinaryField()),
            ],
            options={"db_table": "audit_detached"},
        ),
        migrations.RunSQL(sql=SECURITY, reverse_sql=migrations.RunSQL.noop),
    ]
