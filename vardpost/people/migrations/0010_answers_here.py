"""Whether somebody answers cases on a unit: asked when a resident acts, told as yes or no."""

from django.db import migrations

ANSWERS = r"""
create function answers_here(p_unit uuid, p_person uuid, p_today date) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(current_setting('app.kind', true), '') <> '' and exists (
        select 1 from role_grant g
          join staff_account a on a.person_id = g.person_id and a.active
         where g.unit_id = p_unit and g.person_id = p_person and g.role = 'responder'
           and g.starts_on <= p_today and (g.ends_on is null or g.ends_on > p_today))
$$;
"""


class Migration(migrations.Migration):
    """One function, so that residents need to see no directory."""

    dependencies = [("people", "0009_residents_let_in")]

    operations = [migrations.RunSQL(sql=[ANSWERS], reverse_sql=["drop function answers_here"])]
