"""Whom a case was about that staff of its unit tried to open and may not: for the ledger's row."""

from django.db import migrations

TRIED = r"""
create function case_tried(p_case uuid) returns table(resident_id uuid, state text)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.resident_id, c.state::text from care_case c
     where c.id = p_case
       and current_setting('app.kind', true) = 'staff'
       and c.unit_id = nullif(current_setting('app.unit', true), '')::uuid
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_urgent_and_counted")]

    operations = [migrations.RunSQL(sql=[TRIED], reverse_sql=["drop function case_tried"])]
