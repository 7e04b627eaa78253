"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("slug", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("short", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("policing-body", "body that owns a police and crime plan"),
                            ("police-force", "police force"),
                            ("council", "council"),
                            ("scrutiny-committee", "scrutiny committee"),
                            ("panel", "police and crime panel"),
                            ("board", "board of residents or partners"),
                            ("inspectorate", "inspectorate"),
                            ("other", "other body"),
                        ],
                        max_length=30,
                    ),
                ),
                ("from_day", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administrator"),
                            ("installation-manager", "Installation manager"),
                            ("analyst", "Performance analyst"),
                            ("quality-reviewer", "Quality reviewer"),
                            ("person-responsible", "Person responsible for the release"),
                            ("borough-analyst", "Borough analyst"),
                            ("borough-lead", "Borough lead"),
                            ("auditor", "Auditor"),
                            ("reader", "Reader"),
                        ],
                        max_length=40,
                    ),
                ),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="role ends")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at",),
            },
        ),
        migrations.CreateModel(
            name="OrganisationArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField(verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
                ("area", models.CharField(max_length=60)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="areas", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("from_day",),
            },
        ),
        migrations.CreateModel(
            name="OrganisationPower",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField(verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "power",
                    models.CharField(
                        choices=[
                            ("issue-plan", "issues the police and crime plan"),
                            ("hold-to-account", "holds the chief officer to account"),
                            ("scrutinise", "reviews the body that owns the plan"),
                            ("summon", "may require people and papers"),
                            ("crime-and-disorder", "reviews crime and disorder functions in its area"),
                            ("deliver", "delivers policing"),
                            ("inspect", "inspects the force"),
                        ],
                        max_length=30,
                    ),
                ),
                ("law", models.CharField(blank=True, max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="powers", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("from_day",),
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.DateField(verbose_name="from")),
                ("until_day", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "Administrator"),
                            ("installation-manager", "Installation manager"),
                            ("analyst", "Performance analyst"),
                            ("quality-reviewer", "Quality reviewer"),
                            ("person-responsible", "Person responsible for the release"),
                            ("borough-analyst", "Borough analyst"),
                            ("borough-lead", "Borough lead"),
                            ("auditor", "Auditor"),
                            ("reader", "Reader"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="core.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("from_day", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_day__isnull", True), ("until_day__gte", models.F("from_day")), _connector="OR"
                        ),
                        name="post_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
