"""How many wait for a first answer, told to those who set the unit's limit, and never of whom."""

from django.db import migrations

WAITING = r"""
create function unit_waiting_count(p_unit uuid, p_most int) returns int
language sql stable security definer set search_path = public, pg_temp as $$
    select case when unit_in_scope(p_unit) then (
        select count(*)::int from (
            select 1 from care_case c
             where c.unit_id = p_unit and c.is_open and c.first_response_at is null
             limit least(greatest(p_most, 1), 501)) waiting) end
$$;
"""


class Migration(migrations.Migration):
    """One function; outside the scope it tells nothing."""

    dependencies = [
        ("cases", "0012_trial_by_the_queues_indexes"),
        ("units", "0003_closings_and_approvals"),
    ]

    operations = [
        migrations.RunSQL(sql=[WAITING], reverse_sql=["drop function unit_waiting_count"])
    ]
