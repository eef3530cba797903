"""Messages as they were signed; and how much open work somebody has, in numbers alone."""

from django.db import migrations, models

#: Who runs a unit does not read its cases, and must know whether somebody has any left.
OPEN_WORK = r"""
create function open_work(p_unit uuid, p_people uuid[])
returns table(person_id uuid, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.assignee_id, count(*) from care_case c
     where c.unit_id = p_unit and c.is_open and c.assignee_id = any(p_people)
       and exists (select 1 from care_unit u
                    where u.id = p_unit and settings_in_scope(u.id, u.region_id))
     group by c.assignee_id
$$;
"""


class Migration(migrations.Migration):
    """Columns of the message, and the count."""

    dependencies = [
        ("cases", "0007_unassigned"),
        ("units", "0002_setting_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="shown_name",
            field=models.CharField(blank=True, db_default="", max_length=160),
        ),
        migrations.AddField(
            model_name="message",
            name="shown_title",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddField(
            model_name="message",
            name="signature",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.RunSQL(sql=[OPEN_WORK], reverse_sql=["drop function open_work"]),
    ]
