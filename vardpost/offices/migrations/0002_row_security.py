"""Who sees and moves applications, and the doors through which a region's administrator begins
and ends: role grants of an office are written by nobody directly."""

from django.db import migrations

APPLICATIONS = r"""
create function office_region(p_region text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,region_admin,%'
       and p_region = nullif(current_setting('app.region', true), '')
$$;
create function office_nation() returns boolean
language sql stable set search_path = public, pg_temp as $$
    select current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,national_office,%'
$$;
create function office_self(p_person uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select current_setting('app.kind', true) = 'staff'
       and p_person = nullif(current_setting('app.person', true), '')::uuid
$$;
create function office_system(p_region text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select current_setting('app.kind', true) = 'system'
       and p_region = nullif(current_setting('app.system_region', true), '')
$$;

alter table office_application enable row level security;
create policy office_application_seen on office_application for select using (
    office_region(region_id) or office_nation() or office_system(region_id)
    -- She who is to accept, or has accepted, sees what is said of her.
    or (office_self(candidate_id) and state in ('approved', 'active'))
);
create policy office_application_proposed on office_application for insert with check (
    office_region(region_id) and kind = 'proposed' and state = 'submitted'
    and office_self(applicant_id) and reviewer_id is null and decider_id is null
);
create policy office_application_ordered on office_application for insert with check (
    office_nation() and kind = 'ordered' and state = 'under_review'
    and office_self(applicant_id) and office_self(reviewer_id) and decider_id is null
);
-- A region answers a question, and no more.
create policy office_application_answered on office_application for update using (
    office_region(region_id) and state = 'needs_info'
) with check (
    office_region(region_id) and state = 'under_review' and decider_id is null
);
create policy office_application_decided on office_application for update using (
    office_nation() and not office_self(candidate_id)
) with check (office_nation() and state <> 'active');

alter table office_event enable row level security;
create policy office_event_seen on office_event for select using (
    exists (select 1 from office_application a where a.id = application_id)
);
create policy office_event_written on office_event for insert with check (
    office_self(actor_id)
    and exists (select 1 from office_application a where a.id = application_id)
);

alter table office_item enable row level security;
create policy office_item_seen on office_item for select using (
    exists (select 1 from office_application a where a.id = application_id)
);
create policy office_item_ticked on office_item for insert with check (
    office_self(by_id) and exists (
        select 1 from office_application a
         where a.id = application_id and office_region(a.region_id))
);
create policy office_item_changed on office_item for update using (
    exists (select 1 from office_application a
             where a.id = application_id and office_region(a.region_id))
) with check (office_self(by_id));

alter table office_confirmation enable row level security;
create policy office_confirmation_seen on office_confirmation for select using (
    office_region(region_id) or office_nation() or office_system(region_id)
);
create policy office_confirmation_written on office_confirmation for insert with check (
    (office_region(region_id) or office_nation() or office_system(region_id))
    and by_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
"""

BEGIN = r"""
create function office_begin(p_application uuid, p_grant uuid, p_terms text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a office_application;
    today date := (now() at time zone 'Europe/Stockholm')::date;
begin
    if coalesce(p_terms, '') = '' then
        return false;
    end if;
    select * into a from office_application
     where id = p_application and state = 'approved' and office_self(candidate_id)
       and starts_on <= today for update;
    if not found then
        return false;
    end if;
    insert into role_grant (id, person_id, role, region_code, starts_on, granted_by_id,
                            granted_by_name, reason, created_at)
    values (p_grant, a.candidate_id, 'region_admin', a.region_id, today, a.decider_id,
            left(a.decider_name, 120), 'Ansökan ' || a.id, now());
    update office_application
       set state = 'active', accepted_at = now(), terms_version = p_terms, version = version + 1
     where id = a.id;
    return true;
end $$;
"""

#: One's own role is given up by another, and the last administrator of a region stays: the region
#: would have nobody. An account asleep counts for nobody.
END = r"""
create function office_end(p_person uuid, p_region text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    today date := (now() at time zone 'Europe/Stockholm')::date;
begin
    if not (((office_region(p_region) or office_nation()) and not office_self(p_person))
            or office_system(p_region)) then
        return false;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('office ' || p_region, 0));
    if not exists (
        select 1 from role_grant g join staff_account s on s.person_id = g.person_id and s.active
         where g.role = 'region_admin' and g.region_code = p_region and g.person_id <> p_person
           and g.starts_on <= today and (g.ends_on is null or g.ends_on > today)
    ) then
        return false;
    end if;
    update role_grant set ends_on = greatest(today, starts_on), settled_at = now()
     where person_id = p_person and role = 'region_admin' and region_code = p_region
       and (ends_on is null or ends_on > today);
    return found;
end $$;
"""


class Migration(migrations.Migration):
    """The second lock, and its two doors."""

    dependencies = [("offices", "0001_initial"), ("people", "0013_several_by_number")]

    operations = [
        migrations.RunSQL(
            sql=[APPLICATIONS, BEGIN, END],
            reverse_sql=[
                "drop function office_begin",
                "drop function office_end",
                "drop function office_region cascade",
                "drop function office_nation cascade",
                "drop function office_self cascade",
                "drop function office_system cascade",
            ],
        )
    ]
