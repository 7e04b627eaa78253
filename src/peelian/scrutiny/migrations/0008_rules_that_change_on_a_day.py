"""Quorum and clear days of a committee hold from a day on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0007_sittings_that_are_adjourned"),
    ]

    operations = [
        migrations.AddField(
            model_name="committeerecord",
            name="changes",
            field=models.JSONField(blank=True, null=True, verbose_name="quorum and clear days that hold from a day on"),
        ),
    ]
