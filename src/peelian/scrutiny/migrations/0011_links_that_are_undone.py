"""A link between recommendations can be undone by a further step."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0010_meetings_follow_their_hours"),
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
                    ("unlinked", "Undo a link"),
                ],
                max_length=14,
            ),
        ),
    ]
