"""Who writes services, and gives them to whom: the second lock."""

from django.db import migrations

SQL = """
alter table linked_service enable row level security;
create policy linked_service_seen on linked_service for select using (true);
create policy linked_service_made on linked_service for insert with check (
    settings_in_scope(null, coalesce(region_id, ''))
);
create policy linked_service_changed on linked_service for update using (
    settings_in_scope(null, coalesce(region_id, ''))
);
alter table linked_service_unit enable row level security;
create policy linked_service_unit_seen on linked_service_unit for select using (true);
-- A region's service goes to the region's own units, the nation's to any.
create policy linked_service_unit_given on linked_service_unit for insert with check (
    exists (
        select 1 from linked_service s join care_unit u on u.id = unit_id
         where s.id = service_id and settings_in_scope(null, coalesce(s.region_id, ''))
           and (s.region_id is null or s.region_id = u.region_id)
    )
);
create policy linked_service_unit_taken on linked_service_unit for delete using (
    exists (
        select 1 from linked_service s
         where s.id = service_id and settings_in_scope(null, coalesce(s.region_id, ''))
    )
);
"""


class Migration(migrations.Migration):
    """The policies."""

    dependencies = [("linked", "0001_initial"), ("units", "0002_setting_changes")]

    operations = [
        migrations.RunSQL(
            [SQL],
            [
                "drop policy linked_service_seen on linked_service; "
                "drop policy linked_service_made on linked_service; "
                "drop policy linked_service_changed on linked_service; "
                "drop policy linked_service_unit_seen on linked_service_unit; "
                "drop policy linked_service_unit_given on linked_service_unit; "
                "drop policy linked_service_unit_taken on linked_service_unit; "
                "alter table linked_service disable row level security; "
                "alter table linked_service_unit disable row level security"
            ],
        )
    ]
