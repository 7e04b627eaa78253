"""A planned release has one release that is not withdrawn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("performance", "0002_to_place"),)
    operations = (
        migrations.AddConstraint(
            model_name="releaserecord",
            constraint=models.UniqueConstraint(
                condition=~models.Q(state="withdrawn"),
                fields=("entry",),
                name="one_release_an_entry",
                violation_error_message="This planned release has a release already: go on with that one.",
            ),
        ),
    )
