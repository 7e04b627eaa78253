"""A role that was ended at once says when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="post",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ended at once"),
        ),
    ]
