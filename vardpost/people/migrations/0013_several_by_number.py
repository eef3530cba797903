"""A unit's administrator meets several residents at once, each by her full number."""

from django.db import migrations

DOOR = r"""
create function residents_by_numbers(p_numbers text[])
returns table(number text, id uuid, name text, birth_date date, sex text, municipality text,
              region text, protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.number, p.id, p.given_name || ' ' || p.family_name, p.birth_date, p.sex,
           p.municipality_code, p.region_code, p.protected
      from person p
     where p.number = any (p_numbers[1:200]) and p.deceased_on is null
       and current_setting('app.kind', true) = 'staff'
       and current_setting('app.unit', true) <> ''
       and current_setting('app.roles', true) like '%,unit_admin,%'
$$;
"""


class Migration(migrations.Migration):
    """One function, for no more than two hundred numbers."""

    dependencies = [("people", "0012_search_by_index")]

    operations = [migrations.RunSQL(sql=[DOOR], reverse_sql=["drop function residents_by_numbers"])]
