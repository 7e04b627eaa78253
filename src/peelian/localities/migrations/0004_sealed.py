"""What a quarter published is kept in its record: the file follows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("localities", "0003_dropped_is_no_edition"),)
    operations = (
        migrations.AddField(
            model_name="quarterreport",
            name="sealed",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="what was published, as JSON with its seal"
            ),
        ),
    )
