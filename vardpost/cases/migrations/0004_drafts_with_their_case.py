"""A draft of a message is seen while its case is, and one of a new case by residents."""

from django.db import migrations

WITH_THE_CASE = r"""
alter policy draft_own on case_draft using (
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
    and case
        when case_id is null then (select current_setting('app.kind', true)) = 'resident'
        else exists (select 1 from care_case c where c.id = case_draft.case_id)
    end
);
"""

BEFORE = r"""
alter policy draft_own on case_draft using (
    person_id = (select nullif(current_setting('app.person', true), '')::uuid)
);
"""


class Migration(migrations.Migration):
    """After a hand-over the former responder's own words about the case are hidden as well."""

    dependencies = [("cases", "0003_unit_waiting")]

    operations = [migrations.RunSQL(sql=WITH_THE_CASE, reverse_sql=BEFORE)]
