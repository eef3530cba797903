"""The search in the directory asks its indexes: both conditions in a form they know."""

from django.db import migrations

SEARCH = r"""
do $do$
declare
    before text := pg_get_functiondef('directory_search'::regproc);
    after text := before;
begin
    after := replace(after, '(p_key <> '''' and d.key like p_key || ''%'')',
        '(d.key ~>=~ coalesce(nullif(p_key, ''''), ''~'') and d.key ~<~ (p_key || ''~''))');
    after := replace(after, '(p_key <> '''' and upper(a.hsa_id) like p_key || ''%'')',
        '(upper(a.hsa_id) ~>=~ coalesce(nullif(p_key, ''''), ''~'')
                and upper(a.hsa_id) ~<~ (p_key || ''~''))');
    after := replace(after, '(p_query <> '''' and to_tsvector', '(to_tsvector');
    if after like '%p_query <>%' or after like '%like p_key%' or after = before then
        raise exception 'directory_search is not as it was';
    end if;
    execute after;
end $do$;
"""


class Migration(migrations.Migration):
    """`~` stands after every character that an HSA-id may have."""

    dependencies = [("people", "0011_directory_elsewhere")]

    operations = [migrations.RunSQL(sql=[SEARCH], reverse_sql=migrations.RunSQL.noop)]
