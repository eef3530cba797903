"""Which cases wait for a yes to move to one unit: asked when that unit closes."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A small index: of cases whose resident is asked, and of no others."""

    dependencies = [("cases", "0019_moved")]

    operations = [
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["move_unit_id", "id"],
                name="i_case_asked_about",
                condition=Q(move_unit_id__isnull=False),
            ),
        ),
    ]
