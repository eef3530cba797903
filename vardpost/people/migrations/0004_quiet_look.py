"""A look at the session that does not keep it alive: for what a page fetches by itself."""

from django.db import migrations

LOOK = r"""
create function session_look(
    p_token bytea, p_unit text, p_now timestamptz, p_idle_minutes int, p_absolute_hours int
) returns json language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before timestamptz;
    answer json;
begin
    select seen_at into before from login_session where token_hash = p_token;
    answer := session_open(p_token, p_unit, p_now, p_idle_minutes, p_absolute_hours);
    -- Only our own mark is taken back: a real visit at the same time keeps its own.
    update login_session set seen_at = before
     where token_hash = p_token and seen_at = p_now and before <> p_now;
    return answer;
end $$;
"""


class Migration(migrations.Migration):
    """The function beside `session_open`."""

    dependencies = [("people", "0003_known_people_only")]

    operations = [migrations.RunSQL(sql=[LOOK], reverse_sql=["drop function session_look"])]
