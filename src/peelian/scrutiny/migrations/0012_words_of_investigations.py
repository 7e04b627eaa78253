"""What is written of an open investigation waits to be published; its public words keep what stood before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0011_links_that_are_undone"),
    ]

    operations = [
        migrations.AddField(
            model_name="investigationrecord",
            name="changes",
            field=models.JSONField(blank=True, null=True, verbose_name="how its public words changed"),
        ),
        migrations.AddField(
            model_name="investigationrecord",
            name="draft",
            field=models.JSONField(blank=True, null=True, verbose_name="words that are not published yet"),
        ),
    ]
