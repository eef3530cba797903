"""The terms of a case as they were shown: in which language, with what filled in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_routed"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="terms_lang",
            field=models.CharField(db_default="sv", default="sv", max_length=2),
        ),
        migrations.AddField(
            model_name="case",
            name="terms_shown",
            field=models.CharField(db_default="", default="", max_length=64),
        ),
    ]
