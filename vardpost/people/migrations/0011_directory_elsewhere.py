"""Who of a file stands in another region's directory: told as a fault, not met as a refusal."""

from django.db import migrations

ELSEWHERE = r"""
create function directory_elsewhere(p_keys text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select d.key::text from directory_person d
     where d.key = any(p_keys) and current_setting('app.kind', true) = 'system'
       and d.region_code is distinct from nullif(current_setting('app.system_region', true), '')
$$;
"""


class Migration(migrations.Migration):
    """The function, for the system of a region alone."""

    dependencies = [("people", "0010_answers_here")]

    operations = [
        migrations.RunSQL(sql=[ELSEWHERE], reverse_sql=["drop function directory_elsewhere"])
    ]
