"""That a unit closes is read of its own row, and who has closed opens no more."""

from django.db import migrations

#: The stop was kept as one of the unit's own closings, where the unit could take it away.
COPIES = """
delete from unit_closing c using unit_ending e
 where c.unit_id = e.unit_id and c.stops_intake and not c.stops_clock
   and c.ends_on = c.starts_on + 180 and c.reason_sv like 'Mottagningen läggs ned %'
"""

OPEN = """
create or replace function unit_open(p_unit uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update care_unit set live = true
     where id = p_unit and not live and settings_in_scope(null, region_id)
       and not exists (
           select 1 from unit_ending e where e.unit_id = p_unit and e.state = 'closed');
    return found;
end
$$;
"""


class Migration(migrations.Migration):
    """Rows that were copies, and one condition of the door by which a unit opens."""

    dependencies = [("closing", "0001_doors"), ("onboarding", "0002_row_security")]

    operations = [
        migrations.RunSQL(COPIES, migrations.RunSQL.noop),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
