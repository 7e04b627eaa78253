"""Roles are new: who keeps a committee's papers, speaks for it and answers it; who writes, advises on and takes decisions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_roles_of_plans"),
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
                    ("committee-officer", "Committee officer"),
                    ("committee-chair", "Chair of a committee"),
                    ("committee-member", "Member of a committee"),
                    ("committee-liaison", "Committee liaison"),
                    ("decision-officer", "Decision officer"),
                    ("decision-adviser", "Adviser on decisions"),
                    ("decision-director", "Director who countersigns"),
                    ("decision-maker", "Decision-maker"),
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
                    ("committee-officer", "Committee officer"),
                    ("committee-chair", "Chair of a committee"),
                    ("committee-member", "Member of a committee"),
                    ("committee-liaison", "Committee liaison"),
                    ("decision-officer", "Decision officer"),
                    ("decision-adviser", "Adviser on decisions"),
                    ("decision-director", "Director who countersigns"),
                    ("decision-maker", "Decision-maker"),
                    ("auditor", "Auditor"),
                    ("reader", "Reader"),
                ],
                max_length=40,
            ),
        ),
    ]
