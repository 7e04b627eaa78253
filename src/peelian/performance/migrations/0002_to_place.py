"""A scheduled release is placed after its record is kept; until then the record says that it waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("performance", "0001_initial"),)
    operations = (
        migrations.AddField(
            model_name="releaserecord",
            name="to_place",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="waits to be placed, lying as"
            ),
        ),
    )
