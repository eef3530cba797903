"""Where the open cases of a unit stand, in numbers: what has to be done with them, and by whom."""

from django.db import migrations

LEFT = r"""
create or replace function unit_left(p_unit uuid)
returns table(what text, number int)
language sql stable security definer set search_path = public, pg_temp as $$
    with u as (
        select x.id, x.region_id from care_unit x
         where x.id = p_unit and settings_in_scope(null, x.region_id)
    ), open as materialized (
        select c.state, c.assignee_id, c.resident_protected,
               c.first_response_at is null and c.first_due < now() as late
          from u join care_case c on c.unit_id = u.id and c.is_open
    )
    select x.what, x.number from u cross join lateral (values
        ('cases', (select count(*)::int from open)),
        ('ungiven', (select count(*)::int from open o
                      where o.assignee_id is null and o.state <> 'awaiting_resident')),
        ('given', (select count(*)::int from open o
                    where o.assignee_id is not null and o.state <> 'awaiting_resident')),
        ('asked', (select count(*)::int from open o where o.state = 'awaiting_resident')),
        ('shielded', (select count(*)::int from open o where o.resident_protected)),
        ('late', (select count(*)::int from open o where o.late)),
        ('drafts', (select count(*)::int from case_draft d where d.unit_id = u.id
                     and d.case_id is null and d.sent_at is null)),
        ('grants', (select count(*)::int from role_grant g where g.unit_id = u.id
                     and (g.ends_on is null
                          or g.ends_on > (now() at time zone 'Europe/Stockholm')::date))),
        ('handed', (select count(*)::int from case_type_grant h where h.unit_id = u.id
                     and h.ended_at is null)),
        ('types', (select count(*)::int from unit_case_type t where t.unit_id = u.id and t.active)),
        ('links', (select count(*)::int from linked_service_unit l where l.unit_id = u.id)),
        ('pointers', (select count(*)::int from unit_closing k where k.alternative_id = u.id
                       and k.ends_on >= current_date)
                   + (select count(*)::int from intake_limit i where i.alternative_id = u.id)
                   + (select count(*)::int from unit_ending e where e.to_unit_id = u.id
                       and e.state = 'announced'))
    ) x (what, number)
$$;
"""


class Migration(migrations.Migration):
    """The function anew, with four numbers more."""

    dependencies = [("closing", "0002_for_good")]

    operations = [migrations.RunSQL([LEFT], migrations.RunSQL.noop)]
