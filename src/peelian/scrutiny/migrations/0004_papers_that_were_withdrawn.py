"""Papers can be withdrawn after they are out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0003_numbers_with_a_point")]

    operations = [
        migrations.AddField(
            model_name="paperrecord",
            name="withdrawn",
            field=models.TextField(
                blank=True, db_default="", default="", max_length=2000, verbose_name="why it was withdrawn"
            ),
        ),
        migrations.AddField(
            model_name="paperrecord",
            name="withdrawn_on",
            field=models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
        ),
    ]
