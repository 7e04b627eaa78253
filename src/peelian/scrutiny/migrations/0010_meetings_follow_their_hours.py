"""Meetings are listed by day and hour: nothing of the tables changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0009_papers_read_in_at_the_desk"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="meetingrecord",
            options={
                "ordering": ("-on", models.OrderBy(models.F("begins"), descending=True, nulls_last=True), "-slug")
            },
        ),
    ]
