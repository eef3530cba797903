"""Without a scope nothing is written, not even a row that names nobody."""

from django.db import migrations

KNOWN = r"""
alter policy audit_write on audit_entry with check (
    actor_kind = (select nullif(current_setting('app.kind', true), ''))
    and person_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
"""

BEFORE = r"""
alter policy audit_write on audit_entry with check (
    person_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
);
"""


class Migration(migrations.Migration):
    """A null person matched a scope that was never set."""

    dependencies = [("audit", "0002_row_security")]

    operations = [migrations.RunSQL(sql=KNOWN, reverse_sql=BEFORE)]
