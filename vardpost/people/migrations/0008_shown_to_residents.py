"""How residents see staff, read at every request; and when staff signed in last."""

from django.db import migrations

#: What `session_open` tells of a member of staff, in its place: read anew by every request.
OPEN = r"""
do $do$
declare
    before text := pg_get_functiondef('session_open'::regproc);
    after text := before;
begin
    after := replace(after, 'select a.name, a.title, a.hsa_id, c.id as unit_id',
        'select a.name, a.title, a.hsa_id, a.protected, coalesce(h.show_as, ''name'') as show_as,
               coalesce(h.signature, '''') as signature, c.id as unit_id');
    after := replace(after, 'left join care_unit c on p_unit <> '''' and c.slug = p_unit',
        'left join care_unit c on p_unit <> '''' and c.slug = p_unit
          left join staff_signature h on h.person_id = a.person_id');
    after := replace(after, '''title'', u.title, ''hsa_id'', u.hsa_id, ',
        '''title'', u.title, ''hsa_id'', u.hsa_id, ''protected'', u.protected,
            ''show_as'', u.show_as, ''signature'', u.signature, ');
    if after not like '%a.protected, coalesce%' or after not like '%join staff_signature%'
       or after not like '%u.signature, ''roles''%' then
        raise exception 'session_open is not as it was';
    end if;
    execute after;
end $do$;
"""

START = r"""
do $do$
declare
    before text := pg_get_functiondef('session_start'::regproc);
    after text := replace(before, '    return true;
end', '    if p_kind = ''staff'' then
        update staff_account set signed_in_at = p_now where person_id = p_person;
    end if;
    return true;
end');
begin
    if after = before then
        raise exception 'session_start is not as it was';
    end if;
    execute after;
end $do$;
"""

END_ALL = r"""
create function sessions_end(p_person uuid, p_why text, p_now timestamptz)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare ended bigint;
begin
    if not coalesce(staff_in_scope(p_person), false) then
        return 0;
    end if;
    update login_session set ended_at = p_now, ended_why = p_why
     where person_id = p_person and kind = 'staff' and ended_at is null;
    get diagnostics ended = row_count;
    return ended;
end $$;
"""

#: Residents see no accounts, and must be spared the name of somebody with a protected identity
#: also where it was shown before it was protected.
PROTECTED = r"""
create function staff_is_protected(p_person uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(current_setting('app.kind', true), '') <> ''
       and exists (select 1 from staff_account a where a.person_id = p_person and a.protected)
$$;
"""


class Migration(migrations.Migration):
    """The session functions, changed in place, and two more."""

    dependencies = [("people", "0007_staff_security")]

    operations = [
        migrations.RunSQL(
            sql=[OPEN, START, END_ALL, PROTECTED],
            reverse_sql=["drop function sessions_end", "drop function staff_is_protected"],
        )
    ]
