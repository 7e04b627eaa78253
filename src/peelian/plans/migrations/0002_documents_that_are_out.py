"""Which documents everybody may read. None until it is read in again: nothing says how far the plan was when it was read in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds whether a document is out."""

    dependencies = [("plans", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="plandocument",
            name="out",
            field=models.BooleanField(db_default=False, default=False, verbose_name="everybody may read it"),
        ),
    ]
