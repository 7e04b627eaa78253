"""Steps of a recommendation under other words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0004_papers_that_were_withdrawn"),
    ]

    operations = [
        migrations.AlterField(
            model_name="recommendationstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("acknowledged", "Acknowledge"),
                    ("late-reason", "Say why it cannot be in time"),
                    ("answered", "Answer"),
                    ("claimed", "Say what was done"),
                    ("verdict", "Give the committee’s verdict"),
                    ("closed", "Close it"),
                    ("reopened", "Take it up again"),
                    ("withdrawn", "Ask for it no more"),
                    ("linked", "Link to an earlier one"),
                ],
                max_length=14,
            ),
        ),
    ]
