"""Two more notices: a question to explain oneself, and a review that waits. Nobody switches them off."""

from django.db import migrations, models

ADDRESS = r"""
create or replace function notice_address(p_notice uuid)
returns table(mode text, address text, language text, digest_hour int, quiet_from int, quiet_to int)
language sql stable security definer set search_path = public, pg_temp as $$
    select case n.template
               when 'waiting' then case when coalesce(s.waiting, true) then 'direct' else 'off' end
               when 'explain' then 'direct'
               when 'review' then 'direct'
               when 'new_case' then coalesce(u.new_case, t.new_case, 'direct')
               when 'unassigned' then coalesce(u.unassigned, t.unassigned, 'direct')
               when 'reminder' then coalesce(u.reminder, t.reminder, 'direct')
               when 'replied' then coalesce(u.replied, t.replied, 'direct')
               else coalesce(t.assigned, 'direct')
           end,
           case when n.to_unit then coalesce(u.mailbox, '')
                when p.deceased_on is not null then ''
                when n.template = 'waiting' then p.email
                when a.active then a.email
                else ''
           end,
           coalesce(s.language, 'sv'),
           coalesce(u.digest_hour, t.digest_hour, 8)::int,
           coalesce(u.quiet_from, t.quiet_from, 0)::int,
           coalesce(u.quiet_to, t.quiet_to, 0)::int
      from notice n
      left join unit_notice u on n.to_unit and u.unit_id = n.recipient_id
      left join person p on not n.to_unit and p.id = n.recipient_id
      left join staff_account a on a.person_id = p.id
      left join staff_notice t on n.template <> 'waiting' and t.person_id = p.id
      left join notice_setting s on s.person_id = p.id
     where n.id = p_notice
       and current_setting('app.kind', true) = 'system'
       and n.region_id = nullif(current_setting('app.region', true), '')
$$;
"""

BEFORE = r"""
create or replace function notice_address(p_notice uuid)
returns table(mode text, address text, language text, digest_hour int, quiet_from int, quiet_to int)
language sql stable security definer set search_path = public, pg_temp as $$
    select case n.template
               when 'waiting' then case when coalesce(s.waiting, true) then 'direct' else 'off' end
               when 'new_case' then coalesce(u.new_case, t.new_case, 'direct')
               when 'unassigned' then coalesce(u.unassigned, t.unassigned, 'direct')
               when 'reminder' then coalesce(u.reminder, t.reminder, 'direct')
               when 'replied' then coalesce(u.replied, t.replied, 'direct')
               else coalesce(t.assigned, 'direct')
           end,
           case when n.to_unit then coalesce(u.mailbox, '')
                when p.deceased_on is not null then ''
                when n.template = 'waiting' then p.email
                when a.active then a.email
                else ''
           end,
           coalesce(s.language, 'sv'),
           coalesce(u.digest_hour, t.digest_hour, 8)::int,
           coalesce(u.quiet_from, t.quiet_from, 0)::int,
           coalesce(u.quiet_to, t.quiet_to, 0)::int
      from notice n
      left join unit_notice u on n.to_unit and u.unit_id = n.recipient_id
      left join person p on not n.to_unit and p.id = n.recipient_id
      left join staff_account a on a.person_id = p.id
      left join staff_notice t on n.template <> 'waiting' and t.person_id = p.id
      left join notice_setting s on s.person_id = p.id
     where n.id = p_notice
       and current_setting('app.kind', true) = 'system'
       and n.region_id = nullif(current_setting('app.region', true), '')
$$;
"""


class Migration(migrations.Migration):
    """A notice that the law is behind is told at once; quiet hours hold."""

    dependencies = [("notices", "0003_choices")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_template_known"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "template__in",
                        (
                            "waiting",
                            "new_case",
                            "unassigned",
                            "assigned",
                            "replied",
                            "reminder",
                            "explain",
                            "review",
                        ),
                    )
                ),
                name="notice_template_known",
            ),
        ),
        migrations.RunSQL(sql=[ADDRESS], reverse_sql=[BEFORE]),
    ]
