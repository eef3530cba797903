"""How many wait for a first answer at a unit: what its intake limit asks, and nothing else."""

from django.db import migrations

WAITING = r"""
create function unit_waiting(p_unit uuid, p_most int) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) >= p_most from (
        select 1 from care_case c
         where c.unit_id = p_unit and c.is_open and c.first_response_at is null
         limit least(greatest(p_most, 1), 500)) waiting
$$;
"""


class Migration(migrations.Migration):
    """One function; it tells whether a limit is reached, never of whom."""

    dependencies = [("cases", "0002_row_security")]

    operations = [migrations.RunSQL(sql=[WAITING], reverse_sql=["drop function unit_waiting"])]
