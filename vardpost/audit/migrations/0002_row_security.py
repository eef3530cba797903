"""Insert and select only, and only within the scope of the transaction."""

from django.db import migrations

SECURITY = r"""
alter table audit_entry enable row level security;
create policy audit_write on audit_entry for insert with check (
    person_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
create policy audit_reviewer on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'staff'
    and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)
    and (select current_setting('app.roles', true)) like '%,reviewer,%'
);
create policy audit_resident on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'resident'
    and resident_ids
        && (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[]
);
create policy audit_system on audit_entry for select using (
    (select current_setting('app.kind', true)) = 'system'
    and region_id = (select nullif(current_setting('app.region', true), ''))
);
"""


class Migration(migrations.Migration):
    """The second lock on the ledger."""

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(sql=[SECURITY], reverse_sql=migrations.RunSQL.noop)]
