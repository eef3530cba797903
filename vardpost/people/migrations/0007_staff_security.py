"""The second lock on permissions, accounts and the staff directory; and the search through it."""

from django.db import migrations

#: Who may write a permission: the unit's administrator; of the two roles that a region's office
#: appoints, its administrator; a job in its region. Nobody gives to oneself, whatever the role.
GRANTS = r"""
create function grant_in_scope(p_unit uuid, p_role text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select case (select current_setting('app.kind', true))
        when 'staff' then
            (current_setting('app.roles', true) like '%,unit_admin,%'
                and p_unit = nullif(current_setting('app.unit', true), '')::uuid)
            or (current_setting('app.roles', true) like '%,region_admin,%'
                and exists (
                    select 1 from care_unit u where u.id = p_unit
                       and u.region_id = nullif(current_setting('app.region', true), ''))
                and p_role in ('unit_admin', 'reviewer'))
        when 'system' then exists (
            select 1 from care_unit u where u.id = p_unit
               and u.region_id = nullif(current_setting('app.system_region', true), ''))
        else false
    end
$$;
create policy role_grant_given on role_grant for insert with check (
    grant_in_scope(unit_id, role)
    and person_id is distinct from (select nullif(current_setting('app.person', true), '')::uuid)
    and granted_by_id is not distinct from
        (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy role_grant_changed on role_grant for update
    using (grant_in_scope(unit_id, role))
    with check (
        grant_in_scope(unit_id, role)
        and (
            person_id is distinct from
                (select nullif(current_setting('app.person', true), '')::uuid)
            or ends_on <= (now() at time zone 'Europe/Stockholm')::date
        )
    );
"""

ACCOUNTS = r"""
create function staff_in_scope(p_person uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select case (select current_setting('app.kind', true))
        when 'staff' then
            (current_setting('app.roles', true) like '%,unit_admin,%' and exists (
                select 1 from role_grant g where g.person_id = p_person
                   and g.unit_id = nullif(current_setting('app.unit', true), '')::uuid
                union all
                select 1 from staff_account a where a.person_id = p_person
                   and a.registered_unit_id =
                       nullif(current_setting('app.unit', true), '')::uuid))
            or (current_setting('app.roles', true) like '%,region_admin,%'
                and staff_in_region(p_person, nullif(current_setting('app.region', true), '')))
            or current_setting('app.roles', true) like '%,national_office,%'
        when 'system' then staff_in_region(
            p_person, nullif(current_setting('app.system_region', true), ''))
        else false
    end
$$;
"""

IN_REGION = r"""
create function staff_in_region(p_person uuid, p_region text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select exists (
        select 1 from care_unit u where u.region_id = p_region and (
            u.id in (select g.unit_id from role_grant g where g.person_id = p_person)
            or u.id in (
                select a.registered_unit_id from staff_account a where a.person_id = p_person)))
$$;
"""

ACCOUNT_POLICIES = r"""
create policy staff_account_changed on staff_account for update using (staff_in_scope(person_id));
alter table staff_signature enable row level security;
create policy staff_signature_own on staff_signature using (
    (select current_setting('app.kind', true)) = 'staff'
    and person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy staff_signature_office on staff_signature using (staff_in_scope(person_id));
"""

DIRECTORY = r"""
create function directory_in_scope(p_region text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select case (select current_setting('app.kind', true))
        when 'staff' then
            ((current_setting('app.roles', true) like '%,unit_admin,%'
                or current_setting('app.roles', true) like '%,region_admin,%')
                and p_region = nullif(current_setting('app.region', true), ''))
            or current_setting('app.roles', true) like '%,national_office,%'
        when 'system' then p_region = nullif(current_setting('app.system_region', true), '')
        else false
    end
$$;
alter table directory_person enable row level security;
create policy directory_person_seen on directory_person for select using (
    directory_in_scope(region_code)
);
create policy directory_person_read_in on directory_person for insert with check (
    region_code = (select nullif(current_setting('app.system_region', true), ''))
);
create policy directory_person_changed on directory_person for update using (
    region_code = (select nullif(current_setting('app.system_region', true), ''))
);
alter table directory_assignment enable row level security;
create policy directory_assignment_seen on directory_assignment for select using (
    exists (select 1 from directory_person d where d.key = person_id)
);
create policy directory_assignment_read_in on directory_assignment for insert with check (
    (select current_setting('app.kind', true)) = 'system'
    and exists (select 1 from directory_person d where d.key = person_id)
);
create policy directory_assignment_changed on directory_assignment for update using (
    (select current_setting('app.kind', true)) = 'system'
    and exists (select 1 from directory_person d where d.key = person_id)
);
create index i_directory_words on directory_person using gin (
    to_tsvector('simple', given_name || ' ' || family_name || ' ' || split_part(key, '-', 2)));
create index i_directory_key on directory_person (key text_pattern_ops);
create index i_account_words on staff_account using gin (
    to_tsvector('simple', name || ' ' || split_part(upper(hsa_id), '-', 2)));
create index i_account_key on staff_account (upper(hsa_id) text_pattern_ops);
"""

#: Conditions such as `@@` and `like` may not use an index under row security, so the search applies
#: the scope itself: a unit's administrator and a region's office search their region.
SEARCH = r"""
create function directory_search(
    p_query text, p_key text, p_after text, p_limit int
) returns table(
    key text, hsa_id text, person_id uuid, family_name text, given_name text, title text,
    active boolean, in_directory boolean, here boolean, units text[]
) language sql stable security definer set search_path = public, pg_temp as $$
    with place as (
        select nullif(current_setting('app.region', true), '') as region,
               nullif(current_setting('app.unit', true), '')::uuid as unit,
               current_setting('app.roles', true) like '%,national_office,%' as nation
         where current_setting('app.kind', true) = 'staff'
           and (current_setting('app.roles', true) like '%,unit_admin,%'
                or current_setting('app.roles', true) like '%,region_admin,%'
                or current_setting('app.roles', true) like '%,national_office,%')
    ), listed as (
        select d.key::text, d.hsa_id::text, a.person_id, d.family_name::text, d.given_name::text,
               d.title::text, a.active, true as in_directory
          from place, directory_person d
          left join staff_account a on upper(a.hsa_id) = d.key
         where (place.nation or d.region_code = place.region) and d.left_on is null
           and ((p_key <> '' and d.key like p_key || '%')
                or (p_query <> '' and to_tsvector('simple', d.given_name || ' ' || d.family_name
                    || ' ' || split_part(d.key, '-', 2)) @@ to_tsquery('simple', p_query)))
        union all
        select upper(a.hsa_id), a.hsa_id::text, a.person_id, regexp_replace(a.name, '^.* ', ''),
               regexp_replace(a.name, ' ?[^ ]*$', ''), a.title::text, a.active, false
          from place, staff_account a
         where not exists (
                   select 1 from directory_person d
                    where d.key = upper(a.hsa_id) and d.left_on is null)
           and (place.nation or staff_in_region(a.person_id, place.region))
           and ((p_key <> '' and upper(a.hsa_id) like p_key || '%')
                or (p_query <> '' and to_tsvector('simple', a.name || ' '
                    || split_part(upper(a.hsa_id), '-', 2)) @@ to_tsquery('simple', p_query)))
    )
    select l.*, exists (
               select 1 from role_grant g where g.person_id = l.person_id
                  and g.unit_id = place.unit
                  and (g.ends_on is null or g.ends_on > (now() at time zone 'Europe/Stockholm')::date)),
           array(select u.name::text from directory_assignment s join care_unit u on u.id = s.unit_id
                  where s.person_id = l.key and s.ended_on is null order by u.name limit 3)
      from listed l, place
     where p_after = ''
        or (l.family_name, l.given_name, l.key) > (
            select f.family_name, f.given_name, f.key from listed f where f.key = p_after)
     order by l.family_name, l.given_name, l.key
     limit p_limit
$$;
"""

#: The only way to a new account: out of the directory, within the scope. The person may be known
#: as a resident already; then the account is hers, and her own and her children's cases stay hidden.
REGISTER = r"""
create function staff_register(p_key text, p_unit uuid, p_person uuid)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
    d directory_person;
    place care_unit;
    who uuid;
begin
    select * into place from care_unit where id = p_unit;
    if place.id is null or current_setting('app.kind', true) is distinct from 'staff' or not (
        (current_setting('app.roles', true) like '%,unit_admin,%'
            and p_unit = nullif(current_setting('app.unit', true), '')::uuid)
        or (current_setting('app.roles', true) like '%,region_admin,%'
            and place.region_id = nullif(current_setting('app.region', true), ''))
        or current_setting('app.roles', true) like '%,national_office,%'
    ) then
        return null;
    end if;
    select * into d from directory_person
     where key = p_key and region_code = place.region_id and left_on is null for share;
    if not found or exists (select 1 from staff_account where upper(hsa_id) = p_key) then
        return null;
    end if;
    insert into person (id, number, number_kind, given_name, family_name, birth_date, sex, street,
                        postal_code, place, municipality_code, region_code, protected, phone, email)
    values (p_person, d.number, d.number_kind, d.given_name, d.family_name, d.birth_date, d.sex, '',
            '', '', '', '', false, '', '')
    on conflict (number) do nothing;
    select id into who from person where number = d.number;
    insert into staff_account (person_id, hsa_id, name, title, email, active, protected,
                               registered_unit_id)
    values (who, d.hsa_id, d.given_name || ' ' || d.family_name, d.title, d.email, true,
            d.protected, p_unit)
    on conflict do nothing;
    if not found then
        return null;
    end if;
    return who;
end $$;
"""

#: Whether a case may not be given to somebody since it is about her or her child: for the system,
#: which hands over the cases of a leaver.
KIN = r"""
create function staff_is_kin(p_person uuid, p_resident uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select current_setting('app.kind', true) is distinct from 'system'
        or p_person = p_resident
        or exists (select 1 from guardianship k
                    where k.guardian_id = p_person and k.child_id = p_resident)
$$;
"""

#: What ended before anybody looked has no cases left to return.
SETTLED = r"""
update role_grant set settled_at = now()
 where ends_on <= (now() at time zone 'Europe/Stockholm')::date;
"""


class Migration(migrations.Migration):
    """Policies and functions of the tables of `0006_staff`."""

    dependencies = [("people", "0006_staff"), ("units", "0002_setting_changes")]

    operations = [
        migrations.RunSQL(
            sql=[
                *(GRANTS, IN_REGION, ACCOUNTS, ACCOUNT_POLICIES, DIRECTORY, SEARCH, REGISTER),
                *(KIN, SETTLED),
            ],
            reverse_sql=[
                "drop function directory_search",
                "drop function staff_register",
                "drop function staff_is_kin",
                "drop function grant_in_scope cascade",
                "drop function directory_in_scope cascade",
                "drop function staff_in_scope cascade",
                "drop function staff_in_region",
            ],
        )
    ]
