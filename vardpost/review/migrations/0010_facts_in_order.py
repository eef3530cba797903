"""Facts of a unit, newest first, in the order of their index: as `audit_newest`, and for its reason.

A generic plan knows no period and takes it for short: it read every fact of the unit in the period,
and sorted them.
"""

from django.db import migrations

#: Row security holds: nothing is the definer's.
NEWEST = r"""
create function review_facts_newest(
    p_unit uuid, p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_id uuid, p_most int
) returns table(at timestamptz, id uuid, facts int)
language plpgsql stable set search_path = public, pg_temp as $$
begin
    return query execute
        'select f.entry_at, f.entry_id, f.facts from review_fact f where f.unit_id = $1'
        || ' and f.entry_at >= $2 and f.entry_at < $3 and f.entry_at <= $4'
        || ' and (f.entry_at, f.entry_id) < ($4, $5)'
        || ' order by f.entry_at desc, f.entry_id desc limit $6'
        using p_unit, p_since, p_until, p_before_at, p_before_id, p_most;
end $$;
"""


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("review", "0009_alarms")]

    operations = [
        migrations.RunSQL(sql=[NEWEST], reverse_sql="drop function review_facts_newest"),
    ]
