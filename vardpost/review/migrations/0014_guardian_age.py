"""Whom an answer is told to: until the age that the child's region has."""

from django.db import migrations

SQL = r"""
do $do$
declare
    before text := pg_get_functiondef('mirror_asker'::regproc);
    after text := replace(before, 'k.birth_date > p_day - interval ''13 years''',
        '(k.birth_date + make_interval(years => guardian_until(k.region_code)))::date > p_day');
begin
    if after = before then
        raise exception 'mirror_asker is not as it was';
    end if;
    execute after;
end $do$;
"""


class Migration(migrations.Migration):
    """One condition, in its place."""

    dependencies = [("review", "0013_of_one_person"), ("units", "0009_region_settings")]

    operations = [migrations.RunSQL(sql=SQL, reverse_sql=migrations.RunSQL.noop)]
