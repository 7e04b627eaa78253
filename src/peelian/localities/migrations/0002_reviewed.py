"""A review of a quarter is of exactly what was read: its fingerprint is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("localities", "0001_initial"),)
    operations = (
        migrations.AddField(
            model_name="quarterreport",
            name="reviewed",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=80, verbose_name="fingerprint that was reviewed"
            ),
        ),
    )
