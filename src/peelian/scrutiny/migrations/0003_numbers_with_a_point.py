"""Recommendations numbered by their paragraph (8.6) beside 4 and 12a."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0002_ledger")]

    operations = [
        migrations.AlterField(
            model_name="recommendationrecord",
            name="number",
            field=models.CharField(
                max_length=8,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9]{1,3}(?:\\.[0-9]{1,3})?[a-z]?\\Z",
                        "Write digits, with a point or one letter where the report prints them: 4, 8.6, 12a.",
                    )
                ],
            ),
        ),
    ]
