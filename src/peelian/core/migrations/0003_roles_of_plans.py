"""Two roles are new: who writes a plan, and who issues it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_ended_at_once"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("installation-manager", "Installation manager"),
                    ("analyst", "Performance analyst"),
                    ("quality-reviewer", "Quality reviewer"),
                    ("person-responsible", "Person responsible for the release"),
                    ("borough-analyst", "Borough analyst"),
                    ("borough-lead", "Borough lead"),
                    ("plan-officer", "Plan officer"),
                    ("plan-issuer", "Issuer of the plan"),
                    ("auditor", "Auditor"),
                    ("reader", "Reader"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="post",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "Administrator"),
                    ("installation-manager", "Installation manager"),
                    ("analyst", "Performance analyst"),
                    ("quality-reviewer", "Quality reviewer"),
                    ("person-responsible", "Person responsible for the release"),
                    ("borough-analyst", "Borough analyst"),
                    ("borough-lead", "Borough lead"),
                    ("plan-officer", "Plan officer"),
                    ("plan-issuer", "Issuer of the plan"),
                    ("auditor", "Auditor"),
                    ("reader", "Reader"),
                ],
                max_length=40,
            ),
        ),
    ]
