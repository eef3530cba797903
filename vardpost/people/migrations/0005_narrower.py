"""Residents see no staff directory, and a child born on a leap day is 13 on 28 February."""

from django.db import migrations

DIRECTORY = r"""
create function unit_receivers(p_unit uuid, p_today date) returns setof uuid
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if coalesce(current_setting('app.kind', true), '') = '' then
        return;
    end if;
    return query
        select distinct g.person_id from role_grant g
          join staff_account a on a.person_id = g.person_id and a.active
         where g.unit_id = p_unit and g.role = 'case_receiver' and g.starts_on <= p_today
           and (g.ends_on is null or g.ends_on > p_today);
end $$;
alter policy staff_account_known on staff_account using (
    (select current_setting('app.kind', true)) in ('staff', 'system')
    or exists (select 1 from demo_persona d where d.person_id = staff_account.person_id)
);
alter policy role_grant_known on role_grant using (
    (select current_setting('app.kind', true)) in ('staff', 'system')
);
"""

#: One condition of `session_open`, in its place: what `policy.scope` says, on every day.
CHILD = r"""
do $do$
declare
    before text := pg_get_functiondef('session_open'::regproc);
    after text := replace(before, 'k.birth_date > today - interval ''13 years''',
                          '(k.birth_date + interval ''13 years'')::date > today');
begin
    if after = before then
        raise exception 'session_open is not as it was';
    end if;
    execute after;
end $do$;
"""

BEFORE = r"""
drop function unit_receivers;
alter policy staff_account_known on staff_account using (
    (select current_setting('app.kind', true)) <> ''
    or exists (select 1 from demo_persona d where d.person_id = staff_account.person_id)
);
alter policy role_grant_known on role_grant using (
    (select current_setting('app.kind', true)) <> ''
);
"""


class Migration(migrations.Migration):
    """Who is told of a case is asked for by a function that gives ids alone."""

    dependencies = [("people", "0004_quiet_look")]

    operations = [
        migrations.RunSQL(sql=DIRECTORY, reverse_sql=BEFORE),
        migrations.RunSQL(sql=CHILD, reverse_sql=migrations.RunSQL.noop),
    ]
