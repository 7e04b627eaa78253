"""A report that was dropped is no edition: the next one has its number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("localities", "0002_reviewed"),)
    operations = (
        migrations.RemoveConstraint(model_name="quarterreport", name="one_report_a_quarter_and_edition"),
        migrations.AddConstraint(
            model_name="quarterreport",
            constraint=models.UniqueConstraint(
                fields=("organisation", "period", "number"),
                condition=~models.Q(state="dropped"),
                name="one_report_a_quarter_and_edition",
            ),
        ),
    )
