"""Accounts and grants are shown to nobody who is unknown: no session, no staff directory."""

from django.db import migrations

DIRECTORY = r"""
alter table staff_account enable row level security;
create policy staff_account_known on staff_account for select using (
    (select current_setting('app.kind', true)) <> ''
    or exists (select 1 from demo_persona d where d.person_id = staff_account.person_id)
);
alter table role_grant enable row level security;
create policy role_grant_known on role_grant for select using (
    (select current_setting('app.kind', true)) <> ''
);
"""

UNDO = r"""
drop policy staff_account_known on staff_account;
alter table staff_account disable row level security;
drop policy role_grant_known on role_grant;
alter table role_grant disable row level security;
"""


class Migration(migrations.Migration):
    """The demo's sign-in page names its people; `demo_persona` is empty everywhere else."""

    dependencies = [("people", "0002_sessions")]

    operations = [migrations.RunSQL(sql=DIRECTORY, reverse_sql=UNDO)]
