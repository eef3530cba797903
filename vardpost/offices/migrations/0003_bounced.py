"""Whether the last e-mail to somebody was refused: an office is told that, and nothing of the e-mail."""

from django.db import migrations

BOUNCED = r"""
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
    """The one question about the outbox that an office may ask."""

    dependencies = [
        ("offices", "0002_row_security"),
        ("notices", "0006_notice_i_notice_staff_settled"),
    ]

    operations = [migrations.RunSQL(sql=[BOUNCED], reverse_sql=["drop function office_bounced"])]
