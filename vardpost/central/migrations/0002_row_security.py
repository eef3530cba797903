"""Who orders, and who does it: the second lock.

The system of a region does what both offices have ordered at the region's units. It reads the
nation's orders, which name no person but who ordered, and changes nothing of them.
"""

from django.db import migrations

SQL = """
alter table central_order enable row level security;
create policy central_order_seen on central_order for select using (
    settings_in_scope(null, coalesce(region_id, 'nation'))
    or (region_id is null and (select current_setting('app.kind', true)) = 'system')
);
create policy central_order_made on central_order for insert with check (
    settings_in_scope(null, coalesce(region_id, 'nation'))
);
create policy central_order_moved on central_order for update using (
    settings_in_scope(null, coalesce(region_id, 'nation'))
);
alter table central_order_unit enable row level security;
create policy central_order_unit_seen on central_order_unit for select using (
    settings_in_scope(null, (select u.region_id from care_unit u where u.id = unit_id))
);
create policy central_order_unit_made on central_order_unit for insert with check (
    settings_in_scope(null, (select u.region_id from care_unit u where u.id = unit_id))
    and exists (select 1 from central_order o where o.id = order_id
                 and settings_in_scope(null, coalesce(o.region_id, 'nation')))
);
create policy central_order_unit_done on central_order_unit for update using (
    (select current_setting('app.kind', true)) = 'system'
    and settings_in_scope(null, (select u.region_id from care_unit u where u.id = unit_id))
);
"""
_POLICIES = {
    "central_order": ("seen", "made", "moved"),
    "central_order_unit": ("seen", "made", "done"),
}


class Migration(migrations.Migration):
    """The policies."""

    dependencies = [
        ("central", "0001_initial"),
        ("units", "0003_closings_and_approvals"),
    ]

    operations = [
        migrations.RunSQL(
            [SQL],
            [
                *(
                    f"drop policy {table}_{name} on {table}"
                    for table, names in _POLICIES.items()
                    for name in names
                ),
                *(f"alter table {table} disable row level security" for table in _POLICIES),
            ],
        )
    ]
