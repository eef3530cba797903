"""The doors by which a unit's administrator meets a resident: one by her full number, or let in."""

from django.db import migrations

DOORS = r"""
create function resident_by_number(p_number text)
returns table(id uuid, name text, birth_date date, sex text, municipality text, region text,
              protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.given_name || ' ' || p.family_name, p.birth_date, p.sex, p.municipality_code,
           p.region_code, p.protected
      from person p
     where p.number = p_number and p.deceased_on is null
       and current_setting('app.kind', true) = 'staff'
       and current_setting('app.unit', true) <> ''
       and current_setting('app.roles', true) like '%,unit_admin,%'
$$;
create function residents_let_in()
returns table(id uuid, name text, number text, protected boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.given_name || ' ' || p.family_name, coalesce(p.number, ''), p.protected
      from approved_resident a join person p on p.id = a.person_id
     where a.unit_id = nullif(current_setting('app.unit', true), '')::uuid
       and current_setting('app.kind', true) = 'staff'
       and current_setting('app.roles', true) like '%,unit_admin,%'
$$;
"""


class Migration(migrations.Migration):
    """Two functions; each tells only what the page shows."""

    dependencies = [
        ("people", "0008_shown_to_residents"),
        ("units", "0003_closings_and_approvals"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[DOORS],
            reverse_sql=["drop function resident_by_number", "drop function residents_let_in"],
        )
    ]
