"""The second lock on the outbox, and the only way to an address."""

from django.db import migrations

SECURITY = r"""
alter table notice enable row level security;
create policy notice_queue on notice for insert with check (
    (select current_setting('app.kind', true)) = 'resident'
    or (
        (select current_setting('app.kind', true)) in ('staff', 'system')
        and region_id = (select nullif(current_setting('app.region', true), ''))
    )
);
create policy notice_system on notice for select using (
    (select current_setting('app.kind', true)) = 'system'
    and region_id = (select nullif(current_setting('app.region', true), ''))
);
create policy notice_system_change on notice for update using (
    (select current_setting('app.kind', true)) = 'system'
    and region_id = (select nullif(current_setting('app.region', true), ''))
);
"""

ADDRESS = r"""
create function notice_address(p_notice uuid)
returns table(wanted boolean, address text, language text)
language sql stable security definer set search_path = public, pg_temp as $$
    select case n.template
               when 'waiting' then coalesce(s.waiting, true)
               when 'assigned' then coalesce(s.assigned, true)
               when 'replied' then coalesce(s.assigned, true)
               else coalesce(s.new_case, true)
           end,
           case when p.deceased_on is not null then ''
                when n.template = 'waiting' then p.email
                when a.active then a.email
                else ''
           end,
           coalesce(s.language, 'sv')
      from notice n
      join person p on p.id = n.recipient_id
      left join staff_account a on a.person_id = n.recipient_id
      left join notice_setting s on s.person_id = n.recipient_id
     where n.id = p_notice
       and current_setting('app.kind', true) = 'system'
       and n.region_id = nullif(current_setting('app.region', true), '')
$$;
"""


class Migration(migrations.Migration):
    """Policies and the function that looks an address up at sending."""

    dependencies = [("notices", "0001_initial"), ("people", "0002_sessions")]

    operations = [
        migrations.RunSQL(
            sql=[SECURITY, ADDRESS],
            reverse_sql=["drop function notice_address"],
        )
    ]
