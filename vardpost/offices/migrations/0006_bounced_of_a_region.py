"""Whose last e-mail was refused, of a whole region at once: the list asks it once, not for each."""

from django.db import migrations

PEOPLE = r"""
create function office_bounced_people(p_region text) returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select p.person_id
      from (select distinct g.person_id from role_grant g join care_unit u on u.id = g.unit_id
             where g.role = 'unit_admin' and u.region_id = p_region) p
     cross join lateral (
            select n.sent_at, n.last_error from notice n
             where n.recipient_id = p.person_id and n.template <> 'waiting'
               and n.settled_at is not null and n.last_error <> 'not_wanted'
             order by n.settled_at desc limit 1) n
     where n.sent_at is null and n.last_error not in ('', 'no_address')
       and (office_region(p_region) or office_system(p_region))
$$;
drop function office_bounced(uuid, text);
"""

BEFORE = r"""
drop function office_bounced_people(text);
create function office_bounced(p_person uuid, p_region text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select n.sent_at is null and n.last_error not in ('', 'not_wanted', 'no_address')
          from notice n
         where n.recipient_id = p_person and n.template <> 'waiting' and n.settled_at is not null
           and n.last_error is distinct from 'not_wanted'
           and exists (
               select 1 from role_grant g join care_unit u on u.id = g.unit_id
                where g.person_id = p_person and g.role = 'unit_admin' and u.region_id = p_region)
         order by n.settled_at desc limit 1), false)
       and (office_region(p_region) or office_system(p_region))
$$;
"""


class Migration(migrations.Migration):
    """One call a page."""

    dependencies = [("offices", "0005_messages_seen")]

    operations = [migrations.RunSQL(sql=[PEOPLE], reverse_sql=[BEFORE])]
