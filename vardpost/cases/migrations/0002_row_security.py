"""Row security of everything that holds case data: the second lock (ADR 0003).

A message or a history row is seen when its case is seen, so the two
cannot disagree. `app.releasing` names the case that a responder is handing over in this very
transaction: without it the hand-over could not be written, since the row leaves the scope.
"""

from django.db import migrations

#: `session_open` and `system_open` set only what the kind of actor has, so a setting that is empty
#: matches nothing: a resident has `residents`, a receiver `whole_unit`, a responder `own_unit`, a
#: job `system_region`. Each is read once a statement, since it stands in a subselect.
VISIBLE = r"""
    resident_id = any (
        (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    or region_id = (select nullif(current_setting('app.system_region', true), ''))
    or (
        (
            unit_id = (select nullif(current_setting('app.whole_unit', true), '')::uuid)
            or (
                unit_id = (select nullif(current_setting('app.own_unit', true), '')::uuid)
                and (
                    assignee_id = (select nullif(current_setting('app.person', true), '')::uuid)
                    or id = (select nullif(current_setting('app.releasing', true), '')::uuid)
                )
            )
        )
        and not resident_id = any (
            (select nullif(current_setting('app.kin', true), '')::uuid[])::uuid[])
    )
"""

CASE = f"""
alter table care_case enable row level security;
create policy case_read on care_case for select using ({VISIBLE});
create policy case_change on care_case for update using ({VISIBLE});
create policy case_submit on care_case for insert with check (
    resident_id = any (
        (select nullif(current_setting('app.residents', true), '')::uuid[])::uuid[])
    and sent_by_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
"""

THREAD = r"""
alter table case_message enable row level security;
create policy message_read on case_message for select using (
    exists (select 1 from care_case c where c.id = case_message.case_id)
);
create policy message_write on case_message for insert with check (
    author_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
    and exists (select 1 from care_case c where c.id = case_message.case_id)
);
create policy message_seen on case_message for update using (
    (select current_setting('app.kind', true)) = 'resident'
    and exists (select 1 from care_case c where c.id = case_message.case_id)
);
alter table case_history enable row level security;
create policy history_read on case_history for select using (
    exists (select 1 from care_case c where c.id = case_history.case_id)
);
create policy history_write on case_history for insert with check (
    actor_id is not distinct from (select nullif(current_setting('app.person', true), '')::uuid)
    and exists (select 1 from care_case c where c.id = case_history.case_id)
);
alter table case_draft enable row level security;
create policy draft_own on case_draft using (
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
create sequence case_number;
"""

DONE = r"""
create function change_done(p_key uuid) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select h.case_id from case_history h
     where h.key = p_key
       and h.actor_id = nullif(current_setting('app.person', true), '')::uuid
$$;
"""


class Migration(migrations.Migration):
    """Policies and the sequence of case numbers."""

    dependencies = [("cases", "0001_initial"), ("people", "0002_sessions")]

    operations = [migrations.RunSQL(sql=[CASE, THREAD, DONE], reverse_sql=migrations.RunSQL.noop)]
