"""The session functions: the web role never sees the session table, only these doors."""

from django.db import migrations

OPEN = r"""
create function session_open(
    p_token bytea, p_unit text, p_now timestamptz, p_idle_minutes int, p_absolute_hours int
) returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
    s record;
    u record;
    today date := (p_now at time zone 'Europe/Stockholm')::date;
    answer json;
    roles text := '';
    residents text := '';
    kin uuid[];
    place_unit text := '';
    place_region text := '';
begin
    select l.id, l.person_id, l.kind, l.seen_at, p.given_name || ' ' || p.family_name as name,
           p.birth_date
      into s
      from login_session l join person p on p.id = l.person_id
     where l.token_hash = p_token and l.ended_at is null and p.deceased_on is null
       and l.seen_at > p_now - make_interval(mins => p_idle_minutes)
       and l.created_at > p_now - make_interval(hours => p_absolute_hours);
    if not found then
        perform scope_clear();
        return null;
    end if;
    if s.seen_at < p_now - interval '1 minute' then
        update login_session set seen_at = p_now
         where id = (select id from login_session where id = s.id for update skip locked);
    end if;

    if s.kind = 'staff' then
        select array_agg(c.child_id) || s.person_id into kin
          from guardianship c where c.guardian_id = s.person_id;
        kin := coalesce(kin, array[s.person_id]);
        select a.name, a.title, a.hsa_id, c.id as unit_id, c.slug, c.name as unit_name,
               c.hsa_id as unit_hsa_id, c.region_id,
               (select array_agg(distinct g.role order by g.role) from role_grant g
                 where g.person_id = s.person_id
                   and ((p_unit <> '' and g.unit_id = c.id) or (p_unit = '' and g.unit_id is null))
                   and g.starts_on <= today and (g.ends_on is null or g.ends_on > today)) as roles,
               (select g.region_code from role_grant g
                 where g.person_id = s.person_id and g.unit_id is null and g.region_code > ''
                   and g.starts_on <= today and (g.ends_on is null or g.ends_on > today)
                 limit 1) as grant_region,
               (select json_agg(json_build_array(x.slug, x.name) order by x.name)
                  from (select distinct v.slug, v.name from role_grant g
                          join care_unit v on v.id = g.unit_id
                         where g.person_id = s.person_id and g.starts_on <= today
                           and (g.ends_on is null or g.ends_on > today)) x) as units
          into u
          from staff_account a left join care_unit c on p_unit <> '' and c.slug = p_unit
         where a.person_id = s.person_id and a.active;
        if not found then
            perform scope_clear();
            return null;
        end if;
        if not ('unit_admin' = any(coalesce(u.roles, '{}'))) then
            u.roles := array_remove(u.roles, 'reviewer');
        end if;
        if cardinality(coalesce(u.roles, '{}')) > 0 then
            roles := ',' || array_to_string(u.roles, ',') || ',';
            place_unit := coalesce(u.unit_id::text, '');
            place_region := coalesce(u.region_id, u.grant_region, '');
        end if;
        answer := json_build_object(
            'kind', 'staff', 'session', s.id, 'person', s.person_id, 'name', u.name,
            'title', u.title, 'hsa_id', u.hsa_id, 'roles', coalesce(u.roles, '{}'),
            'region', nullif(place_region, ''), 'kin', kin, 'units', coalesce(u.units, '[]'),
            'unit', case when place_unit = '' then null else json_build_array(
                u.unit_id, u.slug, u.unit_name, u.unit_hsa_id, u.region_id) end);
    else
        select json_build_object('kind', 'resident', 'session', s.id, 'person', s.person_id,
                   'name', s.name, 'birth', s.birth_date, 'children',
                   coalesce(json_agg(json_build_array(k.id, k.given_name || ' ' || k.family_name,
                       k.birth_date) order by k.birth_date) filter (where k.id is not null), '[]')),
               array_to_string(array[s.person_id] || array_remove(array_agg(k.id), null), ',')
          into answer, residents
          from (select c.child_id from guardianship c
                 where c.guardian_id = s.person_id and not c.blocked and c.since <= today
                   and (c.until is null or c.until > today)) g
          join person k on k.id = g.child_id and not k.protected and k.deceased_on is null
               and k.birth_date > today - interval '13 years';
        kin := string_to_array(residents, ',')::uuid[];
    end if;
    perform set_config('app.kind', s.kind, true),
            set_config('app.person', s.person_id::text, true),
            set_config('app.unit', place_unit, true),
            set_config('app.region', place_region, true),
            set_config('app.roles', roles, true),
            set_config('app.residents',
                case when residents = '' then '' else '{' || residents || '}' end, true),
            set_config('app.kin', '{' || array_to_string(kin, ',') || '}', true),
            set_config('app.whole_unit',
                case when roles like '%,case_receiver,%' then place_unit else '' end, true),
            set_config('app.own_unit',
                case when roles like '%,responder,%' then place_unit else '' end, true),
            set_config('app.system_region', '', true),
            set_config('app.releasing', '', true);
    return answer;
end $$;
"""

START = r"""
create function session_start(
    p_id uuid, p_token bytea, p_person uuid, p_kind text, p_method text, p_address text,
    p_now timestamptz
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from person where id = p_person and deceased_on is null) then
        return false;
    end if;
    if p_kind = 'staff'
       and not exists (select 1 from staff_account where person_id = p_person and active) then
        return false;
    end if;
    insert into login_session (id, token_hash, person_id, kind, method, created_at, seen_at,
                               ended_why, address)
    values (p_id, p_token, p_person, p_kind, p_method, p_now, p_now, '', p_address);
    return true;
end $$;
"""

END = r"""
create function session_end(p_token bytea, p_why text, p_now timestamptz)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare ended uuid;
begin
    update login_session set ended_at = p_now, ended_why = p_why
     where token_hash = p_token and ended_at is null returning id into ended;
    if ended is not null then
        perform pg_notify('vardpost', json_build_object('what', 'revoked', 'session', ended)::text);
    end if;
    return ended;
end $$;
"""

CLEAR = r"""
create function scope_clear() returns void
language plpgsql set search_path = public, pg_temp as $$
begin
    perform set_config('app.' || one, '', true)
       from unnest(array['kind', 'person', 'unit', 'region', 'roles', 'residents', 'kin',
                         'whole_unit', 'own_unit', 'system_region', 'releasing']) one;
end $$;
"""

SYSTEM = r"""
create function system_open(p_region text) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
    perform scope_clear();
    perform set_config('app.kind', 'system', true), set_config('app.region', p_region, true),
            set_config('app.system_region', p_region, true);
end $$;
"""

COLLEAGUES = r"""
create function unit_responders(p_resident uuid, p_today date)
returns table(person_id uuid, name text, title text, kin boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.person_id, a.name, a.title,
           a.person_id = p_resident or exists (
               select 1 from guardianship k
                where k.guardian_id = a.person_id and k.child_id = p_resident)
      from staff_account a
     where a.active and current_setting('app.kind', true) = 'staff'
       and exists (
           select 1 from role_grant g
            where g.person_id = a.person_id and g.role = 'responder'
              and g.unit_id = nullif(current_setting('app.unit', true), '')::uuid
              and g.starts_on <= p_today and (g.ends_on is null or g.ends_on > p_today))
     order by a.name, a.person_id
$$;
"""

PERSON = r"""
alter table person enable row level security;
create policy person_self on person for select using (
    id = any ((select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    or id = (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy person_system on person for select using (
    (select current_setting('app.kind', true)) = 'system'
    and region_code = (select nullif(current_setting('app.region', true), ''))
);
create policy person_contact on person for update using (
    id = (select nullif(current_setting('app.person', true), '')::uuid)
);
alter table guardianship enable row level security;
create policy guardianship_own on guardianship for select using (
    guardian_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
alter table notice_setting enable row level security;
create policy notice_setting_own on notice_setting using (
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
alter table login_session enable row level security;
"""


class Migration(migrations.Migration):
    """Session functions and row security of the people tables."""

    dependencies = [("people", "0001_initial"), ("units", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[CLEAR, OPEN, START, END, SYSTEM, COLLEAGUES, PERSON],
            reverse_sql=[
                "drop function session_open",
                "drop function session_start",
                "drop function session_end",
                "drop function system_open",
                "drop function unit_responders",
                "drop function scope_clear",
            ],
        )
    ]
