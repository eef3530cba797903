"""Who writes templates, rolls them out and lets units differ: the second lock."""

from django.db import migrations

SQL = """
alter table unit_template enable row level security;
create policy unit_template_seen on unit_template for select using (true);
create policy unit_template_made on unit_template for insert with check (
    settings_in_scope(null, coalesce(region_id, 'nation'))
);
create policy unit_template_changed on unit_template for update using (
    settings_in_scope(null, coalesce(region_id, 'nation'))
);
alter table unit_template_version enable row level security;
create policy unit_template_version_seen on unit_template_version for select using (true);
create policy unit_template_version_written on unit_template_version for insert with check (
    exists (select 1 from unit_template t where t.id = template_id
             and settings_in_scope(null, coalesce(t.region_id, 'nation')))
);
-- What is published stays as it is: only a draft is changed, or taken away.
create policy unit_template_version_changed on unit_template_version for update using (
    published_at is null and exists (
        select 1 from unit_template t where t.id = template_id
           and settings_in_scope(null, coalesce(t.region_id, 'nation')))
) with check (true);
create policy unit_template_version_dropped on unit_template_version for delete using (
    published_at is null and exists (
        select 1 from unit_template t where t.id = template_id
           and settings_in_scope(null, coalesce(t.region_id, 'nation')))
);
alter table template_rollout enable row level security;
create policy template_rollout_own on template_rollout using (
    settings_in_scope(null, region_id)
);
alter table template_rollout_unit enable row level security;
create policy template_rollout_unit_own on template_rollout_unit using (
    exists (select 1 from template_rollout r where r.id = rollout_id
             and settings_in_scope(null, r.region_id))
) with check (
    exists (select 1 from template_rollout r join care_unit u on u.id = unit_id
             where r.id = rollout_id and u.region_id = r.region_id
               and settings_in_scope(null, r.region_id))
);
alter table template_exemption enable row level security;
create policy template_exemption_own on template_exemption using (unit_in_scope(unit_id));
alter table unit_drift enable row level security;
create policy unit_drift_own on unit_drift using (unit_in_scope(unit_id));
"""
_POLICIES = {
    "unit_template": ("seen", "made", "changed"),
    "unit_template_version": ("seen", "written", "changed", "dropped"),
    "template_rollout": ("own",),
    "template_rollout_unit": ("own",),
    "template_exemption": ("own",),
    "unit_drift": ("own",),
}


class Migration(migrations.Migration):
    """The policies."""

    dependencies = [
        ("unit_templates", "0001_initial"),
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
