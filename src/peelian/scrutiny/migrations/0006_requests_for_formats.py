"""Requests for a report in another format."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0005_words_of_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormatRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("large-print", "Large print"),
                            ("braille", "Braille"),
                            ("easy-read", "Easy read"),
                            ("audio", "Audio"),
                            ("language", "Another language"),
                        ],
                        max_length=14,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=60, verbose_name="which language")),
                ("received", models.DateField(verbose_name="on which day it was asked for")),
                ("contact", models.CharField(blank=True, max_length=500, verbose_name="how to reach who asked")),
                ("state", models.CharField(default="open", max_length=10)),
                ("ended", models.DateField(blank=True, null=True, verbose_name="on which day it was met or withdrawn")),
                ("sent", models.CharField(blank=True, max_length=500, verbose_name="what was sent")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="format_requests",
                        to="scrutiny.reportrecord",
                    ),
                ),
            ],
            options={
                "ordering": ("received", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("contact", ""), _connector="OR"),
                        name="no_contact_of_an_ended_format_request",
                    )
                ],
            },
        ),
    ]
