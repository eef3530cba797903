"""When the job last looked; a signal is free again when its review was cancelled."""

from django.db import migrations, models

FREE = r"""
alter policy review_signal_taken on review_signal with check (
    (select current_setting('app.kind', true)) = 'staff'
    and (select current_setting('app.roles', true)) like '%,reviewer,%'
    and unit_id = (select nullif(current_setting('app.unit', true), '')::uuid)
    and (review_id is null or exists (
        select 1 from review r where r.id = review_id and r.unit_id = review_signal.unit_id))
);
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0002_row_security")]

    operations = [
        migrations.AddField(
            model_name="reviewcursor",
            name="checked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(sql=[FREE], reverse_sql=migrations.RunSQL.noop),
    ]
