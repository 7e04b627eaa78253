"""Papers are read in at the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0008_rules_that_change_on_a_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PapersDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("read_at", models.DateTimeField()),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scrutiny.committeerecord"
                    ),
                ),
            ],
            options={
                "ordering": ("committee", "read_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="PapersProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("meeting", "Meeting"), ("action", "Action"), ("activity", "Activity")], max_length=10
                    ),
                ),
                ("day", models.DateField(blank=True, null=True)),
                ("place", models.CharField(max_length=20, verbose_name="line, or page:line")),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("confidence", models.FloatField()),
                ("fields", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "to be looked at"), ("confirmed", "taken in"), ("rejected", "rejected")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=2000, verbose_name="why it was rejected")),
                (
                    "became",
                    models.CharField(blank=True, max_length=100, verbose_name="meeting that it became or belongs to"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="scrutiny.papersdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("document__read_at", "document", "page", "line", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="papersdocument",
            constraint=models.UniqueConstraint(fields=("committee", "sha256"), name="one_reading_a_papers_document"),
        ),
    ]
