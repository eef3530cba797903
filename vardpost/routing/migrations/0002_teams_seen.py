"""Who receives a unit's cases sees its teams, and which of them she is in herself (ADR 0024)."""

from django.db import migrations

SECURITY = r"""
create policy team_of_the_inbox on team for select using (
    unit_id = (select nullif(current_setting('app.whole_unit', true), '')::uuid)
);
create policy team_member_oneself on team_member for select using (
    unit_id = (select nullif(current_setting('app.whole_unit', true), '')::uuid)
    and person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
"""
BACK = r"""
drop policy team_of_the_inbox on team;
drop policy team_member_oneself on team_member;
"""


class Migration(migrations.Migration):
    """Two policies."""

    dependencies = [("routing", "0001_initial")]

    operations = [migrations.RunSQL(SECURITY, BACK)]
