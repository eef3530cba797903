"""A published list is never changed, and is written only by whom it belongs to."""

from django.db import migrations

FUNCTION = """
create function refuse_red_flag_change() returns trigger language plpgsql as $$
begin
    raise exception '% is published and never changed', tg_table_name
        using errcode = 'integrity_constraint_violation';
end
$$;
create trigger red_flag_list_unchanging before update or delete on red_flag_list
    for each row execute function refuse_red_flag_change();
alter table red_flag_list enable row level security;
create policy red_flag_list_seen on red_flag_list for select using (true);
create policy red_flag_list_written on red_flag_list for insert with check (
    level <> 'national' and settings_in_scope(unit_id, region_id)
);
"""


class Migration(migrations.Migration):
    """The trigger, and the second lock."""

    dependencies = [("redflags", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [FUNCTION],
            [
                "drop trigger red_flag_list_unchanging on red_flag_list"
                "; drop function refuse_red_flag_change()"
            ],
        )
    ]
