"""Which of a unit's terms the ledger was last told of, as they came into force by their time."""

import django.db.models.deletion
from django.db import migrations, models

SETTLE = """
update unit_terms w set settled_id = x.id from (
    select distinct on (t.unit_id, t.case_type_id) t.id, t.unit_id, t.case_type_id
      from terms_text t where t.unit_id is not null and t.published_at <= now()
     order by t.unit_id, t.case_type_id, t.published_at desc, t.version desc
) x where x.unit_id = w.unit_id and x.case_type_id = w.case_type_id
"""


class Migration(migrations.Migration):
    """A column; what is in force already was told when it was published."""

    dependencies = [("casetypes", "0005_terms_of_units")]

    operations = [
        migrations.AddField(
            model_name="unitterms",
            name="settled",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casetypes.termstext",
            ),
        ),
        migrations.RunSQL([SETTLE], migrations.RunSQL.noop),
    ]
