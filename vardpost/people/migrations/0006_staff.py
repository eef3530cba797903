"""Tables of the staff directory and of how residents see staff; when and why accounts ended."""

import django.db.models.deletion
from django.db import migrations, models

import vardpost.kernel.ids


class Migration(migrations.Migration):
    """The tables; row security follows."""

    dependencies = [
        ("people", "0005_narrower"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryAssignment",
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
                ("unit_id", models.UUIDField()),
                ("since", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "directory_assignment",
            },
        ),
        migrations.CreateModel(
            name="DirectoryPerson",
            fields=[
                ("key", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("hsa_id", models.CharField(max_length=31)),
                ("region_code", models.CharField(max_length=2)),
                ("number", models.CharField(max_length=12)),
                ("number_kind", models.CharField(max_length=16)),
                ("birth_date", models.DateField()),
                ("sex", models.CharField(max_length=5)),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, max_length=80)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("protected", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField()),
                ("left_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "directory_person",
            },
        ),
        migrations.CreateModel(
            name="StaffSignature",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("show_as", models.CharField(db_default="name", default="name", max_length=8)),
                ("signature", models.CharField(blank=True, db_default="", max_length=200)),
            ],
            options={
                "db_table": "staff_signature",
            },
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="staffaccount",
            name="inactive_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="staffaccount",
            name="inactive_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="staffaccount",
            name="registered_unit_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="staffaccount",
            name="signed_in_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="rolegrant",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False), ("settled_at__isnull", True)),
                fields=["ends_on"],
                name="i_grant_unsettled",
            ),
        ),
        migrations.AddIndex(
            model_name="directoryperson",
            index=models.Index(
                fields=["region_code", "family_name", "given_name", "key"], name="i_directory_name"
            ),
        ),
        migrations.AddField(
            model_name="directoryassignment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="people.directoryperson",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("show_as__in", ["name", "unit"])), name="staff_signature_shown"
            ),
        ),
        migrations.AddIndex(
            model_name="directoryassignment",
            index=models.Index(fields=["unit_id"], name="i_assignment_unit"),
        ),
        migrations.AddConstraint(
            model_name="directoryassignment",
            constraint=models.UniqueConstraint(
                fields=("person", "unit_id"), name="assignment_once"
            ),
        ),
    ]
