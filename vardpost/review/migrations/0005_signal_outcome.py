"""Whether what a signal is about was done, or tried and refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0004_mirror")]

    operations = [
        migrations.AddField(
            model_name="reviewsignal",
            name="outcome",
            field=models.CharField(db_default="ok", default="ok", max_length=8),
        ),
    ]
