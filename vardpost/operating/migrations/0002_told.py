"""Who sees and writes notices, and what is told with the session's statement."""

from django.db import migrations

SQL = r"""
alter table operating_notice enable row level security;
-- What is for staff is no secret, but residents are not told of what does not concern them.
create policy operating_notice_seen on operating_notice for select using (
    audience <> 'staff' or (select current_setting('app.kind', true)) = 'staff'
);
create policy operating_notice_written on operating_notice for insert with check (
    (select current_setting('app.roles', true)) like '%,national_office,%'
);
create policy operating_notice_changed on operating_notice for update using (
    (select current_setting('app.roles', true)) like '%,national_office,%'
);
-- A notice is ended, never taken away, and what it is of stays the same row.
create function operating_now(p_kind text, p_region text) returns json
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (
        select json_agg(json_build_object(
                   'id', n.id, 'version', n.version, 'severity', n.severity,
                   'title_sv', n.title_sv, 'title_en', n.title_en, 'text_sv', n.text_sv,
                   'text_en', n.text_en, 'ends_at', n.ends_at,
                   'regions', (select coalesce(json_agg(r.name order by r.name),
                       '[]') from region r where r.code = any(n.regions)))
                   order by array_position(array['outage', 'limited', 'information'],
                       n.severity::text), n.starts_at desc)
          from operating_notice n
         where n.withdrawn_at is null and n.starts_at <= now()
           and (n.ends_at is null or n.ends_at > now())
           and n.audience in ('everyone', case when p_kind = 'staff' then 'staff' else 'residents' end)
           -- Staff hear of their own region's; others are told which regions it is about.
           and (cardinality(n.regions) = 0 or coalesce(p_kind, '') <> 'staff'
                or p_region is null or p_region = any(n.regions))
    );
end
$$;
"""


class Migration(migrations.Migration):
    """The second lock, and the door for everybody."""

    dependencies = [("operating", "0001_initial"), ("units", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [SQL],
            [
                "drop function operating_now; "
                "drop policy operating_notice_seen on operating_notice; "
                "drop policy operating_notice_written on operating_notice; "
                "drop policy operating_notice_changed on operating_notice; "
                "alter table operating_notice disable row level security"
            ],
        )
    ]
