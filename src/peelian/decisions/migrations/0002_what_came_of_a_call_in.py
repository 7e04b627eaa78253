"""What came of a decision that was called in, and no second call-in while one is open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="callinrecord",
            name="concluded",
            field=models.DateField(blank=True, null=True, verbose_name="decided on"),
        ),
        migrations.AddField(
            model_name="callinrecord",
            name="conclusion",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=4000, verbose_name="what was said"
            ),
        ),
        migrations.AddField(
            model_name="callinrecord",
            name="result",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                choices=[
                    ("confirmed", "was confirmed as it was taken"),
                    ("changed", "was changed by a correction"),
                    ("dropped", "was given up"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="callinrecord",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("upheld", "stands as it was taken"),
                    ("lapsed", "stands, because the committee did not settle it in the time that it had"),
                    ("reconsidered", "goes back to who took it"),
                    ("referred", "goes to the full council"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="callinrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")), fields=("decision",), name="one_open_call_in_a_decision"
            ),
        ),
    ]
