"""What was typed into a form and cannot be read yet stands beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0003_payments_of_grants"),
    ]

    operations = [
        migrations.AddField(
            model_name="decisionversion",
            name="unread",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="typed, and cannot be read"),
        ),
    ]
