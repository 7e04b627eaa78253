"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import peelian.core.running.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_ended_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("title", models.CharField(max_length=120)),
                ("divisions", models.JSONField()),
                ("adds", models.BooleanField()),
                ("known", models.DateField()),
                ("why", models.CharField(max_length=300)),
                ("by", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=600)),
                ("href", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=60, validators=[peelian.core.running.models.check_rule])),
                ("subject", models.CharField(db_index=True, max_length=200)),
                ("title", models.CharField(max_length=200)),
                ("href", models.CharField(blank=True, max_length=300)),
                ("start", models.DateField()),
                ("received", models.TimeField(blank=True, null=True)),
                ("stops", models.JSONField(blank=True, default=list)),
                ("extensions", models.JSONField(blank=True, default=list)),
                ("due", models.DateField(blank=True, db_index=True, null=True)),
                ("calendar", models.PositiveIntegerField(default=1, verbose_name="version of the calendar")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("met", "Met"), ("dropped", "Dropped")],
                        db_index=True,
                        default="running",
                        max_length=10,
                    ),
                ),
                ("met_on", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "waits_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("met_on__isnull", False), ("state", "met")),
                            models.Q(("met_on__isnull", True), models.Q(("state", "met"), _negated=True)),
                            _connector="OR",
                        ),
                        name="clock_is_met_on_a_day",
                    )
                ],
            },
        ),
    ]
