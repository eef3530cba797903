"""Until which age a guardian acts is a setting of the region where the child lives."""

from django.db import migrations

#: Two places of `session_open`: who the children are, and what the door is told of each.
OPEN = r"""
do $do$
declare
    before text := pg_get_functiondef('session_open'::regproc);
    after text := replace(before, '(k.birth_date + interval ''13 years'')::date > today',
        '(k.birth_date + make_interval(years => guardian_until(k.region_code)))::date > today');
    told text := regexp_replace(after,
        '(json_build_array\(k\.id, k\.given_name \|\| '' '' \|\| k\.family_name,\s+k\.birth_date)\)',
        '\1, guardian_until(k.region_code))');
begin
    if after = before or told = after then
        raise exception 'session_open is not as it was';
    end if;
    execute told;
end $do$;
"""

#: The age of one child's region, a number alone: whoever handles a case may not read the register.
OF = r"""
create function guardian_until_of(p_person uuid) returns int
language sql stable security definer set search_path = public, pg_temp as $$
    select guardian_until(coalesce((select p.region_code from person p where p.id = p_person), ''))
     where coalesce(current_setting('app.kind', true), '') <> ''
$$;

-- How many children of some ages have a guardian who acts, or would: numbers, for the national
-- office that considers another age. `p_region` empty: where no region has an age of its own.
create function guardian_children(p_region text, p_from int, p_to int, p_today date) returns int
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int from person k
     where current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,national_office,%'
       and (k.region_code = p_region or p_region = '' and not exists (
            select 1 from region_setting s
             where s.region_id = k.region_code and s.guardian_until is not null))
       and not k.protected and k.deceased_on is null
       and (k.birth_date + make_interval(years => p_from))::date <= p_today
       and (k.birth_date + make_interval(years => p_to))::date > p_today
       and exists (select 1 from guardianship c where c.child_id = k.id and not c.blocked
                    and c.since <= p_today and (c.until is null or c.until > p_today))
$$;
"""


class Migration(migrations.Migration):
    """Three functions: the door's, one for notices, one for the preview of a change."""

    dependencies = [("people", "0013_several_by_number"), ("units", "0009_region_settings")]

    operations = [
        migrations.RunSQL(sql=OPEN, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(
            sql=OF, reverse_sql="drop function guardian_children; drop function guardian_until_of"
        ),
    ]
