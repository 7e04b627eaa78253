"""A release has no version of its own: its texts have."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("performance", "0003_one_release_an_entry"),)
    operations = (migrations.RemoveField(model_name="releaserecord", name="version"),)
