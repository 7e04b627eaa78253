"""Investigations, reports, recommendations and the steps of each."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import peelian.scrutiny.ledger.models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_exempt_parts"),
        ("scrutiny", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecommendationRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.CharField(
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]{1,3}[a-z]?$", "Write digits, with one letter at most: 4, 4a."
                            )
                        ],
                    ),
                ),
                ("place", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("addressees", models.JSONField(blank=True, verbose_name="bodies that it asks")),
                ("requested", models.DateField(blank=True, null=True, verbose_name="answer asked for by")),
                ("body", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ("place", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("lines", models.JSONField()),
                ("response_of", models.SlugField(blank=True, max_length=80, verbose_name="body whose response it is")),
                ("read_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("report", "-read_at"),
            },
        ),
        migrations.CreateModel(
            name="InvestigationRecord",
            fields=[
                ("committee", models.SlugField(max_length=80)),
                ("slug", models.SlugField(max_length=80, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("terms", models.TextField(max_length=4000, verbose_name="terms of reference")),
                ("opened", models.DateField(blank=True, null=True)),
                ("closed", models.DateField(blank=True, null=True)),
                ("topics", models.JSONField(blank=True, default=list)),
                ("findings", models.JSONField(blank=True, default=list)),
                (
                    "years",
                    models.CharField(
                        blank=True,
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^FY\\d{4}-\\d{2}$", "Write a financial year, as FY2019-20."
                            )
                        ],
                        verbose_name="financial year",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=80)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("state", models.CharField(default="drafting", max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-opened", "-years", "slug"),
            },
        ),
        migrations.CreateModel(
            name="ActivityRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("committee", models.SlugField(max_length=80)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=300, verbose_name="what was done")),
                ("on", models.DateField(blank=True, null=True, verbose_name="on which day")),
                (
                    "month",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[peelian.scrutiny.ledger.models.check_month],
                        verbose_name="in which month",
                    ),
                ),
                ("bodies", models.JSONField(blank=True, default=list, verbose_name="whom the committee met")),
                ("place", models.CharField(blank=True, max_length=200)),
                ("meeting", models.CharField(blank=True, max_length=120)),
                ("topic", models.SlugField(blank=True, max_length=80)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="where it can be read of")),
                (
                    "years",
                    models.CharField(
                        blank=True,
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^FY\\d{4}-\\d{2}$", "Write a financial year, as FY2019-20."
                            )
                        ],
                        verbose_name="financial year",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
                (
                    "investigation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="scrutiny.investigationrecord",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="RecommendationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledged", "Acknowledge"),
                            ("late-reason", "Say why it cannot be in time"),
                            ("answered", "Answer"),
                            ("claimed", "Say what was done"),
                            ("verdict", "Give the committee’s verdict"),
                            ("closed", "Close"),
                            ("reopened", "Reopen"),
                            ("withdrawn", "Withdraw"),
                            ("linked", "Link to an earlier one"),
                        ],
                        max_length=14,
                    ),
                ),
                ("on", models.DateField(verbose_name="on which day")),
                ("by_body", models.SlugField(max_length=80, verbose_name="body that said it")),
                ("about", models.SlugField(blank=True, max_length=80, verbose_name="body that it is about")),
                ("status", models.CharField(blank=True, max_length=14)),
                ("reason", models.TextField(blank=True, max_length=4000, verbose_name="why")),
                ("answers", models.JSONField(blank=True, default=list)),
                ("evidence", models.JSONField(blank=True, default=list)),
                ("to", models.CharField(blank=True, max_length=200, verbose_name="earlier recommendation")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="where it can be read")),
                ("noted_by", models.SlugField(blank=True, max_length=80, verbose_name="body that noted it down")),
                ("made_at", models.DateTimeField()),
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
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scrutiny.recommendationrecord",
                    ),
                ),
            ],
            options={
                "ordering": ("on", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField()),
                ("page", models.PositiveIntegerField(blank=True, null=True)),
                ("line", models.PositiveIntegerField(blank=True, null=True)),
                ("confidence", models.FloatField()),
                ("fields", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "to be looked at"), ("confirmed", "confirmed"), ("rejected", "rejected")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("became", models.CharField(blank=True, max_length=200, verbose_name="what it became")),
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
                        to="scrutiny.reportdocument",
                    ),
                ),
            ],
            options={
                "ordering": ("line", "id"),
            },
        ),
        migrations.CreateModel(
            name="ReportRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("committee", models.SlugField(max_length=80)),
                ("slug", models.SlugField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("letter", "Letter"),
                            ("plan-response", "Response to a draft plan"),
                            ("annual-report-response", "Response to an annual report"),
                            ("proposal", "Proposal"),
                            ("motion", "Motion"),
                        ],
                        max_length=30,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("on", models.DateField(blank=True, null=True, verbose_name="date of the report")),
                (
                    "month",
                    models.CharField(blank=True, max_length=7, validators=[peelian.scrutiny.ledger.models.check_month]),
                ),
                ("date_words", models.CharField(blank=True, max_length=300, verbose_name="what is said of its date")),
                ("addressees", models.JSONField(blank=True, default=list)),
                (
                    "addressed_to",
                    models.CharField(blank=True, max_length=300, verbose_name="the post that it is addressed to"),
                ),
                ("counted", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("none", "No duty to answer"),
                            ("plan", "The response to a report on the draft plan"),
                            ("annual-report", "The response to a report on the annual report"),
                            ("proposal", "The answer to a proposal of the Assembly"),
                            ("crime-and-disorder", "The answer to a crime and disorder committee"),
                            ("panel", "The answer to a police and crime panel"),
                        ],
                        default="none",
                        max_length=30,
                    ),
                ),
                ("topic", models.SlugField(blank=True, max_length=80)),
                (
                    "years",
                    models.CharField(
                        blank=True,
                        max_length=9,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^FY\\d{4}-\\d{2}$", "Write a financial year, as FY2019-20."
                            )
                        ],
                        verbose_name="financial year",
                    ),
                ),
                ("meeting", models.CharField(blank=True, max_length=120, verbose_name="meeting that agreed it")),
                ("plan", models.SlugField(blank=True, max_length=80, verbose_name="plan that it is about")),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="where it can be read")),
                ("source", models.CharField(blank=True, max_length=80)),
                ("lines", models.JSONField(blank=True, default=list)),
                ("answer_line", models.PositiveIntegerField(blank=True, null=True)),
                ("state", models.CharField(default="drafting", max_length=10)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "investigation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="scrutiny.investigationrecord",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-month", "-years", "slug"),
            },
        ),
        migrations.AddField(
            model_name="reportdocument",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="scrutiny.reportrecord"
            ),
        ),
        migrations.AddField(
            model_name="recommendationrecord",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="recommendations", to="scrutiny.reportrecord"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrecord",
            constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="one_report_a_name"),
        ),
        migrations.AddConstraint(
            model_name="reportdocument",
            constraint=models.UniqueConstraint(fields=("report", "sha256"), name="one_reading_a_report_document"),
        ),
        migrations.AddConstraint(
            model_name="recommendationrecord",
            constraint=models.UniqueConstraint(fields=("report", "number"), name="one_recommendation_a_number"),
        ),
    ]
